"""An address a visitor follows: ``href``, ``action``, the source of a frame."""

import re
from collections.abc import Iterator
from dataclasses import replace

from vestnik.audit.documents import Kind
from vestnik.audit.marks import Sighting, Weight, carrier_of, sight_address
from vestnik.audit.model import Carrier, Role
from vestnik.audit.readers.model import Token
from vestnik.audit.readers.reading import Reading

_REDIRECTS = re.compile(
    r"^(?:https?://[^/]+)?/?[\w./-]*(?:\?|/?(?:go|away|out|redirect|link|url|click)/)", re.IGNORECASE
)


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield every followed address; the finding's element is the whole ``<a …>…</a>``."""
    for token in reading.addresses():
        if carrier_of(token, reading.document.text) is Carrier.LINK:
            found = sight_address(token, Carrier.LINK, Weight.LINK, token.where.element)
            rule = _rule(reading, token) if found.role is Role.CONTACT else None
            yield found if rule is None else replace(found, rule=rule)


def _rule(reading: Reading, token: Token) -> str | None:
    """What matters more than whose address it is: it stands in a database, or behind an own redirector."""
    if reading.document.kind is Kind.SQL:
        return "DA-002"
    attribute = token.where.attribute
    if attribute is None or token.start <= attribute.start or token.where.literal is not None:
        return None
    before = reading.document.text[attribute.start : token.start]
    return "RD-LINK-003" if _REDIRECTS.search(before) else None
