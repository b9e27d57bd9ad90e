"""The nouns of choosing a platform: a counted list, a choice, a row of the comparison. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from vestnik.kernel.text import Text
from vestnik.law.model import Platform, Purpose
from vestnik.law.profile import ByWhom


@dataclass(frozen=True, slots=True)
class Counted:
    """What a list of people gives: numbers, never an address."""

    people: int
    """Rows that could be read."""
    reachable: int
    """Of them, who can be reached over at least one platform that is neither foreign nor closed."""
    reached: Mapping[str, int]
    """Platform → people with a usable address; a platform the list says nothing of is absent."""
    possible: Mapping[str, int]
    """Platform → people who may be reached there, though nobody knows; not among ``reached``."""
    repeats: Mapping[str, int]
    """Column's meaning → rows whose address stood in an earlier row already."""
    unusable: Mapping[str, int]
    """Column's meaning → rows where something is written that is no such address."""
    unreadable: int
    """Rows left out: no known encoding, an open quote, more cells than the header, too long."""
    unreadable_lines: tuple[int, ...]
    """Lines of the first of them, from 1."""
    columns: Mapping[str, str]
    """Heading → what it was taken for: a platform's id, ``email`` or ``phone``."""
    encoding: str
    delimiter: str
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class ReachCount:
    """A counted list under its name; the newest counts."""

    id: str
    name: str
    counted: Counted
    counted_by: ByWhom
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """The company's recorded choice of a platform; ending it keeps the row."""

    id: str
    platform_id: str
    purposes: frozenset[Purpose]
    """What it was chosen for; empty: for whatever it carries."""
    reason: str
    registry: Mapping[str, str] | None
    """What the registry of Russian software said that day; None: it was not asked."""
    pack_version: str
    chosen_by: ByWhom
    chosen_at: datetime
    ended_at: datetime | None = None
    ended_by: ByWhom | None = None
    end_reason: str | None = None


@dataclass(frozen=True, slots=True)
class ComparedPlatform:
    """One platform beside the others, with what this company knows of it."""

    platform: Platform
    kind: Text
    state: Text
    events: tuple[Text, ...]
    """Dated restrictions and closures."""
    registry: Text | None
    """What the registry of Russian software says; None for roads and platforms it does not concern."""
    carries: tuple[Text, ...]
    effort: Text
    reached: int | None
    """People of the newest count; None where nobody counted, or the list says nothing of it."""
    possible: int | None
    people: int | None
    choice: Choice | None
    """The standing choice."""
    why_not: tuple[Text, ...]
    """Why it is not offered; empty where it is."""
    warnings: tuple[Text, ...]

    @property
    def share(self) -> float | None:
        """The part of the company's own people it reaches, 0 to 1."""
        return None if self.reached is None or not self.people else self.reached / self.people
