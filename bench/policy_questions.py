"""Questions to the law from a fixed seed, and the same questions as plain facts for engines of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from random import Random  # noqa: TID251 — seeded: the same questions on every machine
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from vestnik.law.answer import word_of
from vestnik.law.model import NormStatus, Pack, Purpose
from vestnik.law.permit import Verdict
from vestnik.law.policy import facts
from vestnik.law.policy.question import (
    CallFact,
    CallState,
    Company,
    Consent,
    ConsentKind,
    Content,
    Earlier,
    FrequencyCap,
    Initiator,
    Organisation,
    Question,
    QuietHours,
    RecipientKind,
    RecordState,
    Registered,
)

SEED: Final = 41
FIRST_DAY: Final = datetime(2022, 1, 1, tzinfo=UTC)
DAYS: Final = 7 * 365
MAYBE: Final = (None, True, False)
ZONES: Final = (
    None,
    *(ZoneInfo(f"{one}") for one in ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Kamchatka")),
)
QUIET: Final = (None, None, QuietHours(time(22), time(8)), QuietHours(time(13), time(14)))
CONTENTS: Final = (None, frozenset[Content](), frozenset({Content.PERSONAL_DATA}), frozenset(Content))
CHANNELS: Final = (None, "sms", "email", "voice", "max")
INVITED: Final = ("telegram", "whatsapp", "signal", "max")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What engines are compared by; ``warnings`` is None where an engine does not tell them."""

    verdict: str
    reasons: frozenset[str]
    warnings: frozenset[str] | None

    def agrees(self, other: "Answer") -> bool:
        """Tell whether verdict and reasons are the same, and the warnings where both tell them."""
        told = self.warnings is not None and other.warnings is not None
        return (
            self.verdict == other.verdict
            and self.reasons == other.reasons
            and (self.warnings == other.warnings or not told)
        )


class DisagreementError(Exception):
    """An engine answered a question differently; no speed is told of wrong answers."""


def compare(asked: Sequence[Question], ours: Sequence[Answer], theirs: Sequence[Answer], engine: str) -> None:
    """Check that another engine gave our answers.

    Raises:
        DisagreementError: it did not; shows the first question that differs, and both answers.
    """
    for question, mine, other in zip(asked, ours, theirs, strict=True):
        if not mine.agrees(other):
            msg = f"{engine} disagrees:\n{question}\nours: {mine}\n{engine}: {other}"
            raise DisagreementError(msg)


def answer_of(verdict: Verdict) -> Answer:
    """Return our own answer as the ids of the rules that spoke."""
    return Answer(
        word_of(verdict),
        frozenset(reason.rule for reason in verdict.reasons),
        frozenset(reason.rule for reason in verdict.warnings),
    )


def answer_from(said: dict[str, list[str]], *, warnings: bool = True) -> Answer:
    """Return what follows from rule ids by effect: denial outweighs hold, hold outweighs permit."""
    verdict = next((word for word in ("deny", "hold") if said.get(word)), "permit")
    return Answer(
        verdict,
        frozenset(said.get(verdict, ())),
        frozenset(said.get("warn", ())) if warnings else None,
    )


def questions(pack: Pack, count: int, seed: int = SEED) -> list[Question]:
    """Return ``count`` questions, no two of them equal: all platforms, purposes, facts; 2022 to 2028.

    Raises:
        AssertionError: the seed gave the same question twice.
    """
    draw = _Draw(pack, Random(seed))
    asked = [draw.question() for _ in range(count)]
    assert len(set(asked)) == count, f"seed {seed} asks the same question twice"
    return asked


