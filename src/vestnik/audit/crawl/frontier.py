"""What is fetched next: breadth first, each address once, never past the limits. Pure."""

from collections import deque
from dataclasses import dataclass

from vestnik.audit.crawl.options import CrawlOptions
from vestnik.audit.crawl.urls import Site

_QUEUE_PER_PAGE = 50
"""How many waiting addresses a page of the limit may cost in memory."""


@dataclass(frozen=True, slots=True)
class Step:
    """One address to fetch."""

    url: str
    depth: int
    asset: bool


class Frontier:
    """The queue of one crawl. Pages and the files they load have a limit each, counted when taken."""

    def __init__(self, site: Site, options: CrawlOptions) -> None:
        """Start empty."""
        self.site = site
        self._options = options
        self._seen: set[str] = set()
        self._pages: deque[Step] = deque()
        self._assets: deque[Step] = deque()
        self._pages_left = options.max_pages
        self._assets_left = options.max_assets
        self._dropped = 0

    def __len__(self) -> int:
        """Count what will still be fetched."""
        return min(len(self._pages), self._pages_left) + min(len(self._assets), self._assets_left)

    @property
    def left_out(self) -> int:
        """Addresses of the site that the limits kept from being fetched, once ``next`` has answered None."""
        return self._dropped + len(self._pages) + len(self._assets)

    def add(self, url: str, depth: int, *, asset: bool = False) -> bool:
        """Queue a canonical address of the site unless it was met before; tell whether it was queued."""
        if url in self._seen or not self.site.holds(url):
            return False
        queue = self._assets if asset else self._pages
        limit = self._options.max_assets if asset else self._options.max_pages
        if len(queue) >= limit * _QUEUE_PER_PAGE:
            self._dropped += 1
            return False
        self._seen.add(url)
        if depth > self._options.max_depth:
            self._dropped += 1
            return False
        queue.append(Step(url, depth, asset))
        return True

    def meet(self, url: str) -> bool:
        """Remember an address without queueing it; tell whether it is new."""
        new = url not in self._seen
        self._seen.add(url)
        return new

    def next(self) -> Step | None:
        """Take the next address; None when nothing waits or the limits are used up."""
        if self._assets and self._assets_left > 0:
            self._assets_left -= 1
            return self._assets.popleft()
        if self._pages and self._pages_left > 0:
            self._pages_left -= 1
            return self._pages.popleft()
        return None

    def give_back(self, step: Step) -> None:
        """Return a step's place in its limit: nothing of its own was behind the address."""
        if step.asset:
            self._assets_left += 1
        else:
            self._pages_left += 1

    def stop(self) -> None:
        """Take nothing more."""
        self._pages_left = self._assets_left = 0
