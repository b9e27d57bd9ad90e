"""Recomputing a whole log from its entries, a piece at a time."""

import json
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from vestnik.kernel.core import Core, Tx
from vestnik.kernel.text import N_, Text
from vestnik.ledger import store
from vestnik.ledger.checkpoint import open_checkpoint, origin_of
from vestnik.ledger.leaf import stamp
from vestnik.ledger.model import Checkpoint, Head, StoredEntry, Verification
from vestnik.ledger.tree import EMPTY_ROOT, grow, leaf_hash, root_of

_PIECE: Final = 512
"""Entries read at once; a leaf has 64 KiB at most, so a piece has 32 MiB at most."""


@dataclass(frozen=True, slots=True)
class _State:
    """How far the recomputation has come, and what it has found wrong."""

    size: int = 0
    frontier: tuple[bytes, ...] = ()
    first_bad: int | None = None
    problem: Text | None = None


async def verify(core: Core, workspace_id: str, published: str | None = None) -> Verification:
    """Recompute every leaf hash, stored node, root and signature of a workspace's log.

    ``published`` is a checkpoint that was kept elsewhere: the log must contain it too. Only such a copy, or
    our signing key staying out of the attacker's hands, protects against somebody who rewrites the whole
    database. Memory stays below one piece of 512 entries, however long the log is.
    """
    head = await core.db.read(lambda tx: store.head_of(tx, workspace_id))
    marks, problem = _marks(core, workspace_id, head, published)
    state = _State(problem=problem)
    sizes = sorted({mark.size for mark in marks if mark.size <= head.size} | {head.size})
    roots = {0: EMPTY_ROOT}
    for stop in sizes:
        while state.size < stop and state.problem is None:
            limit = min(_PIECE - state.size % _PIECE, stop - state.size)
            piece = partial(_piece, workspace_id=workspace_id, state=state, limit=limit)
            state = await core.db.read(piece)
        roots[stop] = root_of(state.frontier)
    if state.problem is None:
        state = await core.db.read(lambda tx: _beyond(tx, workspace_id, head, state, marks, roots))
    return Verification(
        ok=state.problem is None,
        size=state.size,
        root=root_of(state.frontier),
        checkpoint=head.checkpoint,
        first_bad=state.first_bad,
        sentence=state.problem or _whole(state, marks),
    )


def _marks(
    core: Core, workspace_id: str, head: Head, published: str | None
) -> tuple[list[Checkpoint], Text | None]:
    marks: list[Checkpoint] = []
    for note in (head.checkpoint, published):
        if note is None:
            continue
        try:
            marks.append(open_checkpoint(note, origin_of(core.signer, workspace_id), core.signer.public_key))
        except ValueError:
            return marks, N_("Подпись контрольной точки неверна или сделана другим ключом.")
    return marks, None


def _piece(tx: Tx, workspace_id: str, state: _State, limit: int) -> _State:
    entries = store.leaves_between(tx, workspace_id, state.size, limit)
    for expected, entry in enumerate(entries, start=state.size):
        problem = _problem(entry, expected)
        if problem is not None:
            return replace(state, first_bad=expected, problem=problem)
    if len(entries) < limit:
        missing = state.size + len(entries)
        return replace(state, first_bad=missing, problem=N_("Записи %(index)s нет в журнале.", index=missing))
    hashes = [entry.leaf_hash for entry in entries]
    size, frontier, made = grow(state.size, state.frontier, hashes, store.KEEP_FROM)
    stored = store.stored_nodes(tx, workspace_id, [(level, index) for level, index, _ in made])
    for level, index, digest in made:
        if stored.get((level, index)) != digest:
            first = index << level
            return replace(
                state,
                first_bad=first,
                problem=N_(
                    "Узел дерева над записями %(first)s–%(last)s изменён или пропал.",
                    first=first,
                    last=first + (1 << level) - 1,
                ),
            )
    return _State(size, frontier)


def _problem(entry: StoredEntry, expected: int) -> Text | None:
    if entry.index != expected:
        return N_("Записи %(index)s нет в журнале.", index=expected)
    if leaf_hash(entry.leaf) != entry.leaf_hash:
        return N_("Запись %(index)s изменена: её хеш не сходится.", index=expected)
    try:
        content = json.loads(entry.leaf)
        same = (content["kind"], content["t"]) == (entry.kind, stamp(entry.at))
    except (ValueError, KeyError, TypeError):
        same = False
    return None if same else N_("Вид или время записи %(index)s изменены в таблице.", index=expected)


def _beyond(
    tx: Tx, workspace_id: str, head: Head, state: _State, marks: list[Checkpoint], roots: dict[int, bytes]
) -> _State:
    """Compare what was recomputed with the head and with every signed checkpoint."""
    if root_of(state.frontier) != head.root or state.frontier != head.frontier:
        return replace(state, problem=N_("Корень журнала не сходится с его записями."))
    for mark in marks:
        if mark.size > head.size:
            problem = N_(
                "Журнал короче подписанного: было %(signed)s записей, осталось %(size)s.",
                signed=mark.size,
                size=head.size,
            )
            return replace(state, first_bad=head.size, problem=problem)
        if roots[mark.size] != mark.root:
            problem = N_("Первые %(size)s записей не те, что были подписаны.", size=mark.size)
            return replace(state, problem=problem)
    newer = store.head_of(tx, workspace_id).size
    if store.leaves_between(tx, workspace_id, newer, 1):
        return replace(state, first_bad=newer, problem=N_("Запись %(index)s стоит вне дерева.", index=newer))
    return state


def _whole(state: _State, marks: list[Checkpoint]) -> Text:
    if not marks:
        return N_("Журнал цел: %(size)s записей; контрольная точка ещё не подписана.", size=state.size)
    signed = max(mark.size for mark in marks)
    return N_("Журнал цел: %(size)s записей, подписано %(signed)s.", size=state.size, signed=signed)
