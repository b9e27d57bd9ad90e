"""The three answers of ``law.decide``. Only the law room can make them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeAlias

from vestnik.law.model import Purpose, Reason

_SEAL: Final = object()
"""Known to this module and ``decide`` alone; without it an answer cannot be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What all answers carry: what was asked, what it rests on, what is missing."""

    platform: str
    purpose: Purpose
    decided_at: datetime
    pack_version: str
    reasons: tuple[Reason, ...] = ()
    """The grounds of the verdict itself."""
    warnings: tuple[Reason, ...] = ()
    needs_decision: tuple[str, ...] = ()
    """Ids of secondary norms that would deny if the owner accepted them."""
    facts_missing: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    """Platforms that would carry the same message, best first."""
    trace: tuple[str, ...] = ()
    """Every rule that was tried, with its outcome."""
    _seal: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self._seal is not _SEAL:
            msg = f"{type(self).__name__} is made by law.decide alone: ask the law"
            raise TypeError(msg)
        # An answer does not carry the seal around: ``dataclasses.replace`` would forge with it.
        object.__setattr__(self, "_seal", None)

    def __reduce__(self) -> str:
        msg = f"{type(self).__name__} cannot be pickled or copied: ask the law again"
        raise TypeError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit(_Answer):
    """The message may go; a driver demands this object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(_Answer):
    """The message waits: until a moment, or until the recipient's call ends."""

    until: datetime | None = None
    waits_for: str | None = None
    """``call_end`` or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial(_Answer):
    """The message must not go."""


Verdict: TypeAlias = Permit | Hold | Denial
