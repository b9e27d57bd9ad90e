"""Rows of the ledger: append, and what proofs and verification read."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from vestnik.kernel.core import Tx
from vestnik.kernel.errors import Conflict
from vestnik.kernel.rows import BulkInsert
from vestnik.kernel.text import N_
from vestnik.ledger.leaf import leaf_bytes
from vestnik.ledger.model import Entry, Head, StoredEntry
from vestnik.ledger.tables import ledger_entries, ledger_heads, ledger_nodes
from vestnik.ledger.tree import EMPTY_ROOT, HASH_BYTES, Node, grow, leaf_hash, root_of

KEEP_FROM: Final = 4
"""Level from which complete subtrees are stored: one row for 16 leaves keeps appends cheap."""
_MAX_PRIVATE: Final = 1_048_576

_insert_entries: Final = BulkInsert(
    ledger_entries, "workspace_id", "index", "kind", "at", "leaf", "leaf_hash", "private"
)
_insert_nodes: Final = BulkInsert(ledger_nodes, "workspace_id", "level", "index", "hash")


def append(tx: Tx, workspace_id: str, entries: Sequence[Entry], at: datetime) -> list[int]:
    """Write entries at the end of the workspace's log, inside the caller's transaction; return their indices.

    May be called any number of times in one transaction, for any workspaces. Writers of one workspace wait
    for each other (PostgreSQL: its head row is locked till the commit), so indices never leave a gap.

    Raises:
        ValueError: an entry cannot be written (see ``leaf_bytes``), or its private part is over 1 MiB.
        TypeError: its public part holds a type without a canonical form.
        Conflict: another writer moved the log past us.
    """
    if not entries:
        return []
    leaves = [leaf_bytes(entry, at) for entry in entries]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    head = locked_head(tx, workspace_id)
    size, frontier, made = grow(head.size, head.frontier, hashes, KEEP_FROM)
    indices = list(range(head.size, size))
    _insert_entries(
        tx,
        [
            (workspace_id, index, entry.kind, at, leaf, digest, _private(entry))
            for index, entry, leaf, digest in zip(indices, entries, leaves, hashes, strict=True)
        ],
    )
    _insert_nodes(tx, [(workspace_id, level, index, digest) for level, index, digest in made])
    moved = tx.execute(
        sa.update(ledger_heads)
        .where(ledger_heads.c.workspace_id == workspace_id, ledger_heads.c.size == head.size)
        .values(size=size, root=root_of(frontier), frontier=b"".join(frontier))
    )
    if moved.rowcount != 1:
        raise Conflict(
            N_("Журнал изменил другой процесс: запись не сделана."), hint=N_("Повторите действие.")
        )
    return indices


def head_of(tx: Tx, workspace_id: str) -> Head:
    """Return how far the log has grown; an untouched log has size 0."""
    row = tx.execute(sa.select(ledger_heads).where(ledger_heads.c.workspace_id == workspace_id)).first()
    return _EMPTY if row is None else _head(row)


def entries_between(tx: Tx, workspace_id: str, start: int, limit: int) -> list[StoredEntry]:
    """Return up to ``limit`` entries from index ``start`` on, in order."""
    rows = tx.execute(
        sa.select(ledger_entries)
        .where(ledger_entries.c.workspace_id == workspace_id, ledger_entries.c.index >= start)
        .order_by(ledger_entries.c.index)
        .limit(limit)
    )
    return [StoredEntry(row[1], row[2], row[3], bytes(row[4]), bytes(row[5]), row[6]) for row in rows]


def leaves_between(tx: Tx, workspace_id: str, start: int, limit: int) -> list[StoredEntry]:
    """Return entries as ``entries_between`` does, without fetching their private parts."""
    columns = [column for column in ledger_entries.c if column.name not in {"workspace_id", "private"}]
    rows = tx.execute(
        sa.select(*columns)
        .where(ledger_entries.c.workspace_id == workspace_id, ledger_entries.c.index >= start)
        .order_by(ledger_entries.c.index)
        .limit(limit)
    )
    return [StoredEntry(row[0], row[1], row[2], bytes(row[3]), bytes(row[4]), None) for row in rows]


def stored_nodes(tx: Tx, workspace_id: str, wanted: Sequence[Node]) -> dict[Node, bytes]:
    """Return those of the wanted subtrees that are stored."""
    if not wanted:
        return {}
    rows = tx.execute(
        sa.select(ledger_nodes.c.level, ledger_nodes.c.index, ledger_nodes.c.hash).where(
            ledger_nodes.c.workspace_id == workspace_id,
            sa.tuple_(ledger_nodes.c.level, ledger_nodes.c.index).in_(wanted),
        )
    )
    return {(row[0], row[1]): bytes(row[2]) for row in rows}


def subtrees(tx: Tx, workspace_id: str, wanted: Iterable[Node]) -> dict[Node, bytes]:
    """Return the hashes of complete subtrees: large ones as stored, small ones hashed from their leaves.

    Raises:
        KeyError: one of them is not in the log.
    """
    nodes = set(wanted)
    large = sorted(node for node in nodes if node[0] >= KEEP_FROM)
    small = sorted(node for node in nodes if node[0] < KEEP_FROM)
    found = stored_nodes(tx, workspace_id, large)
    leaves = _leaf_hashes(tx, workspace_id, small)
    for level, index in small:
        first = index << level
        _, frontier, _ = grow(0, (), [leaves[first + offset] for offset in range(1 << level)])
        found[level, index] = root_of(frontier)
    missing = nodes.difference(found)
    if missing:
        raise KeyError(min(missing))
    return found


def save_checkpoint(tx: Tx, workspace_id: str, checkpoint: str) -> None:
    """Keep the newest signed checkpoint beside the head."""
    tx.execute(
        sa.update(ledger_heads)
        .where(ledger_heads.c.workspace_id == workspace_id)
        .values(checkpoint=checkpoint)
    )


_EMPTY: Final = Head(0, EMPTY_ROOT, (), None)


def locked_head(tx: Tx, workspace_id: str) -> Head:
    """Return the head, kept from other writers till the transaction ends; made when there is none."""
    query = sa.select(ledger_heads).where(ledger_heads.c.workspace_id == workspace_id).with_for_update()
    row = tx.execute(query).first()
    if row is None:
        insert = postgresql.insert if tx.dialect.name == "postgresql" else sqlite.insert
        tx.execute(
            insert(ledger_heads)
            .values(workspace_id=workspace_id, size=0, root=EMPTY_ROOT, frontier=b"", checkpoint=None)
            .on_conflict_do_nothing()
        )
        row = tx.execute(query).one()
    return _head(row)


def _head(row: sa.Row[tuple[object, ...]]) -> Head:
    joined = bytes(row.frontier)
    frontier = tuple(joined[place : place + HASH_BYTES] for place in range(0, len(joined), HASH_BYTES))
    return Head(row.size, bytes(row.root), frontier, row.checkpoint)


def _private(entry: Entry) -> bytes | None:
    if entry.private is not None and len(entry.private) > _MAX_PRIVATE:
        raise ValueError(f"a private part may be {_MAX_PRIVATE} bytes long, this one is {len(entry.private)}")
    return entry.private


def _leaf_hashes(tx: Tx, workspace_id: str, nodes: Iterable[Node]) -> dict[int, bytes]:
    wanted = [(index << level) + offset for level, index in nodes for offset in range(1 << level)]
    if not wanted:
        return {}
    rows = tx.execute(
        sa.select(ledger_entries.c.index, ledger_entries.c.leaf_hash).where(
            ledger_entries.c.workspace_id == workspace_id, ledger_entries.c.index.in_(wanted)
        )
    )
    return {row[0]: bytes(row[1]) for row in rows}
