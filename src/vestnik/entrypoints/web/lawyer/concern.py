"""Which norms concern a company, and what each of them does to its messages. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from vestnik.law.model import Effect, Norm, NormKind, NormStatus, Pack, Rule, Subject
from vestnik.law.policy.question import Organisation

_STATEMENTS = frozenset({NormKind.NORM, NormKind.GUIDANCE, NormKind.INTERPRETATION})


@dataclass(frozen=True, slots=True)
class Concern:
    """A norm beside the classes by which it concerns the company, or would, and the rules resting on it."""

    norm: Norm
    classes: tuple[Subject, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """What follows from "who we are"; penalties stand with their norms and are not repeated here."""

    forbid: tuple[Concern, ...]
    wait: tuple[Concern, ...]
    """Would forbid if the owner accepted them."""
    warn: tuple[Concern, ...]
    aware: tuple[Concern, ...]
    """Concern the company, but no rule asks about them when a message goes out."""
    apart: tuple[Concern, ...]
    """Name other companies; ``classes`` are those they name."""


def reach(pack: Pack, organisation: Organisation) -> Reach:
    """Sort the norms of the pack by what they do to this company's messages."""
    own = organisation.subjects or frozenset()
    found: dict[str, list[Concern]] = {"forbid": [], "wait": [], "warn": [], "aware": [], "apart": []}
    for norm in pack.norms.values():
        if norm.kind not in _STATEMENTS:
            continue
        named = tuple(subject for code, subject in pack.subjects.items() if code in norm.subjects)
        by = tuple(subject for subject in named if subject.anyone or subject.code in own)
        rules = rules_of(pack, norm)
        where = _effect(norm, rules, organisation) if by else "apart"
        found[where].append(Concern(norm, by or named, rules))
    return Reach(**{name: tuple(concerns) for name, concerns in found.items()})


def rules_of(pack: Pack, norm: Norm) -> tuple[Rule, ...]:
    """Return the rules of the policy that rest on a norm, in the order they are asked."""
    return tuple(rule for rule in pack.rules if rule.norm_id == norm.id)


def concerns(pack: Pack, organisation: Organisation, norm: Norm) -> bool | None:
    """Tell whether a norm speaks of this company; None while nobody has answered who it is."""
    if any(pack.subjects[code].anyone for code in norm.subjects if code in pack.subjects):
        return True
    if organisation.subjects is None:
        return None
    return not norm.subjects.isdisjoint(organisation.subjects)


def acceptable(pack: Pack) -> tuple[Norm, ...]:
    """Return the norms an owner may accept with an effect: secondary ones that a denying rule rests on."""
    denying = {rule.norm_id for rule in pack.rules if rule.effect is Effect.DENY}
    return tuple(
        norm for norm in pack.norms.values() if norm.status is NormStatus.SECONDARY and norm.id in denying
    )


def _effect(norm: Norm, rules: Sequence[Rule], organisation: Organisation) -> str:
    if not rules:
        return "aware"
    if norm.status is NormStatus.UNVERIFIED or all(rule.effect is Effect.WARN for rule in rules):
        return "warn"
    if norm.status is NormStatus.SECONDARY and norm.id not in organisation.accepted_norms:
        return "wait"
    return "forbid"