class _Draw:
    """Draws facts independently of each other, the unknown ones included."""

    def __init__(self, pack: Pack, source: Random) -> None:
        self._random = source
        self._platforms = sorted(pack.platforms)
        self._codes = sorted(code for code, subject in pack.subjects.items() if not subject.anyone)
        self._secondary = sorted(
            norm.id for norm in pack.norms.values() if norm.status is NormStatus.SECONDARY
        )

    def question(self) -> Question:
        pick = self._random.choice
        at = FIRST_DAY + timedelta(seconds=self._random.randrange(DAYS * 86_400))
        return Question(
            organisation=Organisation(
                subjects=pick((None, *(self._some(self._codes, 3),) * 5)),
                accepted_norms=self._some(self._secondary, 3),
                operator_contract=pick(MAYBE),
            ),
            platform=pick(self._platforms),
            purpose=pick(tuple(Purpose)),
            at=at,
            recipient=pick(tuple(RecipientKind)),
            initiated_by=pick((None, *Initiator)),
            contains=pick(CONTENTS),
            consents=pick((None, *(tuple(self._consent(at) for _ in range(pick((0, 1, 1, 2)))),) * 4)),
            operator_opt_out=pick(MAYBE),
            time_zone=pick(ZONES),
            automated=pick(MAYBE),
            call=CallFact(pick(tuple(CallState)), self._ago(at), self._ago(at)),
            company=self._company(),
            earlier=pick((None, tuple(self._earlier(at) for _ in range(pick((0, 1, 2, 3)))))),
            invites=pick((None, None, self._some(INVITED, 2))),
            registered=pick((None, Registered(pick(tuple(RecordState)), "0" * 64))),
        )

    def _some(self, words: tuple[str, ...] | list[str], most: int) -> frozenset[str]:
        return frozenset(self._random.sample(words, self._random.randint(0, most)))

    def _ago(self, at: datetime) -> datetime | None:
        seconds = self._random.choice((None, 0, 5, 14, 15, 16, 3_600, 7_200, 7_201))
        return None if seconds is None else at - timedelta(seconds=seconds)

    def _days_from(self, at: datetime) -> datetime:
        return at - timedelta(seconds=self._random.randrange(-20 * 86_400, 300 * 86_400))

    def _consent(self, at: datetime) -> Consent:
        pick = self._random.choice
        return Consent(
            kind=pick(tuple(ConsentKind)),
            channel=pick(CHANNELS),
            given_at=pick((None, self._days_from(at))),
            withdrawn_at=pick((None, None, None, self._days_from(at))),
            verified=pick((True, True, False, None)),
        )

    def _company(self) -> Company:
        pick = self._random.choice
        cap = FrequencyCap(pick(tuple(Purpose)), pick((1, 2)), timedelta(hours=pick((1, 24, 72))))
        return Company(
            quiet_hours=pick(QUIET),
            frequency_caps=pick(((), (), (cap,))),
            hold_codes_during_calls=pick((True, True, False)),
        )

    def _earlier(self, at: datetime) -> Earlier:
        return Earlier(
            self._random.choice(tuple(Purpose)), at - timedelta(minutes=self._random.randrange(6_000))
        )


def plain(question: Question) -> dict[str, Any]:
    """Return the facts of a question as words, numbers and lists; a fact on which no rule turns is left out.

    What takes work (how a consent stands, whether it is night at the recipient's, whether a cap is reached)
    is worked out here by our own functions, so that other engines need not.
    """
    organisation, company = question.organisation, question.company
    registered = question.registered
    known = {
        "unanswered": organisation.subjects is None,
        "subjects": sorted(organisation.subjects or ()),
        "accepted": sorted(organisation.accepted_norms),
        "contract": {None: "unknown", False: "no"}.get(organisation.operator_contract),
        "contains": "unknown" if question.contains is None else "some" if question.contains else None,
        "client_first": question.initiated_by is Initiator.CLIENT,
        "ads": _unless(facts.advertising_consent(question), facts.Standing.GIVEN),
        "calls": _unless(facts.call_consent(question), facts.Standing.GIVEN),
        "opt_out": question.operator_opt_out is True,
        "automated": {None: "unknown", True: "yes"}.get(question.automated),
        "codes_held": company.hold_codes_during_calls,
        "line": _unless(facts.heard(question), CallState.IDLE),
        "grace": facts.call_grace_end(question) is not None,
        "quiet": facts.quiet_end(question) is not None,
        "quiet_unsure": company.quiet_hours is not None and question.time_zone is None,
        "cap": facts.cap_end(question) is not None,
        "cap_unsure": question.earlier is None and facts.capped(question),
        "registry": str(registered.state) if registered is not None else None,
        "invites": sorted(question.invites or ()),
    }
    return {"at": int(question.at.timestamp())} | {name: fact for name, fact in known.items() if fact}


def _unless(fact: StrEnum, usual: StrEnum) -> str | None:
    return None if fact is usual else str(fact)
