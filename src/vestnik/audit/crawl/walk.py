"""One crawl as an object: ``run`` walks, ``result`` holds what was seen until now, whatever ends the walk."""

import asyncio
import contextlib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from vestnik.audit.crawl import troubles
from vestnik.audit.crawl.afterwards import Afterwards
from vestnik.audit.crawl.asking.fetching import Fetcher
from vestnik.audit.crawl.asking.rules import Rules
from vestnik.audit.crawl.challenges import wall_of
from vestnik.audit.crawl.checkpoint import CrawlState, Harvest, Keeper
from vestnik.audit.crawl.frontier import Frontier, Sort, Step
from vestnik.audit.crawl.media import Media
from vestnik.audit.crawl.options import CrawlOptions
from vestnik.audit.crawl.parts import CrawlParts
from vestnik.audit.crawl.reading import Reader, Reading
from vestnik.audit.crawl.resolving import Resolver
from vestnik.audit.crawl.urls import Site, canonical_url
from vestnik.audit.model import AuditResult, Finding, Trouble
from vestnik.kernel.http import Hop, Http, HttpAnswer, HttpFailure, HttpProblem

_OK = 200
_MAX_TROUBLES = 1000
_MAX_ROBOTS_LINES = 50
_GIVE_UP_AFTER = 10
"""Addresses in a row without any answer, after which the site counts as gone."""
_BIG = 64 * 1024
"""Bodies above this are read in a thread, so that a server's other work goes on."""
_SILENT = frozenset({HttpProblem.UNREACHABLE, HttpProblem.NO_SUCH_NAME, HttpProblem.TIMEOUT})


@dataclass(slots=True)
class _Visit:
    """What one address gave; it is taken over at one stroke, so that a checkpoint never sees half of it."""

    step: Step
    findings: list[Finding] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    further: list[tuple[str, int, Sort]] = field(default_factory=list)
    given_back: bool = False
    answered: bool = True
    read: str | None = None
    size: int = 0


