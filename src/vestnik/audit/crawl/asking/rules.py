"""What a site says of itself to robots: its rules, each origin's asked once, and its sitemaps."""

import asyncio
from collections.abc import Callable, Iterator

from vestnik.audit.crawl import troubles
from vestnik.audit.crawl.asking.fetching import Fetcher
from vestnik.audit.crawl.asking.sitemaps import MAX_FILES, locations_in
from vestnik.audit.crawl.robots import Robots, read_robots
from vestnik.audit.crawl.urls import canonical_url, origin_of
from vestnik.audit.model import Trouble
from vestnik.kernel.http import HttpFailure

_OK = 200


class Rules:
    """The rules of every origin that a crawl meets."""

    def __init__(
        self,
        fetcher: Fetcher,
        same_site: Callable[[str], bool],
        max_pause_s: float,
        note: Callable[[Trouble], None],
    ) -> None:
        """``same_site`` says which redirects are followed; ``note`` takes what could not be read."""
        self._fetcher = fetcher
        self._same_site = same_site
        self._max_pause_s = max_pause_s
        self._note = note
        self._asked: dict[str, asyncio.Task[Robots]] = {}

    async def of(self, url: str) -> Robots:
        """Return the rules for an address."""
        origin = origin_of(url)
        task = self._asked.get(origin)
        if task is None:
            task = self._asked[origin] = asyncio.create_task(self._ask(origin))
        return task.result() if task.done() else await asyncio.shield(task)

    def known_to_allow(self, url: str) -> bool:
        """Whether no rule that was read already forbids the address."""
        known = self._asked.get(origin_of(url))
        return known is None or not known.done() or known.result().allows(url)

    async def close(self) -> None:
        """Stop asking."""
        for task in self._asked.values():
            task.cancel()
        await asyncio.gather(*self._asked.values(), return_exceptions=True)
        self._asked = {origin: task for origin, task in self._asked.items() if not task.cancelled()}

    async def listed(self, start: str, named: tuple[str, ...], *, also_own: bool) -> list[str]:
        """Return canonical addresses from the named sitemaps and, if asked for, from the site's own.

        The named ones may stand on another host; an index leads to further files.
        """
        robots = await self.of(start)
        own = (robots.sitemaps or (f"{origin_of(start)}/sitemap.xml",)) if also_own else ()
        found: dict[str, None] = {}
        waiting = [*named, *own]
        trusted = {origin_of(url) for raw in named if (url := canonical_url(raw)) is not None}
        for raw in waiting:  # grows while it is walked
            url = canonical_url(raw, start)
            if url is None or not (
                origin_of(url) in trusted or (self._same_site(url) and robots.allows(url))
            ):
                continue
            for target in await self._locations(url, must=raw in named):
                if target.partition("?")[0].endswith((".xml", ".xml.gz")):
                    if len(waiting) < MAX_FILES and target not in waiting:
                        waiting.append(target)
                else:
                    found[target] = None
        return list(found)

    async def _ask(self, origin: str) -> Robots:
        url = f"{origin}/robots.txt"
        try:
            answer = await self._fetcher.once(url, self._same_site)
        except HttpFailure:
            # The pages themselves will say what is wrong with the server.
            return Robots()
        robots = read_robots(answer.status, answer.body)
        if robots.unread:
            self._note(troubles.rules_unread(url))
        if robots.delay_s > 0:
            self._fetcher.pace.slow_down(origin, min(robots.delay_s, self._max_pause_s))
        return robots

    async def _locations(self, url: str, *, must: bool) -> Iterator[str]:
        try:
            answer = await self._fetcher.once(url, self._same_site)
        except HttpFailure as failure:
            if must:
                self._note(troubles.failed(url, failure, self._fetcher.limits))
            return iter(())  # a sitemap is a hint; the pages are found by their links too
        if answer.status != _OK:
            if must:
                self._note(troubles.no_sitemap(url, f"ответ {answer.status}"))
            return iter(())
        locations = await asyncio.to_thread(locations_in, answer.body, self._fetcher.limits.body_bytes)
        if must and not locations:
            self._note(troubles.no_sitemap(url, "в нём нет адресов"))
        return (target for raw in locations if (target := canonical_url(raw, url)) is not None)
