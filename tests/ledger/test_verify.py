"""Whatever is changed in the tables is found and named; a log nobody touched verifies."""

import pytest
import sqlalchemy as sa

from vestnik.kernel.core import Core
from vestnik.kernel.errors import Conflict
from vestnik.ledger import store
from vestnik.ledger.checkpoint import sign_checkpoint
from vestnik.ledger.leaf import leaf_bytes
from vestnik.ledger.model import Entry
from vestnik.ledger.tables import ledger_entries, ledger_heads, ledger_nodes
from vestnik.ledger.tree import grow, leaf_hash, root_of
from vestnik.ledger.verify import verify

pytestmark = pytest.mark.both_engines

SIZE = 600
"""More than one piece of the verification."""


async def fill(core: Core, workspace_id: str, count: int = SIZE, word: str = "first") -> None:
    entries = [Entry("message.accepted", {"number": number, "word": word}) for number in range(count)]
    await core.db.write(lambda tx: store.append(tx, workspace_id, entries, core.clock.now()))


async def rewrite(core: Core, workspace_id: str) -> None:
    """Make nodes and head fit whatever the entries now are, as a thorough forger would."""

    def work(tx) -> None:
        rows = store.entries_between(tx, workspace_id, 0, 10_000)
        size, frontier, made = grow(0, (), [leaf_hash(row.leaf) for row in rows], store.KEEP_FROM)
        tx.execute(sa.delete(ledger_nodes))
        nodes = [
            {"workspace_id": workspace_id, "level": level, "index": index, "hash": digest}
            for level, index, digest in made
        ]
        tx.execute(sa.insert(ledger_nodes), nodes)
        head = {"size": size, "root": root_of(frontier), "frontier": b"".join(frontier)}
        tx.execute(sa.update(ledger_heads).values(head))

    await core.db.write(work)


def forged(core: Core) -> dict[str, bytes]:
    leaf = leaf_bytes(Entry("message.accepted", {"number": 7, "word": "forged"}), core.clock.now())
    return {"leaf": leaf, "leaf_hash": leaf_hash(leaf)}


async def change(core: Core, statement: sa.Executable) -> None:
    await core.db.write(lambda tx: tx.execute(statement))


async def test_an_untouched_log_verifies(core: Core, workspace_id: str) -> None:
    empty = await verify(core, workspace_id)
    assert (empty.ok, empty.size) == (True, 0)
    await fill(core, workspace_id)
    unsigned = await verify(core, workspace_id)
    assert unsigned.ok
    assert "ещё не подписана" in str(unsigned.sentence)
    note = await sign_checkpoint(core, workspace_id)
    await fill(core, workspace_id, 40)
    found = await verify(core, workspace_id, published=note)
    assert (found.ok, found.size, found.checkpoint, found.first_bad) == (True, SIZE + 40, note, None)
    assert str(found.sentence) == "Журнал цел: 640 записей, подписано 600."


async def test_an_edited_leaf_is_named(core: Core, workspace_id: str) -> None:
    await fill(core, workspace_id)
    await change(
        core,
        sa.update(ledger_entries).where(ledger_entries.c.index == 555).values(leaf=forged(core)["leaf"]),
    )
    found = await verify(core, workspace_id)
    assert (found.ok, found.first_bad) == (False, 555)


async def test_a_dropped_entry_is_named(core: Core, workspace_id: str) -> None:
    await fill(core, workspace_id)
    await change(core, sa.delete(ledger_entries).where(ledger_entries.c.index == 520))
    found = await verify(core, workspace_id)
    assert (found.ok, found.first_bad) == (False, 520)


async def test_a_dropped_tail_is_named(core: Core, workspace_id: str) -> None:
    await fill(core, workspace_id)
    await change(core, sa.delete(ledger_entries).where(ledger_entries.c.index >= 590))
    found = await verify(core, workspace_id)
    assert (found.ok, found.first_bad) == (False, 590)


@pytest.mark.parametrize("values", [{"kind": "message.sent"}, "at"])
async def test_a_changed_column_beside_the_leaf_is_named(core: Core, workspace_id: str, values) -> None:
    await fill(core, workspace_id, 30)
    if values == "at":
        values = {"at": core.clock.now().replace(hour=1)}
    await change(core, sa.update(ledger_entries).where(ledger_entries.c.index == 3).values(values))
    found = await verify(core, workspace_id)
    assert (found.ok, found.first_bad) == (False, 3)


