"""Rules of a pack, compiled per platform, purpose and kind of recipient into short lists of questions. Pure.

What can be told from these three alone is settled here; only what depends on the facts of one message
is left to ``decide``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.model import (
    Basis,
    CallState,
    Effect,
    Norm,
    NormStatus,
    Pack,
    Platform,
    PlatformKind,
    Purpose,
    Question,
    Reason,
    RecipientKind,
    Rule,
)

MOSCOW: Final = timezone(timedelta(hours=3), "Europe/Moscow")
"""Days of the law begin at midnight in Moscow; no daylight saving since 2014."""

Test = Callable[[Question], bool]

TAGS: Final[Mapping[str, Callable[[Platform], bool]]] = {
    "foreign": lambda platform: platform.foreign_owned,
    "russian": lambda platform: platform.kind is PlatformKind.RUSSIAN,
    "own_road": lambda platform: platform.kind is PlatformKind.OWN_ROAD,
    "rkn_list": lambda platform: platform.on_rkn_list,
    "restricted": lambda platform: platform.access_restricted,
    "fas_named": lambda platform: platform.fas_named,
    "closed": lambda platform: platform.closed_on is not None,
}
"""What ``when.platform`` may ask besides a platform's own id; ``!`` in front turns a tag around."""


# Looking a member up in its enum costs as much as a whole test does.
_IN_PROGRESS: Final = CallState.IN_PROGRESS
_IDLE: Final = CallState.NONE
_UNKNOWN: Final = CallState.UNKNOWN


def _just_ended(question: Question) -> bool:
    call = question.call
    return (
        call.state is _IDLE
        and call.as_of is not None
        and question.at < call.as_of + timedelta(seconds=question.call_grace_s)
    )


RECIPIENTS: Final[Mapping[str, RecipientKind]] = {
    "to_citizen": RecipientKind.CITIZEN,
    "to_organisation": RecipientKind.ORGANISATION,
}
"""Conditions about the recipient, which are settled when a program is compiled."""

SUBJECT_OF_NORM: Final = "subject_of_norm"
"""The condition that the norm behind the rule speaks of this company."""

FACTS: Final[Mapping[str, Test]] = {
    "subjects_unknown": lambda question: question.organisation.subjects is None,
    "personal_data": lambda question: question.personal_data is True,
    "personal_data_unknown": lambda question: question.personal_data is None,
    "personal_data_possible": lambda question: question.personal_data is not False,
    "no_advertising_consent": lambda question: question.advertising_consent is not True,
    "no_call_consent": lambda question: question.call_consent is not True,
    "operator_opt_out": lambda question: question.operator_opt_out is True,
    "codes_are_held": lambda question: question.hold_codes_during_calls,
    "call_in_progress": lambda question: question.call.state is _IN_PROGRESS,
    "call_just_ended": _just_ended,
    "call_unknown": lambda question: question.call.state is _UNKNOWN,
}
"""The other conditions of ``when.facts``: what they ask of a question."""

CONDITIONS: Final = frozenset({SUBJECT_OF_NORM, *RECIPIENTS, *FACTS})
"""Every word that ``when.facts`` may hold."""

MISSING: Final[Mapping[str, Test]] = {
    "organisation": lambda question: question.organisation.subjects is None,
    "personal_data": lambda question: question.personal_data is None,
    "advertising_consent": lambda question: question.advertising_consent is None,
    "call_consent": lambda question: question.call_consent is None,
    "call": lambda question: question.call.state is _UNKNOWN,
}
"""Facts that an answer may name as missing, and how to see that they are."""


