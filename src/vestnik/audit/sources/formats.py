"""Which reader opens which file: one table, by the first bytes, then by the name."""

from dataclasses import dataclass

from vestnik.audit.sources.archives.zips import read_zip
from vestnik.audit.sources.model import Reader
from vestnik.audit.sources.pictures.picture import read_picture


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what its files begin with and how they are called."""

    name: str
    reader: Reader
    magic: tuple[bytes, ...] = ()
    suffixes: tuple[str, ...] = ()
    at: int = 0
    """Where in the file the magic bytes stand."""
    named: bool = False
    """The name alone is enough: the format has no magic bytes."""


FORMATS = (
    Format("zip", read_zip, (b"PK\x03\x04", b"PK\x05\x06"), (".zip", ".jar", ".phar")),
    Format("png", read_picture, (b"\x89PNG\r\n\x1a\n",), (".png",)),
    Format("jpeg", read_picture, (b"\xff\xd8\xff",), (".jpg", ".jpeg")),
    Format("gif", read_picture, (b"GIF87a", b"GIF89a"), (".gif",)),
    Format("webp", read_picture, (b"WEBP",), (".webp",), at=8),
    Format("bmp", read_picture, (b"BM",), (".bmp",)),
    Format("tiff", read_picture, (b"II*\0", b"MM\0*"), (".tif", ".tiff")),
    Format("ico", read_picture, (b"\0\0\1\0",), (".ico",)),
)


OPAQUE = (
    *(".woff", ".woff2", ".ttf", ".otf", ".eot"),
    *(".mp3", ".mp4", ".m4a", ".webm", ".ogg", ".wav", ".avi", ".mov", ".mkv", ".flv", ".swf"),
    *(".exe", ".dll", ".so", ".dylib", ".o", ".a", ".pyc", ".class", ".wasm", ".sqlite", ".db", ".mo"),
    *(".psd", ".eps"),
)
"""Endings of files that nobody looks into: not even opened."""
_Row = tuple[bytes, int, Format]
_ROWS: list[_Row] = [(magic, known.at, known) for known in FORMATS for magic in known.magic]
_LATER: list[_Row] = [row for row in _ROWS if row[1]]
_BY_FIRST: dict[int, list[_Row]] = {
    first: [row for row in _ROWS if row[1] or row[0][0] == first]
    for first in {magic[0] for magic, at, _ in _ROWS if not at}
}
_BY_SUFFIX: dict[str, Format] = {
    suffix: known for known in FORMATS for suffix in known.suffixes if known.named
}


def format_of(name: str, head: bytes) -> Format | None:
    """Return how to open a file, or None when it is plain text or something nobody looks into.

    Asked of every file, so it costs a dictionary look-up where nothing is to be opened.
    """
    if not head:
        return None
    for magic, at, form in _BY_FIRST.get(head[0], _LATER):
        if head.startswith(magic, at):
            return form
    return _BY_SUFFIX.get(name[name.rfind(".") :].lower())
