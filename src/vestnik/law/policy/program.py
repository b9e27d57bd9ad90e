"""Rules of a pack, compiled for one platform, purpose and kind of recipient into a Python function. Pure.

What can be told from these three alone is settled here; the function asks only what depends on the facts
of one message. Its source is put together from the expressions of ``law.policy.rules`` and from names of
constants; no word of the data ever becomes code.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from types import CodeType
from typing import Any, Final

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.model import Basis, Effect, Norm, NormStatus, Pack, Platform, Purpose, Reason, Rule
from vestnik.law.policy import facts
from vestnik.law.policy.question import CallState, Initiator, Question, RecipientKind, RecordState
from vestnik.law.policy.rules import (
    FACTS,
    MISSING,
    MOMENTS,
    NAMES,
    RECIPIENTS,
    SUBJECT_OF_NORM,
    TAGS,
    moscow_midnight,
)

INVITED: Final = "%(invited)s"
"""Stands in a rule's text for the platforms that the message itself names."""

_MOMENTS: Final = {name: name for name in MOMENTS}
"""A word of a pack becomes part of the source only through this look-up."""

_TRACE: Final = {Effect.DENY: "запрещает", Effect.HOLD: "задерживает", Effect.WARN: "предупреждает"}

_WORDS: Final[Mapping[str, Any]] = {
    "heard": facts.heard,
    "advertising_consent": facts.advertising_consent,
    "call_consent": facts.call_consent,
    "call_grace_end": facts.call_grace_end,
    "quiet_end": facts.quiet_end,
    "cap_end": facts.cap_end,
    "capped": facts.capped,
    "GIVEN": facts.Standing.GIVEN,
    "UNPROVEN": facts.Standing.UNPROVEN,
    "UNKNOWN_CONSENT": facts.Standing.UNKNOWN,
    "ACTIVE": CallState.ACTIVE,
    "UNKNOWN_LINE": CallState.UNKNOWN,
    "CLIENT": Initiator.CLIENT,
    "EXCLUDED": RecordState.EXCLUDED,
    "GONE": RecordState.MISSING,
}

Findings = tuple[
    tuple[Reason, ...],
    tuple[Reason, ...],
    tuple[Reason, ...],
    tuple[str, ...],
    tuple[str, ...],
    datetime | None,
    str | None,
]
"""Denials, holds, warnings, norms the owner must decide on, facts missing, until when, what it waits for."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One rule that may concern these messages, with its conditions as expressions."""

    rule: Rule
    tests: tuple[str, ...]
    named: frozenset[str] | None
    """Classes of companies the norm names; None when the rule does not ask."""
    start: datetime | None
    end: datetime | None
    owner_decides: str | None
    """The secondary norm behind the rule, when the rule would deny by it."""
    effect: Effect
    fired: Reason
    unaccepted: Reason


@dataclass(slots=True, eq=False)
class Program:
    """All that is left to ask about messages of one purpose on one platform to one kind of recipient."""

    pack: Pack
    platform: Platform
    purpose: Purpose
    recipient: RecipientKind
    run: Callable[[Question], Findings | None]
    """Ask everything; None when no rule has anything to say."""
    settled: tuple[str, ...]
    """Trace of the rules that were put aside when this was compiled."""
    rivals: tuple[str, ...]
    """Platforms that may be offered instead, best first, before their facts are asked."""
    steps: tuple[Step, ...]
    tracer: Callable[[Question], tuple[str, ...]] | None = None
    """The same rules compiled to tell what became of each; made when first asked for."""

    def trace(self, question: Question) -> tuple[str, ...]:
        """Return every rule that was tried, with its outcome."""
        if self.tracer is None:
            self.tracer = _compiled(self.pack, self.steps, tracing=True)
        return (*self.tracer(question), *self.settled)

    def open_roads(self, question: Question) -> tuple[str, ...]:
        """Return the platforms through which the same message may go now, best first."""
        return tuple(rival for rival in self.rivals if self._is_open(rival, question))

    def _is_open(self, rival: str, question: Question) -> bool:
        key = (rival, self.purpose._value_, self.recipient._value_)
        program: Program | None = self.pack.programs.get(key)
        if program is None:
            program = program_of(self.pack, rival, self.purpose, self.recipient)
        found = program.run(replace(question, platform=rival, registered=None))
        return found is None or not (found[0] or found[1])


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
    program = Program(
        pack=pack,
        platform=platform,
        purpose=purpose,
        recipient=recipient,
        run=_compiled(pack, steps),
        settled=settled,
        rivals=tuple(rival for _, rival in rivals),
        steps=steps,
    )
    pack.programs[platform_id, purpose._value_, recipient._value_] = program
    return program


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
    owner_decides = None
    if norm is not None and norm.status is NormStatus.SECONDARY and effect is not Effect.WARN:
        owner_decides = norm.id
    start, end = _in_force(rule, norm, platform)
    named = None
    if norm is not None and SUBJECT_OF_NORM in rule.when.facts:
        anyone = any(pack.subjects[code].anyone for code in norm.subjects)
        named = None if anyone else norm.subjects
    text = rule.text.replace("%(platform)s", platform.name)
    return Step(
        rule=rule,
        tests=tuple(FACTS[fact] for fact in rule.when.facts if fact in FACTS),
        named=named,
        start=start,
        end=end,
        owner_decides=owner_decides,
        effect=effect,
        fired=_reason(rule, norm, effect, text),
        unaccepted=_reason(
            rule, norm, Effect.WARN, f"{text} Запретом это станет, когда норму примет владелец."
        ),
    )


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


