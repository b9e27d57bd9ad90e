"""Sites that misbehave: one clear line each, and the rest of the site is read."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from tests.audit.site import Answer, redirect, serving, speaking

from vestnik.audit.crawl import CrawlOptions, crawl_site
from vestnik.audit.model import AuditResult
from vestnik.backends.http import AioHttp

QUICK = CrawlOptions(
    rate_per_s=500, retry_pause_s=0.01, request_s=0.5, body_bytes=1_048_576, allow_private=True
)


@pytest.fixture
async def http() -> AsyncIterator[AioHttp]:
    async with AioHttp() as client:
        yield client


async def beside(http: AioHttp, bad: Answer) -> AuditResult:
    """Crawl a site with one bad page beside one with a finding."""
    answers: dict[str, Answer] = {
        "/": '<a href="/bad">1</a><a href="/good">2</a>',
        "/bad": bad,
        "/good": '<a href="https://t.me/lavka_fiction">Телеграм</a>',
    }
    async with serving(answers) as site:
        result = await crawl_site(site.url, http, QUICK)
    assert [finding.place.path for finding in result.places] == [f"{site.url}/good"]
    assert [trouble.path for trouble in result.troubles] == [f"{site.url}/bad"]
    assert result.exit_code == 1
    return result


async def huge(request: web.Request) -> web.StreamResponse:
    """Send a gigabyte in pieces to whoever listens that long."""
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    for _ in range(16_000):
        await response.write(b"<p>" * 21_845)
    return response


async def endless(request: web.Request) -> web.StreamResponse:
    """Begin a page and never end it."""
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    await response.write(b"<p>")
    await asyncio.sleep(30)
    return response


BOMB = web.Response(
    body=gzip.compress(b"\0" * 100_000_000),
    headers={"Content-Encoding": "gzip", "Content-Type": "text/html"},
)
BINARY = web.Response(body=b"\x7fELF\0\0\0\1https://t.me/lavka_fiction", content_type="text/html")
PICTURE = web.Response(body=b"\x89PNG\r\n", content_type="image/png")


@pytest.mark.parametrize(
    ("bad", "kind", "incomplete", "words"),
    [
        (redirect("/bad"), "redirect_loop", True, "по кругу"),
        (web.Response(status=500), "http_status", True, "ошибкой 500"),
        (web.Response(status=403), "http_status", True, "не пускает"),
        (web.Response(status=404), "http_status", False, "Страницы нет"),
        (huge, "too_large", True, "больше 1 МБ"),
        (BOMB, "too_large", True, "остановлено"),
        (endless, "unreachable", True, "0.5 с"),
        (BINARY, "binary", False, "Не текст"),
        (PICTURE, "binary", False, "image/png"),
        (web.Response(body=b"x", headers={"Content-Encoding": "gzip"}), "unreadable", True, "поврежд"),
        (redirect("http://anna:secret@shop.example/x"), None, None, None),
    ],
    ids=["loop", "500", "403", "404", "huge", "bomb", "endless", "binary", "picture", "broken-gzip", "login"],
)
async def test_a_bad_page_gives_one_clear_line_and_the_rest_is_read(
    http: AioHttp, bad: Answer, kind: str | None, incomplete: bool | None, words: str | None
) -> None:
    if kind is None:
        answers: dict[str, Answer] = {"/": '<a href="/bad">1</a>', "/bad": bad}
        async with serving(answers) as site:
            assert (await crawl_site(site.url, http, QUICK)).exit_code == 0
        return
    [trouble] = (await beside(http, bad)).troubles
    assert (trouble.kind, trouble.incomplete) == (kind, incomplete)
    assert words is not None
    assert words in trouble.detail


@pytest.mark.parametrize(
    ("encoding", "header", "meta"),
    [
        ("cp1251", "text/html; charset=windows-1251", ""),
        ("cp1251", "text/html", '<meta charset="windows-1251">'),
        ("cp1251", "text/html; charset=utf-8", ""),
        ("koi8-r", "text/html; charset=koi8-r", ""),
        ("koi8-r", "text/html", ""),
        ("utf-16", "text/html", ""),
    ],
)
async def test_russian_pages_are_read_in_any_encoding(
    http: AioHttp, encoding: str, header: str, meta: str
) -> None:
    text = f"{meta}<p>Пишите нам в ватсап +7 916 123-45-67, ответим в течение рабочего дня</p>"
    page = web.Response(body=text.encode(encoding), headers={"Content-Type": header})
    async with serving({"/": page}) as site:
        result = await crawl_site(site.url, http, QUICK)
    assert [finding.platform for finding in result.places] == ["whatsapp"]
    assert "ватсап" in result.places[0].excerpt
    assert result.troubles == []


@pytest.mark.parametrize("url", ["http://no-such-host.invalid/", "http://127.0.0.1:1/"])
async def test_a_site_that_is_not_there_is_incomplete(http: AioHttp, url: str) -> None:
    result = await crawl_site(url, http, QUICK)
    assert [(trouble.path, trouble.kind) for trouble in result.troubles] == [(url, "unreachable")]
    assert result.exit_code == 3


async def test_an_internal_address_is_refused_unless_permitted(http: AioHttp) -> None:
    async with serving({"/": "inside"}) as site:
        result = await crawl_site(site.url, http, CrawlOptions())
    [trouble] = result.troubles
    assert "внутреннюю сеть" in trouble.detail
    assert (site.asked, result.exit_code) == ([], 3)


async def test_a_server_that_speaks_no_http_gives_one_line(http: AioHttp) -> None:
    async with speaking(b"220 mail.example ESMTP ready\r\n") as url:
        result = await crawl_site(url, http, QUICK)
    assert [trouble.kind for trouble in result.troubles] == ["unreadable"]


async def test_a_site_that_stops_answering_is_left_after_ten_addresses(http: AioHttp) -> None:
    answers: dict[str, Answer] = {"/": "".join(f'<a href="/{n}">x</a>' for n in range(60))}
    for number in range(60):
        answers[f"/{number}"] = endless
    options = CrawlOptions(rate_per_s=500, retry_pause_s=0, request_s=0.1, allow_private=True)
    async with serving(answers) as site:
        result = await crawl_site(site.url, http, options)
    assert result.troubles[-1].kind == "limit"
    assert "перестал отвечать" in result.troubles[-1].detail
    assert len(result.troubles) < 20


async def test_failing_robots_do_not_stop_the_audit_but_are_named(http: AioHttp) -> None:
    answers: dict[str, Answer] = {"/robots.txt": web.Response(status=500), "/": "чисто"}
    async with serving(answers) as site:
        result = await crawl_site(site.url, http, QUICK)
    assert [(trouble.kind, trouble.incomplete) for trouble in result.troubles] == [("robots", False)]
    assert result.exit_code == 0
