"""What a sitemap lists, packed or not (sitemaps.org protocol 0.9). Pure."""

import re
import zlib
from html import unescape
from typing import Final

MAX_FILES: Final = 50
"""Files of one index that are read."""
_MAX_PLACES = 50_000
"""The protocol's own limit of one file."""
_LOC = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]]{1,2048}?)\s*(?:\]\]>)?\s*</loc>", re.IGNORECASE)
_GZIP = b"\x1f\x8b"


def locations_in(body: bytes, most: int) -> tuple[str, ...]:
    """Return the raw addresses of a sitemap's bytes; at most ``most`` bytes are unpacked."""
    if body.startswith(_GZIP):
        try:
            body = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, most)
        except zlib.error:
            return ()
    text = body.decode("utf-8", "replace")
    return locations_of(text) if "<" in text else _plain(text)


def locations_of(sitemap: str) -> tuple[str, ...]:
    """Return the raw addresses of a sitemap or of a sitemap index, in order."""
    found = dict.fromkeys(unescape(match.group(1)) for match in _LOC.finditer(sitemap))
    return tuple(found)[:_MAX_PLACES]


def _plain(text: str) -> tuple[str, ...]:
    """The protocol allows a plain list too: one address a line."""
    lines = (line.strip("\ufeff \t\r") for line in text.splitlines())
    return tuple(line for line in lines if line.startswith(("http://", "https://")))[:_MAX_PLACES]