def _compiled(pack: Pack, steps: tuple[Step, ...], *, tracing: bool = False) -> Callable[[Question], Any]:
    """Return the function that asks ``steps``: their outcome, or with ``tracing`` a line for each."""
    scope = dict(_WORDS)
    scope["FOREIGN"] = frozenset(one.id for one in pack.platforms.values() if one.foreign_owned)
    scope["ADS_BANNED"] = frozenset(
        one.id for one in pack.platforms.values() if one.fas_named and one.access_restricted
    )
    scope["spoken"] = partial(_spoken, pack)
    write = _traced if tracing else _decided
    body = [line for place, step in enumerate(steps) for line in write(scope, place, step)]
    text = "\n".join(body)
    names = [f"{name} = {how}" for name, how in NAMES.items() if re.search(rf"\b{name}\b", text)]
    if tracing:
        head, tail = ["t = []"], ["return tuple(t)"]
    else:
        head = ["d = h = w = n = m = ()", "until = waits = None"]
        tail = ["return (d, h, w, n, m, until, waits) if d or h or w else None"]
    lines = ["o = q.organisation", "at = q.at", *names, *head, *body, *tail]
    source = "def program(q):\n" + "".join(f"    {line}\n" for line in lines)
    return _made(compile(source, "<rules>", "exec"), scope)


def _made(code: CodeType, scope: dict[str, Any]) -> Callable[[Question], Any]:
    exec(code, scope)  # noqa: S102 — expressions of our own tables and names of constants, no data
    made: Callable[[Question], Any] = scope["program"]
    return made


def _condition(scope: dict[str, Any], place: int, step: Step) -> str:
    tests = list(step.tests)
    if step.named is not None:
        scope[f"NAMED{place}"] = step.named
        tests.insert(0, f"o.subjects is not None and not NAMED{place}.isdisjoint(o.subjects)")
    return " and ".join(tests) or "True"


def _window(scope: dict[str, Any], place: int, step: Step) -> str:
    scope[f"START{place}"], scope[f"END{place}"] = step.start, step.end
    parts = []
    if step.start is not None:
        parts.append(f"at >= START{place}")
    if step.end is not None:
        parts.append(f"at < END{place}")
    return " and ".join(parts)


def _decided(scope: dict[str, Any], place: int, step: Step) -> Iterator[str]:
    """Yield the lines that ask one rule and keep what it says."""
    window = _window(scope, place, step)
    condition = _condition(scope, place, step)
    yield f"if {condition} and {window}:" if window else f"if {condition}:"
    said = _said(scope, f"FIRED{place}", step.fired)
    kept = {Effect.DENY: "d", Effect.HOLD: "h", Effect.WARN: "w"}[step.effect]
    speaks = [f"{kept} += {said}"]
    if step.effect is Effect.HOLD and step.rule.until is not None:
        moment = _MOMENTS[step.rule.until]
        speaks.append(f"until = {moment} if until is None or {moment} > until else until")
    if step.effect is Effect.HOLD and step.rule.waits_for is not None:
        scope[f"WAITS{place}"] = step.rule.waits_for
        speaks.append(f"waits = WAITS{place}")
    if step.owner_decides is not None:
        scope[f"NORM{place}"], scope[f"NEEDS{place}"] = step.owner_decides, (step.owner_decides,)
        yield f"    if NORM{place} in o.accepted_norms:"
        yield from (f"        {line}" for line in speaks)
        yield "    else:"
        yield f"        w += {_said(scope, f'OPEN{place}', step.unaccepted)}"
        yield f"        n += NEEDS{place}"
    else:
        yield from (f"    {line}" for line in speaks)
    if step.rule.missing is not None:
        scope[f"FACT{place}"] = (step.rule.missing,)
        yield f"    if {MISSING[step.rule.missing]}: m += FACT{place}"


def _said(scope: dict[str, Any], name: str, reason: Reason) -> str:
    scope[name] = (reason,)
    return f"spoken({name}[0], q)" if INVITED in reason.text else name


def _spoken(pack: Pack, reason: Reason, question: Question) -> tuple[Reason, ...]:
    """Return the reason with the platforms that this very text invites to."""
    invited = sorted(question.invites or ())
    names = [pack.platforms[one].name for one in invited if one in pack.platforms]
    return (
        Reason(
            rule=reason.rule,
            effect=reason.effect,
            basis=reason.basis,
            text=reason.text.replace(INVITED, ", ".join(names)),
            norm_id=reason.norm_id,
            status=reason.status,
            citation=reason.citation,
        ),
    )


def _traced(scope: dict[str, Any], place: int, step: Step) -> Iterator[str]:
    """Yield the lines that note what became of one rule."""
    rule = step.rule.id
    scope[f"LINES{place}"] = (
        f"{rule}: условие не выполнено",
        f"{rule}: на эту дату не действует",
        f"{rule}: предупреждает, норму владелец не принял",
        f"{rule}: {_TRACE[step.effect]}",
    )
    yield f"if not ({_condition(scope, place, step)}): t.append(LINES{place}[0])"
    window = _window(scope, place, step)
    if window:
        yield f"elif not ({window}): t.append(LINES{place}[1])"
    if step.owner_decides is not None:
        scope[f"NORM{place}"] = step.owner_decides
        yield f"elif NORM{place} not in o.accepted_norms: t.append(LINES{place}[2])"
    yield f"else: t.append(LINES{place}[3])"
