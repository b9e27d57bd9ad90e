"""Rows of wrapped keys."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from vestnik.kernel.core import Tx
from vestnik.keys.seal import MAX_EPOCH
from vestnik.keys.tables import workspace_keys


def living_epochs(tx: Tx, workspace_id: str) -> dict[int, bytes]:
    """Return the wrapped key of every epoch that is not destroyed."""
    rows = tx.execute(
        sa.select(workspace_keys.c.epoch, workspace_keys.c.wrapped).where(
            workspace_keys.c.workspace_id == workspace_id, workspace_keys.c.destroyed_at.is_(None)
        )
    )
    return {row[0]: bytes(row[1]) for row in rows}


def begin_epoch(tx: Tx, workspace_id: str, wrap: Callable[[int], bytes], now: datetime) -> dict[int, bytes]:
    """Give a workspace without living keys its next epoch; return the living ones.

    When another process was quicker, its key is the one that is returned.
    """
    living = living_epochs(tx, workspace_id)
    if living:
        return living
    last = tx.execute(
        sa.select(sa.func.max(workspace_keys.c.epoch)).where(workspace_keys.c.workspace_id == workspace_id)
    ).scalar()
    epoch = (last or 0) + 1
    if epoch > MAX_EPOCH:
        raise ValueError(f"a workspace has {MAX_EPOCH} key epochs at most")
    insert = postgresql.insert if tx.dialect.name == "postgresql" else sqlite.insert
    tx.execute(
        insert(workspace_keys)
        .values(workspace_id=workspace_id, epoch=epoch, wrapped=wrap(epoch), created_at=now)
        .on_conflict_do_nothing()
    )
    return living_epochs(tx, workspace_id)
