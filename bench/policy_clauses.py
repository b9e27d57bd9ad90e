"""Rows of the rule pack as flat clauses, from which the policies of other engines are written.

It reads the pack as ``law/data/README.md`` explains it, on purpose not through ``law.policy.program``: an
error in our own compiler would otherwise be copied into the engines it is compared with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Final

from vestnik.law.model import Effect, NormStatus, Pack, Platform, Purpose
from vestnik.law.policy.rules import FACTS, RECIPIENTS, SUBJECT_OF_NORM, TAGS

MOSCOW: Final = timezone(timedelta(hours=3))
SINCE: Final = {"restricted": "restricted_since", "closed": "closed_since"}
"""Tags of a platform that hold from a day on, and the attribute that tells the day."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule under one standing of its norm; all conditions must hold. Moments are seconds of Unix time."""

    rule: str
    effect: Effect
    tags: tuple[str, ...]
    """Tags of the platform, ``!`` in front turns one around."""
    platforms: tuple[str, ...]
    """Ids of platforms, likewise."""
    purposes: tuple[Purpose, ...]
    not_purposes: tuple[Purpose, ...]
    recipients: tuple[str, ...]
    facts: tuple[str, ...]
    subjects: tuple[str, ...]
    """Classes of companies one of which must be asking; empty where anybody may be."""
    start: int | None
    end: int | None
    since: tuple[str, ...]
    """Attributes of the platform that hold a moment before which the clause is silent."""
    accepted: str | None = None
    """A norm that the owner must have accepted."""
    not_accepted: str | None = None


def clauses(pack: Pack) -> Iterator[Clause]:
    """Yield the clauses of all rules of ``pack``, in their order.

    A rule that denies or holds by a secondary norm makes two: one where the owner accepted the norm, and one
    that warns where not. A rule by an unverified norm only warns.
    """
    for rule in pack.rules:
        when = rule.when
        norm = pack.norms[rule.norm_id] if rule.norm_id is not None else None
        named: tuple[str, ...] = ()
        if norm is not None and SUBJECT_OF_NORM in when.facts:
            anyone = any(pack.subjects[code].anyone for code in norm.subjects)
            named = () if anyone else tuple(sorted(norm.subjects))
        common: dict[str, Any] = {
            "rule": rule.id,
            "tags": tuple(tag for tag in when.platform if tag.removeprefix("!") in TAGS),
            "platforms": tuple(tag for tag in when.platform if tag.removeprefix("!") not in TAGS),
            "purposes": tuple(sorted(when.purposes)),
            "not_purposes": tuple(sorted(when.not_purposes)),
            "recipients": tuple(str(RECIPIENTS[fact]) for fact in when.facts if fact in RECIPIENTS),
            "facts": tuple(fact for fact in when.facts if fact in FACTS),
            "subjects": named,
            "start": midnight(norm.in_force_from) if norm and norm.in_force_from else None,
            "end": midnight(norm.in_force_to + timedelta(days=1)) if norm and norm.in_force_to else None,
            "since": tuple(SINCE[tag] for tag in when.platform if tag in SINCE),
        }
        if norm is None or norm.status is NormStatus.CONFIRMED or rule.effect is Effect.WARN:
            yield Clause(effect=rule.effect, **common)
        elif norm.status is NormStatus.UNVERIFIED:
            yield Clause(effect=Effect.WARN, **common)
        else:
            yield Clause(effect=rule.effect, accepted=norm.id, **common)
            yield Clause(effect=Effect.WARN, not_accepted=norm.id, **common)


def attributes(platform: Platform) -> dict[str, bool | int]:
    """Return what clauses may ask of a platform; a day that nobody knows is the beginning of time."""
    restricted = [event.on for event in platform.access if event.on is not None]
    return {
        **{tag: test(platform) for tag, test in TAGS.items()},
        "restricted_since": midnight(min(restricted)) if restricted else 0,
        "closed_since": midnight(platform.closed_on) if platform.closed_on is not None else 0,
    }


def midnight(day: date) -> int:
    """Return the second in which a day begins in Moscow."""
    return int(datetime.combine(day, time(), MOSCOW).timestamp())
