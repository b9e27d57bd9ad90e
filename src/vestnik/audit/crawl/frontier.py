"""What is fetched next: breadth first, each address once, never past the limits. Pure."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

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

    def waiting(self) -> list[Step]:
        """Everything that is queued, in order."""
        return [step for queue in self._queues.values() for step in queue]

    def left(self) -> dict[str, int]:
        """How much of each limit is unused."""
        return {sort.value: left for sort, left in self._left.items()}

    def marks(self) -> bytes:
        """What was met, ``MARK_BYTES`` an address."""
        return b"".join(self._seen)

    @property
    def dropped(self) -> int:
        """Addresses that were not even queued."""
        return self._dropped

    def restore(self, waiting: Iterable[Step], left: dict[str, int], marks: bytes, dropped: int) -> None:
        """Become what was written down."""
        for step in waiting:
            self._queues[step.sort].append(step)
        self._left = {sort: left.get(sort.value, self._left[sort]) for sort in Sort}
        self._seen = {marks[at : at + MARK_BYTES] for at in range(0, len(marks), MARK_BYTES)}
        self._dropped = dropped


def mark_of(url: str) -> bytes:
    """Return a short mark of an address; addresses that differ by a session alone share it."""
    return blake2b(without_session(url).encode(), digest_size=MARK_BYTES).digest()
