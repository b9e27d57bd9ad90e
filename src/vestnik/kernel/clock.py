"""The only place where the time of day enters the system."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """A source of aware UTC times."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 — this is the one place


class ManualClock:
    """A clock that moves only when told: for tests and for replaying past decisions."""

    def __init__(self, start: datetime) -> None:
        """Stand at ``start``, which must be aware."""
        if start.tzinfo is None:
            msg = "a clock needs an aware time"
            raise ValueError(msg)
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return the moment the clock stands at."""
        return self._now

    def advance(self, step: timedelta) -> datetime:
        """Move forward and return the new moment; time never goes back."""
        if step < timedelta(0):
            msg = "a clock does not go back"
            raise ValueError(msg)
        self._now += step
        return self._now


def micros(moment: datetime) -> int:
    """Return whole microseconds since 1970 of an aware time."""
    if moment.tzinfo is None:
        msg = "a naive time has no place on the line"
        raise ValueError(msg)
    delta = moment - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def from_micros(value: int) -> datetime:
    """Return the aware UTC time that stands ``value`` microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=value)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
