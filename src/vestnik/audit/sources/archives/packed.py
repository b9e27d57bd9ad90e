"""GZIP, BZIP2 and XZ → the one file inside, or the files of the tar inside."""

import bz2
import gzip
import lzma
from collections.abc import Callable, Iterator
from typing import IO

from vestnik.audit.sources.archives.tars import read_tar_stream
from vestnik.audit.sources.budget import Budget
from vestnik.audit.sources.model import BLOCK, Given, Packed, Readable, Source

_TAR_MARK = slice(257, 262)
_ENDINGS = (".gz", ".gzip", ".bz2", ".xz", ".lzma", ".z")
_RENAMED = {".tgz": ".tar", ".tbz2": ".tar", ".tbz": ".tar", ".txz": ".tar", ".svgz": ".svg"}
_MEMORY = 64 << 20
"""Bytes an xz dictionary may take."""


def read_gzip(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield what is in a gzip."""
    yield from _read(source, budget, lambda file: gzip.GzipFile(fileobj=file))


def read_bzip2(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield what is in a bzip2."""
    yield from _read(source, budget, bz2.BZ2File)


def read_xz(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield what is in an xz or lzma file."""
    yield from _read(source, budget, _Xz)


def _read(source: Source, budget: Budget, unpack: Callable[[IO[bytes]], Readable]) -> Iterator[Given]:
    with source.open() as file:
        stream = _Peeked(unpack(file))
        if stream.head[_TAR_MARK] == b"ustar":
            yield from read_tar_stream(budget.meter(stream, source.size), budget)
        else:
            yield Packed(_inner_name(source.name), stream, source.size)


def _inner_name(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if dot + ending.lower() in _RENAMED:
        return stem + _RENAMED[dot + ending.lower()]
    return stem if stem and dot + ending.lower() in _ENDINGS else name + ".unpacked"


class _Peeked:
    """A stream whose beginning was looked at."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.head = b""
        while len(self.head) < _TAR_MARK.stop and (block := stream.read(BLOCK)):
            self.head += block

    def read(self, size: int, /) -> bytes:
        if self.head:
            block, self.head = self.head[:size], self.head[size:]
            return block
        return self._stream.read(size)


class _Xz:
    """An xz stream that is refused when it asks for much memory; lzma.open knows no such limit."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._lzma = lzma.LZMADecompressor(memlimit=_MEMORY)

    def read(self, size: int, /) -> bytes:
        while not self._lzma.eof:
            packed = self._file.read(BLOCK) if self._lzma.needs_input else b""
            if self._lzma.needs_input and not packed:
                msg = "the file ends before its end"
                raise EOFError(msg)
            if block := self._lzma.decompress(packed, size):
                return block
        return self._next(size)

    def _next(self, size: int) -> bytes:
        """Go on with a further stream of the same file, when there is one."""
        left = self._lzma.unused_data.lstrip(b"\0") or self._file.read(BLOCK).lstrip(b"\0")
        if not left:
            return b""
        self._lzma = lzma.LZMADecompressor(memlimit=_MEMORY)
        return self._lzma.decompress(left, size) or self.read(size)
