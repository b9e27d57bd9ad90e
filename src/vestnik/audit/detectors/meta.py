"""An address in what machines read about the page: meta, JSON-LD, ``<link>``, security policies."""

from collections.abc import Iterator
from dataclasses import replace

from vestnik.audit.marks import Sighting, Weight, carrier_of, is_policy, sight_address
from vestnik.audit.model import Carrier, Role, Severity
from vestnik.audit.readers.reading import Reading

_HINTS = frozenset({"preconnect", "dns-prefetch", "preload", "prefetch", "stylesheet"})


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield addresses told to machines: ``sameAs`` and contact points are offers, a policy is a trace."""
    text = reading.document.text
    for token in reading.addresses():
        if carrier_of(token, text) is not Carrier.META:
            continue
        element = token.where.element
        found = sight_address(token, Carrier.META, Weight.LINK, element)
        if is_policy(token, text):
            yield replace(found, rule="NET-001", role=Role.CODE, severity=Severity.LOW, owns=())
        elif element is not None and element.get("rel").lower() in _HINTS:
            yield replace(found, role=Role.CODE, severity=Severity.LOW)
        elif found.severity is Severity.HIGH:
            yield replace(found, rule="MT-001")
        else:
            yield found
