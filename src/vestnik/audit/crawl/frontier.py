"""What is fetched next: breadth first, each address once, never past the limits. Pure."""

from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from vestnik.audit.crawl.checkpoint import CrawlState
from vestnik.audit.crawl.options import CrawlOptions
from vestnik.audit.crawl.urls import Site, without_session

_QUEUE_PER_PAGE = 50
"""How many waiting addresses a page of the limit may cost in memory."""
MARK_BYTES = 8


class Sort(StrEnum):
    """What stands behind an address; each sort has a limit of its own."""

    PAGE = "page"
    ASSET = "asset"
    """A script, a style, data."""
    MEDIA = "media"
    """A picture, a PDF, an office document."""


@dataclass(frozen=True, slots=True)
class Step:
    """One address to fetch."""

    url: str
    depth: int
    sort: Sort = Sort.PAGE


class Frontier:
    """The queue of one crawl. Every sort of address has a limit, counted when taken."""

    def __init__(self, site: Site, options: CrawlOptions) -> None:
        """Start empty."""
        self.site = site
        self._depth = options.max_depth
        self._limits = {
            Sort.PAGE: options.max_pages,
            Sort.ASSET: options.max_assets,
            Sort.MEDIA: options.max_media,
        }
        self._left = dict(self._limits)
        self._queues: dict[Sort, deque[Step]] = {sort: deque() for sort in Sort}
        self._seen: set[bytes] = set()
        self._returns = dict(self._limits)
        self._dropped = 0

    def __len__(self) -> int:
        """Count what will still be fetched."""
        return sum(min(len(queue), self._left[sort]) for sort, queue in self._queues.items())

    @property
    def left_out(self) -> int:
        """Addresses of the site that the limits kept from being fetched, once ``next`` has answered None.

        Pictures and documents are not counted: they are looked at as far as their limit goes.
        """
        return self._dropped + len(self._queues[Sort.PAGE]) + len(self._queues[Sort.ASSET])

    def add(self, url: str, depth: int, sort: Sort = Sort.PAGE) -> bool:
        """Queue a canonical address of the site unless it was met before; tell whether it was queued."""
        mark = mark_of(url)
        if mark in self._seen or not self.site.holds(url):
            return False
        queue = self._queues[sort]
        if len(queue) >= self._limits[sort] * _QUEUE_PER_PAGE:
            self._dropped += sort is not Sort.MEDIA
            return False
        self._seen.add(mark)
        if depth > self._depth:
            self._dropped += 1
            return False
        queue.append(Step(url, depth, sort))
        return True

    def meet(self, url: str) -> bool:
        """Remember an address without queueing it; tell whether it is new."""
        mark = mark_of(url)
        new = mark not in self._seen
        self._seen.add(mark)
        return new

    def next(self) -> Step | None:
        """Take the next address; None when nothing waits or the limits are used up."""
        for sort in (Sort.ASSET, Sort.PAGE, Sort.MEDIA):
            if self._queues[sort] and self._left[sort] > 0:
                self._left[sort] -= 1
                return self._queues[sort].popleft()
        return None

    def give_back(self, step: Step) -> None:
        """Return a step's place in its limit: nothing of its own was behind the address."""
        if self._returns[step.sort] > 0:  # a site of nothing but dead links has an end too
            self._returns[step.sort] -= 1
            self._left[step.sort] += 1

    def stop(self) -> None:
        """Take nothing more."""
        self._left = dict.fromkeys(Sort, 0)

    # To be written down and read again

    def written(self, under_way: Iterable[Step]) -> dict[str, Any]:
        """Return the fields of a ``CrawlState`` that are the frontier's; what is under way waits again."""
        again = list(under_way)
        left = {sort.value: left for sort, left in self._left.items()}
        for step in again:
            left[step.sort.value] += 1
        waiting = [*again, *(step for queue in self._queues.values() for step in queue)]
        return {
            "sites": [(site.host, site.port) for site in (self.site, *self.site.others)],
            "waiting": [(step.url, step.depth, step.sort.value) for step in waiting],
            "left": left,
            "marks": b64encode(b"".join(self._seen)).decode(),
            "dropped": self._dropped,
        }

    def restore(self, state: CrawlState) -> None:
        """Become what was written down."""
        sites = [Site(host, port, self.site.subdomains) for host, port in state.sites]
        self.site = replace(sites[0], others=tuple(sites[1:]))
        for url, depth, sort in state.waiting:
            self._queues[Sort(sort)].append(Step(url, depth, Sort(sort)))
        self._left = {sort: state.left.get(sort.value, self._left[sort]) for sort in Sort}
        marks = b64decode(state.marks)
        self._seen = {marks[at : at + MARK_BYTES] for at in range(0, len(marks), MARK_BYTES)}
        self._dropped = state.dropped


def mark_of(url: str) -> bytes:
    """Return a short mark of an address; addresses that differ by a session alone share it."""
    return blake2b(without_session(url).encode(), digest_size=MARK_BYTES).digest()
