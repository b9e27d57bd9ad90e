"""All that a run saw comes back as it was; runs are compared, stopped and erased."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from aiohttp import web
from tests.audit.runs import PICTURE, SHA, SITE, everything, finished, link
from tests.audit.site import serving

from vestnik.access.model import Principal
from vestnik.audit.crawl import CrawlOptions
from vestnik.audit.model import AuditResult, Rendered, Severity, Shot, Viewport
from vestnik.audit.run import run_audit
from vestnik.audit.runs import parts_store, store
from vestnik.audit.runs.browse import (
    compare_audits,
    get_audit,
    list_findings,
    page_checks_of,
    points_over_time,
    shapes_of,
    shot_of,
    trend_of,
)
from vestnik.audit.runs.manage import erase_audit, stop_audit
from vestnik.audit.runs.model import FindingFilter, RunOptions, RunState
from vestnik.audit.runs.result_of import result_of
from vestnik.audit.start import start_audit
from vestnik.audit.tables import audit_parts, audit_shots, audits, finding_history, findings
from vestnik.backends.http import AioHttp
from vestnik.kernel.clock import ManualClock
from vestnik.kernel.core import Core
from vestnik.kernel.errors import Conflict, InvalidInput, NotFound
from vestnik.ledger.store import entries_between
from vestnik.ledger.verify import verify

pytestmark = pytest.mark.both_engines


@pytest.fixture
async def http() -> AsyncIterator[AioHttp]:
    async with AioHttp() as client:
        yield client


@pytest.fixture
def owner(workspace_id: str) -> Principal:
    return Principal.local(workspace_id, "anna@fair.example")


async def test_everything_a_run_saw_comes_back_as_it_was(core: Core, owner: Principal) -> None:
    seen = everything()
    audit_id = await finished(core, owner, seen)
    run, kept = await result_of(core, owner, audit_id)
    assert sorted(kept.findings, key=repr) == sorted(seen.findings, key=repr)
    assert (kept.signals, kept.forms, kept.trackers) == (seen.signals, seen.forms, seen.trackers)
    assert (kept.pages, kept.seconds, kept.artefacts) == (3, 2.5, {SHA: PICTURE})
    assert kept.troubles == seen.troubles
    assert (run.stats["signals"], run.stats["contact_points"]) == (1, 1)
    checks = await page_checks_of(core, owner, audit_id)
    assert checks.signals == tuple(seen.signals)
    assert (await shot_of(core, owner, audit_id, SHA)).data == PICTURE


async def test_a_row_of_an_older_program_still_loads(core: Core, owner: Principal) -> None:
    audit_id = await finished(core, owner, AuditResult(SITE, findings=[link()]))

    def age(tx: sa.Connection) -> None:
        tx.execute(sa.update(audits).values(options={"max_pages": 5}, stats={"files": 1, "actionable": 1}))
        tx.execute(sa.update(findings).values(group_id="", part=False, rendered=None))
        tx.execute(sa.delete(audit_parts))
        tx.execute(sa.delete(finding_history))

    await core.db.write(age)
    run, kept = await result_of(core, owner, audit_id)
    assert (run.options, run.interrupted) == (RunOptions(max_pages=5), False)
    assert [one.group for one in kept.findings] == [""]
    assert await page_checks_of(core, owner, audit_id)


def test_pictures_are_bounded_and_the_weightiest_findings_keep_theirs() -> None:
    def shot(name: str, media: str = "image/png") -> Shot:
        return Shot(name, media, 10, 10, Viewport.MOBILE)

    many = [
        link(rendered=Rendered((Viewport.MOBILE,), shots=(shot(str(n)),)))
        for n in range(parts_store.MAX_SHOTS + 5)
    ]
    data = {str(n): b"x" for n in range(len(many))}
    assert list(parts_store.chosen(many, [], data)) == [str(n) for n in range(parts_store.MAX_SHOTS)]
    huge = {"0": b"x" * (parts_store.MAX_SHOT_BYTES + 1), "1": b"y"}
    assert list(parts_store.chosen(many[:2], [], huge)) == ["1"]
    whole = b"z" * parts_store.MAX_SHOT_BYTES
    heavy = dict.fromkeys(data, whole)
    kept = parts_store.chosen(many, [], heavy)
    assert sum(len(one.data) for one in kept.values()) <= parts_store.MAX_SHOTS_BYTES
    script = [link(rendered=Rendered((Viewport.MOBILE,), shots=(shot("0", "image/svg+xml"),)))]
    assert parts_store.chosen(script, [], data) == {}


async def test_any_two_audits_of_a_site_are_compared(
    core: Core, owner: Principal, clock: ManualClock
) -> None:
    ids = []
    for found in (
        [link("a"), link("b")],
        [link("a")],
        [replace(link("a"), severity=Severity.LOW), link("c", "https://t.me/other_example")],
    ):
        ids.append(await finished(core, owner, AuditResult(SITE, findings=found)))
        clock.advance(timedelta(days=1))
    change = await compare_audits(core, owner, ids[2], ids[0])
    assert change.previous_id == ids[0]
    assert [item.finding.place.path for item in change.new] == [f"{SITE}c"]
    assert [item.finding.place.path for item in change.gone] == [f"{SITE}b"]
    assert [(one.before.finding.severity, one.after.finding.severity) for one in change.changed] == [
        (Severity.HIGH, Severity.LOW)
    ]
    assert (change.new_count, change.gone_count, change.changed_count, change.known_count) == (1, 1, 1, 1)
    assert [point.target for point in change.points_new] == ["https://t.me/other_example"]
    assert change == await compare_audits(core, owner, ids[0], ids[2])
    elsewhere = await finished(core, owner, AuditResult("https://other.example/"))
    for other in (ids[0], elsewhere):
        with pytest.raises(InvalidInput):
            await compare_audits(core, owner, ids[0], other)
    points = await trend_of(core, owner, ids[0])
    assert [point.audit_id for point in points] == ids
    assert [sum(point.by_severity.values()) for point in points] == [2, 1, 2]


async def test_a_contact_point_knows_its_blocks_and_carriers(core: Core, owner: Principal) -> None:
    shared = [link(f"p{n}", group="footer") for n in range(3)]
    audit_id = await finished(core, owner, AuditResult(SITE, findings=[*shared, link("x", group="")]))
    shape = (await shapes_of(core, owner, audit_id))["telegram", "https://t.me/fair_example"]
    assert (shape.blocks, dict(shape.carriers)) == (2, {"link": 4})


async def test_parts_of_an_element_are_listed_only_when_asked_for(core: Core, owner: Principal) -> None:
    audit_id = await finished(core, owner, everything())
    every = await list_findings(core, owner, audit_id)
    whole = await list_findings(core, owner, audit_id, FindingFilter(parts=False))
    assert (len(every.items), len(whole.items)) == (3, 2)
    block = await list_findings(core, owner, audit_id, FindingFilter(group="footer"))
    assert len(block.items) == 3
    address = FindingFilter(address="https://t.me/fair_example", platform="telegram")
    assert len((await list_findings(core, owner, audit_id, address)).items) == 3
    assert (await list_findings(core, owner, audit_id, FindingFilter(address=""))).items == ()


async def test_an_erased_audit_takes_all_its_rows_and_leaves_its_ledger(core: Core, owner: Principal) -> None:
    first = await finished(core, owner, everything())
    second = await finished(core, owner, everything())
    await erase_audit(core, owner, first)
    assert len(await points_over_time(core, owner, second)) == 1
    with pytest.raises(NotFound):
        await get_audit(core, owner, first)
    with pytest.raises(NotFound):
        await shot_of(core, owner, first, SHA)
    await erase_audit(core, owner, second)

    def left(tx: sa.Connection) -> list[int]:
        tables = (audits, findings, audit_parts, audit_shots, finding_history)
        return [tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() for table in tables]

    assert await core.db.read(left) == [0, 0, 0, 0, 0]
    entries = await core.db.read(lambda tx: entries_between(tx, owner.workspace_id, 0, 100))
    assert [entry.kind for entry in entries if entry.kind == "audit.erased"] == ["audit.erased"] * 2
    assert (await verify(core, owner.workspace_id)).ok


async def test_a_closed_channel_is_an_entry_whose_address_only_keys_can_read(
    core: Core, owner: Principal
) -> None:
    phone = "https://wa.me/79000000001"
    await finished(core, owner, AuditResult(SITE, findings=[link(target=phone)], read={SITE}))
    await finished(core, owner, AuditResult(SITE, read={SITE}))
    entries = await core.db.read(lambda tx: entries_between(tx, owner.workspace_id, 0, 100))
    assert [entry.kind for entry in entries] == [
        "audit.finished",
        "audit.channel_found",
        "audit.finished",
        "audit.channel_closed",
    ]
    assert all(b"79000000001" not in entry.leaf for entry in entries)
    assert entries[-1].private
    assert (await verify(core, owner.workspace_id)).ok


async def test_a_running_audit_is_stopped_and_closes_nothing(
    core: Core, http: AioHttp, owner: Principal
) -> None:
    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    async with serving({"/": slow}) as site:
        target = f"{site.url}/"
        seen = AuditResult(target, findings=[replace(link(), place=replace(link().place, path=target))])
        await finished(core, owner, seen, RunOptions())
        audit_id = await start_audit(core, owner, target)
        limits = CrawlOptions(allow_private=True)
        running = asyncio.create_task(run_audit(core, http, owner.workspace_id, audit_id, limits))
        while (await get_audit(core, owner, audit_id)).run.state is not RunState.RUNNING:
            await asyncio.sleep(0.05)
        with pytest.raises(Conflict):
            await erase_audit(core, owner, audit_id)
        await stop_audit(core, owner, audit_id)
        await running
        run = (await get_audit(core, owner, audit_id)).run
        assert (run.state, run.incomplete, run.interrupted) == (RunState.DONE, True, True)
        assert run.stop_asked_by == "anna@fair.example"
        assert [one.standing.open for one in await points_over_time(core, owner, audit_id)] == [True]
        with pytest.raises(Conflict):
            await stop_audit(core, owner, audit_id)


async def test_an_audit_that_waits_is_dropped(core: Core, owner: Principal) -> None:
    audit_id = await start_audit(core, owner, SITE)
    await stop_audit(core, owner, audit_id)
    run = (await get_audit(core, owner, audit_id)).run
    assert run.state is RunState.FAILED
    assert "остановили до начала" in str(run.failure)
    assert await core.db.read(lambda tx: store.queued(tx, 10)) == []
