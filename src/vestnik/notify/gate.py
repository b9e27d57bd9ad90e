"""The gate: asks the law about each message at the moment it would leave, and plans what follows. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, assert_never

from vestnik.kernel.errors import VestnikError
from vestnik.law.permit import Denial, Hold, Permit, Verdict
from vestnik.law.policy.question import CallFact, Organisation, Question, Registered
from vestnik.notify.model import Ready

Decide = Callable[[Question], Verdict]

_NOBODY: Final = Organisation(subjects=None)
_SILENCE: Final = CallFact()
_UNREGISTERED: Final[Mapping[str, Registered]] = {}


@dataclass(frozen=True, slots=True)
class Facts:
    """What was known when the gate was asked."""

    now: datetime
    organisations: Mapping[str, Organisation]
    calls: Mapping[tuple[str, bytes], CallFact]
    registry: Mapping[str, Mapping[str, Registered]] = field(default_factory=dict)
    """By workspace and platform: what the registry of Russian software says of the record in use."""


class StepKind(StrEnum):
    """What is to be done with a message."""

    SEND = "send"
    HOLD = "hold"
    DENY = "deny"
    EXPIRE = "expire"
    FAIL = "fail"
    """No answer can be had about it; it is set aside with the reason, and the queue goes on."""


@dataclass(frozen=True, slots=True)
class Step:
    """One message's next step, with the answer it rests on."""

    ready: Ready
    kind: StepKind
    verdict: Verdict | None
    due_at: datetime | None = None
    """For a hold: when to ask again."""
    waits_for: str | None = None
    problem: str = ""
    """For a failure: why."""

    @property
    def permit(self) -> Permit:
        """The permit of a SEND step."""
        if not isinstance(self.verdict, Permit):
            msg = "only a SEND step holds a permit"
            raise TypeError(msg)
        return self.verdict


def plan(ready: Ready, platform: str, facts: Facts, decide: Decide) -> Step:
    """Return the next step of one message."""
    if ready.expires_at is not None and ready.expires_at <= facts.now:
        return Step(ready, StepKind.EXPIRE, None)
    call = _SILENCE
    if ready.call_index is not None:
        call = facts.calls.get((ready.workspace_id, ready.call_index), _SILENCE)
    question = Question(
        organisation=facts.organisations.get(ready.workspace_id, _NOBODY),
        platform=platform,
        purpose=ready.purpose,
        at=facts.now,
        call=call,
        invites=ready.invites,
        registered=facts.registry.get(ready.workspace_id, _UNREGISTERED).get(platform),
    )
    try:
        verdict = decide(question)
    except VestnikError as error:
        return Step(ready, StepKind.FAIL, None, problem=str(error))
    match verdict:
        case Permit():
            return Step(ready, StepKind.SEND, verdict)
        case Denial():
            return Step(ready, StepKind.DENY, verdict)
        case Hold():
            due_at = verdict.until or (call.as_of or facts.now) + question.company.call_fresh_for
            if ready.expires_at is not None:
                due_at = min(due_at, ready.expires_at)
            return Step(ready, StepKind.HOLD, verdict, due_at, verdict.waits_for)
        case _:
            assert_never(verdict)
