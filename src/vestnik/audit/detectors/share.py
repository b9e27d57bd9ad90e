"""A share button that offers a messenger beside other networks."""

import re
from collections.abc import Iterator

from vestnik.audit.marks import Sighting, Weight, carrier_of, sight_address
from vestnik.audit.model import Carrier, ChannelKind, Confidence, Role, Severity, State
from vestnik.audit.readers.model import Token
from vestnik.audit.readers.reading import Reading

_LIST = re.compile(
    r"(?:data-services|data-mobile-services|services)\s*[=:]\s*[\"'][\w,\s-]*$|ya-share2", re.IGNORECASE
)
_SHARE_COMPONENT = re.compile(r"main\.share|[\"']HANDLERS[\"']", re.IGNORECASE)
_COMPONENT = re.compile(r"share[-_]?button", re.IGNORECASE)


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield share addresses and the names of messengers in lists of share services."""
    text = reading.document.text
    for token in reading.addresses():
        if carrier_of(token, text) is Carrier.SHARE:
            yield sight_address(
                token, Carrier.SHARE, Weight.LINK, token.where.element if token.where.attribute else None
            )
    for token in reading.names():
        attribute = token.where.attribute
        if (attribute is not None and attribute.name in {"data-services", "data-mobile-services"}) or (
            attribute is None
            and token.where.literal
            and (
                _LIST.search(text, max(0, token.start - 120), token.start)
                or _SHARE_COMPONENT.search(text, max(0, token.start - 400), token.start)
            )
        ):
            yield _listed(token, "SHR-002")
        elif not token.whole and _COMPONENT.match(text, token.end):
            yield _listed(token, "SHR-003")


def _listed(token: Token, rule: str) -> Sighting:
    element = token.where.element
    return Sighting(
        rule=rule,
        platform=token.platform,
        carrier=Carrier.SHARE,
        kind=ChannelKind.SHARE,
        role=Role.SHARE,
        severity=Severity.LOW,
        start=token.start,
        end=token.end,
        weight=Weight.LINK,
        element=(element.start, element.end) if element else None,
        state=State.COMMENTED if token.where.commented else State.LIVE,
        confidence=Confidence.HIGH,
    )
