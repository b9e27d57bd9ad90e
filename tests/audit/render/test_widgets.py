"""Widgets and tricks of the wild, rebuilt small: each is found where it is seen, framed; nothing is sent."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO

import pytest
import pytest_asyncio
from PIL import Image
from tests.audit.render.hosts import Hosts, hosts

from vestnik.audit.inspect import Inspector
from vestnik.audit.model import Carrier, Finding, Shot, State, Viewport
from vestnik.audit.render.look import look
from vestnik.audit.render.model import Looked
from vestnik.audit.render.options import RenderOptions
from vestnik.backends.browser import Chromium
from vestnik.kernel.browser import TabLimits

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
QUICK = RenderOptions(watch_s=0.6, after_click_s=0.3, tab=TabLimits(allow_private=True))
LATE = RenderOptions(watch_s=2.5, after_click_s=0.3, tab=TabLimits(allow_private=True))
BOTH, PHONE = tuple(Viewport), (Viewport.MOBILE,)


@dataclass(frozen=True)
class Promise:
    """What a page must give: where to, at which widths, whether by a click, the colour in the frame."""

    page: str
    target: str
    viewports: tuple[Viewport, ...] = BOTH
    clicked: bool = False
    colour: tuple[int, int, int] | None = None


PROMISES = [
    Promise("send", "https://wa.me/79005550111", clicked=True, colour=(0x2A, 0x6F, 0xDB)),
    Promise("send", "https://t.me/fiction_send_bot", clicked=True, colour=(0x2A, 0x6F, 0xDB)),
    Promise("chat", "viber://pa?chatURI=fiction_chat", clicked=True),
    Promise("chat", "https://t.me/fiction_chat_bot", clicked=True),
    Promise("callback", "https://wa.me/79005550113", clicked=True, colour=(0xDD, 0xFF, 0xDD)),
    Promise("platform", "https://t.me/fiction_block", colour=(0xEE, 0xEE, 0xEE)),
    Promise("site-button", "https://wa.me/79005550115", clicked=True, colour=(0x22, 0x99, 0xAA)),
    Promise("closed", "https://t.me/fiction_closed", colour=(0xEE, 0xEE, 0xFF)),
    Promise("frame", "https://t.me/fiction_frame", colour=(0xDD, 0xEE, 0xFF)),
    Promise("sandboxed", "https://t.me/fiction_frame", colour=(0xDD, 0xEE, 0xFF)),
    Promise("assembled", "https://t.me/fiction_joined"),
    Promise("mobile", "https://wa.me/79005550121", PHONE, colour=(0xDD, 0xFF, 0xDD)),
    Promise("media", "https://wa.me/79005550122", PHONE, colour=(0xDD, 0xFF, 0xDD)),
    Promise("spa", "https://t.me/fiction_router"),
    Promise("opener", "https://wa.me/79005550123", clicked=True),
    Promise("scheme", "viber://chat?number=+79005550124", clicked=True, colour=(0x77, 0x55, 0xCC)),
    Promise("waits", "https://wa.me/79005550115", clicked=True, colour=(0x22, 0x99, 0xAA)),
    Promise("below", "https://t.me/fiction_below", colour=(0xDD, 0xEE, 0xFF)),
    Promise("hidden", "https://t.me/fiction_plain"),
]
CLEAN = ["clean-chat", "clean-cookies", "clean-phone"]
OTHERS = ["letters", "reports"]


@dataclass(frozen=True)
class Round:
    """All pages, looked at once."""

    looked: Looked
    hosts: Hosts

    def of(self, page: str) -> list[Finding]:
        return [one for one in self.looked.findings if one.place.path == f"{self.hosts.shop}/{page}.html"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def seen(browser: Chromium) -> AsyncIterator[Round]:
    async with hosts() as running:
        pages = [*dict.fromkeys(one.page for one in PROMISES), *CLEAN, *OTHERS]
        urls = [f"{running.shop}/{page}.html" for page in pages]
        yield Round(await look(browser, urls, QUICK, Inspector()), running)


def pixels(looked: Looked, shot: Shot) -> Image.Image:
    image = Image.open(BytesIO(looked.artefacts[shot.sha256])).convert("RGB")
    assert image.size == (shot.width, shot.height)
    return image


def near(one: tuple[int, ...], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) <= 24 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("promise", PROMISES, ids=lambda one: f"{one.page}-{one.target[-14:]}")
async def test_what_a_visitor_can_reach_is_found_at_the_widths_where_it_is(
    seen: Round, promise: Promise
) -> None:
    found = [one for one in seen.of(promise.page) if one.target == promise.target]
    assert len(found) == 1, [one.target for one in seen.of(promise.page)]
    rendered = found[0].rendered
    assert rendered is not None
    assert rendered.viewports == promise.viewports
    assert rendered.after_click is promise.clicked
    assert found[0].state is State.LIVE
    assert found[0].actionable
    assert {shot.viewport for shot in rendered.shots} == set(promise.viewports)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda one: f"{one.page}-{one.target[-14:]}")
async def test_the_frame_of_a_picture_covers_the_element(seen: Round, promise: Promise) -> None:
    found = next(one for one in seen.of(promise.page) if one.target == promise.target)
    assert found.rendered is not None
    for shot in found.rendered.shots:
        image = pixels(seen.looked, shot)
        assert shot.frame is not None
        left, top, width, height = shot.frame
        assert width > 8
        assert height > 8
        if promise.colour is not None:
            # A little inside two opposite corners: the element's own colour; outside: not.
            assert near(image.getpixel((left + width // 2, top + 4)), promise.colour)
            assert near(image.getpixel((left + width // 2, top + height - 5)), promise.colour)
        red = [
            (x, y)
            for x in range(max(0, left - 20), left)
            for y in (top + height // 2,)
            if near(image.getpixel((x, y)), (214, 28, 42))
        ]
        assert red or left < 4, "the frame's left line stands beside the element"


@pytest.mark.parametrize("page", CLEAN)
async def test_nothing_is_found_where_nothing_foreign_is(seen: Round, page: str) -> None:
    assert seen.of(page) == []


async def test_words_cut_into_letters_are_read(seen: Round) -> None:
    [found] = seen.of("letters")
    assert (found.rule, found.platform, found.matched) == ("TX-RU-001", "telegram", "Телеграм")
    assert found.rendered is not None
    assert [shot.frame is not None and shot.frame[2] > 50 for shot in found.rendered.shots] == [True, True]


async def test_what_stands_in_the_page_unseen_is_called_hidden_unless_somebody_may_open_it(
    seen: Round,
) -> None:
    states = {one.target: (one.state, one.severity.name) for one in seen.of("hidden")}
    assert states["https://t.me/fiction_forgotten"] == (State.HIDDEN, "LOW")
    assert states["https://t.me/fiction_folded"] == (State.LIVE, "HIGH")


async def test_a_widget_tells_where_its_channels_came_from(seen: Round) -> None:
    [found] = seen.of("platform")
    assert found.rendered is not None
    assert f"{seen.hosts.vendor}/block-app-5a1e.json" in found.rendered.requests


async def test_a_page_that_would_report_to_a_messenger_is_told_and_its_secret_is_not(seen: Round) -> None:
    [found] = seen.of("reports")
    assert (found.platform, found.carrier) == ("telegram", Carrier.API)
    assert "A" * 10 not in repr(seen.looked)


async def test_nothing_with_a_body_left_and_nobody_was_troubled(seen: Round) -> None:
    assert seen.hosts.bodies == []
    assert seen.looked.troubles == []
    assert len(seen.looked.pages) == len({one.page for one in PROMISES}) + len(CLEAN) + len(OTHERS)


async def test_a_button_that_comes_two_seconds_late_is_waited_for(browser: Chromium) -> None:
    async with hosts() as running:
        looked = await look(browser, [f"{running.shop}/late.html"], LATE, Inspector())
    [found] = looked.findings
    assert found.target == "https://t.me/fiction_late"
    assert found.rendered is not None
    assert found.rendered.viewports == BOTH
