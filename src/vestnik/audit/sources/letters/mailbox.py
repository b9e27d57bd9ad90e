"""A mailbox in one file (mbox) → its letters, one after another; the file is never in memory whole."""

from collections.abc import Iterator
from typing import IO, Final

from vestnik.audit.sources.budget import Budget, Passed
from vestnik.audit.sources.letters.letter import parts_of
from vestnik.audit.sources.model import BROKEN, Given, Note, Source, reason_of

_BEGINS: Final = b"From "
_LINE: Final = 1 << 20


def read_mailbox(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield the parts of every letter under its number: ``12/html``."""
    with source.open() as file:
        for number, letter in enumerate(_letters(file, budget.limits.part_bytes), 1):
            if letter is None:
                said = f"Письмо больше {budget.limits.part_bytes // 1_000_000} МБ, не прочитано."
                yield Note("too_large", said, str(number))
                continue
            try:
                yield from parts_of(letter, f"{number}/", budget)
            except Passed:
                raise
            except BROKEN as error:
                yield Note("unreadable", f"Письмо испорчено: {reason_of(error)}.", str(number))


def _letters(file: IO[bytes], most: int) -> Iterator[bytes | None]:
    """Yield the bytes of every letter, None for one that is too long."""
    lines: list[bytes] = []
    size, blank, begun = 0, True, False
    while line := file.readline(_LINE):
        if blank and line.startswith(_BEGINS):
            if begun:
                yield b"".join(lines) if size <= most else None
            lines, size, begun = [], 0, True
        else:
            size += len(line)
            if size <= most:
                lines.append(line)
            else:
                lines.clear()
        blank = line in {b"\n", b"\r\n"}
    if begun and size:
        yield b"".join(lines) if size <= most else None
