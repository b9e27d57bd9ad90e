"""What a crawl can begin with besides a first page: a list of addresses, a sitemap."""

import gzip
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from tests.audit.routed import RoutedHttp
from tests.audit.site import Answer, Site, serving

from vestnik.audit.crawl import CrawlOptions, crawl_sitemap, crawl_urls
from vestnik.audit.crawl.asking.sitemaps import locations_in
from vestnik.backends.http import AioHttp
from vestnik.kernel.errors import InvalidInput

QUICK = CrawlOptions(rate_per_s=0, retry_pause_s=0.01, request_s=5, allow_private=True)
TELEGRAM = '<a href="https://t.me/lavka_fiction">Телеграм</a>'
MOST = 1_000_000


@pytest.fixture
async def http() -> AsyncIterator[AioHttp]:
    async with AioHttp() as client:
        yield client


def visited(site: Site) -> list[str]:
    return [path for path in site.asked if path != "/robots.txt"]


PAGES: dict[str, Answer] = {
    "/": '<a href="/hidden">x</a>',
    "/a": f'<a href="/hidden">x</a><script src="/a.js"></script>{TELEGRAM}',
    "/b": "чисто",
    "/hidden": TELEGRAM,
    "/a.js": web.Response(body=b"1", content_type="text/javascript"),
}


async def test_a_list_is_read_with_what_its_pages_load_and_nothing_they_lead_to(http: AioHttp) -> None:
    async with serving(PAGES) as site:
        result = await crawl_urls([f"{site.url}/a", f"{site.url}/b", f"{site.url}/a#x"], http, QUICK)
        assert sorted(visited(site)) == ["/a", "/a.js", "/b"]
    assert (result.pages, result.files, result.troubles) == (2, 3, [])


async def test_a_list_may_name_several_sites(http: AioHttp) -> None:
    async with serving(PAGES) as one, serving(PAGES) as two:
        routed = RoutedHttp(http, {"one.example": one.url, "two.example": two.url})
        result = await crawl_urls(["http://one.example/a", "http://two.example/b"], routed, QUICK)
    assert (sorted(visited(one)), visited(two)) == (["/a", "/a.js"], ["/b"])
    assert result.target == "http://one.example/a"


@pytest.mark.parametrize("urls", [[], ["https://shop.example/", "not an address"], ["mailto:a@b.example"]])
async def test_a_list_with_what_is_no_address_is_refused(http: AioHttp, urls: list[str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        await crawl_urls(urls, http)
    assert caught.value.field == "urls"


@pytest.mark.parametrize("packed", [False, True])
async def test_a_sitemap_is_read_through_its_index_and_no_further(http: AioHttp, packed: bool) -> None:
    name = "/map.xml.gz" if packed else "/map.xml"
    async with serving({}) as probe:
        del probe

    async def index(request: web.Request) -> web.Response:
        return web.Response(
            text=f"<sitemapindex><sitemap><loc>{request.url.origin()}{name}</loc></sitemap></sitemapindex>"
        )

    async def listed(request: web.Request) -> web.Response:
        here = request.url.origin()
        body = f"<urlset><url><loc>{here}/a</loc></url><url><loc>{here}/b</loc></url></urlset>".encode()
        return web.Response(body=gzip.compress(body) if packed else body)

    async with serving({**PAGES, "/index.xml": index, name: listed}) as site:
        result = await crawl_sitemap(f"{site.url}/index.xml", http, QUICK)
        assert sorted(visited(site)) == sorted(["/", "/index.xml", name, "/a", "/a.js", "/b"])
    assert [finding.platform for finding in result.findings if finding.actionable] == ["telegram"]


@pytest.mark.parametrize(
    ("answer", "words"), [(web.Response(status=404), "ответ 404"), ("<html>", "нет адресов")]
)
async def test_a_named_sitemap_that_gives_nothing_is_told(http: AioHttp, answer: Answer, words: str) -> None:
    async with serving({"/": "чисто", "/map.xml": answer}) as site:
        result = await crawl_sitemap(f"{site.url}/map.xml", http, QUICK)
    assert [words in trouble.detail for trouble in result.troubles] == [True]
    assert result.exit_code == 3


def test_a_plain_list_is_a_sitemap_too() -> None:
    body = "\ufeffhttps://shop.example/a\r\n\r\n# note\r\nhttps://shop.example/b\n".encode()
    assert locations_in(body, MOST) == ("https://shop.example/a", "https://shop.example/b")


def test_a_packed_sitemap_never_unfolds_past_its_limit() -> None:
    body = gzip.compress(b"<loc>https://shop.example/a</loc>" + b" " * 50_000_000)
    assert locations_in(body, 1000) == ("https://shop.example/a",)


@given(st.binary(max_size=200), st.booleans())
def test_no_bytes_break_the_reading_of_a_sitemap(body: bytes, packed: bool) -> None:
    locations_in(gzip.compress(body)[: len(body)] if packed else body, MOST)
