"""Rows of shared reports ↔ nouns. Every query names its workspace."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from vestnik.audit.runs.shares.model import Share
from vestnik.audit.tables import report_shares
from vestnik.kernel.core import Tx


def insert(tx: Tx, share: Share, token_hash: bytes) -> None:
    """Add a share."""
    tx.execute(
        sa.insert(report_shares).values(
            workspace_id=share.workspace_id,
            id=share.id,
            audit_id=share.audit_id,
            token_hash=token_hash,
            note=share.note,
            created_by=share.created_by,
            created_at=share.created_at,
            expires_at=share.expires_at,
            views=0,
        )
    )


def of_audit(tx: Tx, workspace_id: str, audit_id: str) -> list[Share]:
    """Return the shares of an audit, newest first."""
    query = sa.select(report_shares).where(
        report_shares.c.workspace_id == workspace_id, report_shares.c.audit_id == audit_id
    )
    return [_share(row) for row in tx.execute(query.order_by(report_shares.c.id.desc()))]


def one(tx: Tx, workspace_id: str, share_id: str) -> tuple[Share, bytes] | None:
    """Return a share and the hash of its token."""
    row = tx.execute(sa.select(report_shares).where(_is(workspace_id, share_id))).first()
    return None if row is None else (_share(row), bytes(row.token_hash))


def revoke(tx: Tx, workspace_id: str, share_id: str, now: datetime) -> None:
    """End a share; one that ended already keeps its time."""
    tx.execute(
        sa.update(report_shares)
        .where(_is(workspace_id, share_id), report_shares.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def count_view(tx: Tx, workspace_id: str, share_id: str, now: datetime) -> None:
    """Count a look at the report."""
    tx.execute(
        sa.update(report_shares)
        .where(_is(workspace_id, share_id))
        .values(views=report_shares.c.views + 1, viewed_at=now)
    )


def _is(workspace_id: str, share_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(report_shares.c.workspace_id == workspace_id, report_shares.c.id == share_id)


def _share(row: sa.Row[Any]) -> Share:
    return Share(
        id=row.id,
        workspace_id=row.workspace_id,
        audit_id=row.audit_id,
        note=row.note,
        created_by=row.created_by,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        views=row.views,
        viewed_at=row.viewed_at,
    )