WAITS: Final = frozenset({"call_end"})
"""What a hold may wait for besides a moment."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a rule may say about a question; ``reason`` is None where it says nothing."""

    line: str
    """For the trace."""
    effect: Effect | None = None
    reason: Reason | None = None
    needs: str | None = None
    """The secondary norm that would deny if the owner accepted it."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One rule that may concern messages of one purpose on one platform."""

    rule_id: str
    test: Test | None
    """All conditions that depend on the message; None when there are none."""
    start: datetime | None
    end: datetime | None
    owner_decides: str | None
    """The secondary norm behind the rule, when the rule would deny by it."""
    missing: str | None
    unknown: Test | None
    waits_for: str | None
    skipped: Outcome
    asleep: Outcome
    unaccepted: Outcome
    fired: Outcome

    def ask(self, question: Question) -> Outcome:
        """Return what this rule says about ``question``."""
        if self.test is not None and not self.test(question):
            return self.skipped
        if self.start is not None and question.at < self.start:
            return self.asleep
        if self.end is not None and question.at >= self.end:
            return self.asleep
        if self.owner_decides is not None and self.owner_decides not in question.organisation.accepted_norms:
            return self.unaccepted
        return self.fired


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """All that is left to ask about messages of one purpose on one platform to one kind of recipient."""

    steps: tuple[Step, ...]
    settled: tuple[str, ...]
    """Trace of the rules that were put aside when this was compiled."""
    offers: bool
    """Whether a permit too should name alternatives."""
    alternatives: tuple[str, ...]
    """Candidates, best first, before the facts are asked."""
    guards: tuple[Step, ...]
    """Denying rules of the candidates, each once."""
    guarded: Mapping[str, frozenset[str]]
    """Which of the guards stand before which candidate."""


def program_of(pack: Pack, platform_id: str, purpose: Purpose, recipient: RecipientKind) -> Program:
    """Compile, and keep with the pack, the program for one purpose, platform and kind of recipient.

    Raises:
        InvalidInput: the pack knows no such platform.
    """
    platform = pack.platforms.get(platform_id)
    if platform is None:
        raise InvalidInput(
            N_("Площадка «%(platform)s» неизвестна.", platform=platform_id[:64]),
            field="platform",
            hint=N_("Список площадок: «vestnik law platforms»."),
        )
    purpose, recipient = Purpose(purpose), RecipientKind(recipient)
    steps, settled = _steps(pack, platform, purpose, recipient)
    rivals = sorted(
        (other.rank, other.id)
        for other in pack.platforms.values()
        if other.rank is not None and purpose in other.carries and other.id != platform_id
    )
    denying = {}
    for _, rival in rivals:
        would_ask, _aside = _steps(pack, pack.platforms[rival], purpose, recipient)
        denying[rival] = [step for step in would_ask if step.fired.effect is Effect.DENY]
    guards = {step.rule_id: step for steps_of_rival in denying.values() for step in steps_of_rival}
    program = Program(
        steps=steps,
        settled=settled,
        offers=platform.foreign_owned,
        alternatives=tuple(rival for _, rival in rivals),
        guards=tuple(guards.values()),
        guarded={rival: frozenset(step.rule_id for step in found) for rival, found in denying.items()},
    )
    pack.programs[platform_id, purpose, recipient] = program
    return program


def moscow_midnight(day: date) -> datetime:
    """Return the moment a day begins in Moscow, in UTC: times of one zone compare ten times faster."""
    return datetime.combine(day, time(), MOSCOW).astimezone(UTC)


def _steps(
    pack: Pack, platform: Platform, purpose: Purpose, recipient: RecipientKind
) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    steps, settled = [], []
    for rule in pack.rules:
        if not _concerns_purpose(rule, purpose):
            settled.append(f"{rule.id}: другая цель сообщения")
        elif not all(_has(platform, tag) for tag in rule.when.platform):
            settled.append(f"{rule.id}: другая площадка")
        elif any(RECIPIENTS.get(fact, recipient) is not recipient for fact in rule.when.facts):
            settled.append(f"{rule.id}: другой получатель")
        else:
            steps.append(_step(pack, rule, platform))
    return tuple(steps), tuple(settled)


