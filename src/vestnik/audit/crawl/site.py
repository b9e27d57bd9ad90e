"""Walk one site: fetch, read, follow, within every limit; whatever fails becomes a trouble, never an end."""

import asyncio

from vestnik.audit.crawl import troubles
from vestnik.audit.crawl.frontier import Frontier, Step
from vestnik.audit.crawl.links import locations_of
from vestnik.audit.crawl.options import CrawlOptions, Progress
from vestnik.audit.crawl.pace import Pace
from vestnik.audit.crawl.reading import Reader
from vestnik.audit.crawl.robots import Robots, read_robots
from vestnik.audit.crawl.urls import Site, canonical_url, origin_of
from vestnik.audit.model import AuditResult, Finding, Trouble
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.http import Hop, Http, HttpAnswer, HttpFailure, HttpLimits, HttpProblem
from vestnik.kernel.text import N_

_OK, _REDIRECT, _ERROR, _TOO_MANY, _SERVER_ERROR = 200, 300, 400, 429, 500
_MAX_TROUBLES = 1000
_MAX_ROBOTS_LINES = 50
_MAX_SITEMAP_FILES = 10
_GIVE_UP_AFTER = 10
"""Addresses in a row without any answer, after which the site counts as gone."""
_BIG = 64 * 1024
"""Bodies above this are read in a thread, so that a server's other work goes on."""
_SILENT = frozenset({HttpProblem.UNREACHABLE, HttpProblem.NO_SUCH_NAME, HttpProblem.TIMEOUT})
_HEADERS = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "ru,en;q=0.5"}
_DEFAULTS = CrawlOptions()


async def crawl_site(
    url: str, http: Http, options: CrawlOptions = _DEFAULTS, progress: Progress | None = None
) -> AuditResult:
    """Read a site from ``url`` on and return everything found; paths of the findings are full addresses.

    Stays on the host of ``url`` (with and without ``www.``), respects robots.txt, submits nothing. A
    first page that moved to another host moves the audit there, unless it moved to a messenger.

    Raises:
        InvalidInput: ``url`` is no http(s) address. Everything else ends up in ``troubles``.
    """
    start = canonical_url(url)
    if start is None:
        raise InvalidInput(
            N_("Это не адрес сайта."),
            field="target",
            hint=N_("Пример: https://shop.example/ — без имени и пароля."),
        )
    crawl = _Crawl(start, http, options, progress)
    await crawl.run()
    return crawl.result


