"""XLS → one page a sheet, one line a row: words, numbers and links of cells. After [MS-XLS], BIFF8 and 5."""

import struct
from collections.abc import Iterator
from typing import Final

from vestnik.audit.documents import Kind
from vestnik.audit.sources.archives.naming import Names
from vestnik.audit.sources.model import Given, Note, Part
from vestnik.audit.sources.pages import Run, page, paragraph

_BOF, _EOF, _CONTINUE, _PASSWORD = 0x0809, 0x000A, 0x003C, 0x002F
_SHEET, _STRINGS, _STRING_CELL, _LABEL = 0x0085, 0x00FC, 0x00FD, 0x0204
_NUMBER, _RK, _RKS, _FORMULA, _RESULT, _LINK = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0207, 0x01B8
_CELLS = frozenset((_STRING_CELL, _LABEL, _NUMBER, _RK, _RKS, _FORMULA))
_NEW: Final = 0x0600
_URL: Final = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
"""The class of a link to an address."""
_MOST: Final = 3_000_000
"""Records, strings and cells of a book."""
_LONGEST: Final = 4_000
Cells = dict[tuple[int, int], str]


def read_book(book: bytes) -> Iterator[Given]:
    """Yield the sheets of a workbook's stream under their own names.

    Raises:
        ValueError, struct.error: the stream is damaged.
    """
    kind, _, version = struct.unpack_from("<HHH", book)
    if kind != _BOF:
        msg = "no workbook"
        raise ValueError(msg)
    new = version >= _NEW
    sheets: list[tuple[str, int]] = []
    strings: list[str] = []
    for kind, body, pieces in _records(book, 0):
        if kind == _PASSWORD:
            yield Note("unreadable", "Таблица под паролем, не прочитана.")
            return
        if kind == _SHEET and len(body) > 8:  # noqa: PLR2004 — place, flags, length, a letter
            sheets.append((_short(body, 6, new=new), struct.unpack_from("<I", body)[0]))
        elif kind == _STRINGS:
            strings = _shared(pieces)
    names = Names(frozenset())
    for name, at in sheets:
        cells, links = _cells(book, at, strings, new=new)
        if lines := _lines(cells, links):
            yield Part(names.shown(name.replace("/", "_")), page(lines), Kind.HTML)


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes, list[bytes]]]:
    """Yield type, body and the body's pieces of every record up to the end of its part of the stream."""
    for _ in range(_MOST):
        if at + 4 > len(book):
            return
        kind, size = struct.unpack_from("<HH", book, at)
        pieces = [book[at + 4 : at + 4 + size]]
        at += 4 + size
        while kind == _STRINGS and book[at : at + 2] == b"\x3c\0" and at + 4 <= len(book):
            (size,) = struct.unpack_from("<H", book, at + 2)
            pieces.append(book[at + 4 : at + 4 + size])
            at += 4 + size
        yield kind, pieces[0], pieces
        if kind == _EOF:
            return


def _cells(book: bytes, at: int, strings: list[str], *, new: bool) -> tuple[Cells, Cells]:
    cells: Cells = {}
    links: Cells = {}
    last = (0, 0)
    for kind, body, _ in _records(book, at):
        if kind == _LINK:
            _take_link(body, links)
        elif kind == _RESULT:
            cells[last] = _long(body, 0, new=new)
        elif kind in _CELLS:
            row, column = last = struct.unpack_from("<HH", body)
            for number, text in enumerate(_values(kind, body, strings, new=new)):
                cells[row, column + number] = text
    return cells, links


