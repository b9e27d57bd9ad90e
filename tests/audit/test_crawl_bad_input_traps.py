"""Sites that set traps: endless, huge, circular, misleading; each ends in a clear line and bounded work."""

import asyncio
import gzip
import resource
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

import brotli
import pytest
from aiohttp import web
from tests.audit.routed import RoutedHttp
from tests.audit.site import Answer, Site, redirect, serving, speaking

from vestnik.audit.crawl import Crawl, CrawlOptions, crawl_site
from vestnik.audit.model import AuditResult
from vestnik.backends.http import AioHttp

QUICK = CrawlOptions(
    rate_per_s=0, retry_pause_s=0.01, request_s=1, body_bytes=1_048_576, allow_private=True, max_pages=30
)
TELEGRAM = '<a href="https://t.me/lavka_fiction">Телеграм</a>'
MEGABYTE = 1024 * 1024


@pytest.fixture
async def http() -> AsyncIterator[AioHttp]:
    async with AioHttp() as client:
        yield client


async def crawl(
    http: AioHttp, answers: Mapping[str, Answer], options: CrawlOptions = QUICK
) -> tuple[AuditResult, Site]:
    async with serving(answers) as site:
        return await crawl_site(site.url, http, options), site


def lines(result: AuditResult) -> list[str]:
    return [f"{trouble.kind}: {trouble.detail}" for trouble in result.troubles]


def asked(site: Site) -> list[str]:
    return [path for path in site.asked if path not in {"/robots.txt", "/sitemap.xml"}]


def html(text: str, **headers: str) -> web.Response:
    return web.Response(body=text.encode(), headers={"Content-Type": "text/html; charset=utf-8", **headers})


async def calendar(request: web.Request) -> web.Response:
    """Answer with ten further months, whatever was asked for."""
    month = int(request.query.get("m", "0"))
    return html("".join(f'<a href="/calendar?m={month * 10 + step}">x</a>' for step in range(1, 11)))


async def test_an_endless_calendar_ends_at_the_page_limit(http: AioHttp) -> None:
    result, site = await crawl(http, {"/": '<a href="/calendar">x</a>', "/calendar": calendar})
    assert len(asked(site)) == 30
    assert lines(result)[-1].startswith("limit: Достигнут предел обхода (30 страниц).")
    assert result.exit_code == 3


