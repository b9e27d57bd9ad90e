"""What codes in pictures say → findings ``MED-QR``."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from html import escape

from vestnik.audit.documents import read_document
from vestnik.audit.findings import fingerprint, group_of, mask_secrets
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import Carrier, Finding, Place, Severity, Span, State
from vestnik.audit.sources.model import INSIDE, Code

RULE = "MED-QR"
_REDIRECTORS = "RD-LINK-"
_LONGEST = 4_000
_MATCHED = 200
_EXCERPT = 240


def findings_of_codes(path: str, codes: Iterable[Code], inspector: Inspector) -> list[Finding]:
    """Return a finding for every way into a messenger that the codes of one file offer.

    A code stands at line 1, column 1 of its picture or page, and has no bytes of its own.
    """
    counted: Counter[tuple[str, str]] = Counter()
    found: list[Finding] = []
    for code in codes:
        place = path + INSIDE + code.name if code.name else path
        for inner in _inner(place, code.text, inspector):
            named = inner.target or inner.matched.lower()
            counted[place, named] += 1
            mark = fingerprint(RULE, named, place, counted[place, named])
            said = mask_secrets(code.text)
            found.append(
                replace(
                    inner,
                    rule=RULE,
                    carrier=Carrier.MEDIA,
                    severity=_severity(inner),
                    place=Place(place, 1, 1, Span(0, 0)),
                    matched=_clean(said)[:_MATCHED],
                    excerpt=_clean(f"QR-код: {said}")[:_EXCERPT],
                    fingerprint=mark,
                    group=group_of(mark),
                )
            )
    return found


def _severity(inner: Finding) -> Severity:
    """A short address is a note in a text; in a code it is all that people are given."""
    if inner.rule.startswith(_REDIRECTORS) and inner.state is State.LIVE:
        return max(inner.severity, Severity.MEDIUM)
    return inner.severity


def _inner(path: str, text: str, inspector: Inspector) -> list[Finding]:
    """Judge what a code says as if it stood on a page: one address is a link, anything else is read."""
    text = text.strip()[:_LONGEST]
    one_address = " " not in text and "\n" not in text and ":" in text
    page = (
        f'<a href="{escape(text)}">→</a>'
        if one_address
        else "".join(f"<p>{escape(line)}</p>\n" for line in text.splitlines())
    )
    document = read_document(path, page.encode("utf-8", "replace"), "text/html; charset=utf-8")
    return [item for item in inspector.inspect(document) if not item.part]


def _clean(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
