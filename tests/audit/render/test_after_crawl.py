"""A crawl and a browser together: one contact of a page is one finding, whoever saw it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio
from tests.audit.render.hosts import Hosts, hosts

from vestnik.audit.crawl.reading import Reader
from vestnik.audit.model import AuditResult, Carrier, Finding, Severity, State, Viewport
from vestnik.audit.render.enrich import enrich
from vestnik.audit.render.model import Looked, Observed, Reason, RenderMark
from vestnik.audit.render.needs import mark
from vestnik.audit.render.options import RenderOptions
from vestnik.audit.render.rendering import after_crawl
from vestnik.backends.browser import Chromium
from vestnik.kernel.browser import BrowserUnavailable, Tab, TabLimits
from vestnik.kernel.text import N_

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
QUICK = RenderOptions(watch_s=0.5, after_click_s=0.3, tab=TabLimits(allow_private=True))
PAGE = """<!doctype html><html lang="ru"><body><p>Чиним часы и самовары.</p>
<a href="https://t.me/fiction_seen">Телеграм мастерской</a>
<div style="display:none"><a href="https://t.me/fiction_gone">Старый канал</a></div>
<div class="modal" style="display:none"><a href="https://t.me/fiction_window">Канал</a></div>
<noscript><a href="https://t.me/fiction_without_scripts">Канал</a></noscript>
<script type="application/ld+json">{"sameAs": ["https://t.me/fiction_machine"]}</script>
<script async src="{{vendor}}/site-button.js"></script></body></html>"""


@dataclass(frozen=True)
class Done:
    result: AuditResult
    before: list[Finding]
    noticed: list[Observed]
    hosts: Hosts

    def of(self, name: str) -> Finding:
        target = f"https://t.me/{name}"
        [found] = [one for one in self.result.findings if one.target == target and not one.part]
        return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def done(browser: Chromium) -> AsyncIterator[Done]:
    async with hosts({"/": PAGE}) as running:
        url = f"{running.shop}/"
        html = PAGE.replace("{{vendor}}", running.vendor)
        reading = Reader(include_vendor=False).read(url, html.encode(), "text/html; charset=utf-8")
        assert reading.document is not None
        marked = mark(url, reading.document.text, reading.findings)
        assert marked is not None
        before = list(reading.findings)
        result = AuditResult(url, findings=reading.findings)
        noticed: list[Observed] = []
        told: list[tuple[int, int, str]] = []
        same = await after_crawl(
            result,
            [marked],
            browser,
            QUICK,
            progress=lambda *step: told.append(step),
            notice=noticed.append,
        )
        assert same is result
        assert told == [(1, 1, url)]
        yield Done(result, before, noticed, running)


async def test_a_contact_of_the_source_stays_one_finding_at_its_place(done: Done) -> None:
    seen = done.of("fiction_seen")
    [before] = [one for one in done.before if one.target == seen.target and not one.part]
    assert replace(seen, rendered=None) == before
    assert seen.rendered is not None
    assert seen.rendered.viewports == tuple(Viewport)
    assert not seen.rendered.after_click
    assert all(shot.sha256 in done.result.artefacts for shot in seen.rendered.shots)


async def test_what_is_in_the_source_and_never_shown_is_hidden(done: Done) -> None:
    for name in ("fiction_gone", "fiction_without_scripts"):
        found = done.of(name)
        assert (found.state, found.severity) == (State.HIDDEN, Severity.LOW)


async def test_what_somebody_may_open_keeps_its_weight(done: Done) -> None:
    found = done.of("fiction_window")
    assert (found.state, found.severity) == (State.LIVE, Severity.HIGH)


async def test_what_is_for_machines_is_not_called_hidden(done: Done) -> None:
    assert done.of("fiction_machine").state is State.LIVE


async def test_what_only_a_click_shows_is_added(done: Done) -> None:
    [found] = [one for one in done.result.findings if one.platform == "whatsapp" and not one.part]
    assert found.place.path == f"{done.hosts.shop}/"
    assert found.rendered is not None
    assert found.rendered.after_click
    assert found.fingerprint
    assert found.group


async def test_the_page_checks_are_told_what_the_page_did(done: Done) -> None:
    assert {one.viewport for one in done.noticed} == set(Viewport)
    assert any(one.third_party for one in done.noticed[0].requests)


async def test_an_icon_or_a_label_shares_the_fate_of_its_address(done: Done) -> None:
    link = next(one for one in done.before if one.carrier is Carrier.LINK and not one.part)
    owner = replace(link, group="g", target="https://t.me/a")
    part = replace(owner, target=None, matched="Телеграм", part=True, fingerprint="x")
    page = owner.place.path
    merged = enrich([owner, part], Looked(pages=[page]))
    assert [one.state for one in merged] == [State.HIDDEN, State.HIDDEN]


async def test_without_a_browser_the_pages_that_need_one_are_a_trouble() -> None:
    result = AuditResult("https://shop.example/")
    marks = [RenderMark("https://shop.example/a", Reason.WIDGET, "t")]
    await after_crawl(result, marks, None)
    [trouble] = result.troubles
    assert trouble.incomplete
    assert "не просмотрены" in trouble.detail


async def test_a_browser_that_goes_away_is_told_and_the_crawl_keeps_what_it_saw(done: Done) -> None:
    class Gone:
        @asynccontextmanager
        async def open(self, url: str, *_: object) -> AsyncIterator[Tab]:
            raise BrowserUnavailable(N_("Браузер Chromium не найден."))
            yield

    result = AuditResult("https://shop.example/", findings=list(done.before))
    marks = [RenderMark(f"https://shop.example/{one}", Reason.WIDGET, one) for one in "ab"]
    await after_crawl(result, marks, Gone(), QUICK)
    assert result.findings == done.before
    assert ["открыть в браузере: 2" in one.detail for one in result.troubles] == [True]


async def test_pages_left_out_are_counted_and_pages_without_marks_need_no_browser(
    browser: Chromium,
) -> None:
    async with hosts() as running:
        marks = [
            RenderMark(f"{running.shop}/clean-phone.html?{number}", Reason.WIDGET, "t") for number in range(3)
        ]
        result = AuditResult(running.shop)
        await after_crawl(result, marks, browser, replace(QUICK, per_template=1))
    assert ["не открыто: 2" in one.detail for one in result.troubles] == [True]
    assert result.exit_code == 0
    nothing = await after_crawl(AuditResult("https://shop.example/"), [], None)
    assert nothing.troubles == []
