"""Pictures and documents of a site: which are worth opening, each once."""

import struct
from collections.abc import Callable
from hashlib import blake2b

from vestnik.audit.crawl.links import ICON
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import Finding, Trouble

OpenMedia = Callable[[str, bytes, Inspector, str | None], tuple[list[Finding], list[Trouble]]]
"""``open_media(url, data, inspector, media type)``: what stands inside a picture or a document."""
_SMALLEST = 100
"""Bytes; a picture that is shorter holds no readable code."""
_MARK = 8
_PNG, _GIF = b"\x89PNG\r\n\x1a\n", (b"GIF87a", b"GIF89a")


class Media:
    """Remembers what was opened; without ``open_media`` nothing is wanted."""

    def __init__(self, open_media: OpenMedia | None) -> None:
        """Take whoever reads pictures and documents."""
        self._open = open_media
        self._seen: set[bytes] = set()

    @property
    def wanted(self) -> bool:
        """Whether media are fetched at all."""
        return self._open is not None

    def is_new(self, data: bytes) -> bool:
        """Whether these bytes are worth opening: no icon, and not opened before."""
        if len(data) < _SMALLEST or min(_size_of(data)) < ICON:
            return False
        mark = blake2b(data, digest_size=_MARK).digest()
        new = mark not in self._seen
        self._seen.add(mark)
        return new

    def open(
        self, url: str, data: bytes, inspector: Inspector, media: str | None
    ) -> tuple[list[Finding], list[Trouble]]:
        """Return what stands inside."""
        return ([], []) if self._open is None else self._open(url, data, inspector, media)

    def marks(self) -> bytes:
        """What was opened, eight bytes each."""
        return b"".join(self._seen)

    def restore(self, marks: bytes) -> None:
        """Remember what an earlier process opened."""
        self._seen = {marks[at : at + _MARK] for at in range(0, len(marks), _MARK)}


def _size_of(data: bytes) -> tuple[int, int]:
    """Width and height where the first bytes say them; a size that passes for any other format."""
    if data.startswith(_PNG) and data[12:16] == b"IHDR":
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data.startswith(_GIF):
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    return ICON, ICON
