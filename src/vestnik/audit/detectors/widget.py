"""A loader of somebody's button, chat or login that may carry messengers."""

import re
from collections.abc import Iterator
from dataclasses import replace

from vestnik.audit.marks import Sighting, Weight, carrier_of, sight_address
from vestnik.audit.model import Carrier, ChannelKind, Role, Severity, State
from vestnik.audit.readers.fragments import is_pressed
from vestnik.audit.readers.model import Element, Token, Zone
from vestnik.audit.readers.reading import Reading
from vestnik.law.signatures import LiteralKind

_OPTIONS = re.compile(
    r"[\"']?(?:whatsapp|viber|telegram|facebook)[\"']?\s*:\s*[\"'][^\"']+[\"']", re.IGNORECASE
)
_NEAR = 1_500


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield loaders and plug-ins; one that names its messenger on the page weighs more than one that may."""
    text = reading.document.text
    seen: set[str] = set()
    for token in reading.addresses():
        if carrier_of(token, text) is Carrier.WIDGET:
            script = _script(token)
            found = sight_address(token, Carrier.WIDGET, Weight.SPECIAL, script)
            if script is not None:
                found = replace(found, owns=((script.start, script.open_end),))
            if found.rule == "WG-GETBUTTON" and _OPTIONS.search(
                text, max(0, token.start - _NEAR), token.end + _NEAR
            ):
                found = replace(found, severity=Severity.HIGH)
            seen.add(found.rule)
            yield found
    for token in reading.tokens:
        if token.kind is LiteralKind.MARK:
            marked = _mark(reading, token)
            if marked is not None and marked.rule not in seen:
                seen.add(marked.rule)
                yield marked


def _script(token: Token) -> Element | None:
    element = token.where.element
    return element if element is not None and element.tag in {"script", "iframe", "link", "div"} else None


def _mark(reading: Reading, token: Token) -> Sighting | None:
    mark = reading.signatures.mark_of.get(token.text)
    if mark is None or mark.carrier not in {Carrier.WIDGET, Carrier.LINK} or token.where.zone is Zone.STYLE:
        return None
    element, attribute = token.where.element, token.where.attribute
    if mark.carrier == Carrier.LINK and (element is None or not is_pressed(element)):
        return None
    if mark.literal.startswith("//") and (attribute is None or attribute.start != token.start):
        return None  # two slashes begin a comment everywhere but at the beginning of an address
    return Sighting(
        rule=mark.rule,
        platform=mark.platform,
        carrier=Carrier(mark.carrier),
        kind=ChannelKind(mark.kind),
        role=Role.CONTACT,
        severity=Severity[mark.severity.upper()],
        start=token.start,
        end=token.end,
        weight=Weight.LINK,
        element=(element.start, element.end) if element else None,
        state=State.COMMENTED if token.where.commented else State.LIVE,
    )
