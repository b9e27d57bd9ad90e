"""The three answers of ``law.decide``. Only the law room can make them."""

from datetime import datetime
from typing import Final, NoReturn, TypeAlias

from vestnik.law.model import Purpose, Reason
from vestnik.law.policy.program import Program
from vestnik.law.policy.question import Question

_SEAL: Final = object()
"""Known to this module and ``decide`` alone; without it an answer cannot be made."""


class _Answer:
    """What all answers carry: what was asked, what it rests on, what is missing.

    What is asked for rarely (trace, alternatives) is worked out when it is asked for: a question and its
    pack give one answer, whenever that is.
    """

    __slots__ = ("_missing", "_needs", "_program", "_question", "_reasons", "_warnings")

    def __init__(
        self,
        seal: object,
        question: Question,
        program: Program,
        reasons: tuple[Reason, ...] = (),
        warnings: tuple[Reason, ...] = (),
        needs: tuple[str, ...] = (),
        missing: tuple[str, ...] = (),
    ) -> None:
        """Refuse whoever does not hold the seal."""
        if seal is not _SEAL:
            msg = f"{type(self).__name__} is made by law.decide alone: ask the law"
            raise TypeError(msg)
        self._question = question
        self._program = program
        self._reasons = reasons
        self._warnings = warnings
        self._needs = needs
        self._missing = missing

    @property
    def question(self) -> Question:
        """What was asked."""
        return self._question

    @property
    def platform(self) -> str:
        """Where the message would go."""
        return self._question.platform

    @property
    def purpose(self) -> Purpose:
        """Why it would."""
        return self._question.purpose

    @property
    def decided_at(self) -> datetime:
        """The moment the answer is for."""
        return self._question.at

    @property
    def pack_version(self) -> str:
        """Which pack answered."""
        return self._program.pack.version

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The grounds of the verdict itself."""
        return self._reasons

    @property
    def warnings(self) -> tuple[Reason, ...]:
        """What else is to be known."""
        return self._warnings

    @property
    def needs_decision(self) -> tuple[str, ...]:
        """Ids of secondary norms that would deny if the owner accepted them."""
        return tuple(dict.fromkeys(self._needs))

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that nobody told and that matter here."""
        return tuple(dict.fromkeys(self._missing))

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Platforms that would carry the same message now, best first; none where nothing objects."""
        if not (self._reasons or self._warnings or self._program.platform.foreign_owned):
            return ()
        return self._program.open_roads(self._question)

    @property
    def trace(self) -> tuple[str, ...]:
        """Every rule that was tried, with its outcome."""
        return self._program.trace(self._question)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._content() == other._content()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        rules = ", ".join(reason.rule for reason in (*self._reasons, *self._warnings))
        return f"<{type(self).__name__} {self.platform} {self.purpose}: {rules or 'nothing objects'}>"

    def __reduce__(self) -> NoReturn:
        msg = f"{type(self).__name__} cannot be pickled or copied: ask the law again"
        raise TypeError(msg)

    def _content(self) -> tuple[object, ...]:
        return (
            self._question,
            self._program.pack.sha256,
            self._reasons,
            self._warnings,
            self.needs_decision,
            self.missing,
        )


class Permit(_Answer):
    """The message may go; a driver demands this object."""

    __slots__ = ()


class Hold(_Answer):
    """The message waits: until a moment, or until the recipient's call ends."""

    __slots__ = ("_until", "_waits_for")

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        seal: object,
        question: Question,
        program: Program,
        reasons: tuple[Reason, ...] = (),
        warnings: tuple[Reason, ...] = (),
        needs: tuple[str, ...] = (),
        missing: tuple[str, ...] = (),
        until: datetime | None = None,
        waits_for: str | None = None,
    ) -> None:
        """Refuse whoever does not hold the seal."""
        super().__init__(seal, question, program, reasons, warnings, needs, missing)
        self._until = until
        self._waits_for = waits_for

    @property
    def until(self) -> datetime | None:
        """When to ask again, if a moment is known."""
        return self._until

    @property
    def waits_for(self) -> str | None:
        """``call_end`` or None."""
        return self._waits_for

    def _content(self) -> tuple[object, ...]:
        return (*super()._content(), self._until, self._waits_for)


class Denial(_Answer):
    """The message must not go."""

    __slots__ = ()


Verdict: TypeAlias = Permit | Hold | Denial