def _values(kind: int, body: bytes, strings: list[str], *, new: bool) -> Iterator[str]:
    """Yield the values of neighbouring cells; a formula's words follow in a record of their own."""
    if kind == _STRING_CELL:
        (number,) = struct.unpack_from("<I", body, 6)
        yield strings[number] if number < len(strings) else ""
    elif kind == _LABEL:
        yield _long(body, 6, new=new)
    elif kind == _NUMBER:
        yield _shown(struct.unpack_from("<d", body, 6)[0])
    elif kind == _RK:
        yield _shown(_rk(struct.unpack_from("<I", body, 6)[0]))
    elif kind == _RKS:
        for number in range((len(body) - 6) // 6):
            yield _shown(_rk(struct.unpack_from("<I", body, 6 + 6 * number)[0]))


def _take_link(body: bytes, links: Cells) -> None:
    at = body.find(_URL)
    if at < 0 or at + 20 > len(body):
        return
    row, _, column, _ = struct.unpack_from("<HHHH", body)
    (size,) = struct.unpack_from("<I", body, at + 16)
    raw = body[at + 20 : at + 20 + min(size, _LONGEST)]
    links[row, column] = raw.decode("utf-16-le", "replace").partition("\0")[0]


def _lines(cells: Cells, links: Cells) -> list[str]:
    rows: dict[int, list[Run]] = {}
    for row, column in sorted(cells.keys() | links.keys()):
        text, href = cells.get((row, column), ""), links.get((row, column), "")
        if text.strip() or href:
            rows.setdefault(row, []).extend((Run(text or "→", href), Run(" ")))
    return [paragraph(rows[row]) if row in rows else "" for row in range(max(rows, default=-1) + 1)]


def _short(body: bytes, at: int, *, new: bool) -> str:
    size = body[at]
    if not new:
        return body[at + 1 : at + 1 + size].decode("cp1251", "replace")
    return _decoded(body[at + 2 :], size, wide=bool(body[at + 1] & 1))


def _long(body: bytes, at: int, *, new: bool) -> str:
    (size,) = struct.unpack_from("<H", body, at)
    if not new:
        return body[at + 2 : at + 2 + size].decode("cp1251", "replace")
    return _decoded(body[at + 3 :], size, wide=bool(body[at + 2] & 1))


def _decoded(raw: bytes, size: int, *, wide: bool) -> str:
    return raw[: 2 * size].decode("utf-16-le", "replace") if wide else raw[:size].decode("latin-1")


def _shown(number: float) -> str:
    return str(int(number)) if number.is_integer() else str(number)


def _rk(packed: int) -> float:
    if packed & 2:
        number = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))
    return number / 100 if packed & 1 else number


def _shared(pieces: list[bytes]) -> list[str]:
    """Return the strings of the table; a string may go on in the next piece, in another width."""
    reader = _Pieces(pieces)
    reader.take(4)
    (count,) = struct.unpack("<I", reader.take(4))
    found: list[str] = []
    while len(found) < min(count, _MOST) and not reader.ended:
        size, flags = struct.unpack("<HB", reader.take(3))
        runs = struct.unpack("<H", reader.take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", reader.take(4))[0] if flags & 4 else 0
        found.append(reader.text(size, wide=bool(flags & 1)))
        reader.skip(4 * runs + extra)
    return found


class _Pieces:
    """A body in pieces, read as one."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces, self._number, self._at = pieces, 0, 0

    @property
    def ended(self) -> bool:
        return self._number >= len(self._pieces)

    def take(self, size: int) -> bytes:
        found = b""
        while len(found) < size and not self.ended:
            found += self._some(size - len(found))
        return found

    def skip(self, size: int) -> None:
        while size > 0 and not self.ended:
            size -= len(self._some(size))

    def text(self, size: int, *, wide: bool) -> str:
        found = ""
        while len(found) < size and not self.ended:
            begun = self._number
            raw = self._some((size - len(found)) * (2 if wide else 1))
            found += _decoded(raw, size, wide=wide) if raw else ""
            if self._number > begun and len(found) < size and not self.ended:
                wide = bool(self.take(1)[0] & 1)
        return found

    def _some(self, size: int) -> bytes:
        """Return up to ``size`` bytes of the piece at hand, and go to the next when it is through."""
        piece = self._pieces[self._number]
        found = piece[self._at : self._at + size]
        self._at += len(found)
        if self._at >= len(piece):
            self._number, self._at = self._number + 1, 0
        return found