async def test_a_page_of_a_million_links_costs_bounded_memory(http: AioHttp) -> None:
    page = "".join(f"<a href=/{number}>" for number in range(600_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result, site = await crawl(
        http, {"/": html(page)}, replace(QUICK, body_bytes=10 * MEGABYTE, request_s=60)
    )
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(asked(site)) <= 60
    assert "Достигнут предел" in lines(result)[-1]
    assert (after - before) * 1024 < 300 * MEGABYTE


async def test_session_numbers_do_not_multiply_pages(http: AioHttp) -> None:
    counter = iter(range(10**6))

    async def page(request: web.Request) -> web.Response:
        number = next(counter)
        return html(f'<a href="/a?sid={number:032x}">1</a><a href="/b?PHPSESSID={number:032x}&amp;x=1">2</a>')

    result, site = await crawl(http, {"/": page, "/a": page, "/b": page})
    assert len(asked(site)) == 3
    assert result.troubles == []


async def test_a_short_sid_is_a_section_like_any_other(http: AioHttp) -> None:
    page = '<a href="/list?SID=1">1</a><a href="/list?SID=2">2</a>'
    _, site = await crawl(http, {"/": page, "/list": "чисто"})
    assert sorted(asked(site)) == ["/", "/list?SID=1", "/list?SID=2"]


async def test_a_chain_of_redirects_to_another_host_is_not_followed_there(http: AioHttp) -> None:
    async with serving({"/": TELEGRAM}) as other:
        answers: dict[str, Answer] = {
            "/": '<a href="/1">x</a>',
            "/1": redirect("/2"),
            "/2": redirect(f"{other.url}/"),
        }
        result, _ = await crawl(http, answers)
    assert other.asked == []
    assert (result.findings, result.troubles) == ([], [])


@pytest.mark.parametrize(
    "inside", ["http://[::ffff:127.0.0.1]:1/", "http://10.0.0.1/", "http://127.0.0.1:1/"]
)
@pytest.mark.parametrize("start", ["/", "/page"])
async def test_a_redirect_to_an_internal_address_ends_at_the_guard(
    http: AioHttp, inside: str, start: str
) -> None:
    answers: dict[str, Answer] = {"/": '<a href="/page">x</a>', "/page": "чисто", start: redirect(inside)}
    async with serving(answers) as site:
        routed = RoutedHttp(http, {"shop.example": site.url})
        result = await crawl_site("http://shop.example/", routed, replace(QUICK, allow_private=False))
    if start == "/":
        assert ["внутреннюю сеть" in trouble.detail for trouble in result.troubles] == [True]
    else:
        assert result.troubles == []
        assert set(routed.hosts) == {"shop.example"}


@pytest.mark.parametrize("host", ["[::ffff:127.0.0.1]", "[::1]", "localhost", "10.0.0.1"])
async def test_internal_addresses_in_any_spelling_are_refused(http: AioHttp, host: str) -> None:
    options = replace(QUICK, allow_private=False)
    result = await crawl_site(f"http://{host}/", http, options)
    assert [trouble.kind for trouble in result.troubles] == ["unreachable"]
    assert "внутреннюю сеть" in result.troubles[0].detail


async def test_pages_that_refresh_to_each_other_are_read_once(http: AioHttp) -> None:
    answers: dict[str, Answer] = {
        "/": '<meta http-equiv="refresh" content="0; url=/a">',
        "/a": '<meta http-equiv="refresh" content="0; url=/"><meta http-equiv=refresh content="0;url=/a">',
    }
    result, site = await crawl(http, answers)
    assert asked(site) == ["/", "/a"]
    assert result.troubles == []


async def test_a_base_on_another_host_leads_nowhere(http: AioHttp) -> None:
    page = '<base href="https://elsewhere.example/"><a href="a">1</a><a href="//other.example/b">2</a>'
    _, site = await crawl(http, {"/": page})
    assert asked(site) == ["/"]


async def test_what_is_no_address_is_not_asked_for(http: AioHttp) -> None:
    page = (
        '<a href="javascript:location=\'/x\'">1</a><a href="data:text/html,<a>">2</a><a href="#top">3</a>'
        '<a href="/#other">4</a><a href="tel:+79000000001">5</a><a href="  ">6</a><a href="http://">7</a>'
    )
    result, site = await crawl(http, {"/": page})
    assert asked(site) == ["/"]
    assert result.troubles == []


@pytest.mark.parametrize("code", ["br", "gzip"])
async def test_a_packed_bomb_is_not_unpacked(http: AioHttp, code: str) -> None:
    raw = b"\0" * 50_000_000
    body = brotli.compress(raw, quality=1) if code == "br" else gzip.compress(raw)
    bomb = web.Response(body=body, headers={"Content-Encoding": code, "Content-Type": "text/html"})
    result, _ = await crawl(http, {"/": '<a href="/bomb">x</a>', "/bomb": bomb})
    assert [trouble.kind for trouble in result.troubles] == ["too_large" if code == "gzip" else "unreadable"]


@pytest.mark.parametrize("length", [5, 5000])
async def test_a_wrong_length_gives_a_line_or_the_page(http: AioHttp, length: int) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n"
    async with speaking(head.encode() + b"<p>hello there</p>") as url:
        result = await crawl_site(url, http, QUICK)
    assert [trouble.kind for trouble in result.troubles] == ["unreadable"]
    assert result.exit_code == 3


async def test_a_huge_robots_file_is_read_as_far_as_the_standard_asks(http: AioHttp) -> None:
    rules = "User-agent: *\nDisallow: /closed\n" + "# x\n" * 200_000
    answers: dict[str, Answer] = {"/robots.txt": rules.encode(), "/": '<a href="/closed">x</a>'}
    result, site = await crawl(http, answers)
    assert asked(site) == ["/"]
    assert [trouble.kind for trouble in result.troubles] == ["robots"]


async def test_a_crawl_delay_of_a_lifetime_is_cut(http: AioHttp) -> None:
    answers: dict[str, Answer] = {"/robots.txt": b"User-agent: *\nCrawl-delay: 1000000000\n", "/": "чисто"}
    result, _ = await crawl(http, answers, replace(QUICK, max_pause_s=0.05))
    assert (result.files, result.troubles) == (1, [])


@pytest.mark.parametrize(
    "page",
    [
        "<title>Just a moment...</title><p>Checking your browser</p>",
        "<h1>Подтвердите, что вы не робот</h1><form><input type=checkbox></form>",
        '<script src="https://smartcaptcha.yandexcloud.net/captcha.js"></script><p>Вы не робот?</p>',
    ],
)
@pytest.mark.parametrize("status", [200, 403, 429])
async def test_a_test_for_robots_is_named(http: AioHttp, page: str, status: int) -> None:
    answer = web.Response(
        body=page.encode(), status=status, headers={"Content-Type": "text/html; charset=utf-8"}
    )
    result, _ = await crawl(http, {"/": answer})
    assert [
        trouble.detail.startswith("Сайт просит подтвердить, что вы не робот.") for trouble in result.troubles
    ] == [True]
    assert result.exit_code == 3


async def test_a_site_that_begins_with_a_sign_in_is_incomplete(http: AioHttp) -> None:
    form = '<form method="post"><input name="login"><input type="password" name="p"></form>'
    result, _ = await crawl(http, {"/": form})
    assert result.exit_code == 3
    assert "просит войти" in result.troubles[0].detail


async def test_a_sign_in_page_inside_a_site_is_no_loss(http: AioHttp) -> None:
    form = '<form method="post"><input type="password"></form>'
    result, _ = await crawl(http, {"/": '<a href="/login">x</a>', "/login": form})
    assert result.exit_code == 0


async def test_a_busy_server_is_asked_again_when_it_says_and_then_slower(http: AioHttp) -> None:
    times: list[float] = []

    async def busy(request: web.Request) -> web.Response:
        times.append(asyncio.get_running_loop().time())
        return web.Response(status=503, headers={"Retry-After": "1"}) if len(times) == 1 else html(TELEGRAM)

    result, _ = await crawl(http, {"/": busy})
    assert len(result.findings) >= 1
    assert times[1] - times[0] >= 0.9


async def test_a_retry_after_of_a_year_is_cut(http: AioHttp) -> None:
    busy = web.Response(status=429, headers={"Retry-After": "31536000"})
    result, _ = await crawl(http, {"/": busy}, replace(QUICK, max_pause_s=0.05))
    assert "спрашивать реже" in result.troubles[0].detail


async def test_a_page_shown_only_with_its_cookie_is_read(http: AioHttp) -> None:
    async def first(request: web.Request) -> web.Response:
        if request.cookies.get("pass") == "1":
            return html(TELEGRAM)
        response = redirect("/")
        response.headers["Set-Cookie"] = "pass=1; expires=Wed, 21 Oct 2099 07:28:00 GMT; path=/"
        return response

    result, _ = await crawl(http, {"/": first})
    assert [finding.platform for finding in result.findings if finding.actionable] == ["telegram"]


async def test_cookies_stay_with_the_host_that_set_them(http: AioHttp) -> None:
    seen: list[str] = []

    async def other(request: web.Request) -> web.Response:
        seen.append(request.headers.get("Cookie", ""))
        return html("чисто")

    async with serving({"/": other}) as second:
        moved = redirect(f"{second.url}/")
        moved.headers["Set-Cookie"] = "secret=1"
        async with serving({"/": moved}) as site:
            await crawl_site(site.url, http, QUICK)
    assert seen == [""]


async def test_an_untrusted_certificate_gives_one_line(http: AioHttp) -> None:
    async with speaking(b"this is no TLS\r\n") as url:
        result = await crawl_site(url.replace("http:", "https:"), http, QUICK)
    assert len(result.troubles) == 1
    assert result.exit_code == 3


async def test_a_stopped_crawl_keeps_what_it_saw(http: AioHttp) -> None:
    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    async with serving({"/": f'{TELEGRAM}<a href="/slow">x</a>', "/slow": slow}) as site:
        crawl = Crawl(f"{site.url}/", http, replace(QUICK, request_s=60))
        task = asyncio.create_task(crawl.run())
        while not crawl.result.files:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert crawl.result.interrupted
    assert (crawl.result.pages, crawl.result.files) == (1, 1)
    assert crawl.result.seconds > 0
    assert [finding.platform for finding in crawl.result.findings if finding.actionable] == ["telegram"]
