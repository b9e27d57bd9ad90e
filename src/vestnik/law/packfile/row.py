"""One TOML table, read strictly: what does not fit names its file and row. Pure."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Self, TypeVar

from vestnik.kernel.errors import CannotStart
from vestnik.kernel.text import N_
from vestnik.law.model import NormStatus

TIERS: Final[Mapping[str, NormStatus]] = {
    "P": NormStatus.CONFIRMED,
    "Q": NormStatus.CONFIRMED,
    "S2": NormStatus.SECONDARY,
    "S1": NormStatus.UNVERIFIED,
    "U": NormStatus.UNVERIFIED,
}
"""What each tier of evidence lets a statement be called; the tiers are told in ``law/data/README.md``."""

MAX_TEXT: Final = 1000

V = TypeVar("V")
E = TypeVar("E", bound=StrEnum)


class Row:
    """One TOML table being read: every key is taken once, and what is left over is an error."""

    def __init__(self, file: str, name: str, table: Mapping[str, Any]) -> None:
        """Read ``table``, called ``name`` in messages, of ``file``."""
        self.file = file
        self.name = name
        self._left = dict(table)

    def error(self, what: str) -> CannotStart:
        """Return the error that names this file and row."""
        return pack_error(self.file, self.name, what)

    def _take(self, key: str, kind: type[V], default: Any) -> Any:
        value = self._left.pop(key, default)
        if value is ...:
            raise self.error(f"нет ключа «{key}»")
        if value is default:
            return value
        if isinstance(value, datetime) or not isinstance(value, kind) or type(value) is bool is not kind:
            raise self.error(f"ключ «{key}» должен быть {kind.__name__}")
        return value

    def text(self, key: str) -> str:
        """Take a required, non-empty string."""
        value: str = self._take(key, str, ...)
        return self._within(key, value)

    def optional(self, key: str, kind: type[V]) -> V | None:
        """Take a value that may be absent."""
        value: V | None = self._take(key, kind, None)
        if isinstance(value, str):
            self._within(key, value)
        return value

    def required(self, key: str, kind: type[V]) -> V:
        """Take a value of any kind that must be there."""
        value: V = self._take(key, kind, ...)
        return value

    def number(self, key: str) -> int | None:
        """Take a whole number, zero or more, that may be absent."""
        value: int | None = self._take(key, int, None)
        if value is not None and value < 0:
            raise self.error(f"ключ «{key}» — целое число от нуля")
        return value

    def count(self, key: str) -> int:
        """Take a required whole number, one or more."""
        value: int = self._take(key, int, ...)
        if value < 1:
            raise self.error(f"ключ «{key}» — целое число от единицы")
        return value

    def has(self, key: str) -> bool:
        """Tell whether the row gives this key, and nobody took it yet."""
        return key in self._left

    def flag(self, key: str) -> bool:
        """Take a boolean; absent is False."""
        return bool(self._take(key, bool, False))

    def one_of(self, key: str, kind: type[E]) -> E:
        """Take a required word of a closed list."""
        return self._word(key, kind, self.text(key))

    def words(self, key: str) -> tuple[str, ...]:
        """Take a list of strings; absent is empty."""
        values: list[Any] = self._take(key, list, [])
        if not all(isinstance(value, str) and value for value in values):
            raise self.error(f"ключ «{key}» — список строк")
        if len(set(values)) != len(values):
            raise self.error(f"ключ «{key}»: повтор")
        return tuple(values)

    def set_of(self, key: str) -> frozenset[str] | None:
        """Take a list of strings; absent is None, which is not the empty list."""
        return frozenset(self.words(key)) if key in self._left else None

    def words_of(self, key: str, kind: type[E]) -> frozenset[E]:
        """Take a list of words of a closed list."""
        return frozenset(self._word(key, kind, value) for value in self.words(key))

    def tier(self, key: str, default: str | None = None) -> str:
        """Take a tier of evidence."""
        value = self.optional(key, str) or default
        if value is None or value not in TIERS:
            raise self.error(f"ключ «{key}»: степень «{value}», а бывают {', '.join(TIERS)}")
        return value

    def optional_tier(self, key: str) -> str | None:
        """Take a tier of evidence that may be absent."""
        return self.tier(key) if key in self._left else None

    def rows(self, key: str) -> list[Self]:
        """Take a list of tables."""
        values: list[Any] = self._take(key, list, [])
        if not all(isinstance(value, dict) for value in values):
            raise self.error(f"ключ «{key}» — список таблиц")
        return [
            type(self)(self.file, f"{self.name}, {key}[{place}]", value) for place, value in enumerate(values)
        ]

    def row(self, key: str) -> Self:
        """Take a table; absent is empty."""
        return type(self)(self.file, f"{self.name}, {key}", self._take(key, dict, {}))

    def required_row(self, key: str) -> Self:
        """Take a table that must be there."""
        return type(self)(self.file, f"{self.name}, {key}", self._take(key, dict, ...))

    def optional_row(self, key: str) -> Self | None:
        """Take a table that may be absent."""
        return self.row(key) if key in self._left else None

    def close(self) -> None:
        """Refuse what nobody took."""
        if self._left:
            raise self.error(f"незнакомый ключ «{min(self._left)}»")

    def _within(self, key: str, value: str) -> str:
        if not value.strip() or len(value) > MAX_TEXT:
            raise self.error(f"ключ «{key}»: от 1 до {MAX_TEXT} знаков")
        return value

    def _word(self, key: str, kind: type[E], value: str) -> E:
        try:
            return kind(value)
        except ValueError:
            allowed = ", ".join(word.value for word in kind)
            raise self.error(f"ключ «{key}»: «{value}», а бывают {allowed}") from None


def pack_error(file: str, name: str, what: str) -> CannotStart:
    """Return the error of a broken pack: which file, which row, what is wrong with it."""
    return CannotStart(
        N_("Набор правил: %(file)s, %(name)s: %(what)s.", file=file, name=name, what=what),
        hint=N_("Исправьте строку и проверьте набор командой «vestnik law lint»."),
    )
