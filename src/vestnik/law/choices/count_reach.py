"""A company's own list of people → how many of them each platform reaches. Pure; keeps no address."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b, sha256
from typing import Final

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.choices.headings import BY_PHONE, PHONE, POSSIBLY_BY_PHONE, read_header
from vestnik.law.choices.model import Counted
from vestnik.law.choices.reading import Lines, rows
from vestnik.law.choices.usable import MARK, NO, usable_email, usable_id, usable_phone
from vestnik.law.model import Pack, PlatformKind

MAX_ROWS: Final = 5_000_000
MAX_LINES_TOLD: Final = 10
"""How many unreadable rows are named by their line."""


def count_reach(pack: Pack, chunks: Iterable[bytes]) -> Counted:
    """Read a CSV file with a header, in pieces of any size, and count.

    Raises:
        InvalidInput: no CSV, no column that means something, too many rows or columns, or nobody in it.
    """
    seal = _Seal(chunks)
    lines = Lines(seal)
    header = read_header(pack.platforms, lines)
    allowed = {
        platform.id
        for platform in pack.platforms.values()
        if platform.kind is not PlatformKind.FOREIGN and platform.status != "closed"
    }
    tally = _Tally(header.meanings, frozenset(allowed))
    for number, cells in rows(lines, header.delimiter, len(header.headings)):
        tally.add(number, cells)
    if not tally.people:
        raise InvalidInput(
            N_(
                "В списке нет ни одной строки с людьми; не прочитано строк: %(lines)s.",
                lines=tally.unreadable,
            ),
            field="file",
        )
    return Counted(
        people=tally.people,
        reachable=tally.reachable,
        reached=_by_platform(tally.usable),
        possible=dict.fromkeys(POSSIBLY_BY_PHONE, tally.usable[PHONE]) if PHONE in tally.usable else {},
        repeats={meaning: seen.repeats for meaning, seen in tally.seen.items()},
        unusable=tally.unusable,
        unreadable=tally.unreadable,
        unreadable_lines=tuple(tally.lines),
        columns=header.columns,
        encoding=lines.encoding or "ascii",
        delimiter=header.delimiter,
        size=seal.size,
        sha256=seal.hash.hexdigest(),
    )


class _Seal:
    """Passes the file's pieces on, and keeps their size and hash."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.size = 0
        self.hash = sha256()

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.size += len(chunk)
            self.hash.update(chunk)
            yield chunk


class _Seen:
    """Tells addresses that came before, by short hashes that are thrown away with it: 8 bytes an address."""

    def __init__(self) -> None:
        self._buckets = [array("Q") for _ in range(256)]

    def add(self, address: str) -> None:
        digest = blake2b(address.encode(), digest_size=8).digest()
        self._buckets[digest[0]].append(int.from_bytes(digest, "big"))

    @property
    def repeats(self) -> int:
        return sum(len(bucket) - len(set(bucket)) for bucket in self._buckets)


class _Tally:
    """The numbers, as they grow row by row."""

    def __init__(self, meanings: Sequence[str | None], allowed: frozenset[str]) -> None:
        readers: dict[str, Callable[[str], str | None]] = {PHONE: usable_phone, "email": usable_email}
        self._columns = [
            (place, meaning, readers.get(meaning, usable_id))
            for place, meaning in enumerate(meanings)
            if meaning is not None
        ]
        self._allowed = allowed | {PHONE}
        wanted = dict.fromkeys(meaning for _, meaning, _ in self._columns)
        self.usable = dict.fromkeys(wanted, 0)
        self.unusable = dict.fromkeys(wanted, 0)
        self.seen = {meaning: _Seen() for meaning in wanted}
        self.people = self.reachable = self.unreadable = 0
        self.lines: list[int] = []

    def add(self, number: int, cells: Sequence[str] | None) -> None:
        """Count a row, None for an unreadable one."""
        if self.people + self.unreadable >= MAX_ROWS:
            raise InvalidInput(
                N_("В списке больше %(limit)s строк.", limit=MAX_ROWS),
                field="file",
                hint=N_("Разделите список на части или посчитайте по выборке."),
            )
        if cells is None:
            self.unreadable += 1
            if len(self.lines) < MAX_LINES_TOLD:
                self.lines.append(number)
            return
        self.people += 1
        found: dict[str, str | None] = {}
        written: set[str] = set()
        for place, meaning, usable in self._columns:
            cell = cells[place].strip() if place < len(cells) else ""
            if not cell or found.get(meaning) is not None:
                continue
            found[meaning] = usable(cell)
            if cell.casefold() not in NO:
                written.add(meaning)
        for meaning in written:
            address = found[meaning]
            if address is None:
                self.unusable[meaning] += 1
                continue
            self.usable[meaning] += 1
            if address is not MARK:
                self.seen[meaning].add(address)
        self.reachable += any(found[meaning] is not None and meaning in self._allowed for meaning in written)


def _by_platform(usable: Mapping[str, int]) -> dict[str, int]:
    reached = {meaning: count for meaning, count in usable.items() if meaning != PHONE}
    if PHONE in usable:
        reached |= dict.fromkeys(BY_PHONE, usable[PHONE])
    return reached
