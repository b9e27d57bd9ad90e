"""Rows of runs and of their troubles ↔ nouns.

Every query names its workspace; ``queued`` and ``silent`` alone look after the runs of all.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from vestnik.audit.model import AuditResult, ContactPoint, Severity, Trouble
from vestnik.audit.runs.model import Progress, Run, RunOptions, RunState
from vestnik.audit.tables import audits, troubles
from vestnik.kernel.core import Tx

_MAX_POINTS = 300
_OPEN = (RunState.QUEUED.value, RunState.RUNNING.value)


def insert_run(tx: Tx, run: Run) -> None:
    """Add a queued run."""
    tx.execute(
        sa.insert(audits).values(
            workspace_id=run.workspace_id,
            id=run.id,
            target=run.target,
            kind=run.kind,
            state=run.state.value,
            options=asdict(run.options),
            requested_by=run.requested_by,
            queued_at=run.queued_at,
            seen_at=run.queued_at,
            done=0,
            waiting=0,
            found=0,
            incomplete=False,
            stats={},
            contact_points=[],
            schedule_id=run.schedule_id,
            resumes=0,
        )
    )


def open_runs(tx: Tx, workspace_id: str) -> list[str]:
    """Return the targets that are queued or being read."""
    query = sa.select(audits.c.target).where(audits.c.workspace_id == workspace_id, audits.c.state.in_(_OPEN))
    return list(tx.execute(query).scalars())


def claim(tx: Tx, workspace_id: str, audit_id: str, now: datetime) -> int | None:
    """Move a queued run to running; return its turn, None when it was not ours to take.

    The turn counts how often the run was taken. Whoever writes it names the turn, so that a process that
    stood still while another took over changes nothing any more.
    """
    mine = (
        audits.c.workspace_id == workspace_id,
        audits.c.id == audit_id,
        audits.c.state == RunState.QUEUED.value,
    )
    moved = tx.execute(
        sa.update(audits)
        .where(*mine)
        .values(
            state=RunState.RUNNING.value,
            started_at=sa.func.coalesce(audits.c.started_at, sa.literal(now, audits.c.started_at.type)),
            seen_at=now,
        )
    )
    if moved.rowcount != 1:
        return None
    query = sa.select(audits.c.resumes).where(audits.c.workspace_id == workspace_id, audits.c.id == audit_id)
    return int(tx.execute(query).scalar_one())


def is_running(tx: Tx, workspace_id: str, audit_id: str, turn: int) -> bool:
    """Tell whether the run is still in this turn of running."""
    query = sa.select(audits.c.id).where(_running(workspace_id, audit_id, turn))
    return tx.execute(query).first() is not None


def _running(workspace_id: str, audit_id: str, turn: int) -> sa.ColumnElement[bool]:
    return sa.and_(
        audits.c.workspace_id == workspace_id,
        audits.c.id == audit_id,
        audits.c.state == RunState.RUNNING.value,
        audits.c.resumes == turn,
    )


def save_progress(
    tx: Tx, workspace_id: str, audit_id: str, turn: int, progress: Progress, now: datetime
) -> bool:
    """Write how far a running audit is; tell whether it may go on.

    It may not when somebody asked it to stop, or when another process took it over (see ``claim``).
    """
    moved = tx.execute(
        sa.update(audits)
        .where(_running(workspace_id, audit_id, turn))
        .values(
            seen_at=now,
            done=progress.done,
            waiting=progress.waiting,
            found=progress.found,
            now_at=progress.now_at and progress.now_at[:2048],
        )
    )
    asked = tx.execute(
        sa.select(audits.c.stop_asked_by).where(
            audits.c.workspace_id == workspace_id, audits.c.id == audit_id
        )
    ).scalar()
    return moved.rowcount == 1 and asked is None


def ask_to_stop(tx: Tx, workspace_id: str, audit_id: str, who: str) -> bool:
    """Ask a running audit to stop; tell whether it was running."""
    moved = tx.execute(
        sa.update(audits)
        .where(
            audits.c.workspace_id == workspace_id,
            audits.c.id == audit_id,
            audits.c.state == RunState.RUNNING.value,
        )
        .values(stop_asked_by=who[:254])
    )
    return moved.rowcount == 1


def drop_queued(tx: Tx, workspace_id: str, audit_id: str, sentence: str, now: datetime) -> bool:
    """Move a run that still waits to failed; tell whether it waited."""
    moved = tx.execute(
        sa.update(audits)
        .where(
            audits.c.workspace_id == workspace_id,
            audits.c.id == audit_id,
            audits.c.state == RunState.QUEUED.value,
        )
        .values(state=RunState.FAILED.value, finished_at=now, failure=sentence[:500], incomplete=True)
    )
    return moved.rowcount == 1


def erase(tx: Tx, workspace_id: str, audit_id: str) -> bool:
    """Delete a run that is over, with all that hangs on it; tell whether it was there and over."""
    gone = tx.execute(
        sa.delete(audits).where(
            audits.c.workspace_id == workspace_id,
            audits.c.id == audit_id,
            audits.c.state.not_in(_OPEN),
        )
    )
    return gone.rowcount == 1


def is_known(tx: Tx, workspace_id: str, target: str) -> bool:
    """Tell whether any run of a target is stored."""
    query = sa.select(audits.c.id).where(audits.c.workspace_id == workspace_id, audits.c.target == target)
    return tx.execute(query.limit(1)).first() is not None


def insert_troubles(tx: Tx, workspace_id: str, audit_id: str, found: Sequence[Trouble]) -> None:
    """Write a run's troubles in the order given, in place of any that stand."""
    tx.execute(
        sa.delete(troubles).where(troubles.c.workspace_id == workspace_id, troubles.c.audit_id == audit_id)
    )
    if found:
        tx.execute(
            sa.insert(troubles),
            [
                {
                    "workspace_id": workspace_id,
                    "audit_id": audit_id,
                    "position": position,
                    "path": trouble.path,
                    "kind": trouble.kind,
                    "detail": trouble.detail,
                    "incomplete": trouble.incomplete,
                }
                for position, trouble in enumerate(found)
            ],
        )


