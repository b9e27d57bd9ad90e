"""The small nouns of a pack: its figures, its cases, its changelog. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Whom(StrEnum):
    """Who pays, as the norms on penalties tell people apart."""

    CITIZENS = "citizens"
    OFFICIALS = "officials"
    SOLE_TRADERS = "sole_traders"
    ENTITIES = "entities"
    SMALL_BUSINESS = "small_business"
    UNSTATED = "unstated"
    """The reviews we saw do not say who."""


class SumUnit(StrEnum):
    """What a penalty is counted in."""

    RUB = "RUB"
    PERCENT_OF_REVENUE = "percent_of_revenue"


class TermUnit(StrEnum):
    """What a period is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


class ThresholdUnit(StrEnum):
    """What decides whether a company belongs to a class."""

    USERS_PER_DAY = "users_per_day"
    PERCENT_STATE_SHARE = "percent_state_share"


class Expected(StrEnum):
    """The verdict that a case expects."""

    PERMIT = "permit"
    HOLD = "hold"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Sum:
    """A penalty as a range; None leaves a side open ("up to 18 million")."""

    who: Whom
    least: int | None
    most: int | None
    unit: SumUnit
    evidence: str
    note: str | None = None
    """What sets this sum apart: a repeated offence, one of several parts."""
    people_from: int | None = None
    """The sum applies from this number of harmed people."""
    people_to: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A period that the norm, or a caveat about it, names: ten working days to answer."""

    number: int
    unit: TermUnit
    what: str
    evidence: str


@dataclass(frozen=True, slots=True)
class DatedFact:
    """A day that a summary or a caveat names and no other key of the row holds."""

    on: date
    what: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """From how much on a company belongs to a class."""

    number: int
    unit: ThresholdUnit
    evidence: str


@dataclass(frozen=True, slots=True)
class Release:
    """One line of the pack's changelog."""

    version: str
    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a case demands of the answer; None leaves that part of the answer unchecked."""

    verdict: Expected
    norms: frozenset[str] | None = None
    """Norms behind the reasons, exactly."""
    warnings: frozenset[str] | None = None
    """Norms behind the warnings, exactly."""
    needs_decision: frozenset[str] | None = None
    """Norms that wait for the owner, exactly."""
    rules: frozenset[str] = frozenset()
    """Rules that must be among those that spoke: for grounds behind which no norm stands."""


@dataclass(frozen=True, slots=True)
class Case:
    """A message and the verdict it must get: the proof that the rules say what the norm says."""

    id: str
    norm: str | None
    """The norm the case is about; None where none stands behind the verdict (a closed platform)."""
    title: str
    question: Mapping[str, Any]
    """In the JSON form of a question (``law/data/README.md``)."""
    expect: Expectation
