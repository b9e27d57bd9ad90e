"""Carry out a queued audit: crawl, keep the progress visible, let it go on after its process died."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import Final

from vestnik.audit.crawl import CrawlOptions, crawl_site
from vestnik.audit.crawl.afterwards import Looking
from vestnik.audit.crawl.media import OpenMedia
from vestnik.audit.crawl.parts import CrawlParts
from vestnik.audit.model import AuditResult
from vestnik.audit.runs import finding_store, store
from vestnik.audit.runs.checkpoint import DbCheckpoint
from vestnik.audit.runs.conclude import conclude
from vestnik.audit.runs.model import Progress, Run, RunOptions, StoredFinding
from vestnik.audit.runs.recover import leave
from vestnik.audit.weigh import weigh_result
from vestnik.kernel.browser import Browser
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict, NotFound, TooMany, Unavailable
from vestnik.kernel.http import Http
from vestnik.kernel.text import N_
from vestnik.law.model import Pack
from vestnik.law.organisation_of import organisation_of

PROGRESS_EVERY_S: Final = 1.0
MAX_LIVE: Final = 1000
"""Findings that are shown while an audit runs; all of them come with its end."""
_DEFAULTS: Final = CrawlOptions()


@dataclass(frozen=True, slots=True)
class Tools:
    """What an installation has for audits beside the web; each may be missing."""

    open_browser: Callable[[], AbstractAsyncContextManager[Browser]] | None = None
    """Raises ``BrowserUnavailable`` where there is none: then the audit says which pages needed one."""
    open_media: OpenMedia | None = None
    pack: Pack | None = None
    """By what findings are weighed for the company; without it they stay as the detectors gave them."""


_NO_TOOLS: Final = Tools()


async def run_audit(
    core: Core,
    http: Http,
    workspace_id: str,
    audit_id: str,
    crawling: CrawlOptions = _DEFAULTS,
    tools: Tools = _NO_TOOLS,
) -> AuditResult:
    """Run one queued audit to its end and return what it saw; whoever runs twice gets a refusal.

    ``crawling`` holds the installation's own limits (and whether internal addresses may be audited);
    what was asked for with the audit is laid over it. When this call is cancelled the run goes back to the
    queue, so that the next process goes on with it; when it fails the run is stored as failed, and never
    left running.

    Raises:
        NotFound: no such audit in this workspace.
        Conflict: it is running or finished already.
    """
    run = await core.db.read(lambda tx: store.run(tx, workspace_id, audit_id))
    if run is None:
        raise NotFound(N_("Такой проверки нет."))
    now = core.clock.now()
    turn = await core.db.write(lambda tx: store.claim(tx, workspace_id, audit_id, now))
    if turn is None:
        raise Conflict(N_("Эта проверка уже запущена или закончена."))
    run = replace(run, resumes=turn)
    try:
        seen = await _read_site(core, http, run, crawling, tools)
        result = await _weighed(core, workspace_id, seen, tools.pack)
        await conclude(core, run, result)
    except asyncio.CancelledError:
        await asyncio.shield(_leave(core, run))
        raise
    except BaseException as error:
        await asyncio.shield(_fail(core, run, _reason(error)))
        raise
    return result


class _Board:
    """What the crawl has come to, for the writer beside it."""

    def __init__(self, target: str) -> None:
        self.progress = Progress()
        self.result = AuditResult(target)
        self.shown = 0
        """How many of the result's findings are stored already."""
        self.going = 0
        """How many will be once the write under way is durable."""
        self.stopped = asyncio.Event()

    def note(self, done: int, waiting: int, url: str, found: int) -> None:
        self.progress = Progress(done, waiting, found, url)


async def _read_site(core: Core, http: Http, run: Run, crawling: CrawlOptions, tools: Tools) -> AuditResult:
    """Crawl until the end or until somebody asks to stop; then what was seen so far is the result."""
    board = _Board(run.target)
    looking = Looking(tools.open_browser) if run.options.render else None
    async with _telling(core, run, board):
        parts = CrawlParts(board.note, DbCheckpoint(core, run), None, tools.open_media, looking)
        options = _options(run.options, crawling)
        crawl = asyncio.create_task(crawl_site(run.target, http, options, into=board.result, parts=parts))
        stop = asyncio.create_task(board.stopped.wait())
        try:
            await asyncio.wait({crawl, stop}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            over = crawl.done()
            for task in (crawl, stop):
                task.cancel()
            await asyncio.gather(crawl, stop, return_exceptions=True)
        if over:
            return crawl.result()
        return replace(board.result, interrupted=True)


async def _weighed(core: Core, workspace_id: str, result: AuditResult, pack: Pack | None) -> AuditResult:
    """Return the result with the severities and norms that hold for this company."""
    if pack is None:
        return result
    organisation, now = await organisation_of(core, workspace_id), core.clock.now()
    return weigh_result(result, organisation, pack, now)


@contextlib.asynccontextmanager
async def _telling(core: Core, run: Run, board: _Board) -> AsyncIterator[None]:
    """Write the progress and what was found once a second, changed or not: it is also the sign of life."""

    def save(tx: Tx) -> bool:
        now = core.clock.now()
        going = store.save_progress(tx, run.workspace_id, run.id, run.resumes, board.progress, now)
        if going:
            _show(core, tx, run, board)
        return going

    async def tell() -> None:
        while True:
            await asyncio.sleep(PROGRESS_EVERY_S)
            # A database that is busy for a moment must not silence the rest of the run.
            with contextlib.suppress(TooMany, Unavailable):
                if not await core.db.write(save):
                    board.stopped.set()
                board.shown = board.going

    teller = asyncio.create_task(tell())
    try:
        yield
    finally:
        teller.cancel()
        await asyncio.gather(teller, return_exceptions=True)


def _show(core: Core, tx: Tx, run: Run, board: _Board) -> None:
    """Store the findings that came since the last time, in the order they came; the end sorts them."""
    new = board.result.findings[board.shown : MAX_LIVE]
    stored = [
        StoredFinding(core.ids.new(), run.id, board.shown + number, finding)
        for number, finding in enumerate(new)
    ]
    finding_store.insert_findings(tx, run.workspace_id, run.id, stored)
    board.going = board.shown + len(new)


def _options(asked: RunOptions, crawling: CrawlOptions) -> CrawlOptions:
    return replace(
        crawling,
        max_pages=asked.max_pages,
        rate_per_s=asked.rate_per_s,
        subdomains=asked.subdomains,
        include_vendor=asked.include_vendor,
        page_checks=asked.page_checks,
    )


async def _leave(core: Core, run: Run) -> None:
    now = core.clock.now()
    await core.db.write(lambda tx: leave(tx, run.workspace_id, run.id, run.resumes, now))


async def _fail(core: Core, run: Run, sentence: str) -> None:
    now = core.clock.now()
    await core.db.write(lambda tx: store.fail(tx, run.workspace_id, run.id, run.resumes, sentence, now))


def _reason(error: BaseException) -> str:
    return f"Проверка прервана ошибкой: {type(error).__name__}. Подробности — в журнале приложения."
