"""Stored audits: asked for, run, looked at, compared; on both databases."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web
from tests.audit.site import Answer, Site, serving

from vestnik.access.model import Principal, Role
from vestnik.audit.crawl import CrawlOptions
from vestnik.audit.model import Severity, State
from vestnik.audit.run import run_audit
from vestnik.audit.runs import store
from vestnik.audit.runs.browse import (
    compare_with_previous,
    get_audit,
    get_finding,
    list_audits,
    list_findings,
)
from vestnik.audit.runs.model import FindingFilter, RunOptions, RunState
from vestnik.audit.runs.recover import MAX_RESUMES, resume_interrupted
from vestnik.audit.start import MAX_OPEN, start_audit
from vestnik.backends.http import AioHttp
from vestnik.kernel.clock import ManualClock
from vestnik.kernel.core import Core
from vestnik.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, TooMany
from vestnik.ledger.verify import verify

pytestmark = pytest.mark.both_engines

QUICK = RunOptions(rate_per_s=50)
INSIDE = CrawlOptions(allow_private=True, retry_pause_s=0, request_s=5)
PAGE = """<a href="https://t.me/lavka_fiction">Написать нам</a>
<a href="https://wa.me/79161234567">Написать</a><a href="https://t.me/share/url?url=x">Поделиться</a>"""


@pytest.fixture
async def http() -> AsyncIterator[AioHttp]:
    async with AioHttp() as client:
        yield client


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving(
        {"/": f'<a href="/shop">Лавка</a><a href="/gone">x</a>{PAGE}', "/shop": PAGE}
    ) as running:
        yield running


@pytest.fixture
def owner(workspace_id: str) -> Principal:
    return Principal.local(workspace_id)


async def run(core: Core, http: AioHttp, owner: Principal, url: str) -> str:
    """Start an audit and carry it out."""
    audit_id = await start_audit(core, owner, url, QUICK)
    await run_audit(core, http, owner.workspace_id, audit_id, INSIDE)
    return audit_id


async def test_an_audit_waits_runs_and_is_done(
    core: Core, http: AioHttp, owner: Principal, site: Site
) -> None:
    audit_id = await start_audit(core, owner, site.url, QUICK)
    waiting = (await get_audit(core, owner, audit_id)).run
    assert (waiting.state, waiting.target, waiting.options) == (RunState.QUEUED, f"{site.url}/", QUICK)
    assert await core.db.read(lambda tx: store.queued(tx, 10)) == [(owner.workspace_id, audit_id)]

    result = await run_audit(core, http, owner.workspace_id, audit_id, INSIDE)

    story = await get_audit(core, owner, audit_id)
    assert story.run.state is RunState.DONE
    assert story.run.finished_at == core.clock.now()
    assert story.run.stats["files"] == result.files == 2
    assert story.run.stats["findings"] == len(result.places)
    assert {point.platform for point in story.run.contact_points} == {"telegram", "whatsapp"}
    assert [(trouble.path, trouble.kind) for trouble in story.troubles] == [
        (f"{site.url}/gone", "http_status")
    ]
    assert not story.run.incomplete


async def test_a_finished_audit_stands_in_the_ledger(
    core: Core, http: AioHttp, owner: Principal, site: Site
) -> None:
    audit_id = await run(core, http, owner, site.url)
    assert (await get_audit(core, owner, audit_id)).run.ledger_index == 0
    assert (await verify(core, owner.workspace_id)).ok


async def test_findings_come_worst_first_in_pages(
    core: Core, http: AioHttp, owner: Principal, site: Site
) -> None:
    audit_id = await run(core, http, owner, site.url)
    whole = await list_findings(core, owner, audit_id, limit=100)
    severities = [item.finding.severity for item in whole.items]
    assert severities == sorted(severities, reverse=True)
    assert whole.next_after is None
    collected: list[str] = []
    after = None
    for _ in range(len(whole.items)):
        page = await list_findings(core, owner, audit_id, after=after, limit=2)
        collected += [item.id for item in page.items]
        after = page.next_after
        if after is None:
            break
    assert collected == [item.id for item in whole.items]


@pytest.mark.parametrize(
    "which",
    [
        FindingFilter(platform="telegram"),
        FindingFilter(severity=Severity.HIGH),
        FindingFilter(rule="WA-LINK-001"),
        FindingFilter(state=State.LIVE),
        FindingFilter(text="/SHOP"),
        FindingFilter(text="поделиТЬСЯ"),
        FindingFilter(platform="whatsapp", text="wa.me"),
    ],
)
async def test_filters_keep_what_fits_and_nothing_else(
    core: Core, http: AioHttp, owner: Principal, site: Site, which: FindingFilter
) -> None:
    audit_id = await run(core, http, owner, site.url)
    kept = (await list_findings(core, owner, audit_id, which)).items
    assert kept
    for item in kept:
        finding = item.finding
        words = f"{finding.place.path} {finding.matched} {finding.excerpt}".casefold()
        assert which.platform in {None, finding.platform}
        assert which.severity in {None, finding.severity}
        assert which.rule in {None, finding.rule}
        assert which.state in {None, finding.state}
        assert which.text is None or which.text.casefold() in words


async def test_a_search_word_is_no_pattern(core: Core, http: AioHttp, owner: Principal, site: Site) -> None:
    audit_id = await run(core, http, owner, site.url)
    assert (await list_findings(core, owner, audit_id, FindingFilter(text="%"))).items == ()
    assert (await list_findings(core, owner, audit_id, FindingFilter(text="lavka-fiction"))).items == ()


async def test_a_stored_finding_is_the_finding_that_was_seen(
    core: Core, http: AioHttp, owner: Principal, site: Site
) -> None:
    audit_id = await start_audit(core, owner, site.url, QUICK)
    result = await run_audit(core, http, owner.workspace_id, audit_id, INSIDE)
    stored = (await list_findings(core, owner, audit_id, limit=100)).items
    assert sorted((item.finding for item in stored), key=repr) == sorted(result.findings, key=repr)
    assert (await get_finding(core, owner, stored[0].id)) == stored[0]


async def test_a_second_audit_tells_what_is_new_gone_and_known(
    core: Core, http: AioHttp, owner: Principal, clock: ManualClock
) -> None:
    answers: dict[str, Answer] = {"/": PAGE}
    async with serving(answers) as site:
        first = await run(core, http, owner, site.url)
        clock.advance(timedelta(days=1))
        answers["/"] = (
            '<a href="https://t.me/lavka_fiction">x</a><a href="viber://chat?number=%2B79161234567">y</a>'
        )
        second = await run(core, http, owner, site.url)
    alone = await compare_with_previous(core, owner, first)
    assert (alone.previous_id, alone.new_count, alone.gone_count) == (None, 0, 0)
    change = await compare_with_previous(core, owner, second)
    assert change.previous_id == first
    assert [item.finding.platform for item in change.new] == ["viber"]
    assert sorted(item.finding.rule for item in change.gone) == ["SHR-001", "WA-LINK-001"]
    assert (change.new_count, change.gone_count, change.known_count) == (1, 2, 1)


async def test_another_workspace_sees_nothing(
    core: Core, http: AioHttp, owner: Principal, other_workspace_id: str, site: Site
) -> None:
    audit_id = await run(core, http, owner, site.url)
    finding_id = (await list_findings(core, owner, audit_id)).items[0].id
    stranger = Principal.local(other_workspace_id)
    assert await list_audits(core, stranger) == []
    for asked in (
        get_audit(core, stranger, audit_id),
        list_findings(core, stranger, audit_id),
        compare_with_previous(core, stranger, audit_id),
        get_finding(core, stranger, finding_id),
        get_audit(core, owner, "no-such-id"),
        get_finding(core, owner, core.ids.new()),
    ):
        with pytest.raises(NotFound):
            await asked


async def test_audits_are_listed_newest_first_in_pages(core: Core, owner: Principal) -> None:
    ids = [await start_audit(core, owner, f"https://shop{n}.example", QUICK) for n in range(3)]
    assert [item.id for item in await list_audits(core, owner)] == ids[::-1]
    assert [item.id for item in await list_audits(core, owner, before=ids[2], limit=1)] == [ids[1]]
    assert [item.id for item in await list_audits(core, owner, target="https://shop0.example/")] == [ids[0]]


async def test_progress_is_visible_while_an_audit_runs(core: Core, http: AioHttp, owner: Principal) -> None:
    release = asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        await release.wait()
        return web.Response()

    async with serving({"/": f'<a href="/slow">x</a>{PAGE}', "/slow": slow}) as site:
        audit_id = await start_audit(core, owner, site.url, QUICK)
        running = asyncio.create_task(run_audit(core, http, owner.workspace_id, audit_id, INSIDE))
        seen = (await get_audit(core, owner, audit_id)).run
        while seen.progress.done == 0:
            await asyncio.sleep(0.1)
            seen = (await get_audit(core, owner, audit_id)).run
        assert seen.state is RunState.RUNNING
        assert seen.progress.now_at == f"{site.url}/"
        assert seen.progress.found == 3
        release.set()
        await running


async def test_an_audit_runs_once(core: Core, http: AioHttp, owner: Principal, site: Site) -> None:
    audit_id = await run(core, http, owner, site.url)
    with pytest.raises(Conflict):
        await run_audit(core, http, owner.workspace_id, audit_id, INSIDE)
    with pytest.raises(NotFound):
        await run_audit(core, http, owner.workspace_id, core.ids.new(), INSIDE)


async def test_an_audit_whose_process_stops_waits_for_the_next_one(
    core: Core, http: AioHttp, owner: Principal
) -> None:
    patience = 30.0

    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(patience)
        return web.Response(text=PAGE, content_type="text/html")

    async with serving({"/": slow}) as site:
        audit_id = await start_audit(core, owner, site.url, QUICK)
        running = asyncio.create_task(run_audit(core, http, owner.workspace_id, audit_id, INSIDE))
        await asyncio.sleep(0.2)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        left = (await get_audit(core, owner, audit_id)).run
        assert (left.state, left.resumes, left.failure) == (RunState.QUEUED, 1, None)
        patience = 0
        await run_audit(core, http, owner.workspace_id, audit_id, INSIDE)
    done = (await get_audit(core, owner, audit_id)).run
    assert (done.state, done.resumes) == (RunState.DONE, 1)


async def test_an_audit_whose_process_died_goes_on_a_few_times_and_no_more(
    core: Core, owner: Principal, clock: ManualClock
) -> None:
    audit_id = await start_audit(core, owner, "https://shop.example", QUICK)
    waiting = await start_audit(core, owner, "https://other.example", QUICK)
    for _ in range(MAX_RESUMES):
        taken = await core.db.write(lambda tx: store.claim(tx, owner.workspace_id, audit_id, clock.now()))
        assert taken is not None
        assert await resume_interrupted(core) == 0
        clock.advance(timedelta(minutes=2))
        assert await resume_interrupted(core) == 1
        assert (await get_audit(core, owner, audit_id)).run.state is RunState.QUEUED
    await core.db.write(lambda tx: store.claim(tx, owner.workspace_id, audit_id, clock.now()))
    clock.advance(timedelta(minutes=2))
    assert await resume_interrupted(core) == 1
    died = (await get_audit(core, owner, audit_id)).run
    assert (died.state, died.finished_at, died.incomplete) == (RunState.FAILED, clock.now(), True)
    assert "слишком много раз" in str(died.failure)
    assert (await get_audit(core, owner, waiting)).run.state is RunState.QUEUED


async def test_a_process_that_stood_still_changes_nothing_of_a_run_that_another_took_over(
    core: Core, http: AioHttp, owner: Principal, clock: ManualClock
) -> None:
    release = asyncio.Event()
    first = True

    async def slow_once(request: web.Request) -> web.Response:
        nonlocal first
        if first:
            first = False
            await release.wait()
            return web.Response(text="", content_type="text/html")
        return web.Response(text=PAGE, content_type="text/html")

    async with serving({"/": slow_once}) as site:
        audit_id = await start_audit(core, owner, site.url, QUICK)
        stuck = asyncio.create_task(run_audit(core, http, owner.workspace_id, audit_id, INSIDE))
        while first:
            await asyncio.sleep(0.02)
        assert await resume_interrupted(core, timedelta(0)) == 1
        await run_audit(core, http, owner.workspace_id, audit_id, INSIDE)
        release.set()
        with pytest.raises(Conflict):
            await stuck
    run = (await get_audit(core, owner, audit_id)).run
    assert (run.state, run.stats["findings"], run.failure) == (RunState.DONE, 3, None)
    assert len((await list_findings(core, owner, audit_id)).items) == 3


async def test_a_site_is_audited_once_at_a_time(core: Core, owner: Principal) -> None:
    await start_audit(core, owner, "https://shop.example", QUICK)
    with pytest.raises(Conflict):
        await start_audit(core, owner, "HTTPS://SHOP.example:443/#top", QUICK)


async def test_a_workspace_has_a_limit_of_open_audits(core: Core, owner: Principal) -> None:
    for number in range(MAX_OPEN):
        await start_audit(core, owner, f"https://shop{number}.example", QUICK)
    with pytest.raises(TooMany):
        await start_audit(core, owner, "https://shop.example", QUICK)


@pytest.mark.parametrize(
    ("target", "options", "field"),
    [
        ("", QUICK, "target"),
        ("ftp://shop.example", QUICK, "target"),
        ("https://anna:secret@shop.example", QUICK, "target"),
        ("file:///etc/passwd", QUICK, "target"),
        ("https://shop.example", RunOptions(max_pages=0), "max_pages"),
        ("https://shop.example", RunOptions(rate_per_s=1000), "rate_per_s"),
    ],
)
async def test_what_cannot_be_audited_is_refused_by_its_field(
    core: Core, owner: Principal, target: str, options: RunOptions, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await start_audit(core, owner, target, options)
    assert caught.value.field == field
    assert caught.value.hint


async def test_a_bare_host_means_https(core: Core, owner: Principal) -> None:
    audit_id = await start_audit(core, owner, "shop.example", QUICK)
    assert (await get_audit(core, owner, audit_id)).run.target == "https://shop.example/"


async def test_a_role_without_the_right_starts_nothing(core: Core, workspace_id: str) -> None:
    auditor = Principal(workspace_id, Role.AUDITOR, None, None, live=True, label="auditor")
    with pytest.raises(NotAllowed):
        await start_audit(core, auditor, "https://shop.example")
    assert await list_audits(core, auditor) == []