def finish(
    tx: Tx,
    run: Run,
    result: AuditResult,
    points: Sequence[ContactPoint],
    now: datetime,
    ledger_index: int,
) -> bool:
    """Move a running audit to done with its sums; tell whether it was still running."""
    moved = tx.execute(
        sa.update(audits)
        .where(_running(run.workspace_id, run.id, run.resumes))
        .values(
            state=RunState.DONE.value,
            finished_at=now,
            seen_at=now,
            waiting=0,
            found=len(result.places),
            now_at=None,
            incomplete=result.incomplete,
            stats=stats_of(result) | {"contact_points": len(points)},
            contact_points=[
                asdict(point) | {"severity": int(point.severity)} for point in points[:_MAX_POINTS]
            ],
            ledger_index=ledger_index,
        )
    )
    return moved.rowcount == 1


def fail(tx: Tx, workspace_id: str, audit_id: str, turn: int, sentence: str, now: datetime) -> None:
    """Move a running audit to failed and say why."""
    tx.execute(
        sa.update(audits)
        .where(_running(workspace_id, audit_id, turn))
        .values(state=RunState.FAILED.value, finished_at=now, failure=sentence[:500], incomplete=True)
    )


def silent(tx: Tx, silent_since: datetime) -> list[tuple[str, str, int]]:
    """Return workspace, id and turn of the running audits, of any workspace, without life since then."""
    query = sa.select(audits.c.workspace_id, audits.c.id, audits.c.resumes).where(
        audits.c.state == RunState.RUNNING.value, audits.c.seen_at <= silent_since
    )
    return [(row[0], row[1], row[2]) for row in tx.execute(query)]


