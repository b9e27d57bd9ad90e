"""Carry out a queued audit: crawl, keep the progress visible, store everything, write the ledger."""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from vestnik.audit.contact_points import group
from vestnik.audit.crawl import CrawlOptions, crawl_site
from vestnik.audit.model import AuditResult, Finding
from vestnik.audit.runs import finding_store, store
from vestnik.audit.runs.model import Progress, RunOptions, StoredFinding
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict, NotFound, TooMany, Unavailable
from vestnik.kernel.http import Http
from vestnik.kernel.text import N_
from vestnik.ledger import store as ledger
from vestnik.ledger.model import Entry

PROGRESS_EVERY_S = 1.0
_BATCH = 500

_DEFAULTS = CrawlOptions()


async def run_audit(
    core: Core, http: Http, workspace_id: str, audit_id: str, crawling: CrawlOptions = _DEFAULTS
) -> AuditResult:
    """Run one queued audit to its end and return what it saw; whoever runs twice gets a refusal.

    ``crawling`` holds the installation's own limits (and whether internal addresses may be audited);
    what was asked for with the audit is laid over it. When this call is cancelled or fails the run is
    stored as failed, never left running.

    Raises:
        NotFound: no such audit in this workspace.
        Conflict: it is running or finished already.
    """
    run = await core.db.read(lambda tx: store.run(tx, workspace_id, audit_id))
    if run is None:
        raise NotFound(N_("Такой проверки нет."))
    now = core.clock.now()
    if not await core.db.write(lambda tx: store.claim(tx, workspace_id, audit_id, now)):
        raise Conflict(N_("Эта проверка уже запущена или закончена."))
    board = _Board()
    try:
        async with _telling(core, workspace_id, audit_id, board):
            result = await crawl_site(run.target, http, _options(run.options, crawling), board.note)
        await _store(core, workspace_id, audit_id, result)
    except BaseException as error:
        await asyncio.shield(_fail(core, workspace_id, audit_id, _reason(error)))
        raise
    return result


class _Board:
    """Where the crawl notes how far it is, for the writer beside it."""

    def __init__(self) -> None:
        self.progress = Progress()

    def note(self, done: int, waiting: int, url: str, found: int) -> None:
        self.progress = Progress(done, waiting, found, url)


@contextlib.asynccontextmanager
async def _telling(core: Core, workspace_id: str, audit_id: str, board: _Board) -> AsyncIterator[None]:
    """Write the progress once a second, changed or not: it is also the sign of life."""

    async def tell() -> None:
        while True:
            await asyncio.sleep(PROGRESS_EVERY_S)
            # A database that is busy for a moment must not silence the rest of the run.
            with contextlib.suppress(TooMany, Unavailable):
                await core.db.write(_saving(workspace_id, audit_id, board.progress, core))

    teller = asyncio.create_task(tell())
    try:
        yield
    finally:
        teller.cancel()
        await asyncio.gather(teller, return_exceptions=True)


def _saving(workspace_id: str, audit_id: str, progress: Progress, core: Core) -> Callable[[Tx], None]:
    now = core.clock.now()
    return lambda tx: store.save_progress(tx, workspace_id, audit_id, progress, now)


def _options(asked: RunOptions, crawling: CrawlOptions) -> CrawlOptions:
    return replace(
        crawling,
        max_pages=asked.max_pages,
        rate_per_s=asked.rate_per_s,
        subdomains=asked.subdomains,
        include_vendor=asked.include_vendor,
    )


async def _store(core: Core, workspace_id: str, audit_id: str, result: AuditResult) -> None:
    ordered = sorted(result.findings, key=_worst_first)
    stored = [
        StoredFinding(core.ids.new(), audit_id, position, finding) for position, finding in enumerate(ordered)
    ]
    for start in range(0, len(stored), _BATCH):
        batch = stored[start : start + _BATCH]
        await core.db.write(
            lambda tx, batch=batch: finding_store.insert_findings(tx, workspace_id, audit_id, batch)  # type: ignore[misc]
        )
    points = group(result.findings)
    now = core.clock.now()
    entry = Entry("audit.finished", {"audit": audit_id, **_public(result)})

    def close(tx: Tx) -> None:
        store.insert_troubles(tx, workspace_id, audit_id, result.troubles)
        index = ledger.append(tx, workspace_id, [entry], now)[0]
        if not store.finish(tx, workspace_id, audit_id, result, points, now, index):
            raise Conflict(N_("Проверку уже закрыл другой процесс."))

    await core.db.write(close)


def _worst_first(finding: Finding) -> tuple[int, str, int, int, str]:
    return (-finding.severity, finding.place.path, finding.place.line, finding.place.column, finding.rule)


def _public(result: AuditResult) -> dict[str, object]:
    """What the ledger may say aloud: sums, and a digest by which the stored findings can be checked."""
    marks = "\n".join(sorted(finding.fingerprint for finding in result.findings))
    return {
        "target": result.target,
        "files": result.files,
        "findings": len(result.findings),
        "actionable": sum(finding.actionable for finding in result.findings),
        "incomplete": result.incomplete,
        "fingerprints": hashlib.sha256(marks.encode()).hexdigest(),
    }


async def _fail(core: Core, workspace_id: str, audit_id: str, sentence: str) -> None:
    now = core.clock.now()
    await core.db.write(lambda tx: store.fail(tx, workspace_id, audit_id, sentence, now))


def _reason(error: BaseException) -> str:
    if isinstance(error, asyncio.CancelledError):
        return "Проверка прервана: приложение остановили. Запустите её заново."
    return f"Проверка прервана ошибкой: {type(error).__name__}. Подробности — в журнале приложения."
