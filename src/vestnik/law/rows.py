"""TOML rows → nouns, strictly: an unknown key, a missing key or a wrong type names its file and row. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from vestnik.kernel.errors import CannotStart
from vestnik.kernel.text import N_
from vestnik.law.model import (
    AccessEvent,
    Basis,
    Change,
    Effect,
    Effort,
    Norm,
    NormEffect,
    NormKind,
    NormStatus,
    Platform,
    PlatformKind,
    Purpose,
    ReachedBy,
    ReceiptKind,
    Rule,
    Source,
    Subject,
    When,
)

TIERS: Final[Mapping[str, NormStatus]] = {
    "P": NormStatus.CONFIRMED,
    "Q": NormStatus.CONFIRMED,
    "S2": NormStatus.SECONDARY,
    "S1": NormStatus.UNVERIFIED,
    "U": NormStatus.UNVERIFIED,
}
"""What each tier of evidence lets a statement be called; the tiers are told in ``law/data/README.md``."""

OWN_TIER: Final = "own"
"""For the company's own roads, which need no evidence."""

_MAX_TEXT = 1000

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
        if not value.strip() or len(value) > _MAX_TEXT:
            raise self.error(f"ключ «{key}»: от 1 до {_MAX_TEXT} знаков")
        return value

    def optional(self, key: str, kind: type[V]) -> V | None:
        """Take a value that may be absent."""
        value: V | None = self._take(key, kind, None)
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

    def words_of(self, key: str, kind: type[E]) -> frozenset[E]:
        """Take a list of words of a closed list."""
        return frozenset(self._word(key, kind, value) for value in self.words(key))

    def tier(self, key: str, default: str | None = None) -> str:
        """Take a tier of evidence."""
        value = self.optional(key, str) or default
        if value is None or value not in TIERS:
            raise self.error(f"ключ «{key}»: степень «{value}», а бывают {', '.join(TIERS)}")
        return value

    def rows(self, key: str) -> list["Row"]:
        """Take a list of tables."""
        values: list[Any] = self._take(key, list, [])
        if not all(isinstance(value, dict) for value in values):
            raise self.error(f"ключ «{key}» — список таблиц")
        return [Row(self.file, f"{self.name}, {key}[{place}]", value) for place, value in enumerate(values)]

    def row(self, key: str) -> "Row":
        """Take a table; absent is empty."""
        return Row(self.file, f"{self.name}, {key}", self._take(key, dict, {}))

    def close(self) -> None:
        """Refuse what nobody took."""
        if self._left:
            raise self.error(f"незнакомый ключ «{min(self._left)}»")

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


def norm_of(row: Row) -> Norm:
    """Read one ``[[norm]]``."""
    evidence = row.tier("evidence")
    norm = Norm(
        id=row.text("id"),
        kind=row.one_of("kind", NormKind),
        act=row.text("act"),
        locator=row.optional("locator", str),
        summary=row.text("summary"),
        subjects=frozenset(row.words("subjects")),
        status=row.one_of("status", NormStatus),
        in_force_from=row.optional("in_force_from", date),
        in_force_to=row.optional("in_force_to", date),
        sources=tuple(_source_of(source, evidence) for source in row.rows("sources")),
        caveats=row.words("caveats"),
        penalty_for=row.words("penalty_for"),
        effect=row.one_of("effect", NormEffect),
        applies_if=row.optional("applies_if", str),
        evidence=evidence,
        locator_evidence=row.tier("locator_evidence", evidence),
        in_force_evidence=row.tier("in_force_evidence", evidence),
        act_date=row.optional("act_date", date),
        publication=row.optional("publication", str),
        amended_by=row.optional("amended_by", str),
        changes=tuple(_change_of(change) for change in row.rows("changes")),
        verified_by=row.optional("verified_by", str),
        verified_at=row.optional("verified_at", date),
        review_due=row.optional("review_due", date),
    )
    row.close()
    return norm


