"""An audit whose process died goes on where it was; what it found is seen while it runs."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from tests.audit.site import Answer, serving

from vestnik.access.model import Principal
from vestnik.audit.crawl import CrawlOptions
from vestnik.audit.crawl.checkpoint import CrawlState, Harvest
from vestnik.audit.model import Severity
from vestnik.audit.run import Tools, run_audit
from vestnik.audit.runs import parts_store, store
from vestnik.audit.runs.browse import get_audit, latest_findings, list_findings, points_over_time
from vestnik.audit.runs.checkpoint import DbCheckpoint
from vestnik.audit.runs.manage import stop_audit
from vestnik.audit.runs.model import RunOptions, RunState
from vestnik.audit.runs.parts_store import Part
from vestnik.audit.start import start_audit
from vestnik.backends.http import AioHttp
from vestnik.kernel.core import Core
from vestnik.kernel.errors import Conflict
from vestnik.law.pack import load_pack

pytestmark = pytest.mark.both_engines

QUICK = RunOptions(rate_per_s=50, page_checks=False)
INSIDE = CrawlOptions(allow_private=True, retry_pause_s=0, request_s=30, save_pages=1, concurrency=1)
PAGES = 6


@pytest.fixture
async def http() -> AsyncIterator[AioHttp]:
    async with AioHttp() as client:
        yield client


@pytest.fixture
def owner(workspace_id: str) -> Principal:
    return Principal.local(workspace_id, "anna@fair.example")


class Shop:
    """A site that stands still at one page until it is let go on, and counts what it was asked for."""

    def __init__(self) -> None:
        self.release = asyncio.Event()
        self.reached = asyncio.Event()
        self.asked: list[str] = []

    def answers(self) -> dict[str, Answer]:
        links = "".join(f'<a href="/{n}">x</a>' for n in range(PAGES))
        return {"/": self._page(links)} | {f"/{n}": self._page(f"{n}") for n in range(PAGES)}

    def _page(self, body: str) -> Answer:
        async def answer(request: web.Request) -> web.Response:
            self.asked.append(request.path)
            if request.path == "/3":
                self.reached.set()
                await self.release.wait()
            page = f'{body}<a href="https://t.me/shop_{request.path.strip("/") or "home"}_example">T</a>'
            return web.Response(text=page, content_type="text/html")

        return answer


async def test_a_crawl_goes_on_and_fetches_nothing_twice(core: Core, http: AioHttp, owner: Principal) -> None:
    shop = Shop()
    async with serving(shop.answers()) as site:
        audit_id = await start_audit(core, owner, site.url, QUICK)
        first = asyncio.create_task(run_audit(core, http, owner.workspace_id, audit_id, INSIDE))
        await shop.reached.wait()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        left = (await get_audit(core, owner, audit_id)).run
        assert (left.state, left.resumes) == (RunState.QUEUED, 1)
        before = list(shop.asked)
        shop.release.set()
        shop.asked.clear()
        await run_audit(core, http, owner.workspace_id, audit_id, INSIDE)
    assert before == ["/", "/0", "/1", "/2", "/3"]
    assert shop.asked == ["/3", "/4", "/5"]
    run = (await get_audit(core, owner, audit_id)).run
    assert (run.state, run.incomplete, run.stats["pages"]) == (RunState.DONE, False, PAGES + 1)
    found = await list_findings(core, owner, audit_id)
    assert len(found.items) == PAGES + 1
    assert all(one.standing.open for one in await points_over_time(core, owner, audit_id))
    kept = await core.db.read(
        lambda tx: parts_store.load_bytes(tx, owner.workspace_id, audit_id, Part.CHECKPOINT)
    )
    assert kept is None


async def test_what_was_found_is_seen_while_the_audit_runs_and_kept_when_it_is_stopped(
    core: Core, http: AioHttp, owner: Principal
) -> None:
    shop = Shop()
    async with serving(shop.answers()) as site:
        audit_id = await start_audit(core, owner, site.url, QUICK)
        running = asyncio.create_task(run_audit(core, http, owner.workspace_id, audit_id, INSIDE))
        await shop.reached.wait()
        while len(fresh := await latest_findings(core, owner, audit_id)) < 4:
            await asyncio.sleep(0.1)
        assert fresh[0].finding.target == "https://t.me/shop_2_example"
        await stop_audit(core, owner, audit_id)
        await running
    run = (await get_audit(core, owner, audit_id)).run
    assert (run.state, run.interrupted, run.incomplete) == (RunState.DONE, True, True)
    assert len((await list_findings(core, owner, audit_id)).items) == 4


def state(url: str) -> CrawlState:
    return CrawlState(url, url, [("shop.example", None)], [], {}, "", "", 0, {}, 0.0)


async def test_a_checkpoint_is_written_only_by_the_turn_that_runs(core: Core, owner: Principal) -> None:
    audit_id = await start_audit(core, owner, "https://shop.example/", QUICK)
    workspace_id = owner.workspace_id

    async def claimed() -> DbCheckpoint:
        await core.db.write(lambda tx: store.claim(tx, workspace_id, audit_id, core.clock.now()))
        run = await core.db.read(lambda tx: store.run(tx, workspace_id, audit_id))
        assert run is not None
        return DbCheckpoint(core, run)

    old = await claimed()
    assert await old.load() is None
    await old.save(state("https://shop.example/"), Harvest(read=["https://shop.example/"]))
    await old.save(state("https://shop.example/"), Harvest(read=["https://shop.example/a"]))
    assert await core.db.write(lambda tx: store.give_back(tx, workspace_id, audit_id, 0, core.clock.now()))
    new = await claimed()
    loaded = await new.load()
    assert loaded is not None
    assert loaded[1].read == ["https://shop.example/", "https://shop.example/a"]
    with pytest.raises(Conflict):
        await old.save(state("https://other.example/"), Harvest())
    await new.save(state("https://shop.example/b"), Harvest(read=["https://shop.example/b"]))
    again = await new.load()
    assert again is not None
    assert (again[0].target, len(again[1].read)) == ("https://shop.example/b", 3)


@pytest.mark.parametrize("damage", [b"{}", b"no json", b'{"version": 99}'])
async def test_a_checkpoint_of_another_program_begins_anew(
    core: Core, owner: Principal, damage: bytes
) -> None:
    audit_id = await start_audit(core, owner, "https://shop.example/", QUICK)
    workspace_id = owner.workspace_id
    await core.db.write(
        lambda tx: parts_store.save_bytes(tx, workspace_id, audit_id, Part.CHECKPOINT, damage, 0)
    )
    run = await core.db.read(lambda tx: store.run(tx, workspace_id, audit_id))
    assert run is not None
    assert await DbCheckpoint(core, run).load() is None
    assert (
        await core.db.read(lambda tx: parts_store.load_bytes(tx, workspace_id, audit_id, Part.CHECKPOINT))
        is None
    )


async def test_findings_are_weighed_for_the_company(core: Core, http: AioHttp, owner: Principal) -> None:
    async with serving({"/": '<a href="https://t.me/shop_example">Канал</a>'}) as site:
        audit_id = await start_audit(core, owner, site.url, QUICK)
        tools = Tools(pack=load_pack())
        await run_audit(core, http, owner.workspace_id, audit_id, INSIDE, tools)
    finding = (await list_findings(core, owner, audit_id)).items[0].finding
    assert finding.norm_ids
    assert finding.severity >= Severity.LOW


async def test_pages_that_need_a_browser_are_told_where_there_is_none(
    core: Core, http: AioHttp, owner: Principal
) -> None:
    page = '<div id="app"></div><script src="/app.js"></script>'
    async with serving({"/": page, "/app.js": "let a = 1"}) as site:
        options = RunOptions(rate_per_s=50, render=True, page_checks=False)
        audit_id = await start_audit(core, owner, site.url, options)
        await run_audit(core, http, owner.workspace_id, audit_id, INSIDE)
    story = await get_audit(core, owner, audit_id)
    assert story.run.state is RunState.DONE
    assert any("браузер" in trouble.detail.lower() for trouble in story.troubles)
