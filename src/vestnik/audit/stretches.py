"""Stretches of text that others are asked about: do they meet one, does one hold them. Pure."""

import sys
from bisect import bisect_left, bisect_right, insort

_NESTED = 8


class Stretches:
    """Stretches of text in order of their beginnings."""

    def __init__(self) -> None:
        self._sorted: list[tuple[int, int]] = []

    def add(self, start: int, end: int) -> None:
        """Put one among them."""
        insort(self._sorted, (start, end))

    def meets(self, start: int, end: int) -> bool:
        """Whether one of them, none of which overlap, shares a character with this stretch."""
        at = bisect_left(self._sorted, (end, -1))
        return at > 0 and self._sorted[at - 1][1] > start

    def holds(self, start: int, end: int) -> bool:
        """Whether one of them contains this stretch; links and fields hardly nest, so a few are looked at."""
        at = bisect_right(self._sorted, (start, sys.maxsize))
        return any(end <= stop for _, stop in self._sorted[max(0, at - _NESTED) : at])