def _concerns_purpose(rule: Rule, purpose: Purpose) -> bool:
    when = rule.when
    return purpose not in when.not_purposes and (not when.purposes or purpose in when.purposes)


def _has(platform: Platform, tag: str) -> bool:
    name = tag.removeprefix("!")
    answer = TAGS[name](platform) if name in TAGS else platform.id == name
    return answer != tag.startswith("!")


def _step(pack: Pack, rule: Rule, platform: Platform) -> Step:
    norm = pack.norms[rule.norm_id] if rule.norm_id is not None else None
    effect = rule.effect
    if norm is not None and norm.status is NormStatus.UNVERIFIED:
        effect = Effect.WARN
    text = rule.text.replace("%(platform)s", platform.name)
    owner_decides = None
    if norm is not None and norm.status is NormStatus.SECONDARY and effect is not Effect.WARN:
        owner_decides = norm.id
    start, end = _in_force(rule, norm, platform)
    return Step(
        rule_id=rule.id,
        test=_all(_tests(pack, rule, norm)),
        start=start,
        end=end,
        owner_decides=owner_decides,
        missing=rule.missing,
        unknown=MISSING[rule.missing] if rule.missing is not None else None,
        waits_for=rule.waits_for,
        skipped=Outcome(f"{rule.id}: условие не выполнено"),
        asleep=Outcome(f"{rule.id}: на эту дату не действует"),
        unaccepted=Outcome(
            f"{rule.id}: предупреждает, норму владелец не принял",
            Effect.WARN,
            _reason(rule, norm, Effect.WARN, f"{text} Запретом это станет, когда норму примет владелец."),
            owner_decides,
        ),
        fired=Outcome(f"{rule.id}: {_TRACE[effect]}", effect, _reason(rule, norm, effect, text)),
    )


_TRACE: Final = {Effect.DENY: "запрещает", Effect.HOLD: "задерживает", Effect.WARN: "предупреждает"}


def _reason(rule: Rule, norm: Norm | None, effect: Effect, text: str) -> Reason:
    if norm is None or rule.basis is not Basis.NORM:
        return Reason(rule=rule.id, effect=effect, basis=rule.basis, text=text)
    return Reason(
        rule=rule.id,
        effect=effect,
        basis=rule.basis,
        text=text,
        norm_id=norm.id,
        status=norm.status,
        citation=norm.citation,
    )


def _in_force(rule: Rule, norm: Norm | None, platform: Platform) -> tuple[datetime | None, datetime | None]:
    starts = [norm.in_force_from] if norm is not None and norm.in_force_from is not None else []
    if "closed" in rule.when.platform and platform.closed_on is not None:
        starts.append(platform.closed_on)
    restricted = [event.on for event in platform.access if event.on is not None]
    if "restricted" in rule.when.platform and restricted:
        starts.append(min(restricted))
    end = norm.in_force_to if norm is not None else None
    return (
        moscow_midnight(max(starts)) if starts else None,
        moscow_midnight(end + timedelta(days=1)) if end is not None else None,
    )


def _tests(pack: Pack, rule: Rule, norm: Norm | None) -> list[Test]:
    tests = [FACTS[fact] for fact in rule.when.facts if fact in FACTS]
    named = norm.subjects if norm is not None and SUBJECT_OF_NORM in rule.when.facts else frozenset()
    if named and not any(pack.subjects[code].anyone for code in named):
        tests.insert(0, _is_one_of(named))
    return tests


def _is_one_of(named: frozenset[str]) -> Test:
    def test(question: Question) -> bool:
        subjects = question.organisation.subjects
        return subjects is not None and not named.isdisjoint(subjects)

    return test


def _all(tests: list[Test]) -> Test | None:
    if len(tests) < 2:  # noqa: PLR2004 — one test needs no other around it
        return tests[0] if tests else None
    first, rest = tests[0], _all(tests[1:])
    return lambda question: first(question) and rest is not None and rest(question)
