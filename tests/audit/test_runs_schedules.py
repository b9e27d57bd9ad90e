"""Audits that repeat: when they are due, and that each is started once."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.access.model import Principal, Role
from vestnik.audit.runs import store as run_store
from vestnik.audit.runs.bounds import MAX_OPEN
from vestnik.audit.runs.browse import list_audits
from vestnik.audit.runs.manage import stop_audit
from vestnik.audit.runs.model import RunOptions
from vestnik.audit.runs.schedules import store
from vestnik.audit.runs.schedules.begin_due import begin_due
from vestnik.audit.runs.schedules.model import Every, Rhythm
from vestnik.audit.runs.schedules.plan import (
    delete_schedule,
    list_schedules,
    pause_schedule,
    plan_audit,
)
from vestnik.audit.start import start_audit
from vestnik.kernel.clock import ManualClock
from vestnik.kernel.core import Core
from vestnik.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound

pytestmark = pytest.mark.both_engines

SITE = "https://shop.example/"
NIGHTLY = Rhythm(Every.DAY, 3)
OPTIONS = RunOptions(max_pages=7, render=True)


@pytest.fixture
def owner(workspace_id: str) -> Principal:
    return Principal.local(workspace_id, "anna@fair.example")


@given(
    every=st.sampled_from(Every),
    hour=st.integers(0, 23),
    day=st.integers(1, 28),
    zone=st.sampled_from(["Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin", "America/New_York"]),
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_the_next_time_is_later_fits_the_rhythm_and_none_is_passed_over(
    every: Every, hour: int, day: int, zone: str, moment: datetime
) -> None:
    rhythm = Rhythm(every, hour, min(day, 7) if every is Every.WEEK else day, zone)
    following = rhythm.after(moment)
    local = following.astimezone(ZoneInfo(zone))
    longest = {Every.DAY: 2, Every.WEEK: 8, Every.MONTH: 32}[every]
    assert moment < following <= moment + timedelta(days=longest)
    assert local.hour == hour or (local - timedelta(hours=1)).hour == hour  # an hour that clocks skip
    assert local.minute == 0
    if every is Every.WEEK:
        assert local.isoweekday() == rhythm.day
    if every is Every.MONTH:
        assert local.day == rhythm.day


async def due(core: Core, owner: Principal, clock: ManualClock) -> None:
    """Let the time of the only schedule come."""
    planned = (await list_schedules(core, owner))[0]
    clock.advance(planned.next_at - clock.now())


async def test_a_schedule_starts_its_audit_with_its_options_and_moves_on(
    core: Core, owner: Principal, clock: ManualClock
) -> None:
    planned = await plan_audit(core, owner, "shop.example", OPTIONS, NIGHTLY)
    assert await begin_due(core) == 0
    await due(core, owner, clock)
    assert await begin_due(core) == 1
    assert await begin_due(core) == 0
    run = (await list_audits(core, owner))[0]
    assert (run.target, run.options, run.schedule_id) == (SITE, OPTIONS, planned.id)
    assert run.requested_by == "anna@fair.example"
    moved = (await list_schedules(core, owner))[0]
    assert (moved.last_audit, moved.last_at) == (run.id, clock.now())
    assert moved.next_at == planned.next_at + timedelta(days=1)


async def test_what_was_missed_while_nothing_worked_is_one_audit(
    core: Core, owner: Principal, clock: ManualClock
) -> None:
    await plan_audit(core, owner, SITE, OPTIONS, NIGHTLY)
    clock.advance(timedelta(days=10))
    assert await begin_due(core) == 1
    assert await begin_due(core) == 0
    assert len(await list_audits(core, owner)) == 1
    assert (await list_schedules(core, owner))[0].next_at > clock.now()


async def test_processes_that_look_at_once_start_one_audit(
    core: Core, owner: Principal, clock: ManualClock
) -> None:
    await plan_audit(core, owner, SITE, OPTIONS, NIGHTLY)
    await due(core, owner, clock)
    started = await asyncio.gather(*(begin_due(core) for _ in range(5)))
    assert sum(started) == 1
    assert len(await list_audits(core, owner)) == 1


async def test_only_whoever_still_sees_the_due_time_may_take_it(
    core: Core, owner: Principal, clock: ManualClock
) -> None:
    planned = await plan_audit(core, owner, SITE, OPTIONS, NIGHTLY)
    following = NIGHTLY.after(planned.next_at)
    assert await core.db.write(lambda tx: store.take(tx, planned, following))
    assert not await core.db.write(lambda tx: store.take(tx, planned, following))


async def test_a_site_that_is_being_audited_is_skipped_and_said_so(
    core: Core, owner: Principal, clock: ManualClock
) -> None:
    await plan_audit(core, owner, SITE, OPTIONS, NIGHTLY)
    await start_audit(core, owner, SITE)
    await due(core, owner, clock)
    assert await begin_due(core) == 0
    planned = (await list_schedules(core, owner))[0]
    assert (planned.skipped_at, planned.last_audit) == (clock.now(), None)
    assert planned.next_at > clock.now()


async def test_a_full_queue_makes_a_schedule_wait_not_skip(
    core: Core, owner: Principal, clock: ManualClock
) -> None:
    await plan_audit(core, owner, SITE, OPTIONS, NIGHTLY)
    waiting = [await start_audit(core, owner, f"https://s{n}.example") for n in range(MAX_OPEN)]
    await due(core, owner, clock)
    assert await begin_due(core) == 0
    await stop_audit(core, owner, waiting[0])
    assert await begin_due(core) == 1


async def test_a_paused_schedule_starts_nothing_and_makes_up_for_nothing(
    core: Core, owner: Principal, clock: ManualClock
) -> None:
    planned = await plan_audit(core, owner, SITE, OPTIONS, NIGHTLY)
    await pause_schedule(core, owner, planned.id, paused=True)
    clock.advance(timedelta(days=3))
    assert await begin_due(core) == 0
    await pause_schedule(core, owner, planned.id, paused=False)
    assert await begin_due(core) == 0
    await due(core, owner, clock)
    assert await begin_due(core) == 1


async def test_a_deleted_schedule_is_gone_and_its_audits_stay(
    core: Core, owner: Principal, clock: ManualClock
) -> None:
    planned = await plan_audit(core, owner, SITE, OPTIONS, NIGHTLY)
    await due(core, owner, clock)
    await begin_due(core)
    await delete_schedule(core, owner, planned.id)
    assert await list_schedules(core, owner) == []
    assert len(await list_audits(core, owner)) == 1


async def test_a_site_has_one_schedule(core: Core, owner: Principal) -> None:
    await plan_audit(core, owner, SITE, OPTIONS, NIGHTLY)
    with pytest.raises(Conflict):
        await plan_audit(core, owner, "HTTPS://shop.example", OPTIONS, NIGHTLY)


@pytest.mark.parametrize(
    ("rhythm", "field"),
    [
        (Rhythm(Every.DAY, 24), "hour"),
        (Rhythm(Every.WEEK, 3, 8), "day"),
        (Rhythm(Every.MONTH, 3, 29), "day"),
        (Rhythm(Every.MONTH, 3, 0), "day"),
        (Rhythm(Every.DAY, 3, zone="Nowhere/Nothing"), "zone"),
        (Rhythm(Every.DAY, 3, zone="../../etc/passwd"), "zone"),
    ],
)
async def test_a_rhythm_out_of_bounds_is_refused_by_its_field(
    core: Core, owner: Principal, rhythm: Rhythm, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await plan_audit(core, owner, SITE, OPTIONS, rhythm)
    assert caught.value.field == field


async def test_schedules_of_another_workspace_are_not_there(
    core: Core, owner: Principal, other_workspace_id: str
) -> None:
    planned = await plan_audit(core, owner, SITE, OPTIONS, NIGHTLY)
    stranger = Principal.local(other_workspace_id)
    assert await list_schedules(core, stranger) == []
    with pytest.raises(NotFound):
        await pause_schedule(core, stranger, planned.id, paused=True)
    with pytest.raises(NotFound):
        await delete_schedule(core, stranger, planned.id)
    auditor = Principal(owner.workspace_id, Role.AUDITOR, None, None, live=True, label="auditor")
    with pytest.raises(NotAllowed):
        await delete_schedule(core, auditor, planned.id)


async def test_open_runs_are_of_one_workspace(core: Core, owner: Principal, other_workspace_id: str) -> None:
    await start_audit(core, owner, SITE)
    assert await core.db.read(lambda tx: run_store.open_runs(tx, other_workspace_id)) == []
