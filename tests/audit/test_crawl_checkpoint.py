"""A crawl that was killed goes on: nothing finished is fetched again, nothing is lost, nothing is doubled."""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from tests.audit.site import Answer, Site, serving

from vestnik.audit.crawl import Crawl, CrawlOptions, CrawlParts, crawl_site
from vestnik.audit.crawl.checkpoint import CrawlState, Harvest
from vestnik.audit.crawl.checkpoint_file import FileCheckpoint
from vestnik.backends.http import AioHttp
from vestnik.kernel.errors import InvalidInput

VICTIM = Path(__file__).with_name("crawl_victim.py")
OPTIONS = CrawlOptions(rate_per_s=0, concurrency=3, allow_private=True, save_pages=1, resolve_links=False)
PAGES = 40


@pytest.fixture
async def http() -> AsyncIterator[AioHttp]:
    async with AioHttp() as client:
        yield client


def shop() -> dict[str, Answer]:
    """A site whose every page names another contact."""
    answers: dict[str, Answer] = {
        f"/p{number}": f'<a href="/p{number * 2 + 1}">1</a><a href="/p{min(number * 2 + 2, PAGES - 1)}">2</a>'
        f'<a href="https://t.me/lavka_fiction{number}">Написать</a>'
        for number in range(PAGES)
    }
    for number in range(PAGES // 2, PAGES):  # the leaves lead nowhere
        answers[f"/p{number}"] = f'<a href="https://t.me/lavka_fiction{number}">Написать</a>'
    answers["/"] = '<a href="/p0">x</a>'
    return answers


async def start(site: Site, file: Path) -> asyncio.subprocess.Process:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(VICTIM),
        f"{site.url}/",
        str(file),
        stdout=asyncio.subprocess.PIPE,
        env=environment,
    )


def modes(folder: Path) -> list[int]:
    return [path.stat().st_mode & 0o777 for path in sorted(folder.iterdir())]


def pages(site: Site) -> Counter[str]:
    return Counter(path for path in site.asked if path not in {"/robots.txt", "/sitemap.xml"})


async def test_a_killed_crawl_goes_on_where_it_was(http: AioHttp, tmp_path: Path) -> None:
    async with serving(shop()) as site:
        whole = await crawl_site(f"{site.url}/", http, OPTIONS)
        site.asked.clear()
        file = tmp_path / "shop.vestnik-crawl"
        for stop_at in (8, 20):
            victim = await start(site, file)
            while len(pages(site)) < stop_at:
                await asyncio.sleep(0.005)
            victim.send_signal(signal.SIGKILL)
            await victim.communicate()
        last = await start(site, file)
        told, _ = await last.communicate()
        seen = pages(site)
    ended = json.loads(told)
    assert ended["marks"] == [finding.fingerprint for finding in whole.findings]
    assert (ended["pages"], ended["troubles"]) == (whole.pages, len(whole.troubles))
    assert len(seen) == PAGES + 1
    # Under way when the signal came, or finished but not yet written down: three at a time, two kills.
    again = [path for path, times in seen.items() if times > 1]
    assert len(again) <= 2 * (OPTIONS.concurrency + 1)
    assert not file.exists()


async def test_a_stopped_crawl_loses_not_even_what_was_under_way(http: AioHttp, tmp_path: Path) -> None:
    checkpoint = FileCheckpoint(tmp_path / "state")
    options = replace(OPTIONS, save_pages=1000, save_s=1000)
    async with serving(shop()) as site:
        first = Crawl(f"{site.url}/", http, options, CrawlParts(checkpoint=checkpoint))
        task = asyncio.create_task(first.run())
        while first.result.files < 10:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        read = first.result.files
        site.asked.clear()
        second = Crawl(
            f"{site.url}/", http, options, CrawlParts(checkpoint=FileCheckpoint(tmp_path / "state"))
        )
        result = await second.run()
        assert sum(pages(site).values()) == PAGES + 1 - read
    assert result.pages == PAGES + 1
    assert len({finding.target for finding in result.findings}) == PAGES
    assert len({finding.fingerprint for finding in result.findings}) == len(result.findings)


async def test_a_harvest_longer_than_its_state_is_cut(tmp_path: Path) -> None:
    checkpoint = FileCheckpoint(tmp_path / "state")
    state = CrawlState(
        "https://shop.example/", "https://shop.example/", [("shop.example", None)], [], {}, "", "", 0, {}, 1.0
    )
    await checkpoint.save(state, Harvest(read=["https://shop.example/1"]))
    with (tmp_path / "state.found").open("ab") as file:
        file.write(b'{"findings":[],"troubles":[],"read":["https://shop.exam')  # the kill came here
    loaded = await FileCheckpoint(tmp_path / "state").load()
    assert loaded is not None
    assert loaded[0] == state
    assert loaded[1].read == ["https://shop.example/1"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"length": 5, "state": {}}'])
async def test_a_damaged_checkpoint_is_refused_with_a_hint(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "state").write_bytes(damage)
    with pytest.raises(InvalidInput) as caught:
        await FileCheckpoint(tmp_path / "state").load()
    assert caught.value.hint


async def test_the_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    checkpoint = FileCheckpoint(tmp_path / "state")
    state = CrawlState("https://shop.example/", "https://shop.example/", [], [], {}, "", "", 0, {}, 0.0)
    await checkpoint.save(state, Harvest())
    assert modes(tmp_path) == [0o600, 0o600]
    await checkpoint.clear()
    assert modes(tmp_path) == []


def test_a_state_survives_json() -> None:
    state = CrawlState(
        "https://a.example/",
        "https://a.example/",
        [("a.example", 8080)],
        [("https://a.example/x", 1, "page")],
        {"page": 3},
        "AA==",
        "",
        2,
        {"done": 1},
        0.5,
    )
    assert CrawlState.of(json.loads(json.dumps(asdict(state)))) == state
    with pytest.raises(ValueError, match="version"):
        CrawlState.of({**asdict(state), "version": 99})


async def test_a_disk_that_refuses_ends_the_keeping_and_not_the_crawl(http: AioHttp, tmp_path: Path) -> None:
    parts = CrawlParts(checkpoint=FileCheckpoint(tmp_path / "no such folder" / "state"))
    async with serving(shop()) as site:
        result = await crawl_site(f"{site.url}/", http, OPTIONS, parts=parts)
    assert result.pages == PAGES + 1
    assert ["не сохранено" in trouble.detail for trouble in result.troubles] == [True]
    assert result.exit_code == 1
