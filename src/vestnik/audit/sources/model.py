"""The nouns of opening: what a format gives, and how far it may go. Pure: no input, no output."""

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Final, Protocol

from vestnik.audit.documents import Kind
from vestnik.audit.model import Finding, Trouble

HEAD: Final = 8_192
"""Bytes by which a format is recognised."""
BLOCK: Final = 1 << 16
"""Bytes read from a packed stream at once."""
INSIDE: Final = "!/"
"""Stands between a container and what lies in it: ``site.zip!/index.html``."""
SKIPPED: Final = frozenset(
    {".git", ".hg", ".svn", "node_modules", "bower_components", "__pycache__", ".venv"}
)
"""Folders of tools: what a company writes is not there."""
BROKEN: Final = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    ArithmeticError,
    TypeError,
    AttributeError,
    AssertionError,
    MemoryError,
)
"""What the standard library and the readers of formats raise on damaged files, between them."""


@dataclass(frozen=True, slots=True)
class OpenLimits:
    """How far opening goes; nothing depends on the clock, so the same file always gives the same result."""

    depth: int = 5
    """Containers inside one another."""
    parts: int = 250_000
    """Things inside one file, those of inner containers included."""
    part_bytes: int = 64_000_000
    """Of one thing that has to be in memory whole: a picture, an inner archive, a letter."""
    unpacked_bytes: int = 2_000_000_000
    """Of everything inside one file together."""
    ratio: int = 200
    """Unpacked to packed; asked only above ``ratio_from``, as an empty page shrinks well too."""
    ratio_from: int = 4_000_000
    window: int = 5_000_000
    """Of a text that are in memory at once; a longer one is read in windows."""
    findings: int = 5_000
    """Of one long text."""
    pixels: int = 50_000_000
    """Of one picture."""
    pages: int = 500
    """Of one PDF; the rest is not read."""
    rendered_pages: int = 40
    """Of one PDF that are drawn to look for codes."""
    skip: frozenset[str] = SKIPPED
    """Names of folders inside containers that are not entered."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file before it is known what it is. ``open`` may be called several times."""

    path: str
    """As findings show it."""
    size: int
    open: Callable[[], IO[bytes]]
    head: bytes
    """The first bytes: ``HEAD`` of them, unless the file is shorter."""

    @property
    def name(self) -> str:
        """The last part of the path, without a URL's query."""
        return self.path.partition("?")[0].partition("#")[0].rpartition("/")[2]


class Readable(Protocol):
    """What is left of a file object when its packing is forgotten."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, empty at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """Something a format took out of a container, in memory; no name means the container itself."""

    name: str
    data: bytes
    kind: Kind | None = None
    """How to read it, when the format knows; such a part is text and is not opened again."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of an archive as a stream, good until the next one is asked for."""

    name: str
    stream: Readable
    size: int
    """Bytes it takes in the archive, for the ratio."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a QR code or another two-dimensional code says; ``name`` is its page, empty for a picture."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something of a container that could not be read; becomes a ``Trouble`` of the same words."""

    kind: str
    detail: str
    name: str = ""
    """The part inside; empty for the container itself."""
    incomplete: bool = True


Given = Part | Packed | Code | Note


@dataclass(slots=True)
class Opened:
    """All that one file gave."""

    findings: list[Finding] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    files: int = 0
    """Files that were looked at: the outermost and those inside; pages of a document are not counted."""
    bytes: int = 0
    """Of those, unpacked."""
    skipped: int = 0
    """Fonts, films, programs and other things nobody looks into."""


def reason_of(error: BaseException) -> str:
    """Return a library's complaint as one short line."""
    said = " ".join(str(error).split()).rstrip(".")[:120]
    return said or type(error).__name__
