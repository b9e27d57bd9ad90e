"""Rows of snapshots and products ↔ nouns."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, Final

import sqlalchemy as sa

from vestnik.kernel.core import Tx
from vestnik.kernel.rows import BulkInsert
from vestnik.law.registry.limits import BATCH
from vestnik.law.registry.model import ExportFormat, Owner, Product, Snapshot, SnapshotState
from vestnik.law.registry.records import search_text
from vestnik.law.registry.tables import registry_products, registry_snapshots

_insert_products: Final = BulkInsert(registry_products, *(column.name for column in registry_products.c))
_UNFINISHED: Final = (SnapshotState.LOADING.value, SnapshotState.ABANDONED.value)
_VISIBLE: Final = (SnapshotState.COMPLETE.value, SnapshotState.PRUNED.value)


def add_snapshot(tx: Tx, snapshot: Snapshot) -> None:
    """Write a snapshot, loading: nobody sees it yet."""
    values = asdict(snapshot) | {"oddities": dict(snapshot.oddities)}
    tx.execute(sa.insert(registry_snapshots).values(**values))


def add_products(tx: Tx, snapshot_id: str, products: Sequence[Product]) -> bool:
    """Add products to a loading snapshot; False when it was overtaken and takes no more."""
    held = tx.execute(
        sa.update(registry_snapshots)
        .where(registry_snapshots.c.id == snapshot_id, registry_snapshots.c.state == SnapshotState.LOADING)
        .values(records=registry_snapshots.c.records + len(products))
    )
    if held.rowcount != 1:
        return False
    _insert_products(tx, [_row(snapshot_id, product) for product in products])
    return True


def complete(tx: Tx, snapshot: Snapshot) -> bool:
    """Make a loading snapshot visible, with what is known only at its end; False when it was overtaken."""
    done = replace(snapshot, state=SnapshotState.COMPLETE)
    moved = tx.execute(
        sa.update(registry_snapshots)
        .where(registry_snapshots.c.id == snapshot.id, registry_snapshots.c.state == SnapshotState.LOADING)
        .values(**(asdict(done) | {"oddities": dict(done.oddities)}))
    )
    return moved.rowcount == 1


def abandon(tx: Tx, snapshot_id: str) -> bool:
    """Give up a loading snapshot, which then takes no more; False when it became complete meanwhile."""
    moved = tx.execute(
        sa.update(registry_snapshots)
        .where(registry_snapshots.c.id == snapshot_id, registry_snapshots.c.state.in_(_UNFINISHED))
        .values(state=SnapshotState.ABANDONED)
    )
    return moved.rowcount == 1


def prune(tx: Tx, snapshot_id: str) -> None:
    """Put a complete snapshot beyond search and comparison."""
    tx.execute(
        sa.update(registry_snapshots)
        .where(registry_snapshots.c.id == snapshot_id, registry_snapshots.c.state == SnapshotState.COMPLETE)
        .values(state=SnapshotState.PRUNED)
    )


def drop_products(tx: Tx, snapshot_id: str) -> int:
    """Delete up to ``BATCH`` products of a snapshot; return how many."""
    some = (
        sa.select(registry_products.c.key).where(registry_products.c.snapshot_id == snapshot_id).limit(BATCH)
    )
    return tx.execute(
        sa.delete(registry_products).where(
            registry_products.c.snapshot_id == snapshot_id, registry_products.c.key.in_(some)
        )
    ).rowcount


def drop_snapshot(tx: Tx, snapshot_id: str) -> None:
    """Delete the row of an abandoned snapshot, whose products are gone."""
    tx.execute(
        sa.delete(registry_snapshots).where(
            registry_snapshots.c.id == snapshot_id, registry_snapshots.c.state == SnapshotState.ABANDONED
        )
    )


def unfinished(tx: Tx) -> list[str]:
    """Return the ids of snapshots that an import left loading or half deleted."""
    query = sa.select(registry_snapshots.c.id).where(registry_snapshots.c.state.in_(_UNFINISHED))
    return [str(row.id) for row in tx.execute(query)]


def pruned_with_products(tx: Tx) -> list[str]:
    """Return the ids of pruned snapshots whose deletion was interrupted."""
    left = sa.exists().where(registry_products.c.snapshot_id == registry_snapshots.c.id)
    query = sa.select(registry_snapshots.c.id).where(registry_snapshots.c.state == SnapshotState.PRUNED, left)
    return [str(row.id) for row in tx.execute(query)]


def snapshots(tx: Tx, limit: int, state: SnapshotState | None = None) -> list[Snapshot]:
    """Return what was imported, newest first: complete and pruned snapshots, or those of one state."""
    states = _VISIBLE if state is None else (state.value,)
    rows = tx.execute(
        sa.select(registry_snapshots)
        .where(registry_snapshots.c.state.in_(states))
        .order_by(registry_snapshots.c.as_of.desc(), registry_snapshots.c.id.desc())
        .limit(limit)
    )
    return [_snapshot(row) for row in rows]


def newest_complete(tx: Tx) -> Snapshot | None:
    """Return the newest snapshot whose products are there."""
    found = snapshots(tx, 1, SnapshotState.COMPLETE)
    return found[0] if found else None


def snapshot_by_sha256(tx: Tx, sha256: str) -> Snapshot | None:
    """Return the visible snapshot made of this very file."""
    row = tx.execute(
        sa.select(registry_snapshots).where(
            registry_snapshots.c.sha256 == sha256, registry_snapshots.c.state.in_(_VISIBLE)
        )
    ).first()
    return None if row is None else _snapshot(row)


def snapshot_by_id(tx: Tx, snapshot_id: str) -> Snapshot | None:
    """Return a visible snapshot."""
    row = tx.execute(
        sa.select(registry_snapshots).where(
            registry_snapshots.c.id == snapshot_id, registry_snapshots.c.state.in_(_VISIBLE)
        )
    ).first()
    return None if row is None else _snapshot(row)


def product_by_key(tx: Tx, snapshot_id: str, key: str) -> Product | None:
    """Return one product of a snapshot."""
    row = tx.execute(
        sa.select(registry_products).where(
            registry_products.c.snapshot_id == snapshot_id, registry_products.c.key == key
        )
    ).first()
    return None if row is None else product_of(row)


def inns_text(inns: Sequence[str]) -> str:
    """Return INNs as the column keeps them: a blank around each, empty for none."""
    return f" {' '.join(inns)} " if inns else ""


def product_of(row: sa.Row[Any]) -> Product:
    """Return the noun of a row of ``registry_products``."""
    return Product(
        key=row.key,
        pair_key=row.pair_key,
        number=row.number,
        name=row.name,
        owners=owners_of(row.owners),
        alternatives=tuple(row.alternatives),
        modules=tuple(row.modules),
        classes=tuple(row.classes),
        included_on=row.included_on,
        excluded=row.excluded,
        excluded_on=row.excluded_on,
        exclusion_number=row.exclusion_number,
        exclusion_kind=row.exclusion_kind,
        description_link=row.description_link,
        cost_link=row.cost_link,
    )


def owners_of(column: Sequence[Sequence[Any]]) -> tuple[Owner, ...]:
    """Return the owners of a row's column."""
    return tuple(Owner(*values) for values in column)


def _row(snapshot_id: str, product: Product) -> tuple[Any, ...]:
    return (
        snapshot_id,
        product.key,
        product.pair_key,
        search_text(product),
        inns_text(product.inns),
        product.excluded,
        product.excluded_on,
        product.number,
        product.name,
        [[one.name, one.short_name, one.inn, one.ogrn, one.inn_right] for one in product.owners],
        list(product.alternatives),
        list(product.modules),
        list(product.classes),
        product.included_on,
        product.exclusion_number,
        product.exclusion_kind,
        product.description_link,
        product.cost_link,
    )


def _snapshot(row: sa.Row[Any]) -> Snapshot:
    return Snapshot(
        id=row.id,
        state=SnapshotState(row.state),
        format=ExportFormat(row.format),
        generated_at=row.generated_at,
        generated_text=row.generated_text,
        as_of=row.as_of,
        sha256=row.sha256,
        file_name=row.file_name,
        bytes=row.bytes,
        records=row.records,
        excluded=row.excluded,
        numbered=row.numbered,
        oddities=row.oddities,
        imported_at=row.imported_at,
        imported_by=row.imported_by,
    )
