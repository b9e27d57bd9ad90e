"""Pages a second of a crawl with detection, beside Scrapy that only extracts links."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench.harness import Bench, Figure, Side, version_of
from bench.pages import site
from vestnik.app import use_uvloop
from vestnik.audit.crawl import CrawlOptions, crawl_site
from vestnik.backends.http import AioHttp

PAGES = int(os.environ.get("BENCH_PAGES", "3000"))
SIZE, LINKS, AT_ONCE = 8_300, 21, 32
"""7,600 characters, most of the words Russian: some 11 KB in UTF-8."""
ONE_IN_TEN, EVERY = 10, 1
PEERS = Path(__file__).resolve().parent / "peers"
OPTIONS = CrawlOptions(
    max_pages=PAGES + 10,
    rate_per_s=0,
    concurrency=AT_ONCE,
    allow_private=True,
    max_findings=1_000_000,
    page_checks=False,  # the peer looks for links; ours for messengers too
)


@dataclass
class State:
    addresses: dict[int, str]


@contextmanager
def opened(folder: Path) -> Iterator[State]:
    use_uvloop()
    servers = []
    addresses = {}
    try:
        for every in (ONE_IN_TEN, EVERY):
            pages = folder / f"every{every}"
            pages.mkdir()
            for number, text in enumerate(site(PAGES, SIZE, LINKS, every)):
                (pages / f"{number}.html").write_text(text, encoding="utf-8")
            server = subprocess.Popen(
                [sys.executable, PEERS / "page_server.py", pages], stdout=subprocess.PIPE, text=True
            )
            servers.append(server)
            assert server.stdout is not None
            addresses[every] = f"http://127.0.0.1:{server.stdout.readline().strip()}/"
        yield State(addresses)
    finally:
        for server in servers:
            server.terminate()
            server.wait()


def ours(state: State, every: int) -> float:
    """Crawl everything; a page without its findings would be no result."""

    async def crawl() -> float:
        async with AioHttp(allow_private=True) as http:
            began = time.perf_counter()
            result = await crawl_site(state.addresses[every], http, replace(OPTIONS))
            took = time.perf_counter() - began
        # "/" and "/p/0" are the same page at two addresses
        assert result.files == PAGES + 1, f"{result.files} pages of {PAGES}"
        places = {finding.place.path for finding in result.findings if finding.actionable}
        assert len(places) == len(range(0, PAGES, every)) + 1, f"findings on {len(places)} pages"
        return result.files / took

    return asyncio.run(crawl())


def scrapy(state: State, every: int) -> float:
    ran = subprocess.run(
        [sys.executable, PEERS / "scrapy_spider.py", state.addresses[every]],
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["pages"] == PAGES + 1, f"Scrapy read {told['pages']} pages of {PAGES}: {ran.stderr[-400:]}"
    return float(told["pages"] / told["seconds"])


def _missing() -> str | None:
    if version_of("scrapy") == "absent":
        return "bench crawl: Scrapy is not installed; uv sync --group dev"
    return None


VESTNIK = version_of("vestnik")

BENCH = Bench(
    name="crawl",
    what=f"{PAGES} pages of 11 KB, {LINKS} links each, loopback; {AT_ONCE} requests at once, robots kept",
    unit="pages/s",
    sides=(
        Side("vestnik, messengers on one page in ten", VESTNIK, "-", partial(ours, every=ONE_IN_TEN)),
        Side("vestnik, messengers on every page", VESTNIK, "-", partial(ours, every=EVERY)),
        Side("Scrapy with LinkExtractor", version_of("scrapy"), "-", partial(scrapy, every=ONE_IN_TEN)),
    ),
    figures=(
        Figure(
            "a site with few messengers",
            "vestnik, messengers on one page in ten",
            "Scrapy with LinkExtractor",
            floor=5.0,
        ),
        Figure(
            "messengers in the footer of every page",
            "vestnik, messengers on every page",
            "Scrapy with LinkExtractor",
            floor=1.0,
            aim=5.0,
        ),
    ),
    open=opened,
    missing=_missing,
    notes=(
        "one client process and one server process on the same machine; the start of Scrapy's process is not",
        "counted. Scrapy extracts links and nothing else; ours also decodes, searches, reads and classifies.",
    ),
)
