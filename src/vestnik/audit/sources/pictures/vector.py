"""SVG → its text, the code drawn in it, and the codes in the pictures embedded in it."""

import base64
import re
from collections.abc import Iterator

from vestnik.audit.documents import Kind
from vestnik.audit.sources.budget import Budget
from vestnik.audit.sources.model import BROKEN, Code, Given, Part, Source
from vestnik.audit.sources.pictures.codes import read_codes
from vestnik.audit.sources.pictures.drawing import draw

_EMBEDDED = re.compile(rb"data:image/(png|jpe?g|gif|webp|bmp);base64,([A-Za-z0-9+/=\s]{100,})")
_MOST = 50


def read_svg(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield the SVG itself, then its embedded pictures as ``1.png``, ``2.jpeg``."""
    data = budget.load(source)
    yield Part("", data, Kind.XML)
    if (drawn := draw(data)) is not None:
        yield from (Code(text) for text in read_codes(drawn))
    for number, found in enumerate(_EMBEDDED.finditer(data), 1):
        if number > _MOST:
            return
        try:
            picture = base64.b64decode(found[2])
        except BROKEN:
            continue  # no picture for a visitor either
        yield Part(f"{number}.{found[1].decode()}", picture)
