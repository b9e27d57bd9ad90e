"""What is left of the limits while one outermost file is being opened. No input, no output of its own."""

from collections.abc import Callable, Iterator
from typing import Final

from vestnik.audit.sources.model import BLOCK, Given, Note, OpenLimits, Readable, Source

_MEGABYTE: Final = 1_000_000


class Passed(Exception):  # noqa: N818 — it says what happened
    """A limit was passed; ``note`` tells which in a sentence for people."""

    def __init__(self, note: Note, meter: "Metered | None" = None) -> None:
        """Keep the sentence, and the stream that was being counted."""
        super().__init__(note.detail)
        self.note, self.meter = note, meter


class Budget:
    """Shared by everything inside one outermost file."""

    def __init__(self, limits: OpenLimits) -> None:
        """Begin with all of it."""
        self.limits = limits
        self.parts = limits.parts
        self.bytes = limits.unpacked_bytes

    def meter(self, stream: Readable, packed: int) -> "Metered":
        """Return the stream with its bytes counted; ``packed`` is its size before unpacking."""
        return Metered(stream, packed, self)

    def whole(self, stream: Readable) -> bytes:
        """Read a stream to its end.

        Raises:
            Passed: it is longer than what may be in memory; and whatever a damaged stream raises.
        """
        blocks: list[bytes] = []
        size = 0
        while block := stream.read(BLOCK):
            size += len(block)
            if size > self.limits.part_bytes:
                said = f"Больше {self.limits.part_bytes // _MEGABYTE} МБ, не прочитан."
                raise Passed(Note("too_large", said))
            blocks.append(block)
        return b"".join(blocks)

    def load(self, source: Source) -> bytes:
        """Read a source to its end; raises as ``whole``."""
        with source.open() as file:
            return self.whole(file)


class Metered:
    """A stream whose unpacked bytes are taken from the budget."""

    def __init__(self, stream: Readable, packed: int, budget: Budget) -> None:
        """Count from zero."""
        self._stream, self._packed, self._budget = stream, max(packed, 1), budget
        self._size = 0

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, empty at the end.

        Raises:
            Passed: everything inside is too large, or unpacks as only a bomb does.
        """
        limits = self._budget.limits
        block = self._stream.read(size)
        self._size += len(block)
        self._budget.bytes -= len(block)
        if self._budget.bytes < 0:
            said = f"Внутри больше {limits.unpacked_bytes // _MEGABYTE} МБ, дальше не читаем."
            raise Passed(Note("limit", said), self)
        if self._size > limits.ratio_from and self._size > limits.ratio * self._packed:
            said = f"Распаковывается более чем в {limits.ratio} раз: похоже на архив-бомбу, не прочитан."
            raise Passed(Note("limit", said), self)
        return block


Reader = Callable[[Source, Budget], Iterator[Given]]
"""One format. Yields lazily. On damaged bytes it may raise ``BROKEN`` or ``Passed``, nothing else."""
