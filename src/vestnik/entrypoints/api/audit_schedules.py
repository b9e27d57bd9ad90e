"""``/v1/audit-schedules``: audits that repeat."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from vestnik.access.model import Permission
from vestnik.audit.runs.schedules.model import ZONE, Every, Rhythm
from vestnik.audit.runs.schedules.model import Schedule as Planned
from vestnik.audit.runs.schedules.plan import (
    delete_schedule,
    list_schedules,
    pause_schedule,
    plan_audit,
)
from vestnik.entrypoints.api.audits import NewAudit, Started
from vestnik.entrypoints.api.door import Caller, House
from vestnik.entrypoints.guards import guard

router = APIRouter(tags=["audits"])


class NewSchedule(NewAudit):
    """A site, and when to audit it: ``day`` is of the week (1 is Monday) or of the month (1 to 28)."""

    every: Literal["day", "week", "month"]
    hour: int = 3
    day: int = 1
    zone: str = Field(default=ZONE, max_length=64)


class Schedule(BaseModel):
    """An audit that repeats."""

    id: str
    target: str
    every: str
    hour: int
    day: int
    zone: str
    next_at: datetime
    paused_at: datetime | None
    last_audit: str | None
    skipped_at: datetime | None
    """When it was due last while the same site was being audited already."""


class Schedules(BaseModel):
    """All schedules of the workspace, the oldest first."""

    schedules: list[Schedule]


@router.post("/audit-schedules", status_code=201)
@guard(Permission.AUDITS_RUN)
async def post_schedule(vestnik: House, caller: Caller, wanted: NewSchedule) -> Schedule:
    """Let the audit of a site repeat."""
    rhythm = Rhythm(Every(wanted.every), wanted.hour, wanted.day, wanted.zone)
    return _schedule(await plan_audit(vestnik.core, caller, wanted.target, wanted.options(), rhythm))


@router.get("/audit-schedules")
@guard(Permission.AUDITS_READ)
async def get_schedules(vestnik: House, caller: Caller) -> Schedules:
    """List the schedules."""
    return Schedules(schedules=[_schedule(one) for one in await list_schedules(vestnik.core, caller)])


@router.post("/audit-schedules/{schedule_id}/pause", status_code=202)
@guard(Permission.AUDITS_RUN)
async def post_pause(vestnik: House, caller: Caller, schedule_id: str) -> Started:
    """Pause a schedule."""
    await pause_schedule(vestnik.core, caller, schedule_id, paused=True)
    return Started(id=schedule_id)


@router.post("/audit-schedules/{schedule_id}/resume", status_code=202)
@guard(Permission.AUDITS_RUN)
async def post_resume(vestnik: House, caller: Caller, schedule_id: str) -> Started:
    """Let a paused schedule go on from its next time; what fell into the pause is not made up for."""
    await pause_schedule(vestnik.core, caller, schedule_id, paused=False)
    return Started(id=schedule_id)


@router.delete("/audit-schedules/{schedule_id}", status_code=204)
@guard(Permission.AUDITS_RUN)
async def remove_schedule(vestnik: House, caller: Caller, schedule_id: str) -> None:
    """Delete a schedule; the audits it started stay."""
    await delete_schedule(vestnik.core, caller, schedule_id)


def _schedule(one: Planned) -> Schedule:
    return Schedule(
        id=one.id,
        target=one.target,
        every=one.rhythm.every.value,
        hour=one.rhythm.hour,
        day=one.rhythm.day,
        zone=one.rhythm.zone,
        next_at=one.next_at,
        paused_at=one.paused_at,
        last_audit=one.last_audit,
        skipped_at=one.skipped_at,
    )
