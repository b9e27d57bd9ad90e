"""Rows of runs and of their troubles ↔ nouns.

Every query names its workspace; ``queued`` and ``fail_silent`` alone look after the runs of all.
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
        )
    )


def open_runs(tx: Tx, workspace_id: str) -> list[str]:
    """Return the targets that are queued or being read."""
    query = sa.select(audits.c.target).where(audits.c.workspace_id == workspace_id, audits.c.state.in_(_OPEN))
    return list(tx.execute(query).scalars())


def claim(tx: Tx, workspace_id: str, audit_id: str, now: datetime) -> bool:
    """Move a queued run to running; tell whether it was ours to take."""
    moved = tx.execute(
        sa.update(audits)
        .where(
            audits.c.workspace_id == workspace_id,
            audits.c.id == audit_id,
            audits.c.state == RunState.QUEUED.value,
        )
        .values(state=RunState.RUNNING.value, started_at=now, seen_at=now)
    )
    return moved.rowcount == 1


def save_progress(tx: Tx, workspace_id: str, audit_id: str, progress: Progress, now: datetime) -> None:
    """Write how far a running audit is."""
    tx.execute(
        sa.update(audits)
        .where(
            audits.c.workspace_id == workspace_id,
            audits.c.id == audit_id,
            audits.c.state == RunState.RUNNING.value,
        )
        .values(
            seen_at=now,
            done=progress.done,
            waiting=progress.waiting,
            found=progress.found,
            now_at=progress.now_at and progress.now_at[:2048],
        )
    )


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
    workspace_id: str,
    audit_id: str,
    result: AuditResult,
    points: Sequence[ContactPoint],
    now: datetime,
    ledger_index: int,
) -> bool:
    """Move a running audit to done with its sums; tell whether it was still running."""
    moved = tx.execute(
        sa.update(audits)
        .where(
            audits.c.workspace_id == workspace_id,
            audits.c.id == audit_id,
            audits.c.state == RunState.RUNNING.value,
        )
        .values(
            state=RunState.DONE.value,
            finished_at=now,
            seen_at=now,
            waiting=0,
            found=len(result.findings),
            now_at=None,
            incomplete=result.incomplete,
            stats=stats_of(result),
            contact_points=[
                asdict(point) | {"severity": int(point.severity)} for point in points[:_MAX_POINTS]
            ],
            ledger_index=ledger_index,
        )
    )
    return moved.rowcount == 1


def fail(tx: Tx, workspace_id: str, audit_id: str, sentence: str, now: datetime) -> None:
    """Move an open run to failed and say why."""
    tx.execute(
        sa.update(audits)
        .where(audits.c.workspace_id == workspace_id, audits.c.id == audit_id, audits.c.state.in_(_OPEN))
        .values(state=RunState.FAILED.value, finished_at=now, failure=sentence[:500], incomplete=True)
    )


def fail_silent(tx: Tx, silent_since: datetime, sentence: str, now: datetime) -> int:
    """Move to failed every run, of any workspace, that has shown no life since; return how many."""
    return tx.execute(
        sa.update(audits)
        .where(audits.c.state == RunState.RUNNING.value, audits.c.seen_at <= silent_since)
        .values(state=RunState.FAILED.value, finished_at=now, failure=sentence, incomplete=True)
    ).rowcount


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
    """Return the sums of a result, as JSON."""
    return {
        "files": result.files,
        "bytes": result.bytes,
        "findings": len(result.findings),
        "actionable": sum(finding.actionable for finding in result.findings),
        "troubles": len(result.troubles),
        "by_severity": dict(Counter(finding.severity.name.lower() for finding in result.findings)),
        "by_platform": dict(Counter(finding.platform for finding in result.findings)),
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
    )
