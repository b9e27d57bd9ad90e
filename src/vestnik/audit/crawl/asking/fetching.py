"""Get one address: in its turn, with the site's cookies, through its redirects, once more after a stumble."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from vestnik.audit.crawl.asking.cookies import Cookies
from vestnik.audit.crawl.options import CrawlOptions
from vestnik.audit.crawl.pace import Pace
from vestnik.audit.crawl.urls import origin_of
from vestnik.kernel.http import Hop, Http, HttpAnswer, HttpFailure, HttpLimits, HttpProblem

_TOO_MANY, _SERVER_ERROR, _BUSY = 429, 500, 503
_HEADERS = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "ru,en;q=0.5"}
_MAX_HOPS = 10
_SLOWER_S = 1.0
"""The longest pause between requests that a server's complaint brings about by itself."""


class Fetcher:
    """One crawl's way to the web."""

    def __init__(self, http: Http, options: CrawlOptions) -> None:
        """Take the limits from the options; redirects are followed here, so that cookies come along."""
        self.limits = HttpLimits(
            total_s=options.request_s,
            connect_s=options.connect_s,
            body_bytes=options.body_bytes,
            allow_private=options.allow_private,
        )
        self._single = replace(self.limits, redirects=0)
        self.pace = Pace(options.rate_per_s)
        self._http = http
        self._options = options
        self._cookies = Cookies()

    async def get(self, url: str, follow: Callable[[str], bool], *, body_bytes: int = 0) -> HttpAnswer:
        """Get ``url``; where ``follow`` does not agree with a redirect, the redirect is the answer.

        A 5xx, a 429 and a timeout are tried once more after a pause.

        Raises:
            HttpFailure: see ``HttpProblem``.
        """
        limits = replace(self._single, body_bytes=body_bytes) if body_bytes else self._single
        pause = self._options.retry_pause_s
        try:
            answer = await self._through(url, follow, limits)
        except HttpFailure as failure:
            if failure.problem is not HttpProblem.TIMEOUT:
                raise
        else:
            if answer.status < _SERVER_ERROR and answer.status != _TOO_MANY:
                return answer
            asked = answer.headers.get("retry-after", "").strip()
            if asked.isdecimal():
                pause = max(pause, min(float(asked[:6]), self._options.max_pause_s))
            if answer.status in {_TOO_MANY, _BUSY}:
                # The server says that we are too fast: be slower for the rest of the crawl.
                self.pace.slow_down(origin_of(url), min(pause / 2, _SLOWER_S))
        await asyncio.sleep(pause)
        return await self._through(url, follow, limits)

    async def once(self, url: str, follow: Callable[[str], bool]) -> HttpAnswer:
        """Get ``url`` without a second try.

        Raises:
            HttpFailure: see ``HttpProblem``.
        """
        return await self._through(url, follow, self._single)

    async def _through(self, url: str, follow: Callable[[str], bool], limits: HttpLimits) -> HttpAnswer:
        hops: tuple[Hop, ...] = ()
        seen = {url}
        while True:
            await self.pace.turn(origin_of(url))
            try:
                answer = await self._http.get(url, limits, headers=self._headers(url))
            except HttpFailure as failure:
                raise HttpFailure(failure.problem, failure.url, failure.detail, hops) from failure
            learnt = self._cookies.take(url, answer.headers.get("set-cookie"))
            if not answer.redirects:
                # A hop from this very address (it wanted its cookie) would look like an unfollowed one.
                passed = tuple(hop for hop in hops if hop.url != url)
                return replace(answer, redirects=passed) if passed else answer
            hop = answer.redirects[-1]
            hops = (*hops, hop)
            if not follow(hop.location):
                return replace(answer, redirects=hops)
            if learnt:
                seen.clear()  # with a new cookie the same address may show its page
            if hop.location in seen or len(hops) > _MAX_HOPS:
                raise HttpFailure(HttpProblem.REDIRECT_LOOP, hop.location, f"{len(hops)} redirects", hops)
            seen.add(hop.location)
            url = hop.location

    def _headers(self, url: str) -> dict[str, str]:
        told = self._cookies.header(url)
        return {**_HEADERS, "Cookie": told} if told else _HEADERS
