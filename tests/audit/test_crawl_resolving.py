"""Short links and pages of links are asked where they lead; a messenger never is."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import web
from tests.audit.routed import RoutedHttp
from tests.audit.site import Answer, redirect, serving

from vestnik.audit.crawl import CrawlOptions, crawl_site
from vestnik.audit.model import AuditResult, Finding, Severity, State
from vestnik.backends.http import AioHttp

QUICK = CrawlOptions(rate_per_s=0, retry_pause_s=0.01, request_s=2, allow_private=True)
SHORT = '<a href="https://clck.ru/abc12">Написать нам</a>'
LINKS = '<a href="https://taplink.cc/lavka_fiction">Связаться</a>'


@pytest.fixture
async def client() -> AsyncIterator[AioHttp]:
    async with AioHttp() as client:
        yield client


async def crawl(
    client: AioHttp, page: str, elsewhere: dict[str, Answer], options: CrawlOptions = QUICK
) -> tuple[AuditResult, list[str]]:
    """Crawl one page of shop.example; every other host that is known answers from ``elsewhere``."""
    async with (
        serving({"/": page, "/go": redirect("https://t.me/lavka_fiction")}) as shop,
        serving(elsewhere) as web_,
    ):
        hosts = ("clck.ru", "bit.ly", "taplink.cc", "harmless.example")
        routed = RoutedHttp(client, {"shop.example": shop.url, **dict.fromkeys(hosts, web_.url)})
        result = await crawl_site("https://shop.example/", routed, options)
    return result, [host for host in routed.hosts if host != "shop.example"]


def told(result: AuditResult) -> list[Finding]:
    return [
        finding for finding in result.findings if finding.rule.startswith("RD-LINK-00") and not finding.part
    ]


async def test_a_short_link_into_a_messenger_is_a_contact_with_its_target(client: AioHttp) -> None:
    result, asked = await crawl(client, SHORT, {"/abc12": redirect("https://t.me/lavka_fiction")})
    [finding] = told(result)
    assert (finding.rule, finding.platform, finding.target) == (
        "RD-LINK-001",
        "telegram",
        "https://t.me/lavka_fiction",
    )
    assert finding.severity is Severity.HIGH
    assert "clck.ru/abc12" in finding.matched
    assert asked == ["clck.ru"]


async def test_a_chain_of_short_links_is_followed_to_its_end(client: AioHttp) -> None:
    answers: dict[str, Answer] = {
        "/abc12": redirect("https://bit.ly/zzz9"),
        "/zzz9": redirect("https://wa.me/79000000001", 301),
    }
    result, asked = await crawl(client, SHORT, answers)
    assert [finding.platform for finding in told(result)] == ["whatsapp"]
    assert asked == ["clck.ru", "bit.ly"]


async def test_a_short_link_to_the_sites_own_redirector_is_followed(client: AioHttp) -> None:
    result, _ = await crawl(client, SHORT, {"/abc12": redirect("https://shop.example/go")})
    assert [finding.platform for finding in told(result)] == ["telegram"]


async def test_a_short_link_to_somewhere_harmless_is_a_note(client: AioHttp) -> None:
    result, asked = await crawl(client, SHORT, {"/abc12": redirect("https://harmless.example/form")})
    assert [finding.severity for finding in told(result)] == [Severity.INFO]
    assert asked == ["clck.ru"], "where it leads is no messenger; the place itself is nobody's business"
    assert result.exit_code == 0


@pytest.mark.parametrize(
    "answer", [web.Response(status=404), redirect("https://clck.ru/abc12"), redirect("mailto:x")]
)
async def test_a_short_link_that_tells_nothing_stays_open(client: AioHttp, answer: web.Response) -> None:
    result, _ = await crawl(client, SHORT, {"/abc12": answer})
    [finding] = told(result)
    assert (finding.severity, finding.state, finding.platform) == (Severity.MEDIUM, State.LIVE, "several")
    assert "не раскрыто" in finding.excerpt


async def test_a_page_of_links_gives_every_messenger_it_holds(client: AioHttp) -> None:
    page = '<a href="https://wa.me/79000000001">WhatsApp</a><script>x={"url":"https:\\/\\/t.me\\/lavka_fiction"}</script>'
    result, asked = await crawl(client, LINKS, {"/lavka_fiction": page})
    found = told(result)
    assert {(one.platform, one.target) for one in found} == {
        ("whatsapp", "https://wa.me/79000000001"),
        ("telegram", "https://t.me/lavka_fiction"),
    }
    assert all("taplink.cc/lavka_fiction" in one.matched for one in found)
    assert len({one.fingerprint for one in found}) == 2
    assert asked == ["taplink.cc"]


async def test_a_page_of_permitted_links_is_a_note(client: AioHttp) -> None:
    page = '<a href="https://vk.com/lavka_fiction">VK</a><a href="https://max.ru/lavka_fiction">MAX</a>'
    result, _ = await crawl(client, LINKS, {"/lavka_fiction": page})
    assert [finding.severity for finding in told(result)] == [Severity.INFO]


async def test_an_address_on_many_pages_is_asked_once(client: AioHttp) -> None:
    result, asked = await crawl(
        client, LINKS * 3, {"/lavka_fiction": '<a href="https://t.me/lavka_fiction">x</a>'}
    )
    assert asked == ["taplink.cc"]
    assert len(told(result)) == 3
    assert len({finding.fingerprint for finding in told(result)}) == 3


async def test_the_limit_of_requests_holds(client: AioHttp) -> None:
    page = "".join(f'<a href="https://taplink.cc/lavka_{number}">x</a>' for number in range(6))
    _, asked = await crawl(client, page, {}, replace(QUICK, max_resolved=2))
    assert asked == ["taplink.cc"] * 2


async def test_nothing_is_asked_when_it_is_switched_off(client: AioHttp) -> None:
    result, asked = await crawl(client, LINKS, {}, replace(QUICK, resolve_links=False))
    assert asked == []
    assert [finding.severity for finding in told(result)] == [Severity.MEDIUM]


async def test_a_short_link_to_an_internal_address_is_not_followed(client: AioHttp) -> None:
    result, asked = await crawl(client, LINKS, {"/lavka_fiction": redirect("http://127.0.0.1:1/")})
    assert asked == ["taplink.cc"]
    assert result.exit_code == 0
