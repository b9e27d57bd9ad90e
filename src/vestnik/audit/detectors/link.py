"""An address a visitor follows: ``href``, ``action``, the source of a frame."""

import re
from collections.abc import Iterator
from dataclasses import replace

from vestnik.audit.documents import Kind
from vestnik.audit.marks import INJECTS, Sighting, Weight, carrier_of, sight_address
from vestnik.audit.model import Carrier, Role, Severity, State
from vestnik.audit.readers.model import Token, Zone
from vestnik.audit.readers.reading import Reading

_BASES = frozenset({"https://wa.me", "https://t.me"})
_FAR_BACK = 160
_REDIRECTS = re.compile(
    r"^(?:https?://[^/]+)?/?[\w./-]*(?:\?|/?(?:go|away|out|redirect|link|url|click)/)", re.IGNORECASE
)


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield every followed address; the finding's element is the whole ``<a …>…</a>``."""
    for token in reading.addresses():
        if carrier_of(token, reading.document.text) is Carrier.LINK:
            found = sight_address(token, Carrier.LINK, Weight.LINK, token.where.element)
            if _empty(token):
                found = replace(found, role=Role.CONTACT, state=State.PLACEHOLDER, severity=Severity.LOW)
            rule = _rule(reading, token) if found.role is Role.CONTACT else None
            yield found if rule is None else replace(found, rule=rule)


def _empty(token: Token) -> bool:
    """Whether a link leads to a messenger and names no account: ``href="https://wa.me/"``."""
    where, match = token.where, token.match
    return (
        match is not None
        and match.target in _BASES
        and not where.commented
        and where.element is not None
        and where.element.tag != "form"
        and where.attribute is not None
        and token.raw.strip() == where.attribute.text.strip(" \"'{}`")
    )


def _rule(reading: Reading, token: Token) -> str | None:
    """What matters more than whose address it is: it stands in a database, or behind an own redirector."""
    if reading.document.kind is Kind.SQL:
        return "DA-002"
    where, text = token.where, reading.document.text
    if where.element is not None and where.element.tag.startswith("mj-"):
        return "ML-001"
    if where.literal is not None:
        before = text[max(0, where.literal.start - _FAR_BACK) : where.literal.start]
        return "JS-INJ-001" if where.zone is Zone.SCRIPT and INJECTS.search(before) else None
    if where.attribute is None or token.start <= where.attribute.start:
        return None
    before = text[where.attribute.start : token.start]
    return "RD-LINK-003" if _REDIRECTS.search(before) else None
