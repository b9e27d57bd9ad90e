"""A crawl of real little sites: what it visits, what it finds, what it leaves alone."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import pytest
from aiohttp import web
from tests.audit.site import Answer, Site, redirect, serving

from vestnik.audit.crawl import CrawlOptions, crawl_site
from vestnik.audit.model import AuditResult, Severity
from vestnik.backends.http import AioHttp
from vestnik.kernel.errors import InvalidInput

QUICK = CrawlOptions(rate_per_s=500, retry_pause_s=0.01, request_s=5, allow_private=True)
TELEGRAM = '<a href="https://t.me/lavka_fiction">Телеграм</a>'


@pytest.fixture
async def http() -> AsyncIterator[AioHttp]:
    async with AioHttp() as client:
        yield client


async def crawl(
    http: AioHttp, answers: Mapping[str, Answer], options: CrawlOptions = QUICK, start: str = "/"
) -> tuple[AuditResult, Site]:
    """Serve the answers and crawl them."""
    async with serving(answers) as site:
        return await crawl_site(f"{site.url}{start}", http, options), site


def visited(site: Site) -> list[str]:
    """What was asked for, without the site's own rules."""
    return sorted(path for path in site.asked if path not in {"/robots.txt", "/sitemap.xml"})


def kinds(result: AuditResult) -> dict[str, str]:
    """Last part of each trouble's path → its kind."""
    return {"/" + trouble.path.split("/", 3)[3]: trouble.kind for trouble in result.troubles}


async def test_a_whole_site_is_read_page_by_page(http: AioHttp) -> None:
    result, site = await crawl(
        http,
        {
            "/": '<a href="/about">О нас</a><script src="/app.js"></script>',
            "/about": f"<a href='/'>Домой</a>{TELEGRAM}",
            "/app.js": web.Response(
                body=b"open('https://wa.me/79161234567')", content_type="text/javascript"
            ),
        },
    )
    assert visited(site) == ["/", "/about", "/app.js"]
    places = {(finding.place.path.removeprefix(site.url), finding.platform) for finding in result.places}
    assert {("/about", "telegram"), ("/app.js", "whatsapp")} <= places
    assert (result.files, result.troubles, result.exit_code) == (3, [], 1)


async def test_a_clean_site_is_clean(http: AioHttp) -> None:
    result, _ = await crawl(http, {"/": "<p>Пишите на почту</p>"})
    assert (result.places, result.incomplete, result.exit_code) == ([], False, 0)


async def test_a_finding_says_where_it_stands(http: AioHttp) -> None:
    result, site = await crawl(http, {"/": f"<p>привет</p>\n  {TELEGRAM}"})
    finding = result.places[0]
    assert (finding.place.path, finding.place.line, finding.place.column) == (f"{site.url}/", 2, 12)
    assert finding.matched == "https://t.me/lavka_fiction"
    assert finding.target == "https://t.me/lavka_fiction"
    assert finding.severity is Severity.HIGH
    assert finding.fingerprint


async def test_other_sites_are_never_visited(http: AioHttp) -> None:
    async with serving({"/": TELEGRAM}) as other:
        result, _ = await crawl(http, {"/": f'<a href="{other.url}/">сосед</a>'})
        assert other.asked == []
    assert result.places == []


async def test_robots_rules_are_kept_and_named(http: AioHttp) -> None:
    result, site = await crawl(
        http,
        {
            "/robots.txt": web.Response(body=b"User-agent: *\nDisallow: /closed"),
            "/": '<a href="/closed/a">1</a><a href="/open">2</a><a href="/jump">3</a>',
            "/closed/a": TELEGRAM,
            "/closed/b": TELEGRAM,
            "/open": "ok",
            "/jump": redirect("/closed/b"),
        },
    )
    assert visited(site) == ["/", "/jump", "/open"]
    assert kinds(result) == {"/closed/a": "robots", "/closed/b": "robots"}
    assert not result.incomplete


