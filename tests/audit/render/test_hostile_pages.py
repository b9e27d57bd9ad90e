"""Pages that never end, ask, run away, eat memory or reach inwards: a clear trouble, and on it goes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from aiohttp import web
from tests.audit.render.hosts import Handler, Hosts, hosts
from tests.chromium import find

from vestnik.audit.inspect import Inspector
from vestnik.audit.render.look import look
from vestnik.audit.render.model import Looked
from vestnik.audit.render.options import RenderOptions
from vestnik.backends import browser as browser_module
from vestnik.backends.browser import Chromium
from vestnik.kernel.browser import TabLimits

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
LIMITS = TabLimits(
    load_s=2.0, answer_s=3.0, total_bytes=3_000_000, memory_bytes=400_000_000, allow_private=True
)
QUICK = RenderOptions(watch_s=0.4, most_s=2.0, after_click_s=0.3, tab=LIMITS)
GOOD = '<title>ok</title><p><a href="https://t.me/fiction_after">Телеграм мастерской</a></p>'
ASKS = """<script>alert(1); confirm(2); prompt(3); onbeforeunload = () => "stay"</script>
<p><a href="https://t.me/fiction_asked">Телеграм</a></p>"""
RUNS = """<button type="button" onclick="location.href = '/elsewhere'">Написать нам</button>
<p><a href="https://t.me/fiction_stays">Телеграм</a></p>"""
VANISHES = """<p>Чиним часы</p><button type="button" onclick="this.remove();
window.open('https://t.me/' + 'fiction_vanished');
const a = document.createElement('a'); a.textContent = 'Сюда'; a.href = 'https://wa.me/' + 79005550132;
document.body.append(a)">Написать нам</button>"""
EATS = """<p>память</p><script>const kept = [];
for (let n = 0; n < 10; n++) { const more = new Uint8Array(64e6); more.fill(1); kept.push(more); }
setInterval(() => fetch('/good?' + performance.now()), 100)</script>"""
SENDS = """<form id="f" method="post" action="/form.php"><input name="phone" value="1"></form>
<button type="button" id="b">Написать нам</button><p>Чиним часы</p>
<script>
  const worker = `fetch('${location.origin}/worker.php', { method: 'POST', body: 'w' })`;
  const send = () => {
    fetch('/fetch.php', { method: 'POST', body: 'a' });
    fetch('/put.php', { method: 'PUT', body: 'a', keepalive: true });
    navigator.sendBeacon('/beacon.php', 'a');
    const x = new XMLHttpRequest(); x.open('DELETE', '/xhr.php'); x.send('a');
    new Worker(URL.createObjectURL(new Blob([worker])));
    new WebSocket(location.origin.replace('http', 'ws') + '/socket.php').onopen = (e) => e.target.send('a');
  };
  send();
  document.getElementById('b').onclick = () => { send(); document.getElementById('f').submit(); };
  addEventListener('pagehide', () => navigator.sendBeacon('/late.php', 'a'));
</script>"""


