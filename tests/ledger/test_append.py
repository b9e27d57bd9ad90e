"""Appending: order, atomicity, several workspaces and calls in one transaction."""

import asyncio
import json
from datetime import timedelta

import pytest
from tests.second_db import second

from vestnik.kernel.core import Core, Db
from vestnik.ledger import store
from vestnik.ledger.model import Entry
from vestnik.ledger.tree import EMPTY_ROOT, grow, leaf_hash, root_of
from vestnik.ledger.verify import verify

pytestmark = pytest.mark.both_engines


def entry(number: int = 0) -> Entry:
    return Entry("message.accepted", {"number": number})


async def head(core: Core, workspace_id: str):
    return await core.db.read(lambda tx: store.head_of(tx, workspace_id))


async def test_an_untouched_log_is_empty(core: Core, workspace_id: str) -> None:
    found = await head(core, workspace_id)
    assert (found.size, found.root, found.checkpoint) == (0, EMPTY_ROOT, None)


async def test_entries_stand_in_the_order_they_were_given(core: Core, workspace_id: str) -> None:
    now = core.clock.now()
    first = await core.db.write(lambda tx: store.append(tx, workspace_id, [entry(0), entry(1)], now))
    second = await core.db.write(lambda tx: store.append(tx, workspace_id, [entry(2)], now))
    assert (first, second) == ([0, 1], [2])
    rows = await core.db.read(lambda tx: store.entries_between(tx, workspace_id, 1, 10))
    assert [json.loads(row.leaf)["number"] for row in rows] == [1, 2]
    assert [row.index for row in rows] == [1, 2]


async def test_the_leaf_says_kind_version_and_time_to_the_second(core: Core, workspace_id: str) -> None:
    now = core.clock.now() + timedelta(microseconds=999_999)
    await core.db.write(lambda tx: store.append(tx, workspace_id, [entry(7)], now))
    row = (await core.db.read(lambda tx: store.entries_between(tx, workspace_id, 0, 1)))[0]
    assert row.leaf == b'{"kind":"message.accepted","number":7,"t":"2026-11-23T09:00:00Z","v":1}'
    assert row.leaf_hash == leaf_hash(row.leaf)
    assert row.at == now


async def test_nothing_is_written_for_no_entries(core: Core, workspace_id: str) -> None:
    assert await core.db.write(lambda tx: store.append(tx, workspace_id, [], core.clock.now())) == []
    assert (await head(core, workspace_id)).size == 0


async def test_several_workspaces_and_calls_share_one_transaction(
    core: Core, workspace_id: str, other_workspace_id: str
) -> None:
    other = other_workspace_id
    now = core.clock.now()

    def work(tx) -> list[list[int]]:
        return [
            store.append(tx, workspace_id, [entry(0), entry(1)], now),
            store.append(tx, other, [entry(0)], now),
            store.append(tx, workspace_id, [entry(2)], now),
            store.append(tx, other, [entry(1)], now),
        ]

    assert await core.db.write(work) == [[0, 1], [0], [2], [1]]
    assert (await head(core, workspace_id)).size == 3
    assert (await head(core, other)).size == 2


async def test_two_processes_that_append_leave_no_gap_and_no_fork(core: Core, workspace_id: str) -> None:
    now = core.clock.now()

    async def some(db: Db) -> list[int]:
        found: list[int] = []
        for number in range(20):
            found += await db.write(lambda tx, n=number: store.append(tx, workspace_id, [entry(n)], now))
        return found

    async with second(core.db) as second_db:
        ours, theirs = await asyncio.gather(some(core.db), some(second_db))
    assert sorted(ours + theirs) == list(range(40))
    assert (await verify(core, workspace_id)).ok


async def test_a_failed_transaction_leaves_no_entry_and_no_gap(core: Core, workspace_id: str) -> None:
    now = core.clock.now()

    def fails(tx) -> None:
        store.append(tx, workspace_id, [entry(0)], now)
        raise ValueError("after the append")

    with pytest.raises(ValueError, match="after the append"):
        await core.db.write(fails)
    assert (await head(core, workspace_id)).size == 0
    assert await core.db.write(lambda tx: store.append(tx, workspace_id, [entry(0)], now)) == [0]


async def test_head_and_stored_nodes_agree_with_a_recomputation(core: Core, workspace_id: str) -> None:
    now = core.clock.now()
    for batch in (1, 30, 2, 500, 7, 64):
        entries = [entry(number) for number in range(batch)]
        await core.db.write(lambda tx, entries=entries: store.append(tx, workspace_id, entries, now))
    found = await head(core, workspace_id)
    rows = await core.db.read(lambda tx: store.entries_between(tx, workspace_id, 0, 1_000))
    size, frontier, made = grow(0, (), [row.leaf_hash for row in rows], store.KEEP_FROM)
    assert (found.size, found.frontier, found.root) == (size, frontier, root_of(frontier))
    nodes = [(level, index) for level, index, _ in made]
    stored = await core.db.read(lambda tx: store.stored_nodes(tx, workspace_id, nodes))
    assert stored == {(level, index): digest for level, index, digest in made}


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (Entry("Message", {}), "no kind"),
        (Entry("a" * 65, {}), "no kind"),
        (Entry("a.", {}), "no kind"),
        (Entry("a", {"t": 1}), "itself writes"),
        (Entry("a", {"text": "x" * 65_600}), "bytes long"),
        (Entry("a", {}, private=b"x" * 1_048_577, commit=b"c" * 32), "private part"),
    ],
)
async def test_an_entry_outside_the_limits_is_refused(
    core: Core, workspace_id: str, bad: Entry, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        await core.db.write(lambda tx: store.append(tx, workspace_id, [bad], core.clock.now()))
    assert (await head(core, workspace_id)).size == 0


def test_a_private_part_without_commitment_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="commitment"):
        Entry("a", {}, private=b"sealed")
