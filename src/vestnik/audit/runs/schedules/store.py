"""Rows of schedules ↔ nouns. Every query names its workspace; ``due`` alone looks after those of all."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from vestnik.audit.runs.model import RunOptions
from vestnik.audit.runs.schedules.model import Every, Rhythm, Schedule
from vestnik.audit.tables import audit_schedules
from vestnik.kernel.core import Tx


def insert(tx: Tx, schedule: Schedule) -> None:
    """Add a schedule."""
    tx.execute(
        sa.insert(audit_schedules).values(
            workspace_id=schedule.workspace_id,
            id=schedule.id,
            target=schedule.target,
            options=asdict(schedule.options),
            every=schedule.rhythm.every.value,
            day=schedule.rhythm.day,
            hour=schedule.rhythm.hour,
            zone=schedule.rhythm.zone,
            created_by=schedule.created_by,
            created_at=schedule.created_at,
            next_at=schedule.next_at,
        )
    )


def all_of(tx: Tx, workspace_id: str) -> list[Schedule]:
    """Return the schedules of a workspace, the oldest first."""
    query = sa.select(audit_schedules).where(audit_schedules.c.workspace_id == workspace_id)
    return [_schedule(row) for row in tx.execute(query.order_by(audit_schedules.c.id))]


def one(tx: Tx, workspace_id: str, schedule_id: str) -> Schedule | None:
    """Return one schedule."""
    row = tx.execute(sa.select(audit_schedules).where(_is(workspace_id, schedule_id))).first()
    return None if row is None else _schedule(row)


def due(tx: Tx, now: datetime, limit: int) -> list[Schedule]:
    """Return the schedules, of any workspace, whose time has come, the longest waiting first."""
    query = (
        sa.select(audit_schedules)
        .where(audit_schedules.c.next_at <= now, audit_schedules.c.paused_at.is_(None))
        .order_by(audit_schedules.c.next_at, audit_schedules.c.id)
        .limit(limit)
    )
    return [_schedule(row) for row in tx.execute(query)]


def take(tx: Tx, schedule: Schedule, following: datetime) -> bool:
    """Move a due schedule on to its ``following`` time; tell whether nobody else had moved it."""
    moved = tx.execute(
        sa.update(audit_schedules)
        .where(
            _is(schedule.workspace_id, schedule.id),
            audit_schedules.c.next_at == schedule.next_at,
            audit_schedules.c.paused_at.is_(None),
        )
        .values(next_at=following)
    )
    return moved.rowcount == 1


def note_started(tx: Tx, schedule: Schedule, audit_id: str, now: datetime) -> None:
    """Remember the audit that a schedule started."""
    tx.execute(
        sa.update(audit_schedules)
        .where(_is(schedule.workspace_id, schedule.id))
        .values(last_audit=audit_id, last_at=now, skipped_at=None)
    )


def note_skipped(tx: Tx, schedule: Schedule, now: datetime) -> None:
    """Remember that a schedule was due and started nothing."""
    tx.execute(
        sa.update(audit_schedules).where(_is(schedule.workspace_id, schedule.id)).values(skipped_at=now)
    )


def set_pause(
    tx: Tx, workspace_id: str, schedule_id: str, paused_at: datetime | None, next_at: datetime
) -> None:
    """Pause a schedule, or let it go on from ``next_at``."""
    tx.execute(
        sa.update(audit_schedules)
        .where(_is(workspace_id, schedule_id))
        .values(paused_at=paused_at, next_at=next_at)
    )


def delete(tx: Tx, workspace_id: str, schedule_id: str) -> bool:
    """Remove a schedule; tell whether it was there."""
    return tx.execute(sa.delete(audit_schedules).where(_is(workspace_id, schedule_id))).rowcount == 1


def _is(workspace_id: str, schedule_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(audit_schedules.c.workspace_id == workspace_id, audit_schedules.c.id == schedule_id)


def _schedule(row: sa.Row[Any]) -> Schedule:
    return Schedule(
        id=row.id,
        workspace_id=row.workspace_id,
        target=row.target,
        options=RunOptions(**row.options),
        rhythm=Rhythm(Every(row.every), row.hour, row.day, row.zone),
        created_by=row.created_by,
        created_at=row.created_at,
        next_at=row.next_at,
        paused_at=row.paused_at,
        last_audit=row.last_audit,
        last_at=row.last_at,
        skipped_at=row.skipped_at,
    )
