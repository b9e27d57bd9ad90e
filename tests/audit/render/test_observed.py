"""What a page did before any choice, whether its forms send without consent; and nothing goes out."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from aiohttp import web
from tests.audit.render.hosts import Hosts, hosts

from vestnik.audit.inspect import Inspector
from vestnik.audit.model import Viewport
from vestnik.audit.render.look import look
from vestnik.audit.render.model import Looked, Observed, SeenForm
from vestnik.audit.render.options import RenderOptions
from vestnik.backends.browser import Chromium
from vestnik.kernel.browser import TabLimits

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
QUICK = RenderOptions(watch_s=0.5, after_click_s=0.3, try_forms=9, tab=TabLimits(allow_private=True))
FIELDS = """<input name="name" required><input type="tel" name="phone" required>
<input type="email" name="mail">
<textarea name="words">прежний текст</textarea>"""
BOX = '<label><input type="checkbox" name="agree" {}> Согласен на обработку персональных данных</label>'
BUTTON = '<button type="submit">Отправить</button>'
FORMS = f"""<h1>Заявки</h1>
<form action="/native.php" method="post">{FIELDS}{BOX.format("")}{BUTTON}</form>
<form action="/required.php" method="post">{FIELDS}{BOX.format("required")}{BUTTON}</form>
<form action="/checked.php" method="post">{FIELDS}{BOX.format("checked")}{BUTTON}</form>
<form action="/without.php" method="get">{FIELDS}{BUTTON}</form>
<form id="script">{FIELDS}{BOX.format("")}{BUTTON}</form>
<form id="careful">{FIELDS}{BOX.format("")}{BUTTON}</form>
<form id="asks">{FIELDS}{BOX.format("")}{BUTTON}</form>
<script>
  document.getElementById('asks').onsubmit = (event) => {{
    event.preventDefault();
    fetch('/ask.php?phone=' + encodeURIComponent(event.target.phone.value));
  }};
  document.getElementById('script').onsubmit = (event) => {{
    event.preventDefault();
    const data = Object.fromEntries(new FormData(event.target));
    fetch('{{{{other}}}}/take.php', {{ method: 'POST', body: JSON.stringify(data) }});
  }};
  document.getElementById('careful').onsubmit = (event) => {{
    event.preventDefault();
    navigator.sendBeacon('/count.php', 'pressed');
    if (event.target.agree.checked) fetch('/careful.php', {{ method: 'POST', body: 'all' }});
  }};
</script>"""
TRACKS = """<script src="{{other}}/count.js?user=1234#x"></script><p>Мастерская</p>
<script>document.cookie = 'seen=1; max-age=864000'; document.cookie = 'short=1';</script>
<img src="{{vendor}}/pixel.php?who=secret">"""


@dataclass(frozen=True)
class Round:
    looked: Looked
    hosts: Hosts

    def of(self, page: str, viewport: Viewport = Viewport.DESKTOP) -> Observed:
        url = f"{self.hosts.shop}{page}"
        [found] = [one for one in self.looked.observed if (one.url, one.viewport) == (url, viewport)]
        return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def seen(browser: Chromium) -> AsyncIterator[Round]:
    async def with_cookie(request: web.Request) -> web.StreamResponse:
        text = TRACKS.replace("{{other}}", running.other).replace("{{vendor}}", running.vendor)
        answer = web.Response(text=text, content_type="text/html")
        answer.set_cookie("session", "value-of-it", httponly=True)
        return answer

    async with hosts({"/forms": FORMS, "/tracks": with_cookie}) as running:
        urls = [f"{running.shop}/forms", f"{running.shop}/tracks"]
        yield Round(await look(browser, urls, QUICK, Inspector()), running)


def forms(seen: Round) -> list[SeenForm]:
    return list(seen.of("/forms").forms)


async def test_boxes_are_told_as_the_browser_shows_them(seen: Round) -> None:
    found = [(form.box, form.box_checked) for form in forms(seen)]
    assert found == [
        (True, False),
        (True, False),
        (True, True),
        (False, None),
        (True, False),
        (True, False),
        (True, False),
    ]
    first = forms(seen)[0]
    assert first.action == f"{seen.hosts.shop}/native.php"
    assert (first.method, first.visible, first.ordinal) == ("post", True, 0)
    assert first.fields == ("name", "phone", "mail", "words", "agree")


async def test_a_form_that_sends_with_the_box_empty_is_caught_and_one_that_minds_is_not(seen: Round) -> None:
    tried = [(form.submits_unticked, form.sends_to) for form in forms(seen)]
    assert tried == [
        (True, f"{seen.hosts.shop}/native.php"),
        (False, ""),
        (None, ""),
        (None, ""),
        (True, f"{seen.hosts.other}/take.php"),
        (False, ""),
        (True, f"{seen.hosts.shop}/ask.php"),
    ]


async def test_no_form_reached_any_server(seen: Round) -> None:
    assert seen.hosts.bodies == []
    assert not [one for one in seen.hosts.asked if ".php" in one and "pixel" not in one]


async def test_forms_are_tried_once_not_at_both_widths(seen: Round) -> None:
    assert {form.submits_unticked for form in seen.of("/forms", Viewport.MOBILE).forms} == {None}


async def test_cookies_before_any_choice_are_told_without_their_values(seen: Round) -> None:
    cookies = {one.name: one for one in seen.of("/tracks").cookies}
    assert set(cookies) == {"session", "seen", "short"}
    assert cookies["short"].days is None
    assert cookies["seen"].days == pytest.approx(10, abs=0.1)
    assert not any(one.third_party for one in cookies.values())
    assert "value-of-it" not in repr(seen.looked)


async def test_requests_to_others_are_told_without_what_they_tell(seen: Round) -> None:
    others = {one.url: one for one in seen.of("/tracks").requests if one.third_party}
    assert set(others) == {f"{seen.hosts.other}/count.js?user=", f"{seen.hosts.vendor}/pixel.php?who="}
    assert all(one.sent and one.method == "GET" for one in others.values())
    assert "1234" not in repr(seen.looked.observed)
