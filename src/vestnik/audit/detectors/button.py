"""An address in an attribute a script acts on: ``onclick``, ``data-href``, ``@click``."""

from collections.abc import Iterator
from dataclasses import replace

from vestnik.audit.marks import Sighting, Weight, carrier_of, is_example, sight_address
from vestnik.audit.model import Carrier, Confidence, Role, Severity
from vestnik.audit.readers.model import Token
from vestnik.audit.readers.reading import Reading

_READ_ONLY = frozenset({"placeholder", "title", "alt", "aria-label", "class", "id", "name", "pattern"})


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield addresses in attributes; an example inside a field is only a mention."""
    for token in reading.addresses():
        if carrier_of(token, reading.document.text) is not Carrier.BUTTON:
            continue
        element = token.where.element
        found = sight_address(token, Carrier.BUTTON, Weight.LINK, element)
        if _only_read(token) or is_example(reading.document.text, token.start):
            yield replace(found, role=Role.MENTION, severity=Severity.INFO, confidence=Confidence.MEDIUM)
        else:
            yield found


def _only_read(token: Token) -> bool:
    attribute, element = token.where.attribute, token.where.element
    if attribute is None:
        return False
    typed = element is not None and element.tag == "input" and attribute.name == "value"
    return attribute.name in _READ_ONLY and not typed
