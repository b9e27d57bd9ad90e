"""What the catalogue promises and its examples cannot try. The lists are here to be emptied."""

NOT_YET: dict[str, str] = {
    "MED-DOC": "the place is found, under the id of its address; its path tells the document",
}
"""Rules whose id nothing emits, and why; their examples are not tried."""

_POLICY = "a whole policy is needed: tests/audit/pages/test_policies.py"
_BROWSER = "a browser has to tell it: tests/audit/pages/test_whole.py"

ELSEWHERE: dict[str, str] = {
    **dict.fromkeys(["PD-POL-02", "PD-POL-03", "PD-POL-04", "PD-POL-05", "PD-TRK-03"], _POLICY),
    **dict.fromkeys(["PD-CHAT-01", "PD-COOK-01"], _BROWSER),
}
"""Rules that need more than one small document; their own tests try them."""

MISSED: list[tuple[str, str, str]] = [
    ("RD-LINK-003", "page.html", '<a href="/go/aHR0cHM6Ly90Lm1lL3NvbWVfc2hvcA==">Написать</a>'),
]
"""Rule, path and text of places that must be found and are not; once found, they move into the catalogue."""

STILL_ALARMED: list[tuple[str, str, str]] = []
"""Known false alarms that are still raised; once quiet, they move into the catalogue."""