class Crawl:
    """Reads one site; see ``crawl_site`` for the promises.

    When ``run`` is cancelled, ``result`` is complete as far as the crawl came and says ``interrupted``.
    """

    def __init__(
        self,
        start: str,
        http: Http,
        options: CrawlOptions,
        parts: CrawlParts | None = None,
        result: AuditResult | None = None,
    ) -> None:
        """``start`` is a canonical address; ``result`` is filled as the crawl goes."""
        self.result = result or AuditResult(start)
        self._start = self._first = start
        self._options = options
        self._parts = parts or CrawlParts()
        self._frontier = Frontier(Site.of(start, subdomains=options.subdomains), options)
        self._fetcher = Fetcher(http, options)
        self._rules = Rules(self._fetcher, self._holds, self._options.max_pause_s, self._trouble)
        self._reader = Reader(include_vendor=options.include_vendor)
        self._media = Media(self._parts.open_media)
        self._after = Afterwards(
            self._parts.looking, page_checks=options.page_checks, allow_private=options.allow_private
        )
        self._reading = asyncio.Lock()
        self._wake = asyncio.Event()
        self._under_way: dict[int, Step] = {}
        self._done = self._silent = self._robots_lines = 0
        self._stopped: str | None = None
        self._began = self._spent = 0.0
        self._saved = (0, 0, 0)
        self._read: list[str] = []
        self._keeper = Keeper(
            self._parts.checkpoint,
            options.save_pages,
            options.save_s,
            lambda why: self._trouble(troubles.not_kept(start, why)),
        )

    def widen(self, sites: Iterable[Site]) -> None:
        """Count further sites as parts of this one; to be called before ``run``."""
        self._frontier.site = replace(self._frontier.site, others=tuple(dict.fromkeys(sites)))

    async def run(self) -> AuditResult:
        """Walk to the end, or to the first limit, and return ``result``.

        Raises:
            InvalidInput: the checkpoint cannot be used.
        """
        loop = asyncio.get_running_loop()
        self._began = loop.time()
        try:
            resumed = await self._resume()
            deadline = self._began + max(0.0, self._options.max_seconds - self._spent)
            try:
                async with asyncio.timeout_at(deadline):
                    await self._walk(resumed=resumed)
            except TimeoutError:
                self._stop(f"Время проверки вышло ({self._options.max_seconds:g} с).")
            if self._options.resolve_links:
                await self._resolve(max(deadline, loop.time() + self._options.request_s))
            await self._after.render(self.result, self._reader.inspector)
            policies = await self._after.policies(self._fetcher, self._follows)
            self._after.conclude(self.result, policies)
        except asyncio.CancelledError:
            self.result.interrupted = True
            self._after.conclude(self.result, [])
            await self._save()
            raise
        finally:
            self._close()
        await self._keeper.clear()
        return self.result

    async def _walk(self, *, resumed: bool) -> None:
        if not resumed:
            self._frontier.add(self._start, 0)
            for seed in self._options.seeds:
                self._frontier.add(canonical_url(seed) or "", 0)
            # The first page alone decides where the site is and what its sitemaps are.
            step = self._frontier.next()
            if step is not None:
                await self._visit(step)
        workers = [asyncio.create_task(self._work()) for _ in range(max(1, self._options.concurrency))]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
            await self._rules.close()

    async def _work(self) -> None:
        while True:
            step = self._frontier.next()
            if step is not None:
                await self._visit(step)
            elif not self._under_way:
                self._wake.set()
                return
            else:
                self._wake.clear()
                await self._wake.wait()

    # One address

    async def _visit(self, step: Step) -> None:
        visit = _Visit(step)
        self._under_way[id(visit)] = step
        first = step.url == self._first
        robots = await self._rules.of(step.url)
        if robots.allows(step.url):
            await self._open(visit, first=first)
        else:
            visit.given_back = True
            self._robots_lines += 1
            if self._robots_lines <= _MAX_ROBOTS_LINES:
                visit.troubles.append(troubles.closed_by_robots(step.url, first=first))
        if first and visit.answered and (self._options.follow or self._options.sitemaps):
            named = self._options.sitemaps
            listed = await self._rules.listed(step.url, named, also_own=self._options.follow)
            visit.further += [(url, 1, Sort.PAGE) for url in listed]
        # Left in on purpose when something above ends the crawl: the address is then to be read again.
        del self._under_way[id(visit)]
        self._take(visit)
        if self._keeper.is_due(self._done):
            await self._save()

    async def _open(self, visit: _Visit, *, first: bool) -> None:
        step = visit.step
        limit = self._options.media_bytes if step.sort is Sort.MEDIA else 0
        try:
            answer = await self._fetcher.get(step.url, self._follows, body_bytes=limit)
        except HttpFailure as failure:
            visit.findings += await self._on_the_way(step.url, failure.redirects)
            if step.sort is not Sort.MEDIA or failure.problem is not HttpProblem.TOO_LARGE:
                visit.troubles.append(troubles.failed(step.url, failure, self._fetcher.limits))
            visit.answered = failure.problem not in _SILENT
            return
        into = await self._on_the_way(step.url, answer.redirects)
        visit.findings += into
        if answer.location is not None:
            self._redirected(visit, answer.location, first=first and not into)
        elif answer.status != _OK:
            visit.given_back = True
            self._after.answered(step.url, answer.status)
            wall = wall_of(answer.body[:_BIG].decode("utf-8", "replace"))
            visit.troubles.append(troubles.bad_status(step.url, answer.status, wall))
        elif answer.redirects and not self._is_new(step, canonical_url(answer.url) or answer.url):
            visit.given_back = True
        elif step.sort is Sort.MEDIA:
            await self._look_inside(visit, answer)
        else:
            await self._read_body(visit, answer)

    def _is_new(self, step: Step, url: str) -> bool:
        """Whether a redirect ended where nothing was read yet; with a cookie it may end where it began."""
        return url == step.url or self._frontier.meet(url)

    def _redirected(self, visit: _Visit, location: str, *, first: bool) -> None:
        visit.given_back = True
        step, target = visit.step, canonical_url(location)
        if target is None:
            return
        if first:
            if not self._frontier.site.holds(target):
                moved = Site.of(target, subdomains=self._options.subdomains)
                self._frontier.site = replace(moved, others=self._frontier.site.others)
            self._first = target
            if not self._frontier.add(target, step.depth):
                visit.troubles.append(troubles.moved_in_a_circle(step.url))
            return
        # Off the site nothing is queued; on it, the redirect stopped at a rule of robots.txt.
        visit.further.append((target, step.depth, step.sort))

    async def _on_the_way(self, url: str, hops: tuple[Hop, ...]) -> list[Finding]:
        """Return a finding for every hop into a messenger."""
        if not hops:
            return []
        async with self._reading:
            return self._reader.redirects(url, hops)

    async def _read_body(self, visit: _Visit, answer: HttpAnswer) -> None:
        url = canonical_url(answer.url) or answer.url
        body, media = answer.body, answer.media
        async with self._reading:
            if len(body) > _BIG:
                reading = await asyncio.to_thread(self._reader.read, url, body, media)
            else:
                reading = self._reader.read(url, body, media)
        visit.read, visit.size = url, len(body)
        visit.findings += reading.findings
        visit.troubles += reading.troubles
        step = visit.step
        if self._options.follow:
            visit.further += [(target, step.depth + 1, Sort.PAGE) for target in reading.links.pages]
        visit.further += [(target, step.depth + 1, Sort.ASSET) for target in reading.links.assets]
        visit.further += [(target, 0, Sort.MEDIA) for target in reading.links.media if self._media.wanted]
        self._show(visit, reading, answer)

    def _show(self, visit: _Visit, reading: Reading, answer: HttpAnswer) -> None:
        document = reading.document
        if document is None:
            return
        if document.kind.marked_up and not reading.findings:
            wall = wall_of(document.text)
            if wall is not None:
                visit.troubles.append(troubles.behind_a_wall(visit.step.url, wall, self._first))
        self._after.see(document, visit.read or visit.step.url, answer.headers, reading.findings)
        if self._parts.look is not None:
            self._parts.look(document, visit.read or visit.step.url, answer.headers)

    async def _look_inside(self, visit: _Visit, answer: HttpAnswer) -> None:
        if not self._media.is_new(answer.body):
            visit.given_back = True
            return
        async with self._reading:
            opened = await asyncio.to_thread(
                self._media.open, visit.step.url, answer.body, self._reader.inspector, answer.media
            )
        visit.read, visit.size = visit.step.url, len(answer.body)
        visit.findings += opened[0]
        visit.troubles += opened[1]

    def _take(self, visit: _Visit) -> None:
        """Add what an address gave to everything else."""
        if visit.given_back:
            self._frontier.give_back(visit.step)
        self._found(visit.findings)
        for trouble in visit.troubles:
            self._trouble(trouble)
        for url, depth, sort in visit.further:
            self._frontier.add(url, depth, sort)
        if visit.read is not None:
            self._read.append(visit.read)
            self.result.read.add(visit.read)
            self.result.files += 1
            self.result.pages += visit.step.sort is Sort.PAGE
            self.result.bytes += visit.size
            if self.result.bytes >= self._options.max_bytes:
                self._stop(f"Прочитано больше {self._options.max_bytes // 1_048_576} МБ.")
        self._silent = 0 if visit.answered else self._silent + 1
        if self._silent >= _GIVE_UP_AFTER:
            self._stop(f"Сайт перестал отвечать: {self._silent} адресов подряд без ответа.")
        self._done += 1
        self._wake.set()
        if self._parts.progress is not None:
            self._parts.progress(self._done, len(self._frontier), visit.step.url, len(self.result.places))

    def _holds(self, target: str) -> bool:
        url = canonical_url(target)
        return url is not None and self._frontier.site.holds(url)

    def _follows(self, target: str) -> bool:
        url = canonical_url(target)
        return url is not None and self._frontier.site.holds(url) and self._rules.known_to_allow(url)

    # The result

    def _found(self, findings: list[Finding]) -> None:
        room = self._options.max_findings - len(self.result.findings)
        self.result.findings.extend(findings[:room])
        if len(findings) > room:
            self._stop(f"Находок больше {self._options.max_findings}.")

    def _trouble(self, trouble: Trouble) -> None:
        if len(self.result.troubles) < _MAX_TROUBLES:
            self.result.troubles.append(trouble)

    def _stop(self, reason: str) -> None:
        self._stopped = self._stopped or reason
        self._frontier.stop()

    async def _resolve(self, deadline: float) -> None:
        resolver = Resolver(self._fetcher, self._reader, self._options.max_resolved, self._holds)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(deadline):
                await resolver.ask(self.result.findings)
        self.result.findings[:] = resolver.told(self.result.findings)

    def _close(self) -> None:
        left = self._frontier.left_out
        reason = self._stopped
        if reason is None and left and not self.result.interrupted:
            reason = f"Достигнут предел обхода ({self._options.max_pages} страниц)."
        if reason is not None:
            self.result.troubles.append(troubles.limit_reached(self._start, reason, left))
        self.result.findings.sort(key=lambda finding: (finding.place.path, finding.place.span, finding.rule))
        self.result.seconds = self._seconds()

    def _seconds(self) -> float:
        return self._spent + asyncio.get_running_loop().time() - self._began

    # Going on after a stop

    async def _resume(self) -> bool:
        """Take over what an earlier process wrote down; tell whether there was anything."""
        kept = await self._keeper.load()
        if kept is None:
            return False
        state, harvest = kept
        self._frontier.restore(state)
        self._media.restore(b64decode(state.pictures))
        self._first, self._spent = state.first, state.seconds
        self._done = state.counted["done"]
        self.result.files, self.result.bytes = state.counted["files"], state.counted["bytes"]
        self.result.pages = state.counted["pages"]
        self.result.findings.extend(harvest.findings)
        self.result.troubles.extend(harvest.troubles)
        self._read.extend(harvest.read)
        self.result.read.update(harvest.read)
        self._mark_saved()
        return True

    async def _save(self) -> None:
        findings, told, read = self._saved
        new = Harvest(self.result.findings[findings:], self.result.troubles[told:], self._read[read:])
        state = self._state()
        self._mark_saved()
        await self._keeper.save(state, new)

    def _mark_saved(self) -> None:
        self._saved = (len(self.result.findings), len(self.result.troubles), len(self._read))

    def _state(self) -> CrawlState:
        return CrawlState(
            target=self._start,
            first=self._first,
            **self._frontier.written(self._under_way.values()),
            pictures=b64encode(self._media.marks()).decode(),
            counted={
                "done": self._done,
                "files": self.result.files,
                "bytes": self.result.bytes,
                "pages": self.result.pages,
            },
            seconds=self._seconds(),
        )
