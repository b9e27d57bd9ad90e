"""Pictures and documents of a site are opened: each once, no icons, within their limits."""

import struct
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import web
from tests.audit.site import Answer, Site, serving

from vestnik.audit.crawl import CrawlOptions, CrawlParts, crawl_site
from vestnik.audit.crawl.links import links_of
from vestnik.audit.documents import read_document
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import AuditResult, Finding, Trouble
from vestnik.backends.http import AioHttp

QUICK = CrawlOptions(rate_per_s=0, request_s=5, allow_private=True, media_bytes=10_000)


@pytest.fixture
async def http() -> AsyncIterator[AioHttp]:
    async with AioHttp() as client:
        yield client


def picture(width: int, height: int, filling: bytes = b"") -> web.Response:
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)
    return web.Response(body=head + filling.ljust(200, b"."), content_type="image/png")


def open_media(
    url: str, data: bytes, inspector: Inspector, media: str | None
) -> tuple[list[Finding], list[Trouble]]:
    """Read the picture as if its code were written in it."""
    text = data[24:].decode("latin-1").strip(".")
    page = read_document(f"{url}!/qr-1", text.encode(), "text/html")
    return inspector.inspect(page), []


async def crawl(
    http: AioHttp, answers: dict[str, Answer], options: CrawlOptions = QUICK
) -> tuple[AuditResult, Site]:
    async with serving(answers) as site:
        return await crawl_site(site.url, http, options, parts=CrawlParts(open_media=open_media)), site


def asked(site: Site) -> list[str]:
    return sorted(path for path in site.asked if path not in {"/", "/robots.txt", "/sitemap.xml"})


LINK = b'<a href="https://t.me/lavka_fiction">x</a>'


async def test_a_picture_is_opened_and_what_stands_in_it_found(http: AioHttp) -> None:
    result, site = await crawl(http, {"/": '<img src="/qr.png">', "/qr.png": picture(300, 300, LINK)})
    [finding] = [one for one in result.findings if one.actionable]
    assert finding.place.path == f"{site.url}/qr.png!/qr-1"
    assert (result.pages, result.files) == (1, 2)


async def test_icons_and_repeated_pictures_are_left_out(http: AioHttp) -> None:
    answers: dict[str, Answer] = {
        "/": '<img src="/i.png" width="24"><img src="/small.png"><img src="/a.png"><img src="/b.png">',
        "/i.png": picture(300, 300, LINK),
        "/small.png": picture(32, 32, LINK),
        "/a.png": picture(300, 300, LINK),
        "/b.png": picture(300, 300, LINK),
    }
    result, site = await crawl(http, answers)
    assert asked(site) == ["/a.png", "/b.png", "/small.png"]
    assert len([one for one in result.findings if one.actionable]) == 1


async def test_the_limits_of_number_and_size_hold(http: AioHttp) -> None:
    answers: dict[str, Answer] = {
        "/": "".join(f'<img src="/{number}.jpg">' for number in range(9)),
        **{
            f"/{number}.jpg": web.Response(body=b"x" * 20_000, content_type="image/jpeg")
            for number in range(9)
        },
    }
    result, site = await crawl(http, answers, replace(QUICK, max_media=4))
    assert len(asked(site)) == 4
    assert (result.files, result.exit_code) == (1, 0)


async def test_documents_are_offered_by_links(http: AioHttp) -> None:
    found = links_of(
        '<a href="/offer.pdf">1</a><a href="/price.XLSX?v=2">2</a><a href="/x.zip">3</a>',
        "https://s.example/",
    )
    assert found.media == ("https://s.example/offer.pdf", "https://s.example/price.XLSX?v=2")
    assert found.pages == ()


async def test_without_a_reader_no_picture_is_fetched(http: AioHttp) -> None:
    async with serving({"/": '<img src="/qr.png">', "/qr.png": picture(300, 300)}) as site:
        await crawl_site(site.url, http, QUICK)
    assert asked(site) == []
