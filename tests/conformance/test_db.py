"""What both engines promise."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from vestnik.access.tables import workspaces
from vestnik.backends import committer
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Unavailable

pytestmark = pytest.mark.both_engines


def _row(core: Core, slug: str) -> dict[str, object]:
    return {"id": core.ids.new(), "slug": slug, "name": slug, "created_at": core.clock.now()}


def _insert(tx: Tx, row: dict[str, object]) -> str:
    tx.execute(sa.insert(workspaces), [row])
    return str(row["id"])


async def _slugs(core: Core) -> set[str]:
    return set(await core.db.read(lambda tx: tx.execute(sa.select(workspaces.c.slug)).scalars().all()))


async def test_a_write_is_seen_by_the_next_read(core: Core):
    await core.db.write(lambda tx: _insert(tx, _row(core, "one")))
    assert await _slugs(core) == {"one"}


async def test_a_moment_comes_back_aware_and_to_the_microsecond(core: Core):
    moment = datetime(2031, 5, 6, 7, 8, 9, 123_457, tzinfo=UTC)
    row = _row(core, "time") | {"created_at": moment}
    await core.db.write(lambda tx: _insert(tx, row))
    assert await core.db.read(lambda tx: tx.execute(sa.select(workspaces.c.created_at)).scalar()) == moment


async def test_a_naive_moment_is_refused(core: Core):
    row = _row(core, "naive") | {"created_at": datetime(2031, 5, 6)}  # noqa: DTZ001 — the fault under test
    with pytest.raises(sa.exc.StatementError, match="naive"):
        await core.db.write(lambda tx: _insert(tx, row))
    assert "naive" not in await _slugs(core)


async def test_a_failing_work_harms_no_neighbour_in_its_group(core: Core):
    good = [core.db.write(lambda tx, n=n: _insert(tx, _row(core, f"good-{n}"))) for n in range(20)]
    bad = [core.db.write(lambda tx: _insert(tx, _row(core, "good-3") | {"name": None})) for _ in range(3)]
    answers = await asyncio.gather(*good, *bad, return_exceptions=True)
    assert sum(isinstance(answer, sa.exc.IntegrityError) for answer in answers) == 3
    assert await _slugs(core) == {f"good-{n}" for n in range(20)}


async def test_what_a_work_wrote_before_it_failed_is_taken_back(core: Core):
    def half(tx: Tx) -> None:
        _insert(tx, _row(core, "half"))
        raise LookupError

    with pytest.raises(LookupError):
        await core.db.write(half)
    assert await _slugs(core) == set()


async def test_items_of_one_batch_share_calls_and_keep_their_order(core: Core):
    calls: list[int] = []

    def batch(tx: Tx, items: Sequence[str]) -> Sequence[str | Exception]:
        calls.append(len(items))
        tx.execute(sa.insert(workspaces), [_row(core, slug) for slug in items])
        return [f"wrote {slug}" for slug in items]

    slugs = [f"b-{n:03}" for n in range(200)]
    answers = await asyncio.gather(*(core.db.submit(batch, slug) for slug in slugs))
    assert answers == [f"wrote {slug}" for slug in slugs]
    assert sum(calls) == 200
    assert len(calls) < 100
    assert await _slugs(core) == set(slugs)


async def test_a_bad_item_in_a_batch_fails_alone(core: Core):
    def batch(tx: Tx, items: Sequence[str]) -> Sequence[str | Exception]:
        tx.execute(sa.insert(workspaces), [_row(core, slug) for slug in items])
        return list(items)

    slugs = ["x-1", "x-2", "x-1", "x-3"]
    answers = await asyncio.gather(*(core.db.submit(batch, slug) for slug in slugs), return_exceptions=True)
    assert [answer for answer in answers if isinstance(answer, str)] == ["x-1", "x-2", "x-3"]
    assert sum(isinstance(answer, sa.exc.IntegrityError) for answer in answers) == 1
    assert await _slugs(core) == {"x-1", "x-2", "x-3"}


async def test_an_item_may_be_refused_by_an_exception_in_its_place(core: Core):
    def batch(tx: Tx, items: Sequence[str]) -> Sequence[str | Exception]:
        return [KeyError(item) if item == "no" else item for item in items]

    answers = await asyncio.gather(
        *(core.db.submit(batch, item) for item in ("yes", "no", "also")), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [str, KeyError, str]


async def test_a_caller_that_goes_away_does_not_take_its_neighbours_along(core: Core):
    leaving = asyncio.create_task(core.db.write(lambda tx: _insert(tx, _row(core, "leaving"))))
    await asyncio.sleep(0)
    leaving.cancel()
    await core.db.write(lambda tx: _insert(tx, _row(core, "staying")))
    assert "staying" in await _slugs(core)


async def test_a_read_cannot_write(core: Core):
    with pytest.raises(sa.exc.DBAPIError):
        await core.db.read(lambda tx: _insert(tx, _row(core, "sneaky")))
    assert await _slugs(core) == set()


async def test_after_stop_everything_waiting_is_written_and_later_calls_are_refused(core: Core):
    waiting = [
        asyncio.create_task(core.db.write(lambda tx, n=n: _insert(tx, _row(core, f"w-{n}"))))
        for n in range(50)
    ]
    await asyncio.sleep(0)
    await core.db.stop()
    assert len(await asyncio.gather(*waiting)) == 50
    with pytest.raises(Unavailable):
        await core.db.write(lambda _tx: None)
    with pytest.raises(Unavailable):
        await core.db.read(lambda _tx: None)


async def test_a_full_queue_says_come_back(core: Core, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(committer, "MAX_PENDING", 3)
    busy = asyncio.create_task(core.db.write(lambda _tx: time.sleep(0.3)))
    await asyncio.sleep(0.05)
    answers = await asyncio.gather(*(core.db.write(lambda _tx: 1) for _ in range(50)), return_exceptions=True)
    refused = [answer for answer in answers if answer != 1]
    assert refused
    assert all(getattr(answer, "retry_after_s", 0) >= 1 for answer in refused)
    await busy
    assert answers.count(1) + len(refused) == 50