def platform_of(row: Row) -> Platform:
    """Read one ``[[platform]]``."""
    kind = row.one_of("kind", PlatformKind)
    own = kind is PlatformKind.OWN_ROAD
    tier = row.text("evidence") if own else row.tier("evidence")
    if own and tier != OWN_TIER:
        raise row.error(f"у собственной дороги «evidence» — «{OWN_TIER}»")
    platform = Platform(
        id=row.text("id"),
        name=row.text("name"),
        foreign_owned=row.flag("foreign_owned"),
        on_rkn_list=row.flag("on_rkn_list"),
        access_restricted=row.flag("access_restricted"),
        owner=row.optional("owner", str),
        status=row.text("status"),
        note=row.optional("note", str),
        evidence=NormStatus.CONFIRMED if tier == OWN_TIER else TIERS[tier],
        kind=kind,
        fas_named=row.flag("fas_named"),
        closed_on=row.optional("closed_on", date),
        access=tuple(_event_of(event) for event in row.rows("access")),
        carries=row.words_of("carries", Purpose),
        rank=row.optional("rank", int),
        tier=tier,
        sources=tuple(_source_of(source, "U" if own else tier) for source in row.rows("sources")),
        national=row.flag("national"),
        national_since=row.optional("national_since", date),
        national_evidence=_tier_of(row, "national_evidence"),
        reaches=row.optional("reaches", str),
        reached_by=_word_of(row, "reached_by", ReachedBy),
        reaches_evidence=_tier_of(row, "reaches_evidence", own=own),
        effort=_word_of(row, "effort", Effort),
        effort_note=row.optional("effort_note", str),
        effort_evidence=_tier_of(row, "effort_evidence", own=own),
        receipts=row.words_of("receipts", ReceiptKind) if row.has("receipts") else None,
        receipts_evidence=_tier_of(row, "receipts_evidence", own=own),
    )
    row.close()
    return platform


def _word_of(row: Row, key: str, kind: type[E]) -> E | None:
    return row.one_of(key, kind) if row.has(key) else None


def _tier_of(row: Row, key: str, *, own: bool = False) -> str | None:
    value = row.optional(key, str)
    if value is None or value in TIERS or (own and value == OWN_TIER):
        return value
    raise row.error(f"ключ «{key}»: степень «{value}», а бывают {', '.join(TIERS)}")


def subject_of(row: Row) -> Subject:
    """Read one ``[[subject]]``."""
    tier = row.tier("evidence")
    subject = Subject(
        code=row.text("code"),
        name=row.text("name"),
        evidence=TIERS[tier],
        anyone=row.flag("anyone"),
        question=row.optional("question", str) or "",
        tier=tier,
    )
    row.close()
    return subject


def rule_of(row: Row) -> Rule:
    """Read one ``[[rule]]``."""
    when = row.row("when")
    rule = Rule(
        id=row.text("id"),
        effect=row.one_of("effect", Effect),
        basis=row.one_of("basis", Basis),
        when=When(
            platform=when.words("platform"),
            purposes=when.words_of("purposes", Purpose),
            not_purposes=when.words_of("not_purposes", Purpose),
            facts=when.words("facts"),
        ),
        text=row.text("text"),
        norm_id=row.optional("norm", str),
        missing=row.optional("missing", str),
        waits_for=row.optional("waits_for", str),
        until=row.optional("until", str),
    )
    when.close()
    row.close()
    return rule


def _source_of(row: Row, inherited: str) -> Source:
    url = row.optional("url", str)
    note = row.optional("note", str)
    if (url is None) == (note is None):
        raise row.error("нужен либо «url», либо «note»")
    if url is not None and not url.startswith(("https://", "http://")):
        raise row.error("«url» начинается с https:// или http://")
    source = Source(url=url or note or "", tier=row.tier("tier", inherited), seen=row.optional("seen", date))
    row.close()
    return source


def _change_of(row: Row) -> Change:
    on = row.optional("on", date)
    if on is None:
        raise row.error("нет ключа «on»")
    change = Change(on=on, by=row.text("by"), what=row.text("what"))
    row.close()
    return change


def _event_of(row: Row) -> AccessEvent:
    event = AccessEvent(on=row.optional("on", date), what=row.text("what"), evidence=row.tier("evidence"))
    row.close()
    return event
