"""The nouns of opening: what a format gives, and how far it may go. Pure: no input, no output."""

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Final

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
    MemoryError,
)
"""What the standard library and the readers of formats raise on damaged files, between them."""


@dataclass(frozen=True, slots=True)
class OpenLimits:
    """How far opening goes; nothing depends on the clock, so the same file always gives the same result."""

    depth: int = 5
    """Containers inside one another."""
    parts: int = 20_000
    """Things inside one file, those of inner containers included."""
    part_bytes: int = 20_000_000
    """Of one thing inside, unpacked."""
    unpacked_bytes: int = 1_000_000_000
    """Of everything inside one file together."""
    ratio: int = 200
    """Unpacked to packed; asked only above ``ratio_from``, as an empty page shrinks well too."""
    ratio_from: int = 2_000_000
    pixels: int = 50_000_000
    """Of one picture."""
    pages: int = 300
    """Of one PDF; pages above it are not read."""
    rendered_pages: int = 40
    """Of one PDF that are drawn to look for codes."""
    window: int = 5_000_000
    """Bytes of a text that are in memory at once; a longer one is read in windows."""
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
    """The first bytes, at least 8,192 unless the file is shorter."""

    @property
    def name(self) -> str:
        """The last part of the path in lower case, without a URL's query."""
        return self.path.partition("?")[0].partition("#")[0].rpartition("/")[2].lower()


@dataclass(frozen=True, slots=True)
class Part:
    """Something inside a container: bytes that are looked at as a file of their own."""

    name: str
    data: bytes
    media: str | None = None
    """How to read it, when the container knows; such a part is text and is not opened again."""


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


Given = Part | Code | Note


class Budget:
    """What is left of the limits for one outermost file; shared by everything inside it."""

    def __init__(self, limits: OpenLimits) -> None:
        """Begin with all of it."""
        self.limits = limits
        self.parts = limits.parts
        self.bytes = limits.unpacked_bytes

    def read(self, stream: IO[bytes], packed: int) -> bytes | Note:
        """Read a packed stream whole, or say which limit it passes; ``packed`` is its size before unpacking.

        Raises whatever a damaged stream raises: the format knows its own errors.
        """
        most = min(self.limits.part_bytes, self.bytes)
        blocks: list[bytes] = []
        size = 0
        while block := stream.read(BLOCK):
            size += len(block)
            if size > most:
                return self._too_large()
            if size > self.limits.ratio_from and size > self.limits.ratio * max(packed, 1):
                said = f"Распаковывается более чем в {self.limits.ratio} раз: похоже на архив-бомбу."
                return Note("limit", said)
            blocks.append(block)
        self.bytes -= size
        return b"".join(blocks)

    def _too_large(self) -> Note:
        if self.bytes < self.limits.part_bytes:
            return Note(
                "limit", f"Внутри больше {self.limits.unpacked_bytes // 1_000_000} МБ, дальше не читаем."
            )
        said = f"В развёрнутом виде больше {self.limits.part_bytes // 1_000_000} МБ, не прочитан."
        return Note("too_large", said)


def reason_of(error: BaseException) -> str:
    """Return a library's complaint as one short line."""
    said = " ".join(str(error).split()).rstrip(".")[:120]
    return said or type(error).__name__


Reader = Callable[[Source, Budget], Iterator[Given]]
"""One format. Yields lazily; never raises on any bytes."""


@dataclass(slots=True)
class Opened:
    """All that one file gave."""

    findings: list[Finding] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    files: int = 0
    """Texts, pictures and pages that were looked at."""
    bytes: int = 0
    """Of those, unpacked."""
    skipped: int = 0
    """Fonts, films, programs and other things nobody looks into."""
