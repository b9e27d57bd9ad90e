"""What the catalogue promises and the detectors do not give yet. The lists are here to be emptied."""

_PAGES = "the checks of pages are being made"
_OTHER_ID = "the place is found, under the id of its address"
_DEEPER = "no reader looks there yet"

NOT_YET: dict[str, str] = {
    "MED-QR": _DEEPER,
    "MED-DOC": _OTHER_ID,
    **dict.fromkeys(
        [
            "PD-CHAT-01", "PD-CONS-01", "PD-COOK-01", "PD-COOK-02", "PD-FORM-01", "PD-FORM-02", "PD-FORM-03",
            "PD-FORM-04", "PD-FORM-05", "PD-FORM-06", "PD-FORM-07", "PD-FORM-08", "PD-HOST-01", "PD-POL-01",
            "PD-POL-02", "PD-POL-03", "PD-POL-04", "PD-POL-05", "PD-SUB-01", "PD-TLS-01", "PD-TRK-01",
            "PD-TRK-02", "PD-TRK-03",
        ],
        _PAGES,
    ),
}  # fmt: skip
"""Rules whose id nothing emits, and why; their examples are not tried."""

ELSEWHERE: dict[str, str] = {
    "RD-LINK-003": "the crawl gives it when it follows a redirect of the site; in a page its address speaks",
}
"""Rules that another door gives; their own tests try them."""

MISSED: list[tuple[str, str, str]] = []
"""Rule, path and text of places that must be found and are not; once found, they move into the catalogue."""

STILL_ALARMED: list[tuple[str, str, str]] = []
"""Known false alarms that are still raised; once quiet, they move into the catalogue."""