def give_back(tx: Tx, workspace_id: str, audit_id: str, turn: int, now: datetime) -> bool:
    """Move a running audit back to the queue, unless somebody asked it to stop; tell whether it moved."""
    moved = tx.execute(
        sa.update(audits)
        .where(_running(workspace_id, audit_id, turn), audits.c.stop_asked_by.is_(None))
        .values(state=RunState.QUEUED.value, seen_at=now, resumes=audits.c.resumes + 1)
    )
    return moved.rowcount == 1


def queued(tx: Tx, limit: int) -> list[tuple[str, str]]:
    """Return workspace and id of the runs that wait, of any workspace, the longest waiting first."""
    query = (
        sa.select(audits.c.workspace_id, audits.c.id)
        .where(audits.c.state == RunState.QUEUED.value)
        .order_by(audits.c.seen_at, audits.c.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in tx.execute(query)]


def runs(tx: Tx, workspace_id: str, *, before: str | None, limit: int, target: str | None) -> list[Run]:
    """Return runs, newest first, older than the run ``before``."""
    query = sa.select(audits).where(audits.c.workspace_id == workspace_id)
    if before is not None:
        query = query.where(audits.c.id < before)
    if target is not None:
        query = query.where(audits.c.target == target)
    return [_run(row) for row in tx.execute(query.order_by(audits.c.id.desc()).limit(limit))]


def run(tx: Tx, workspace_id: str, audit_id: str) -> Run | None:
    """Return one run."""
    query = sa.select(audits).where(audits.c.workspace_id == workspace_id, audits.c.id == audit_id)
    row = tx.execute(query).first()
    return None if row is None else _run(row)


def troubles_of(tx: Tx, workspace_id: str, audit_id: str) -> tuple[Trouble, ...]:
    """Return what a run could not read."""
    query = (
        sa.select(troubles)
        .where(troubles.c.workspace_id == workspace_id, troubles.c.audit_id == audit_id)
        .order_by(troubles.c.position)
    )
    return tuple(Trouble(row.path, row.kind, row.detail, row.incomplete) for row in tx.execute(query))


def stats_of(result: AuditResult) -> dict[str, Any]:
    """Return the sums of a result, as JSON: of places, icons and labels of another finding aside.

    What filters offer counts those too.
    """
    places = result.places
    return {
        "files": result.files,
        "bytes": result.bytes,
        "findings": len(places),
        "actionable": sum(finding.actionable for finding in places),
        "troubles": len(result.troubles),
        "by_severity": dict(Counter(finding.severity.name.lower() for finding in places)),
        "by_platform": dict(Counter(finding.platform for finding in result.findings)),
        "by_rule": dict(Counter(finding.rule for finding in result.findings)),
        "by_carrier": dict(Counter(finding.carrier.value for finding in result.findings)),
        "pages": result.pages,
        "seconds": round(result.seconds, 1),
        "signals": len(result.signals),
        "forms": len(result.forms),
        "trackers": len(result.trackers),
        "interrupted": result.interrupted,
    }


def _run(row: sa.Row[Any]) -> Run:
    return Run(
        id=row.id,
        workspace_id=row.workspace_id,
        target=row.target,
        kind=row.kind,
        state=RunState(row.state),
        options=RunOptions(**row.options),
        requested_by=row.requested_by,
        queued_at=row.queued_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        progress=Progress(row.done, row.waiting, row.found, row.now_at),
        incomplete=row.incomplete,
        stats=row.stats,
        contact_points=tuple(
            ContactPoint(**(point | {"severity": Severity(point["severity"])}))
            for point in row.contact_points
        ),
        failure=row.failure,
        ledger_index=row.ledger_index,
        schedule_id=row.schedule_id,
        resumes=row.resumes,
        stop_asked_by=row.stop_asked_by,
    )
