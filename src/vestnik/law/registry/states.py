"""How matched platforms stand in the newest snapshot: one small query, for the gate and for people."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from vestnik.kernel.core import Tx
from vestnik.law.policy.question import RecordState, Registered
from vestnik.law.registry import store
from vestnik.law.registry.model import RegistryState, Snapshot, SnapshotState
from vestnik.law.registry.tables import registry_matches, registry_products, registry_snapshots


def newest_snapshot_in(tx: Tx) -> Snapshot | None:
    """Return the newest complete snapshot, inside a transaction that somebody else holds."""
    return store.newest_complete(tx)


def registry_states_in(tx: Tx, workspace_id: str) -> Mapping[str, RegistryState]:
    """Return the state of every matched platform by its id, inside a transaction that somebody else holds.

    One query over the workspace's few matches; empty while nothing is matched. A state is supporting
    evidence that a platform is Russian: it never stands for the owner, which is what the law asks for.
    """
    return {row.platform_id: _state(row) for row in tx.execute(_QUERY, {"workspace": workspace_id})}


def registered_in(tx: Tx, workspace_id: str) -> dict[str, Registered]:
    """Return the same as a question to the law holds it."""
    states = registry_states_in(tx, workspace_id)
    return {platform: Registered(state.kind, state.sha256) for platform, state in states.items()}


def _state(row: sa.Row[Any]) -> RegistryState:
    if row.found is None:
        kind = RecordState.MISSING
    elif row.excluded:
        kind = RecordState.EXCLUDED
    elif row.found_inns and row.inns and set(row.found_inns.split()) != set(row.inns.split()):
        kind = RecordState.OWNER_CHANGED
    else:
        kind = RecordState.LISTED
    return RegistryState(
        kind=kind,
        number=row.key,
        product_name=row.product_name,
        snapshot_id=row.newest,
        sha256=row.sha256,
        as_of=row.as_of,
        since=row.excluded_on if kind is RecordState.EXCLUDED else None,
    )


def _query() -> sa.Select[Any]:
    matches, newest = registry_matches.c, registry_snapshots.c
    newest_id = (
        sa.select(registry_snapshots.c.id)
        .where(registry_snapshots.c.state == SnapshotState.COMPLETE.value)
        .order_by(registry_snapshots.c.as_of.desc(), registry_snapshots.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    # Two joins, each by a whole key, because an OR in one join would cost the engine its index.
    same, paired = registry_products.alias("same"), registry_products.alias("paired")
    joined = (
        registry_matches.join(registry_snapshots, newest.id == newest_id)
        .outerjoin(same, sa.and_(newest.numbered, same.c.snapshot_id == newest.id, same.c.key == matches.key))
        .outerjoin(
            paired,
            sa.and_(
                sa.or_(sa.not_(newest.numbered), matches.number == ""),
                paired.c.snapshot_id == newest.id,
                paired.c.pair_key == matches.pair_key,
            ),
        )
    )
    return (
        sa.select(
            matches.platform_id,
            matches.key,
            matches.product_name,
            matches.inns,
            newest.id.label("newest"),
            newest.sha256,
            newest.as_of,
            sa.func.coalesce(same.c.key, paired.c.key).label("found"),
            sa.func.coalesce(same.c.inns, paired.c.inns).label("found_inns"),
            sa.func.coalesce(same.c.excluded, paired.c.excluded).label("excluded"),
            sa.func.coalesce(same.c.excluded_on, paired.c.excluded_on).label("excluded_on"),
        )
        .select_from(joined)
        .where(matches.workspace_id == sa.bindparam("workspace"), matches.ended_at.is_(None))
    )


_QUERY = _query()
