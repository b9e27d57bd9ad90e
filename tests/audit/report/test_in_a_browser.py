"""The HTML report as a browser shows it: nothing fetched, nothing run, a filter that works, paper."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.audit.report.sample import EVIL, LINK, hostile, report, whole
from tests.chromium import find
from tests.journeys.console import AXE

from vestnik.audit.report.as_html import render_html
from vestnik.audit.report.as_pdf import render_pdf
from vestnik.audit.report.model import Report
from vestnik.backends.paper import print_pdf

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


class Opened:
    """One report in a window, with what it asked for and complained of."""

    def __init__(self, browser: Browser, folder: Path, made: Report, **options: Any) -> None:
        file = folder / "report.html"
        file.write_text(render_html(made), encoding="utf-8")
        self.page: Page = browser.new_page(**options)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.goto(file.as_uri())

    def shown(self) -> list[str]:
        """The rules of the findings that can be seen."""
        rows = self.page.locator(".finding:not([hidden]) .rule")
        return [text for text in rows.all_inner_texts() if text]


def test_the_page_asks_for_nothing_but_itself(browser: Browser, tmp_path: Path) -> None:
    opened = Opened(browser, tmp_path, whole())
    assert [url for url in opened.asked if not url.startswith(("file://", "data:"))] == []
    assert len([url for url in opened.asked if url.startswith("file://")]) == 1
    assert opened.complaints == []


def test_nothing_of_a_hostile_site_runs(browser: Browser, tmp_path: Path) -> None:
    for made in (hostile(), report(EVIL)):
        opened = Opened(browser, tmp_path, made)
        assert opened.complaints == []
        assert opened.page.locator("script").count() == 1
        assert opened.page.locator("main img, main iframe, main a[href^='javascript']").count() == 0


def test_the_filter_shows_what_is_chosen(browser: Browser, tmp_path: Path) -> None:
    opened = Opened(browser, tmp_path, whole())
    page = opened.page
    assert opened.shown() == ["DEMO-TG-API-001"] + ["DEMO-TG-LINK-001"] * 4
    page.get_by_text("справочно 1").click()
    expect(page.locator("#shown")).to_have_text("6")
    page.get_by_text("приглашает написать").first.click()
    expect(page.locator("#shown")).to_have_text("2")
    assert opened.shown() == ["DEMO-TG-API-001", "DEMO-WA-TEXT-001"]
    page.get_by_label("Мессенджер").select_option("telegram")
    expect(page.locator("#shown")).to_have_text("1")
    page.get_by_label("Поиск по находкам").fill("нет такого")
    expect(page.locator("#nothing")).to_be_visible()
    assert opened.shown() == []


def test_a_picture_shows_its_frame(browser: Browser, tmp_path: Path) -> None:
    page = Opened(browser, tmp_path, whole(), viewport={"width": 1440, "height": 900}).page
    shot = page.locator("#points .shot").first
    box, frame = shot.bounding_box(), shot.locator("i").bounding_box()
    assert box
    assert frame
    assert box["x"] <= frame["x"]
    assert frame["x"] + frame["width"] <= box["x"] + box["width"] + 1
    assert box["y"] <= frame["y"]
    assert frame["y"] + frame["height"] <= box["y"] + box["height"] + 1
    assert "url(" in shot.evaluate("shot => getComputedStyle(shot).backgroundImage")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_everybody_can_read_it(browser: Browser, tmp_path: Path, scheme: Any, width: int) -> None:
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    for made in (whole(), report(LINK), report()):
        page = Opened(browser, tmp_path, made, **options).page
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        problems = [
            f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}"
            for one in found["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        assert problems == []


def test_the_paper_holds_what_the_page_holds() -> None:
    async def printed() -> bytes:
        return await render_pdf(render_html(whole()), partial(print_pdf, program=find()))

    with ThreadPoolExecutor(1) as aside:  # this thread's loop belongs to the browser above
        paper = pypdfium2.PdfDocument(aside.submit(asyncio.run, printed()).result())
    pages = [paper[number].get_textpage() for number in range(len(paper))]
    text = " ".join(" ".join(page.get_text_range() for page in pages).split())
    for words in ("https://lavka.example/", "План работ", "Признаки по 152-ФЗ", "DEMO-TG-LINK-001"):
        assert words in text
    for page in pages:
        page.close()
    paper.close()
