"""The nouns of the registry: snapshots, products, matches and what changed between two exports. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from vestnik.kernel.text import N_, Text
from vestnik.law.policy.question import RecordState
from vestnik.law.profile import ByWhom

SUPPORTING: Final[Text] = N_(
    "Запись в реестре — довод в пользу того, что программа российская, но не сам признак: "
    "закон спрашивает, кому принадлежит система."
)
"""Stands wherever membership is shown: no norm was found that makes the registry the criterion."""


class ExportFormat(StrEnum):
    """The two shapes in which the site gives the registry away."""

    XML = "xml"
    XLSX = "xlsx"


class SnapshotState(StrEnum):
    """Where a snapshot stands; only ``COMPLETE`` can be searched and compared."""

    LOADING = "loading"
    COMPLETE = "complete"
    ABANDONED = "abandoned"
    """Refused, interrupted or overtaken by a later import; its rows are being deleted."""
    PRUNED = "pruned"
    """Old: the row stays as evidence, the products are gone."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One imported export."""

    id: str
    state: SnapshotState
    format: ExportFormat
    generated_at: datetime | None
    """The moment the export names itself (Moscow time in the file); None where it names none."""
    generated_text: str
    """The same as it stands in the file."""
    as_of: datetime
    """What snapshots are ordered by: ``generated_at``, or the import's moment where there is none."""
    sha256: str
    file_name: str
    bytes: int
    records: int
    excluded: int
    numbered: bool
    """Whether its records carry numbers; an XLSX may have no such column."""
    oddities: Mapping[str, int]
    """How many records lacked or garbled something: see ``Oddity``."""
    imported_at: datetime
    imported_by: str


class Oddity(StrEnum):
    """What was kept although it does not read as it should; counted for each snapshot."""

    NAMELESS = "nameless"
    NO_INN = "no_inn"
    WRONG_INN = "wrong_inn"
    UNREAD_DATE = "unread_date"
    UNREAD_FLAG = "unread_flag"
    REPEATED_NUMBER = "repeated_number"


@dataclass(frozen=True, slots=True)
class Owner:
    """A holder of the rights to a product, as the export names it."""

    name: str
    short_name: str
    inn: str
    ogrn: str
    inn_right: bool | None
    """Whether the check digits fit; None without an INN."""

    @property
    def shown(self) -> str:
        """The name for people: the short one where there is one."""
        return self.short_name or self.name


@dataclass(frozen=True, slots=True)
class Product:
    """One record of the registry."""

    key: str
    """Its number; where the export has none or repeats it, a key of our own. Unique in the snapshot."""
    pair_key: str
    """Made of name and INNs, unique in the snapshot: pairs records with an export that has no numbers."""
    number: str
    """As in the export; empty where it has none."""
    name: str
    owners: tuple[Owner, ...]
    alternatives: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    included_on: date | None = None
    excluded: bool = False
    excluded_on: date | None = None
    exclusion_number: str = ""
    exclusion_kind: str = ""
    description_link: str = ""
    cost_link: str = ""

    @property
    def inns(self) -> tuple[str, ...]:
        """The owners' INNs, each once, in order."""
        return tuple(sorted({owner.inn for owner in self.owners if owner.inn}))

    @property
    def owner_names(self) -> str:
        """The owners for people, in one line."""
        return "; ".join(owner.shown for owner in self.owners)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to."""

    snapshot: Snapshot
    already: bool
    """The same file had been imported before; nothing was written."""
    newest: bool
    """Whether it is now the newest snapshot."""
    pruned: int
    """How many older snapshots gave up their products."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of products found in one snapshot."""

    snapshot: Snapshot
    products: tuple[Product, ...]
    more: bool
    """Whether further products would follow."""


class ChangeKind(StrEnum):
    """What happened to a record between two snapshots; a record may have several of the last four."""

    ADDED = "added"
    GONE = "gone"
    EXCLUDED = "excluded"
    RESTORED = "restored"
    OWNER = "owner"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one record; ``before`` and ``after`` are owners, names or empty, as the kind tells."""

    kind: ChangeKind
    key: str
    """In the newer snapshot; for ``GONE`` in the older one."""
    name: str
    owners: str
    before: str = ""
    after: str = ""
    on: date | None = None
    """The day of exclusion, where the export tells it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one snapshot to another."""

    older: Snapshot
    newer: Snapshot
    by_number: bool
    """False: one of them has no numbers, so records were paired by name and INN, and a new owner or name
    reads as gone and added."""
    totals: Mapping[ChangeKind, int]
    changes: Mapping[ChangeKind, tuple[Change, ...]]
    """At most the asked number of each kind."""
    watched: tuple[Change, ...]
    """Every change of a record the caller named, beyond any limit."""


@dataclass(frozen=True, slots=True)
class RegistryState:
    """A platform's record in the newest snapshot: supporting evidence, never the legal criterion."""

    kind: RecordState
    number: str
    """The matched record's number, or its key where the export had no numbers."""
    product_name: str
    snapshot_id: str
    sha256: str
    """Of the export that says so."""
    as_of: datetime
    since: date | None = None
    """The day of exclusion, where the export tells it."""


@dataclass(frozen=True, slots=True)
class Match:
    """A person's word that a record of the registry is the platform they use."""

    id: str
    platform_id: str
    key: str
    number: str
    product_name: str
    owner_inns: tuple[str, ...]
    snapshot_id: str
    note: str
    matched_by: ByWhom
    matched_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MatchView:
    """A standing match beside its state in the newest snapshot."""

    match: Match
    state: RegistryState


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be a platform's; a person decides."""

    product: Product
    score: int
    name_fits: bool
    owner_fits: bool


@dataclass(frozen=True, slots=True)
class RawOwner:
    """An owner as a reader found it."""

    name: str = ""
    short_name: str = ""
    inn: str = ""
    ogrn: str = ""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as a reader found it: texts, nothing judged yet."""

    place: int
    """Its line in the XML, its row in the sheet."""
    fields: Mapping[str, str]
    """By the names of the XML's elements, in lower case."""
    owners: tuple[RawOwner, ...] = ()
    alternatives: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    classes: tuple[str, ...] = field(default=())