async def test_a_site_closed_to_robots_is_incomplete_not_clean(http: AioHttp) -> None:
    rules = web.Response(body=b"User-agent: *\nDisallow: /")
    result, _ = await crawl(http, {"/robots.txt": rules, "/": TELEGRAM})
    assert (result.files, result.exit_code) == (0, 3)


async def test_a_first_page_that_leads_into_a_closed_part_is_incomplete(http: AioHttp) -> None:
    rules = web.Response(body=b"User-agent: *\nDisallow: /in")
    result, _ = await crawl(http, {"/robots.txt": rules, "/": redirect("/in/"), "/in/": TELEGRAM})
    assert result.exit_code == 3


async def test_the_sitemap_adds_pages_that_nothing_links_to(http: AioHttp) -> None:
    async def index(request: web.Request) -> web.Response:
        return web.Response(text=f"<sitemapindex><loc>{request.url.origin()}/part.xml</loc></sitemapindex>")

    result, site = await crawl(
        http,
        {
            "/sitemap.xml": index,
            "/part.xml": "<urlset><loc>/lonely</loc><loc>https://other.example/</loc></urlset>",
            "/": "home",
            "/lonely": TELEGRAM,
        },
    )
    assert "/lonely" in site.asked
    assert len(result.places) == 1


async def test_the_page_limit_ends_the_crawl_and_says_so(http: AioHttp) -> None:
    answers: dict[str, Answer] = {f"/{n or ''}": f'<a href="/{n + 1}">дальше</a>' for n in range(20)}
    options = CrawlOptions(max_pages=5, rate_per_s=500, allow_private=True)
    result, site = await crawl(http, answers, options)
    assert len(visited(site)) == 5
    assert [trouble.kind for trouble in result.troubles] == ["limit"]
    assert "5 страниц" in result.troubles[0].detail
    assert result.exit_code == 3


async def test_the_time_limit_ends_the_crawl_and_says_so(http: AioHttp) -> None:
    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    options = CrawlOptions(max_seconds=0.3, rate_per_s=500, allow_private=True)
    result, _ = await crawl(http, {"/": '<a href="/slow">1</a>', "/slow": slow}, options)
    assert [trouble.kind for trouble in result.troubles] == ["limit"]


async def test_identical_pages_keep_a_place_each_with_its_own_fingerprint(http: AioHttp) -> None:
    page = f'<a href="/?page=2">2</a>{TELEGRAM}{TELEGRAM}'
    result, site = await crawl(http, {"/": page, "/?page=2": page})
    places = sorted(finding.place.path.removeprefix(site.url) for finding in result.places)
    assert places == ["/", "/", "/?page=2", "/?page=2"]
    assert len({finding.fingerprint for finding in result.places}) == 4


async def test_a_page_reached_by_two_redirects_is_read_once(http: AioHttp) -> None:
    result, site = await crawl(
        http,
        {
            "/": '<a href="/one">1</a><a href="/two">2</a>',
            "/one": redirect("/page"),
            "/two": redirect("/page"),
            "/page": TELEGRAM,
        },
    )
    assert [finding.place.path for finding in result.places] == [f"{site.url}/page"]


@pytest.mark.parametrize(
    ("location", "platform"),
    [
        ("https://wa.me/79161234567", "whatsapp"),
        ("tg://resolve?domain=lavka_fiction", "telegram"),
        ("viber://chat?number=%2B79161234567", "viber"),
    ],
)
async def test_a_redirect_into_a_messenger_is_a_finding(http: AioHttp, location: str, platform: str) -> None:
    result, site = await crawl(
        http, {"/": '<a href="/go/chat">Написать</a>', "/go/chat": redirect("/go"), "/go": redirect(location)}
    )
    [finding] = result.places
    assert (finding.rule, finding.platform) == ("RD-LINK-003", platform)
    assert finding.place.path == f"{site.url}/go/chat"
    assert finding.excerpt == f"302 {site.url}/go → {location}"
    assert result.exit_code == 1


