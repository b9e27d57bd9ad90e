"""Bytes of a CSV file, in whatever pieces they come → its rows. Pure; holds one row at a time.

A broken row costs itself only: an open quote is given up after some lines, and they are read again.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

MAX_LINE: Final = 65_536
"""Bytes of one line; a longer one is unreadable."""

MAX_RECORD_LINES: Final = 100
"""Lines of one row: a quoted cell may hold line ends."""

DELIMITERS: Final = (";", "\t", ",")


class Lines:
    """The lines of a file as text, without their ends; None stands for one that cannot be read.

    ``encoding`` is settled by the first line that is not plain ASCII: UTF-8, or windows-1251 otherwise.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        """Read ``chunks``; nothing is drawn from them before the first line is asked for."""
        self.encoding: str | None = None
        self._raw = _split(chunks)

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str | None:
        return self.text(next(self._raw))

    def raw(self) -> bytes | None:
        """Return the next line undecoded.

        Raises:
            StopIteration: there is none.
        """
        return next(self._raw)

    def text(self, line: bytes | None) -> str | None:
        """Decode a line."""
        if line is None or line.isascii():
            return None if line is None else line.decode("ascii")
        if self.encoding is None:
            self.encoding = "utf-8" if _decoded(line, "utf-8") is not None else "windows-1251"
        return _decoded(line, self.encoding)


def rows(lines: Iterable[str | None], delimiter: str, width: int) -> Iterator[tuple[int, list[str] | None]]:
    """Yield each row's first line number (the file's first line is 1, the header) and its cells.

    None stands for a row that cannot be read. Empty lines are left out; cells after ``width`` are, if empty.
    """
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.begin()
        try:
            cells: list[str] | None = _fitting(next(reader), width, exactly=feed.spans)
        except StopIteration:
            return
        except (csv.Error, _Unreadable):
            cells = None
        if cells is None:
            cells = _alone(feed.line, delimiter, width)
            feed.give_back()
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
        if cells is None or any(cell.strip() for cell in cells):
            yield feed.first, cells


def _fitting(cells: list[str], width: int, *, exactly: bool) -> list[str] | None:
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    fits = len(cells) == width if exactly else len(cells) <= width
    return cells if fits else None


def _alone(line: str | None, delimiter: str, width: int) -> list[str] | None:
    """Read a line by itself and forgive its quotes, if that gives as many cells as there are columns."""
    if line is None:
        return None
    try:
        return _fitting(next(csv.reader([line], delimiter=delimiter), []), width, exactly=True)
    except csv.Error:
        return None


class _Unreadable(Exception):  # noqa: N818 — never leaves this file
    """A line that is no text, or a row that does not end."""


class _Feed:
    """Lines for the CSV reader, which can be given back when they made no row."""

    def __init__(self, lines: Iterable[str | None]) -> None:
        self._lines = iter(lines)
        self._back: deque[str | None] = deque()
        self._drawn: list[str | None] = []
        self._next = 2
        self.first = 2

    @property
    def line(self) -> str | None:
        """The row's first line."""
        return self._drawn[0]

    @property
    def spans(self) -> bool:
        """Whether the row takes more than one line."""
        return len(self._drawn) > 1

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if len(self._drawn) >= MAX_RECORD_LINES:
            raise _Unreadable
        line = self._back.popleft() if self._back else next(self._lines)
        if line is None and self._drawn:
            self._back.appendleft(line)
            raise _Unreadable
        self._drawn.append(line)
        if line is None:
            raise _Unreadable
        return line

    def begin(self) -> None:
        """Take what was drawn as read; a new row begins."""
        self._next += len(self._drawn)
        self._drawn.clear()
        self.first = self._next

    def give_back(self) -> None:
        """Read all lines of the row but its first again."""
        self._back.extendleft(reversed(self._drawn[1:]))
        del self._drawn[1:]


def _split(chunks: Iterable[bytes]) -> Iterator[bytes | None]:
    """Yield lines; a last one without an end counts."""
    held, size = [], 0
    for chunk in chunks:
        first, *more = chunk.split(b"\n")
        pieces = [first, *more]
        for place, piece in enumerate(pieces):
            if size <= MAX_LINE:
                held.append(piece)
            size += len(piece)
            if place < len(pieces) - 1:
                yield b"".join(held).removesuffix(b"\r") if size <= MAX_LINE else None
                held, size = [], 0
    if size:
        yield b"".join(held).removesuffix(b"\r") if size <= MAX_LINE else None


def _decoded(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None