async def endless(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8"})
    await answer.prepare(request)
    await answer.write('<p><a href="https://t.me/fiction_begun">Телеграм</a></p>'.encode())
    await asyncio.sleep(60)
    return answer


async def silent(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(60)
    return web.Response()


async def file(request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"\0" * 1000, headers={"Content-Disposition": "attachment; filename=a.bin"})


async def large(request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"x" * 2_000_000, content_type="text/plain")


async def closed(request: web.Request) -> web.StreamResponse:
    return web.Response(text="нельзя", content_type="text/html", headers={"X-Frame-Options": "DENY"})


PAGES: dict[str, str | Handler] = {
    "/endless": endless,
    "/silent": silent,
    "/asks": ASKS,
    "/alerts": "<p>вопросы</p><script>for (;;) alert('?')</script>",
    "/loop": "<p>круг</p><script>setTimeout(() => { for (;;); }, 50)</script>",
    "/file": file,
    "/runs": RUNS,
    "/moves": "<p>Переходим</p><script>location.href = 'https://t.me/fiction_at_once'</script>",
    "/calls": "<p>Звоним</p><script>location.href = 'viber://chat?number=%2B79005550131'</script>",
    "/vanishes": VANISHES,
    "/dead": '<p>рамка</p><iframe src="http://127.0.0.3:9/chat"></iframe><iframe src="/closed"></iframe>',
    "/eats": EATS,
    "/large": "<p>много</p><script>for (let n = 0; n < 9; n++) fetch('/large.txt?' + n)</script>",
    "/sends": SENDS,
    "/good": GOOD,
}


@dataclass(frozen=True)
class Round:
    """All pages, looked at once; the good one comes last, whatever happened before."""

    looked: Looked
    hosts: Hosts

    def targets(self, page: str) -> set[str | None]:
        return {one.target for one in self.looked.findings if one.place.path == self.hosts.shop + page}

    def said(self, page: str) -> str:
        lines = {one.detail for one in self.looked.troubles if one.path == self.hosts.shop + page}
        return "\n".join(sorted(lines))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def seen(browser: Chromium) -> AsyncIterator[Round]:
    async with hosts({**PAGES, "/large.txt": large, "/closed": closed}) as running:
        urls = [f"{running.shop}{path}" for path in PAGES]
        yield Round(await look(browser, urls, QUICK, Inspector()), running)


async def test_whatever_the_others_did_the_last_page_is_seen_whole(seen: Round) -> None:
    assert seen.targets("/good") == {"https://t.me/fiction_after"}
    assert f"{seen.hosts.shop}/good" in seen.looked.pages


async def test_a_page_that_never_ends_is_looked_at_as_far_as_it_came(seen: Round) -> None:
    assert "не догрузилась" in seen.said("/endless")
    assert seen.targets("/endless") == {"https://t.me/fiction_begun"}


async def test_a_server_that_keeps_silent_is_told(seen: Round) -> None:
    assert "не отвечает" in seen.said("/silent")


async def test_questions_of_a_page_are_waved_off(seen: Round) -> None:
    assert seen.said("/asks") == ""
    assert seen.targets("/asks") == {"https://t.me/fiction_asked"}


@pytest.mark.parametrize("page", ["/alerts", "/loop"])
async def test_endless_questions_and_endless_loops_end(seen: Round, page: str) -> None:
    assert seen.said(page)
    assert seen.hosts.shop + page not in seen.looked.pages


async def test_a_download_is_no_page(seen: Round) -> None:
    assert "файл для скачивания" in seen.said("/file")


async def test_a_page_that_runs_away_on_a_click_is_kept(seen: Round) -> None:
    assert seen.said("/runs") == ""
    assert "GET /elsewhere 0" not in seen.hosts.asked
    assert seen.targets("/runs") == {"https://t.me/fiction_stays"}


async def test_a_page_that_sends_its_visitors_into_a_messenger_at_once_is_told(seen: Round) -> None:
    assert seen.targets("/moves") == {"https://t.me/fiction_at_once"}


async def test_a_page_that_calls_a_program_at_once_is_told(seen: Round) -> None:
    assert seen.targets("/calls") == {"viber://chat?number=+79005550131"}


async def test_a_button_that_goes_away_when_it_is_pressed_is_told_with_what_it_left(seen: Round) -> None:
    assert seen.targets("/vanishes") >= {"https://t.me/fiction_vanished", "https://wa.me/79005550132"}


async def test_a_redirect_to_another_site_is_not_taken_for_the_page(browser: Chromium) -> None:
    async with hosts() as running:

        async def to_other(request: web.Request) -> web.StreamResponse:
            raise web.HTTPFound(f"{running.other}/frame.html")

        async with hosts({"/away": to_other}) as shop:
            looked = await look(browser, [f"{shop.shop}/away"], QUICK, Inspector())
    assert {"уводит на другой сайт" in one.detail for one in looked.troubles} == {True}
    assert looked.findings == []


async def test_a_page_that_eats_memory_is_ended(seen: Round) -> None:
    assert "странице мало 381 MiB" in seen.said("/eats")


async def test_a_page_that_loads_without_end_is_ended(seen: Round) -> None:
    assert "странице мало 2 MiB" in seen.said("/large")


async def test_a_frame_that_shows_its_visitor_nothing_either_is_no_trouble(seen: Round) -> None:
    assert seen.said("/dead") == ""


async def test_a_frame_that_the_browser_keeps_to_itself_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = [one for one in browser_module._ARGUMENTS if "isolation" not in one and "features" not in one]
    monkeypatch.setattr(browser_module, "_ARGUMENTS", (*apart, "--site-per-process"))
    async with hosts() as running, Chromium(find()) as own:
        looked = await look(own, [f"{running.shop}/frame.html"], QUICK, Inspector())
    assert {f"рамка {running.other}/frame.html не прочитана" in one.detail for one in looked.troubles} == {
        True
    }
    assert looked.pages == []


async def test_nothing_that_a_page_sends_leaves_the_browser(seen: Round) -> None:
    assert seen.hosts.bodies == []
    assert not [one for one in seen.hosts.asked if ".php" in one]
    stopped = {
        one.url.rpartition("/")[2]
        for page in seen.looked.observed
        for one in page.requests
        if not one.sent and page.url.endswith("/sends")
    }
    assert stopped == {"fetch.php", "put.php", "beacon.php", "xhr.php", "worker.php", "socket.php"}


async def test_an_internal_address_is_refused_whatever_leads_there(browser: Chromium) -> None:
    guarded = RenderOptions(watch_s=0.3, tab=TabLimits(load_s=5.0))
    async with hosts({"/inner": "<p>внутри</p>"}) as running:
        port = running.shop.rpartition(":")[2]
        names = ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433")
        urls = [f"http://{name}:{port}/inner" for name in names]
        looked = await look(browser, urls, guarded, Inspector())
        assert running.asked == []
    assert ["во внутреннюю сеть" in one.detail for one in looked.troubles] == [True] * 2 * len(urls)
