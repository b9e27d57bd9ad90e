"""Carry out a queued audit: crawl, keep the progress visible, let it go on after its process died."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final

from vestnik.audit.crawl import CrawlOptions, crawl_site
from vestnik.audit.model import AuditResult
from vestnik.audit.runs import store
from vestnik.audit.runs.conclude import conclude
from vestnik.audit.runs.model import Progress, Run, RunOptions
from vestnik.audit.runs.recover import leave
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict, NotFound, TooMany, Unavailable
from vestnik.kernel.http import Http
from vestnik.kernel.text import N_

PROGRESS_EVERY_S: Final = 1.0
_DEFAULTS: Final = CrawlOptions()


async def run_audit(
    core: Core, http: Http, workspace_id: str, audit_id: str, crawling: CrawlOptions = _DEFAULTS
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
        result = await _read_site(core, http, run, crawling)
        await conclude(core, run, result)
    except asyncio.CancelledError:
        await asyncio.shield(_leave(core, run))
        raise
    except BaseException as error:
        await asyncio.shield(_fail(core, run, _reason(error)))
        raise
    return result


class _Board:
    """Where the crawl notes how far it is, for the writer beside it."""

    def __init__(self) -> None:
        self.progress = Progress()
        self.stopped = asyncio.Event()

    def note(self, done: int, waiting: int, url: str, found: int) -> None:
        self.progress = Progress(done, waiting, found, url)


async def _read_site(core: Core, http: Http, run: Run, crawling: CrawlOptions) -> AuditResult:
    """Crawl until the end or until somebody asks to stop; then what was seen so far is the result."""
    board = _Board()
    options = _options(run.options, crawling)
    async with _telling(core, run, board):
        crawl = asyncio.create_task(crawl_site(run.target, http, options, board.note))
        stop = asyncio.create_task(board.stopped.wait())
        try:
            await asyncio.wait({crawl, stop}, return_when=asyncio.FIRST_COMPLETED)
            if crawl.done():
                return crawl.result()
            return AuditResult(run.target, interrupted=True)
        finally:
            for task in (crawl, stop):
                task.cancel()
            await asyncio.gather(crawl, stop, return_exceptions=True)


@contextlib.asynccontextmanager
async def _telling(core: Core, run: Run, board: _Board) -> AsyncIterator[None]:
    """Write the progress once a second, changed or not: it is also the sign of life."""

    def save(tx: Tx) -> bool:
        now = core.clock.now()
        return store.save_progress(tx, run.workspace_id, run.id, run.resumes, board.progress, now)

    async def tell() -> None:
        while True:
            await asyncio.sleep(PROGRESS_EVERY_S)
            # A database that is busy for a moment must not silence the rest of the run.
            with contextlib.suppress(TooMany, Unavailable):
                if not await core.db.write(save):
                    board.stopped.set()

    teller = asyncio.create_task(tell())
    try:
        yield
    finally:
        teller.cancel()
        await asyncio.gather(teller, return_exceptions=True)


def _options(asked: RunOptions, crawling: CrawlOptions) -> CrawlOptions:
    return replace(
        crawling,
        max_pages=asked.max_pages,
        rate_per_s=asked.rate_per_s,
        subdomains=asked.subdomains,
        include_vendor=asked.include_vendor,
    )


async def _leave(core: Core, run: Run) -> None:
    now = core.clock.now()
    await core.db.write(lambda tx: leave(tx, run.workspace_id, run.id, run.resumes, now))


async def _fail(core: Core, run: Run, sentence: str) -> None:
    now = core.clock.now()
    await core.db.write(lambda tx: store.fail(tx, run.workspace_id, run.id, run.resumes, sentence, now))


def _reason(error: BaseException) -> str:
    return f"Проверка прервана ошибкой: {type(error).__name__}. Подробности — в журнале приложения."