async def test_a_site_that_is_only_a_redirect_into_a_messenger_is_found(http: AioHttp) -> None:
    result, _ = await crawl(http, {"/": redirect("https://t.me/lavka_fiction")})
    assert [finding.rule for finding in result.places] == ["RD-LINK-003"]


async def test_an_audit_follows_a_site_that_moved(http: AioHttp) -> None:
    async with serving({"/": TELEGRAM}) as new:
        result, _ = await crawl(http, {"/": redirect(f"{new.url}/", 301)})
    assert [finding.place.path for finding in result.places] == [f"{new.url}/"]


async def test_two_sites_that_send_visitors_to_each_other_end_in_a_line(http: AioHttp) -> None:
    addresses: list[str] = []

    async def to_other(request: web.Request) -> web.Response:
        here = str(request.url.origin())
        return redirect(next(f"{url}/" for url in addresses if url != here))

    async with serving({"/": to_other}) as one, serving({"/": to_other}) as two:
        addresses.extend([one.url, two.url])
        result = await crawl_site(f"{one.url}/", http, QUICK)
    assert [trouble.kind for trouble in result.troubles] == ["redirect_loop"]
    assert result.exit_code == 3


async def test_a_server_that_stumbles_once_is_asked_again(http: AioHttp) -> None:
    times = 0

    async def stumbling(request: web.Request) -> web.Response:
        nonlocal times
        times += 1
        return (
            web.Response(status=503) if times == 1 else web.Response(text=TELEGRAM, content_type="text/html")
        )

    result, _ = await crawl(http, {"/": stumbling})
    assert (times, len(result.places), result.troubles) == (2, 1, [])


async def test_progress_is_told_after_every_address(http: AioHttp) -> None:
    told: list[tuple[int, int, str, int]] = []
    async with serving({"/": '<a href="/a">1</a><a href="/b">2</a>', "/a": TELEGRAM, "/b": ""}) as site:
        await crawl_site(site.url, http, QUICK, lambda *step: told.append(step))
    assert told[0] == (1, 2, f"{site.url}/", 0)
    assert [step[0] for step in told] == [1, 2, 3]
    assert told[-1][1] == 0
    assert told[-1][3] == 1


async def test_requests_keep_the_rate_that_was_asked_for(http: AioHttp) -> None:
    answers: dict[str, Answer] = {"/": "".join(f'<a href="/{n}">x</a>' for n in range(6))}
    loop = asyncio.get_running_loop()
    started = loop.time()
    await crawl(http, answers, CrawlOptions(rate_per_s=25, allow_private=True))
    # robots, the first page, the sitemap and six pages: eight pauses of 40 ms
    assert loop.time() - started >= 0.31


async def test_vendor_files_count_when_asked_for(http: AioHttp) -> None:
    answers: dict[str, Answer] = {
        "/": '<script src="/node_modules/chat/a.js"></script>',
        "/node_modules/chat/a.js": web.Response(
            body=b"open('https://t.me/lavka_fiction')", content_type="text/javascript"
        ),
    }
    quiet, _ = await crawl(http, answers)
    loud, _ = await crawl(
        http, answers, CrawlOptions(rate_per_s=500, allow_private=True, include_vendor=True)
    )
    assert (quiet.exit_code, loud.exit_code) == (0, 1)


async def test_an_address_that_is_no_site_is_refused(http: AioHttp) -> None:
    with pytest.raises(InvalidInput) as caught:
        await crawl_site("mailto:anna@shop.example", http)
    assert caught.value.field == "target"


async def test_a_cancelled_crawl_leaves_nothing_running(http: AioHttp) -> None:
    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    async with serving({"/": slow}) as site:
        before = asyncio.all_tasks()
        task = asyncio.create_task(crawl_site(site.url, http, QUICK))
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        left = {other for other in asyncio.all_tasks() - before if "crawl" in repr(other.get_coro())}
    assert left == set()
