"""What changed between two snapshots of the registry."""

from collections.abc import Collection, Iterator
from typing import Any, Final

import sqlalchemy as sa

from vestnik.kernel.core import Core, Tx
from vestnik.law.registry import store
from vestnik.law.registry.fold import fold
from vestnik.law.registry.model import Change, ChangeKind, Comparison, Owner, Snapshot
from vestnik.law.registry.snapshot_named import snapshot_named
from vestnik.law.registry.tables import registry_products

MAX_LIMIT: Final = 10_000
_OLD, _NEW = registry_products.alias("old"), registry_products.alias("new")


async def compare_snapshots(
    core: Core, older: str, newer: str, *, limit: int = 100, watch: Collection[str] = ()
) -> Comparison:
    """Return what was added, is gone, was excluded or restored, changed its owner or name; public data.

    ``older`` and ``newer`` are ids. At most ``limit`` changes of each kind are listed, all are counted, and
    those of the records whose keys are in ``watch`` are all returned.

    Raises:
        NotFound: no such snapshot.
        InvalidInput: the products of one were dropped already.
    """
    limit = max(0, min(limit, MAX_LIMIT))
    watched = frozenset(watch)

    def read(tx: Tx) -> Comparison:
        return _compare(tx, snapshot_named(tx, older), snapshot_named(tx, newer), limit, watched)

    return await core.db.read(read)


def _compare(tx: Tx, older: Snapshot, newer: Snapshot, limit: int, watch: frozenset[str]) -> Comparison:
    by_number = older.numbered and newer.numbered
    totals = dict.fromkeys(ChangeKind, 0)
    listed: dict[ChangeKind, list[Change]] = {kind: [] for kind in ChangeKind}
    watched: list[Change] = []
    for old_key, change in _changes(tx, older, newer, "key" if by_number else "pair_key"):
        totals[change.kind] += 1
        if len(listed[change.kind]) < limit:
            listed[change.kind].append(change)
        if change.key in watch or old_key in watch:
            watched.append(change)
    return Comparison(
        older=older,
        newer=newer,
        by_number=by_number,
        totals=totals,
        changes={kind: tuple(changes) for kind, changes in listed.items()},
        watched=tuple(watched),
    )


def _changes(tx: Tx, older: Snapshot, newer: Snapshot, key: str) -> Iterator[tuple[str, Change]]:
    """Yield every change with the record's key in the older snapshot."""
    for row in _only_in(tx, newer, older, key):
        yield "", _change(ChangeKind.ADDED, row)
    for row in _only_in(tx, older, newer, key):
        yield row.key, _change(ChangeKind.GONE, row)
    for row in _differing(tx, older, newer, key):
        for change in _between(row):
            yield row.old_key, change


def _only_in(tx: Tx, here: Snapshot, there: Snapshot, key: str) -> sa.CursorResult[Any]:
    # Aliases are named for their place in the query, not for the snapshots' ages.
    match = sa.and_(_OLD.c.snapshot_id == there.id, _OLD.c[key] == _NEW.c[key])
    return tx.execute(
        sa.select(_NEW.c.key, _NEW.c.name, _NEW.c.owners, _NEW.c.excluded_on)
        .select_from(_NEW.outerjoin(_OLD, match))
        .where(_NEW.c.snapshot_id == here.id, _OLD.c.key.is_(None))
        .order_by(_NEW.c.key)
    )


def _differing(tx: Tx, older: Snapshot, newer: Snapshot, key: str) -> sa.CursorResult[Any]:
    columns = ("key", "name", "owners", "inns", "excluded")
    return tx.execute(
        sa.select(
            *(_OLD.c[name].label(f"old_{name}") for name in columns),
            *(_NEW.c[name] for name in columns),
            _NEW.c.excluded_on,
        )
        .select_from(_NEW.join(_OLD, _OLD.c[key] == _NEW.c[key]))
        .where(
            _OLD.c.snapshot_id == older.id,
            _NEW.c.snapshot_id == newer.id,
            sa.or_(
                _OLD.c.name != _NEW.c.name,
                _OLD.c.excluded != _NEW.c.excluded,
                _OLD.c.inns != _NEW.c.inns,
                sa.cast(_OLD.c.owners, sa.Text) != sa.cast(_NEW.c.owners, sa.Text),
            ),
        )
        .order_by(_NEW.c.key)
    )


def _between(row: sa.Row[Any]) -> Iterator[Change]:
    if row.excluded != row.old_excluded:
        yield _change(ChangeKind.EXCLUDED if row.excluded else ChangeKind.RESTORED, row)
    before, after = store.owners_of(row.old_owners), store.owners_of(row.owners)
    if _other_owner(row, before, after):
        yield _change(ChangeKind.OWNER, row, _told(before), _told(after))
    if fold(row.old_name) != fold(row.name):
        yield _change(ChangeKind.RENAMED, row, row.old_name, row.name)


def _other_owner(row: sa.Row[Any], before: tuple[Owner, ...], after: tuple[Owner, ...]) -> bool:
    """Compare INNs where both have them; a company that only changed its name is the same owner."""
    if row.old_inns and row.inns:
        return bool(row.old_inns != row.inns)
    return {fold(one.shown) for one in before} != {fold(one.shown) for one in after}


def _change(kind: ChangeKind, row: sa.Row[Any], before: str = "", after: str = "") -> Change:
    owners = "; ".join(owner.shown for owner in store.owners_of(row.owners))
    on = row.excluded_on if kind is ChangeKind.EXCLUDED else None
    return Change(kind, row.key, row.name, owners, before, after, on)


def _told(owners: tuple[Owner, ...]) -> str:
    return "; ".join(f"{one.shown} ({one.inn})" if one.inn else one.shown for one in owners)
