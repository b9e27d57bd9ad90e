"""An address a visitor follows: ``href``, ``action``, the source of a frame."""

from collections.abc import Iterator

from vestnik.audit.marks import Sighting, Weight, carrier_of, sight_address
from vestnik.audit.model import Carrier
from vestnik.audit.readers.reading import Reading


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield every followed address; the finding's element is the whole ``<a …>…</a>``."""
    for token in reading.addresses():
        if carrier_of(token, reading.document.text) is Carrier.LINK:
            yield sight_address(token, Carrier.LINK, Weight.LINK, token.where.element)
