"""The nouns of schedules, and when one is due next. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from vestnik.audit.runs.model import RunOptions

ZONE: Final = "Europe/Moscow"
"""The company's time where none is named."""
LAST_DAY: Final = 28
"""The last day that every month has."""


class Every(StrEnum):
    """How often."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When an audit repeats, in local time of ``zone``."""

    every: Every
    hour: int
    """0 to 23."""
    day: int = 1
    """Of the week, 1 is Monday; of the month, 1 to 28; of no meaning for every day."""
    zone: str = ZONE

    def after(self, moment: datetime) -> datetime:
        """Return the first due time later than ``moment``, aware.

        An hour that a change of clocks skips is taken an hour later, one that it repeats is taken once.
        """
        zone = ZoneInfo(self.zone)
        local = moment.astimezone(zone)
        day = datetime(local.year, local.month, local.day, self.hour, tzinfo=zone)
        while day <= local or not self._fits(day):
            following = day.date() + timedelta(days=1)
            day = datetime(following.year, following.month, following.day, self.hour, tzinfo=zone)
        return day.astimezone(moment.tzinfo)

    def _fits(self, day: datetime) -> bool:
        if self.every is Every.WEEK:
            return day.isoweekday() == self.day
        return self.every is Every.DAY or day.day == self.day


@dataclass(frozen=True, slots=True)
class Schedule:
    """An audit that repeats."""

    id: str
    workspace_id: str
    target: str
    options: RunOptions
    rhythm: Rhythm
    created_by: str
    created_at: datetime
    next_at: datetime
    """When it is due; the past for one whose time came while nothing worked."""
    paused_at: datetime | None = None
    last_audit: str | None = None
    last_at: datetime | None = None
    """When it started an audit last."""
    skipped_at: datetime | None = field(default=None)
    """When it was due last while the same site was being audited already."""
