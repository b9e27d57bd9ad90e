"""The one door out: may this message go? Pure: facts come in, an answer with its grounds comes out."""

from datetime import datetime, timedelta
from typing import Final, TypedDict

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.model import Effect, Pack, Purpose, Question, Reason
from vestnik.law.permit import _SEAL, Denial, Hold, Permit, Verdict
from vestnik.law.rules import Outcome, Program, Step, program_of

# Looking a member up in its enum is slow enough to be seen here.
_DENY: Final = Effect.DENY
_HOLD: Final = Effect.HOLD


def decide(pack: Pack, question: Question) -> Verdict:
    """Answer ``question`` under ``pack``: a Permit, a Hold or a Denial, each with reasons and a trace.

    A denial rests on a confirmed norm, on a secondary one that the owner accepted, on a closed platform
    or on a rule of the product; an unverified norm only warns. Denial outweighs hold, hold outweighs
    permit. The same pack and question always give an equal answer.

    Raises:
        InvalidInput: the pack knows no such platform, or ``at`` is naive.
    """
    key = (question.platform, question.purpose, question.recipient)
    program: Program | None = pack.programs.get(key)
    if program is None:
        program = program_of(pack, *key)
    if question.at.tzinfo is None:
        raise InvalidInput(N_("У времени не указан часовой пояс."), field="at")
    trace: list[str] = []
    spoken: list[tuple[Step, Outcome, Reason]] = []
    for step in program.steps:
        outcome = step.ask(question)
        trace.append(outcome.line)
        if outcome.reason is not None:
            spoken.append((step, outcome, outcome.reason))
    whole_trace = (*trace, *program.settled)
    if spoken:
        return _weigh(pack, question, program, spoken, whole_trace)
    return Permit(
        platform=question.platform,
        purpose=question.purpose,
        decided_at=question.at,
        pack_version=pack.version,
        alternatives=program.alternatives if program.offers else (),
        trace=whole_trace,
        _seal=_SEAL,
    )


class _Carried(TypedDict):
    """What every answer is made with."""

    platform: str
    purpose: Purpose
    decided_at: datetime
    pack_version: str
    warnings: tuple[Reason, ...]
    needs_decision: tuple[str, ...]
    facts_missing: tuple[str, ...]
    trace: tuple[str, ...]
    _seal: object


def _weigh(
    pack: Pack,
    question: Question,
    program: Program,
    spoken: list[tuple[Step, Outcome, Reason]],
    trace: tuple[str, ...],
) -> Verdict:
    """Make the answer out of what the rules said: a denial outweighs a hold, a hold outweighs a permit."""
    denials: list[Reason] = []
    holds: list[Reason] = []
    warnings: list[Reason] = []
    needs: dict[str, None] = {}
    missing: dict[str, None] = {}
    waits_for: str | None = None
    for step, outcome, reason in spoken:
        where = denials if outcome.effect is _DENY else holds if outcome.effect is _HOLD else warnings
        where.append(reason)
        if outcome.needs is not None:
            needs[outcome.needs] = None
        if step.missing is not None and step.unknown is not None and step.unknown(question):
            missing[step.missing] = None
        waits_for = waits_for or step.waits_for
    carried: _Carried = {
        "platform": question.platform,
        "purpose": question.purpose,
        "decided_at": question.at,
        "pack_version": pack.version,
        "warnings": tuple(warnings),
        "needs_decision": tuple(needs),
        "facts_missing": tuple(missing),
        "trace": trace,
        "_seal": _SEAL,
    }
    if denials:
        return Denial(reasons=tuple(denials), alternatives=_alternatives(program, question), **carried)
    if holds:
        until = None if waits_for is not None else _grace_ends(question)
        return Hold(reasons=tuple(holds), waits_for=waits_for, until=until, **carried)
    return Permit(alternatives=_alternatives(program, question) if program.offers else (), **carried)


def _alternatives(program: Program, question: Question) -> tuple[str, ...]:
    """Return the platforms that the same message may take, best first."""
    shut = {step.rule_id for step in program.guards if step.ask(question).effect is _DENY}
    if not shut:
        return program.alternatives
    return tuple(rival for rival in program.alternatives if shut.isdisjoint(program.guarded[rival]))


def _grace_ends(question: Question) -> datetime | None:
    ended = question.call.as_of
    return None if ended is None else ended + timedelta(seconds=question.call_grace_s)
