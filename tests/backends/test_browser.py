"""The browser starts, or says how to get one; a tab shows what a visitor sees, without what he typed."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from tests.audit.render.hosts import hosts
from tests.chromium import find

from vestnik import app
from vestnik.backends.browser import Chromium
from vestnik.backends.chromium import find_chromium
from vestnik.config import load
from vestnik.kernel.browser import (
    DESKTOP_VIEW,
    MOBILE_VIEW,
    Browser,
    BrowserFailure,
    BrowserProblem,
    BrowserUnavailable,
    Snapshot,
    TabLimits,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
HERE = TabLimits(allow_private=True, load_s=5.0)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with app.open_browser(load({"VESTNIK_CHROMIUM": find()})) as running:
        yield running


def numbers(snapshot: Snapshot, tag: str) -> list[int]:
    return [node.id for node in snapshot.nodes if node.tag == tag]


async def test_a_named_program_that_is_none_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(BrowserUnavailable) as told:
        find_chromium(str(tmp_path / "chrome"))
    assert told.value.field == "chromium"
    assert "apt-get install chromium" in str(told.value)
    assert "VESTNIK_CHROMIUM" in str(told.value)


async def test_a_machine_without_a_browser_is_told_the_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BrowserUnavailable, match="Chromium не найден"):
        find_chromium()


async def test_an_installation_without_the_extra_is_told_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "find_spec", lambda _: None)
    with pytest.raises(BrowserUnavailable) as told:
        async with app.open_browser(load({})):
            pass
    assert "vestnik[browser]" in str(told.value)


async def test_a_program_that_is_no_browser_is_told(tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(BrowserUnavailable, match="не запускается"):
        async with Chromium(str(program)):
            pass


async def test_what_a_visitor_typed_is_neither_told_nor_photographed(browser: Browser) -> None:
    page = """<style>body { margin: 0 } body * { font: 40px sans-serif; width: 400px; display: block }</style>
    <input value="ПЕТРОВ"><textarea>ПЕТРОВ</textarea><input type="submit" value="Отправить">"""
    async with hosts({"/": page}) as running, browser.open(f"{running.shop}/", DESKTOP_VIEW, HERE) as tab:
        snapshot = await tab.snapshot()
        assert "ПЕТРОВ" not in repr(snapshot)
        assert "Отправить" in repr(snapshot)
        picture = await tab.picture(numbers(snapshot, "input")[0])
        image = Image.open(BytesIO(picture.png)).convert("L").crop((6, 6, 380, 40))
        assert image.getextrema()[0] > 200


async def test_boxes_of_frames_and_pictures_agree_after_scrolling(browser: Browser) -> None:
    async with (
        hosts() as running,
        browser.open(f"{running.shop}/sandboxed.html", MOBILE_VIEW, HERE) as tab,
    ):
        await tab.settle(0.3, 3.0)
        snapshot = await tab.snapshot()
        [link] = [node for node in snapshot.nodes if node.tag == "a"]
        assert link.box is not None
        assert link.box.top > 1600
        picture = await tab.picture(link.id)
        assert picture.box is not None
        assert picture.box.bottom <= MOBILE_VIEW.height
        assert (round(picture.box.width), round(picture.box.height)) == (
            round(link.box.width),
            round(link.box.height),
        )
        middle = (picture.box.left + 4, picture.box.top + 4)
        image = Image.open(BytesIO(picture.png)).convert("RGB")
        assert image.getpixel((round(middle[0] * picture.scale), round(middle[1] * picture.scale))) == (
            0xDD,
            0xEE,
            0xFF,
        )


async def test_each_visit_begins_with_nothing_remembered(browser: Browser) -> None:
    page = (
        "<script>document.cookie = 'a=1'; localStorage.b = (localStorage.b || '') + 'x'</script><p id=p></p>"
    )
    page += "<script>p.textContent = localStorage.b</script>"
    async with hosts({"/": page}) as running:
        for _ in range(2):
            async with browser.open(f"{running.shop}/", DESKTOP_VIEW, HERE) as tab:
                assert [node.text for node in (await tab.snapshot()).nodes if node.text.startswith("x")] == [
                    "x"
                ]
                assert [cookie.name for cookie in await tab.cookies()] == ["a"]


async def test_what_leads_elsewhere_is_told_and_not_followed(browser: Browser) -> None:
    page = """<button onclick="window.open('https://t.me/fiction_w')">1</button>
    <button onclick="location.href = 'viber://chat?number=1'">2</button>
    <button onclick="a = document.createElement('a'); a.href = 'whatsapp://send?phone=1'; a.click()"
    >3</button>
    <button onclick="const w = window.open(''); w.location.href = 'https://t.me/fiction_later'">4</button>
    <a href="skype:fiction?chat" target="_blank">5</a>
    <a href="https://t.me/fiction_blank" target="_blank">6</a><a href="https://t.me/fiction_same">7</a>"""
    async with hosts({"/": page}) as running, browser.open(f"{running.shop}/", DESKTOP_VIEW, HERE) as tab:
        snapshot = await tab.snapshot()
        for node in [*numbers(snapshot, "button"), *numbers(snapshot, "a")]:
            assert await tab.click(node)
            await tab.settle(0.2, 1.0)
        assert tab.url == f"{running.shop}/"
        assert {one.url for one in tab.openings} == {
            "https://t.me/fiction_w",
            "viber://chat?number=1",
            "whatsapp://send?phone=1",
            "https://t.me/fiction_later",
            "skype:fiction?chat",
            "https://t.me/fiction_blank",
            "https://t.me/fiction_same",
        }


async def test_two_buttons_that_lead_to_one_place_are_told_twice(browser: Browser) -> None:
    page = "<button onclick=\"window.open('https://t.me/fiction_w')\">1</button>" * 2
    async with hosts({"/": page}) as running, browser.open(f"{running.shop}/", DESKTOP_VIEW, HERE) as tab:
        for node in numbers(await tab.snapshot(), "button"):
            await tab.click(node)
            await tab.settle(0.3, 1.0)
        assert [one.url for one in tab.openings] == ["https://t.me/fiction_w"] * 2


async def test_a_browser_that_ended_is_started_again(tmp_path: Path) -> None:
    async with hosts() as running, Chromium(find()) as own:
        for _ in range(2):
            async with own.open(f"{running.shop}/clean-phone.html", DESKTOP_VIEW, HERE) as tab:
                assert (await tab.snapshot()).nodes
            assert own._browser is not None
            await own._browser.close()


async def test_an_element_under_another_is_clicked_all_the_same(browser: Browser) -> None:
    page = """<button onclick="this.textContent = 'pressed'">press</button>
    <div style="position:fixed;inset:0;background:#fff8"></div>"""
    async with hosts({"/": page}) as running, browser.open(f"{running.shop}/", DESKTOP_VIEW, HERE) as tab:
        await tab.click(numbers(await tab.snapshot(), "button")[0])
        assert "pressed" in {node.text for node in (await tab.snapshot()).nodes}


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("file:///etc/passwd", BrowserProblem.BAD_URL),
        ("http://nobody.invalid/", BrowserProblem.UNREACHABLE),
        ("http://127.0.0.1:9/", BrowserProblem.UNREACHABLE),
        ("https://127.0.0.1:9/", BrowserProblem.UNREACHABLE),
    ],
)
async def test_an_address_that_cannot_be_opened_is_told(
    browser: Browser, url: str, problem: BrowserProblem
) -> None:
    with pytest.raises(BrowserFailure) as told:
        async with browser.open(url, DESKTOP_VIEW, HERE):
            pass
    assert told.value.problem is problem
