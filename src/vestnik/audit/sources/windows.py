"""A long text → windows that overlap, so that nothing at a border is lost and memory stays bounded."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vestnik.audit.documents import detect_encoding
from vestnik.audit.sources.model import BLOCK, Readable

OVERLAP: Final = 1 << 16
"""Bytes of the neighbours that a window shows on both sides."""
_CONTINUES: Final = 0b1000_0000
_LEADS: Final = 0b1100_0000
_WIDE: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text. What begins inside ``core`` belongs to it; the rest is context."""

    data: bytes
    offset: int
    """Where ``data`` begins in the file; negative by the length of a mark that was put before it."""
    core: tuple[int, int]
    """Bytes of the file."""
    line: int
    """Lines that end before ``data``."""
    column: int
    """Characters between the last end of line and ``data``."""
    encoding: str
    """Of the whole text, as its first window told."""


def windows(stream: Readable, size: int) -> Iterator[Window]:
    """Yield the windows of a text that may be longer than memory; ``size`` is the bytes of one core.

    Cores end at an end of line where there is one, else between two characters.
    """
    fill = _Filler(stream)
    held, begun = fill(size + OVERLAP), 0
    encoding = detect_encoding(held)[0]
    wide = next((mark for mark, name in _WIDE.items() if name == encoding), b"")
    before, line, column = b"", 0, 0
    while held:
        end = len(held) if fill.ended else _cut(held[:size], wide=bool(wide))
        core, rest = held[:end], held[end:]
        context = _begin(before[-OVERLAP:], encoding)
        behind = before[: len(before) - len(context)]
        at_line, at_column = _moved(behind, encoding, line, column)
        mark = wide if begun else b""
        yield Window(
            data=mark + context + core + rest[:OVERLAP],
            offset=begun - len(context) - len(mark),
            core=(begun, begun + end),
            line=at_line,
            column=at_column,
            encoding=encoding,
        )
        line, column = at_line, at_column
        before = context + core
        begun += end
        held = rest + fill(size + OVERLAP - len(rest))


class _Filler:
    """Reads exactly as much as asked while there is more."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.ended = False

    def __call__(self, size: int) -> bytes:
        blocks: list[bytes] = []
        while size > 0 and not self.ended:
            block = self._stream.read(min(size, BLOCK * 16))
            self.ended = not block
            blocks.append(block)
            size -= len(block)
        return b"".join(blocks)


def _cut(held: bytes, *, wide: bool) -> int:
    """Say where the core ends: after the last end of line, else between two characters."""
    if wide:
        return len(held) & ~1
    if (after := held.rfind(b"\n") + 1) > len(held) // 2:
        return after
    end = len(held)
    while end > len(held) - 4 and held[end - 1] & _LEADS == _CONTINUES:
        end -= 1  # inside a character of UTF-8; in a one-byte encoding three bytes more or less do no harm
    return end - 1 if held[end - 1] & _LEADS == _LEADS else end


def _begin(context: bytes, encoding: str) -> bytes:
    """Drop what was cut at the front: the rest of a line when it is short, else the rest of a character."""
    ends = [_first(context, end.encode(encoding), 2 if encoding in _WIDE.values() else 1) for end in "\n\r"]
    if end := next((one for one in ends if 0 < one < len(context) // 2), 0):
        return context[end:]
    if encoding in _WIDE.values():
        return context[len(context) % 2 :]
    begin = 0
    while begin < min(3, len(context)) and context[begin] & _LEADS == _CONTINUES:
        begin += 1
    return context[begin:].removeprefix(b"\n")


def _first(context: bytes, end: bytes, unit: int) -> int:
    """Say where the first line ends, 0 when it does not: a character of two bytes begins at an even one."""
    at = context.find(end)
    while at >= 0 and at % unit:
        at = context.find(end, at + 1)
    return at + len(end) if at >= 0 else 0


def _moved(passed: bytes, encoding: str, line: int, column: int) -> tuple[int, int]:
    """Return the place after ``passed``, counting ends of line as documents do."""
    if encoding not in _WIDE.values():
        lines = passed.count(b"\n") + passed.count(b"\r") - passed.count(b"\r\n")
        last = max(passed.rfind(b"\n"), passed.rfind(b"\r"))
        line, column, passed = (line + lines, 0, passed[last + 1 :]) if lines else (line, column, passed)
    text = passed.decode(encoding, "replace")
    breaks = text.count("\n") + text.count("\r") - text.count("\r\n")
    if not breaks:
        return line, column + len(text)
    return line + breaks, len(text) - max(text.rfind("\n"), text.rfind("\r")) - 1