async def test_an_entry_with_a_new_hash_of_its_own_is_found(core: Core, workspace_id: str) -> None:
    await fill(core, workspace_id)
    await change(core, sa.update(ledger_entries).where(ledger_entries.c.index == 100).values(forged(core)))
    found = await verify(core, workspace_id)
    assert not found.ok
    assert found.first_bad is not None
    assert found.first_bad <= 100 < found.first_bad + 16


async def test_a_changed_node_or_head_is_found(core: Core, workspace_id: str) -> None:
    await fill(core, workspace_id)
    await change(core, sa.update(ledger_heads).values(root=b"\0" * 32))
    assert not (await verify(core, workspace_id)).ok
    await rewrite(core, workspace_id)
    assert (await verify(core, workspace_id)).ok
    await change(core, sa.delete(ledger_nodes).where(ledger_nodes.c.level == 4, ledger_nodes.c.index == 2))
    found = await verify(core, workspace_id)
    assert (found.ok, found.first_bad) == (False, 32)


async def test_an_entry_outside_the_tree_is_found(core: Core, workspace_id: str) -> None:
    await fill(core, workspace_id, 20)
    row = {"workspace_id": workspace_id, "index": 25, "kind": "message.accepted", "at": core.clock.now()}
    await change(core, sa.insert(ledger_entries).values(row | forged(core)))
    found = await verify(core, workspace_id)
    assert (found.ok, str(found.sentence)) == (False, "Запись 20 стоит вне дерева.")


@pytest.mark.parametrize("attack", ["edit", "swap", "back-date", "roll back"])
async def test_a_history_rewritten_throughout_breaks_the_signed_checkpoint(
    core: Core, workspace_id: str, attack: str
) -> None:
    """The forger recomputes every hash, but has not got the signing key."""
    await fill(core, workspace_id, 100)
    await sign_checkpoint(core, workspace_id)
    await fill(core, workspace_id, 20)
    entries = ledger_entries.c
    if attack == "edit":
        await change(core, sa.update(ledger_entries).where(entries.index == 10).values(forged(core)))
    elif attack == "swap":
        for old, new in ((10, 900), (11, 10), (900, 11)):
            await change(core, sa.update(ledger_entries).where(entries.index == old).values(index=new))
    elif attack == "back-date":
        for old in range(119, 9, -1):
            await change(core, sa.update(ledger_entries).where(entries.index == old).values(index=old + 1))
        row = {"workspace_id": workspace_id, "index": 10, "kind": "message.accepted", "at": core.clock.now()}
        await change(core, sa.insert(ledger_entries).values(row | forged(core)))
    else:
        await change(core, sa.delete(ledger_entries).where(entries.index >= 50))
    await rewrite(core, workspace_id)
    found = await verify(core, workspace_id)
    assert not found.ok
    assert "подписан" in str(found.sentence)
    with pytest.raises(Conflict):
        await sign_checkpoint(core, workspace_id)


async def test_a_log_rolled_back_with_its_checkpoint_breaks_the_published_one(
    core: Core, workspace_id: str
) -> None:
    await fill(core, workspace_id, 50)
    old = await sign_checkpoint(core, workspace_id)
    await fill(core, workspace_id, 50)
    published = await sign_checkpoint(core, workspace_id)
    await change(core, sa.delete(ledger_entries).where(ledger_entries.c.index >= 50))
    await rewrite(core, workspace_id)
    await change(core, sa.update(ledger_heads).values(checkpoint=old))
    assert (await verify(core, workspace_id)).ok
    found = await verify(core, workspace_id, published=published)
    assert (found.ok, found.first_bad) == (False, 50)
    assert "короче подписанного" in str(found.sentence)


async def test_a_checkpoint_of_another_hand_is_refused(core: Core, workspace_id: str) -> None:
    await fill(core, workspace_id, 5)
    note = await sign_checkpoint(core, workspace_id)
    await change(core, sa.update(ledger_heads).values(checkpoint=note.replace("\n5\n", "\n4\n")))
    assert not (await verify(core, workspace_id)).ok
