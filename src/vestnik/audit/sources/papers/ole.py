"""The container of old Office files → one of its streams. After [MS-CFB].

Written here because python-calamine follows a chain of sectors that runs in a circle until memory ends.
"""

import struct
from typing import Final

_HEAD: Final = 512
_ENTRY: Final = 128
_LAST: Final = 0xFFFFFFFA
"""The first number that is no sector."""
_STREAM, _ROOT = 2, 5


class Ole:
    """The directory of a container; every chain is as long as the file at most."""

    def __init__(self, data: bytes) -> None:
        """Read the directory.

        Raises:
            ValueError, struct.error: the container is damaged.
        """
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in {9, 12} or mini_shift > shift:
            msg = "sectors of an odd size"
            raise ValueError(msg)
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, _, self._short, mini_at = struct.unpack_from("<IIII", data, 48)
        self._table = self._fat()
        self._entries = self._directory(self._chain(directory, self._table))
        mini = self._chain(mini_at, self._table)
        self._mini_table = struct.unpack(f"<{len(mini) // 4}I", mini[: len(mini) // 4 * 4])
        root = next((entry for entry in self._entries if entry[1] == _ROOT), None)
        self._mini = self._chain(root[2], self._table) if root else b""

    def stream(self, *names: str) -> bytes | None:
        """Return the first stream of one of these names, or None."""
        for name, kind, start, size in self._entries:
            if kind == _STREAM and name in names:
                if size < self._short:
                    return self._mini_chain(start)[:size]
                return self._chain(start, self._table)[:size]
        return None

    def _fat(self) -> tuple[int, ...]:
        places = list(struct.unpack_from("<109I", self._data, 76))
        further, count = struct.unpack_from("<II", self._data, 68)
        each = self._size // 4 - 1
        for _ in range(min(count, len(self._data) // self._size)):
            if further >= _LAST:
                break
            rows = struct.unpack(f"<{each + 1}I", self._sector(further))
            places += rows[:each]
            further = rows[each]
        raw = b"".join(
            self._sector(place) for place in places[: len(self._data) // self._size] if place < _LAST
        )
        return struct.unpack(f"<{len(raw) // 4}I", raw)

    def _sector(self, number: int) -> bytes:
        at = _HEAD + number * self._size if self._size == _HEAD else (number + 1) * self._size
        found = self._data[at : at + self._size]
        if not found:
            msg = "a sector beyond the end of the file"
            raise ValueError(msg)
        return found.ljust(self._size, b"\0")

    def _chain(self, number: int, table: tuple[int, ...]) -> bytes:
        found: list[bytes] = []
        while number < len(table):
            if len(found) > len(self._data) // self._size:
                msg = "a chain of sectors runs in a circle"
                raise ValueError(msg)
            found.append(self._sector(number))
            number = table[number]
        return b"".join(found)

    def _mini_chain(self, number: int) -> bytes:
        found: list[bytes] = []
        while number < len(self._mini_table) and len(found) <= len(self._mini_table):
            found.append(self._mini[number * self._mini_size : (number + 1) * self._mini_size])
            number = self._mini_table[number]
        return b"".join(found)

    def _directory(self, raw: bytes) -> list[tuple[str, int, int, int]]:
        """Return name, kind, first sector and size of every entry."""
        entries = []
        for at in range(0, len(raw) - _ENTRY + 1, _ENTRY):
            title, length, kind = struct.unpack_from("<64sHB", raw, at)
            start, size = struct.unpack_from("<II", raw, at + 116)
            name = title[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            entries.append((name, kind, start, size))
        return entries