class _Crawl:
    def __init__(self, start: str, http: Http, options: CrawlOptions, progress: Progress | None) -> None:
        self.result = AuditResult(start)
        self._start = self._first = start
        self._http = http
        self._options = options
        self._progress = progress
        self._limits = HttpLimits(
            total_s=options.request_s,
            connect_s=options.connect_s,
            body_bytes=options.body_bytes,
            allow_private=options.allow_private,
        )
        self._frontier = Frontier(Site.of(start, subdomains=options.subdomains), options)
        self._pace = Pace(options.rate_per_s)
        self._robots: dict[str, asyncio.Task[Robots]] = {}
        self._reader = Reader(include_vendor=options.include_vendor)
        self._reading = asyncio.Lock()
        self._done = 0
        self._silent = 0
        self._robots_lines = 0
        self._stopped: str | None = None

    async def run(self) -> None:
        deadline = asyncio.get_running_loop().time() + self._options.max_seconds
        self._frontier.add(self._start, 0)
        running: set[asyncio.Task[None]] = set()
        try:
            while True:
                self._fill(running)
                if not running:
                    break
                left = max(0.0, deadline - asyncio.get_running_loop().time())
                done, running = await asyncio.wait(running, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                if not done:
                    self._stop(f"Время проверки вышло ({self._options.max_seconds:g} с).")
                    break
                for task in done:
                    task.result()
        finally:
            unfinished: list[asyncio.Task[None] | asyncio.Task[Robots]] = [*running, *self._robots.values()]
            for rest in unfinished:
                rest.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
        self._close()

    def _fill(self, running: set[asyncio.Task[None]]) -> None:
        # The first page alone decides where the site is and what its sitemaps are.
        room = self._options.concurrency if self._done else 1
        while len(running) < room and (step := self._frontier.next()) is not None:
            running.add(asyncio.create_task(self._visit(step)))

    def _close(self) -> None:
        left = self._frontier.left_out
        reason = self._stopped
        if reason is None and left:
            reason = f"Достигнут предел обхода ({self._options.max_pages} страниц)."
        if reason is not None:
            self._trouble(troubles.limit_reached(self._start, reason, left), always=True)
        self.result.findings.sort(key=lambda finding: (finding.place.path, finding.place.span, finding.rule))

    def _stop(self, reason: str) -> None:
        self._stopped = self._stopped or reason
        self._frontier.stop()

    # One address

    async def _visit(self, step: Step) -> None:
        first = step.url == self._first
        robots = await self._rules(step.url)
        if robots.allows(step.url):
            await self._open(step, first=first)
        else:
            self._frontier.give_back(step)
            self._closed(step.url, first=first)
        if first:
            await self._read_sitemaps(step)
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, len(self._frontier), step.url, len(self.result.findings))

    async def _open(self, step: Step, *, first: bool) -> None:
        try:
            answer = await self._fetch(step.url)
        except HttpFailure as failure:
            await self._note_redirects(step.url, failure.redirects)
            self._trouble(troubles.failed(step.url, failure, self._limits))
            self._count_silence(failure)
            return
        self._silent = 0
        into_messenger = await self._note_redirects(step.url, answer.redirects)
        if answer.location is not None:
            self._redirected(step, answer.location, first=first and not into_messenger)
        elif answer.status != _OK:
            self._frontier.give_back(step)
            self._trouble(troubles.bad_status(step.url, answer.status))
        elif answer.redirects and not self._frontier.meet(canonical_url(answer.url) or answer.url):
            self._frontier.give_back(step)
        else:
            await self._read(step, answer)

    def _redirected(self, step: Step, location: str, *, first: bool) -> None:
        self._frontier.give_back(step)
        target = canonical_url(location)
        if target is None:
            return
        if first:
            if not self._frontier.site.holds(target):
                self._frontier.site = Site.of(target, subdomains=self._options.subdomains)
            self._first = target
            if not self._frontier.add(target, step.depth):
                self._trouble(troubles.moved_in_a_circle(step.url))
            return
        # Off the site nothing is queued; on it, the redirect stopped at a rule of robots.txt.
        self._frontier.add(target, step.depth)

    async def _note_redirects(self, url: str, hops: tuple[Hop, ...]) -> bool:
        """Add a finding for every hop into a messenger; tell whether there was one."""
        if not hops:
            return False
        async with self._reading:
            found = self._reader.redirects(url, hops)
        self._found(found)
        return bool(found)

    async def _read(self, step: Step, answer: HttpAnswer) -> None:
        url = canonical_url(answer.url) or answer.url
        body, media = answer.body, answer.media
        self.result.files += 1
        self.result.read.add(url)
        self.result.bytes += len(body)
        async with self._reading:
            if len(body) > _BIG:
                reading = await asyncio.to_thread(self._reader.read, url, body, media)
            else:
                reading = self._reader.read(url, body, media)
        self._found(reading.findings)
        for trouble in reading.troubles:
            self._trouble(trouble)
        for target in reading.links.pages:
            self._frontier.add(target, step.depth + 1)
        for target in reading.links.assets:
            self._frontier.add(target, step.depth + 1, asset=True)
        if self.result.bytes >= self._options.max_bytes:
            self._stop(f"Прочитано больше {self._options.max_bytes // 1_048_576} МБ.")

    async def _fetch(self, url: str) -> HttpAnswer:
        """Get ``url`` in its turn; once more after a pause when the server stumbled."""
        origin = origin_of(url)
        await self._pace.turn(origin)
        pause = self._options.retry_pause_s
        try:
            answer = await self._http.get(url, self._limits, headers=_HEADERS, follow=self._follows)
        except HttpFailure as failure:
            if failure.problem is not HttpProblem.TIMEOUT:
                raise
        else:
            if answer.status < _SERVER_ERROR and answer.status != _TOO_MANY:
                return answer
            asked = answer.headers.get("retry-after", "")
            if asked.isdecimal():
                pause = max(pause, min(float(asked), self._options.max_pause_s))
        await asyncio.sleep(pause)
        await self._pace.turn(origin)
        return await self._http.get(url, self._limits, headers=_HEADERS, follow=self._follows)

    def _follows(self, target: str) -> bool:
        url = canonical_url(target)
        if url is None or not self._frontier.site.holds(url):
            return False
        known = self._robots.get(origin_of(url))
        return known is None or not known.done() or known.result().allows(url)

    # The site's own rules

    async def _rules(self, url: str) -> Robots:
        origin = origin_of(url)
        if origin not in self._robots:
            self._robots[origin] = asyncio.create_task(self._fetch_rules(origin))
        return await asyncio.shield(self._robots[origin])

    async def _fetch_rules(self, origin: str) -> Robots:
        url = f"{origin}/robots.txt"
        await self._pace.turn(origin)
        try:
            answer = await self._http.get(url, self._limits, follow=self._same_site)
        except HttpFailure:
            # The pages themselves will say what is wrong with the server.
            return Robots()
        robots = read_robots(answer.status, answer.body)
        if robots.unread:
            self._trouble(troubles.rules_unread(url))
        if robots.delay_s > 0:
            self._pace.slow_down(origin, min(robots.delay_s, self._options.max_pause_s))
        return robots

    def _same_site(self, target: str) -> bool:
        url = canonical_url(target)
        return url is not None and self._frontier.site.holds(url)

    def _closed(self, url: str, *, first: bool) -> None:
        self._robots_lines += 1
        if self._robots_lines <= _MAX_ROBOTS_LINES:
            self._trouble(troubles.closed_by_robots(url, first=first))

    async def _read_sitemaps(self, step: Step) -> None:
        if self._silent:
            return
        robots = await self._rules(step.url)
        waiting = list(robots.sitemaps) or [f"{origin_of(step.url)}/sitemap.xml"]
        for raw in waiting:  # grows while it is walked: an index names further files
            url = canonical_url(raw, step.url)
            if url is None or not self._same_site(url) or not robots.allows(url):
                continue
            for location in await self._locations(url):
                target = canonical_url(location, url)
                if target is None:
                    continue
                if target.endswith(".xml"):
                    if len(waiting) < _MAX_SITEMAP_FILES and target not in waiting:
                        waiting.append(target)
                else:
                    self._frontier.add(target, 1)

    async def _locations(self, url: str) -> tuple[str, ...]:
        await self._pace.turn(origin_of(url))
        try:
            answer = await self._http.get(url, self._limits, follow=self._same_site)
        except HttpFailure:
            return ()  # a sitemap is a hint; the pages are found by their links too
        return locations_of(answer.body.decode("utf-8", "replace")) if answer.status == _OK else ()

    # The result

    def _found(self, findings: list[Finding]) -> None:
        room = self._options.max_findings - len(self.result.findings)
        self.result.findings.extend(findings[:room])
        if len(findings) > room:
            self._stop(f"Находок больше {self._options.max_findings}.")

    def _trouble(self, trouble: Trouble, *, always: bool = False) -> None:
        if always or len(self.result.troubles) < _MAX_TROUBLES:
            self.result.troubles.append(trouble)

    def _count_silence(self, failure: HttpFailure) -> None:
        self._silent = self._silent + 1 if failure.problem in _SILENT else 0
        if self._silent >= _GIVE_UP_AFTER:
            self._stop(f"Сайт перестал отвечать: {self._silent} адресов подряд без ответа.")
