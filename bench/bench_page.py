"""Megabytes a second of all that is done with one page, beside a parser that only lists the links."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.harness import Bench, Figure, Side, version_of
from bench.pages import page
from vestnik.audit.crawl.reading import Reader

MEGABYTE = 1_000_000
SIZES = (3_000, 7_600, 7_600, 7_600, 25_000, 60_000, 200_000)
"""In characters: most pages are small, a few are very long."""
ROUND_MB = 12
LINKS = 21


@dataclass
class State:
    plain: list[tuple[str, bytes]]
    contacts: list[tuple[str, bytes]]


@contextmanager
def opened(folder: Path) -> Iterator[State]:
    del folder
    yield State(_pages(contacts=False), _pages(contacts=True))


def _pages(*, contacts: bool) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    size = number = 0
    while size < ROUND_MB * MEGABYTE:
        length = SIZES[number % len(SIZES)]
        links = [number * 100 + step for step in range(max(LINKS, length // 350))]
        body = page(number, size=length, links=links, contacts=contacts).encode()
        found.append((f"https://shop.example/p/{number}", body))
        size += len(body)
        number += 1
    return found


def ours(state: State, kind: str) -> float:
    """Decode, find links, search, read and classify."""
    pages = getattr(state, kind)
    reader = Reader(include_vendor=False)  # a new one: an old one would know every page already
    found = links = 0
    began = time.perf_counter()
    for url, body in pages:
        reading = reader.read(url, body, "text/html; charset=utf-8")
        found += bool(reading.findings)
        links += len(reading.links.pages)
    took = time.perf_counter() - began
    assert links == _links(pages) + (2 * len(pages) if kind == "contacts" else 0), f"{links} links"
    assert found == (len(pages) if kind == "contacts" else 0), f"findings on {found} pages"
    return sum(len(body) for _, body in pages) / MEGABYTE / took


def lexbor(state: State, kind: str) -> float:
    """Parse and collect every address of a link."""
    from selectolax.lexbor import LexborHTMLParser

    pages = getattr(state, kind)
    links = 0
    began = time.perf_counter()
    for _, body in pages:
        tree = LexborHTMLParser(body)
        links += len([node.attributes["href"] for node in tree.css("a[href]")])
    took = time.perf_counter() - began
    assert links == _links(pages) + (3 * len(pages) if kind == "contacts" else 0), f"{links} links"
    return sum(len(body) for _, body in pages) / MEGABYTE / took


def _links(pages: list[tuple[str, bytes]]) -> int:
    return sum(body.count(b'href="/p/') for _, body in pages)


def _missing() -> str | None:
    if version_of("selectolax") == "absent":
        return "bench page: selectolax is not installed; uv sync --group dev"
    return None


VESTNIK, LEXBOR = version_of("vestnik"), version_of("selectolax")

BENCH = Bench(
    name="page",
    what="all that is done with a page of a site, pages of 4 to 300 KB, one thread",
    unit="MB/s",
    sides=(
        Side("vestnik, no messengers", VESTNIK, "-", partial(ours, kind="plain")),
        Side("lexbor, no messengers", LEXBOR, "-", partial(lexbor, kind="plain")),
        Side("vestnik, messengers", VESTNIK, "-", partial(ours, kind="contacts")),
        Side("lexbor, messengers", LEXBOR, "-", partial(lexbor, kind="contacts")),
    ),
    figures=(
        Figure("pages without messengers", "vestnik, no messengers", "lexbor, no messengers", floor=0.6),
        Figure("pages with messengers", "vestnik, messengers", "lexbor, messengers", floor=0.12, aim=0.6),
    ),
    open=opened,
    missing=_missing,
    notes=("lexbor parses and lists a[href]; ours also decodes, resolves, searches and classifies.",),
)
