"""What differs between two runs of one target: findings by fingerprint, contact points by their address."""

from collections.abc import Callable

import sqlalchemy as sa

from vestnik.audit.model import ContactPoint
from vestnik.audit.runs.finding_store import of_run, stored_finding
from vestnik.audit.runs.model import (
    MAX_PAGE,
    Comparison,
    Differing,
    Run,
    RunState,
    StoredFinding,
    TrendPoint,
)
from vestnik.audit.tables import audits, findings
from vestnik.kernel.core import Tx


def previous_of(tx: Tx, current: Run) -> str | None:
    """Return the id of the last finished run of the same target before ``current``."""
    return tx.execute(
        sa.select(audits.c.id)
        .where(
            audits.c.workspace_id == current.workspace_id,
            audits.c.target == current.target,
            audits.c.state == RunState.DONE.value,
            audits.c.id < current.id,
        )
        .order_by(audits.c.id.desc())
        .limit(1)
    ).scalar()


def compare(tx: Tx, earlier: Run, later: Run) -> Comparison:
    """Compare two runs of one workspace; a place that stands twice in a run counts twice."""
    workspace_id = later.workspace_id
    only_in = _differ(tx, workspace_id)
    new, new_count = only_in(later.id, earlier.id)
    gone, gone_count = only_in(earlier.id, later.id)
    changed, changed_count = _changed(tx, workspace_id, earlier.id, later.id)
    total = tx.execute(
        sa.select(sa.func.count()).select_from(of_run(workspace_id, later.id).subquery())
    ).scalar_one()
    return Comparison(
        earlier.id,
        new,
        gone,
        new_count,
        gone_count,
        total - new_count,
        changed,
        changed_count,
        points_new=_points_only_in(later, earlier),
        points_gone=_points_only_in(earlier, later),
    )


def trend(tx: Tx, workspace_id: str, target: str, limit: int) -> list[TrendPoint]:
    """Return the sums of the last finished runs of a target, oldest first."""
    rows = tx.execute(
        sa.select(
            audits.c.id, audits.c.finished_at, audits.c.stats, audits.c.contact_points, audits.c.incomplete
        )
        .where(
            audits.c.workspace_id == workspace_id,
            audits.c.target == target,
            audits.c.state == RunState.DONE.value,
        )
        .order_by(audits.c.id.desc())
        .limit(limit)
    ).all()
    return [
        TrendPoint(
            row.id,
            row.finished_at,
            row.stats.get("contact_points", len(row.contact_points)),
            dict(row.stats.get("by_severity", {})),
            row.incomplete,
        )
        for row in reversed(rows)
    ]


def _points_only_in(here: Run, there: Run) -> tuple[ContactPoint, ...]:
    known = {(point.platform, point.target) for point in there.contact_points}
    return tuple(point for point in here.contact_points if (point.platform, point.target) not in known)


def _differ(tx: Tx, workspace_id: str) -> Callable[[str, str], tuple[tuple[StoredFinding, ...], int]]:
    def only_in(here: str, there: str) -> tuple[tuple[StoredFinding, ...], int]:
        other = findings.alias()
        query = of_run(workspace_id, here).where(
            ~sa.exists().where(
                other.c.workspace_id == workspace_id,
                other.c.audit_id == there,
                other.c.fingerprint == findings.c.fingerprint,
            )
        )
        rows = tx.execute(query.order_by(findings.c.position).limit(MAX_PAGE))
        number = tx.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
        return tuple(stored_finding(row) for row in rows), number

    return only_in


def _changed(tx: Tx, workspace_id: str, earlier: str, later: str) -> tuple[tuple[Differing, ...], int]:
    before = findings.alias()
    same = sa.and_(
        before.c.workspace_id == workspace_id,
        before.c.audit_id == earlier,
        before.c.fingerprint == findings.c.fingerprint,
        before.c.severity != findings.c.severity,
    )
    pairs = (
        sa.select(findings.c.position.label("after"), before.c.position.label("before"))
        .select_from(findings.join(before, same))
        .where(
            findings.c.workspace_id == workspace_id,
            findings.c.audit_id == later,
            findings.c.fingerprint != "",
        )
    )
    number = tx.execute(sa.select(sa.func.count()).select_from(pairs.subquery())).scalar_one()
    rows = tx.execute(pairs.order_by(findings.c.position).limit(MAX_PAGE)).all()

    def loaded(audit_id: str, positions: list[int]) -> dict[int, StoredFinding]:
        query = of_run(workspace_id, audit_id).where(findings.c.position.in_(positions))
        return {row.position: stored_finding(row) for row in tx.execute(query)}

    earlier_ones = loaded(earlier, [row.before for row in rows])
    later_ones = loaded(later, [row.after for row in rows])
    return tuple(Differing(earlier_ones[row.before], later_ones[row.after]) for row in rows), number
