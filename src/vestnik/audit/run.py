"""Carry out a queued audit: crawl, keep the progress visible, store everything, write the ledger."""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import Final

from vestnik.audit.contact_points import group
from vestnik.audit.crawl import CrawlOptions, crawl_site
from vestnik.audit.model import AuditResult, Finding
from vestnik.audit.runs import finding_store, parts_store, store
from vestnik.audit.runs.history.coverage import coverage_of
from vestnik.audit.runs.history.keep import keep
from vestnik.audit.runs.history.model import Change, Moment, PointChange
from vestnik.audit.runs.model import Progress, Run, RunOptions, StoredFinding
from vestnik.audit.runs.parts_store import Part
from vestnik.audit.runs.recover import leave
from vestnik.kernel.core import Core, Tx, WorkspaceKeys
from vestnik.kernel.errors import Conflict, NotFound, TooMany, Unavailable
from vestnik.kernel.http import Http
from vestnik.kernel.text import N_
from vestnik.ledger import store as ledger
from vestnik.ledger.conceal import conceal
from vestnik.ledger.model import Entry

PROGRESS_EVERY_S: Final = 1.0
_BATCH: Final = 500
_DEFAULTS: Final = CrawlOptions()
_KINDS: Final = {
    Change.CLOSED: "audit.channel_closed",
    Change.REOPENED: "audit.channel_reopened",
    Change.OPENED: "audit.channel_found",
}


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
        await _store(core, run, result)
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


async def _store(core: Core, run: Run, result: AuditResult) -> None:
    workspace_id, audit_id = run.workspace_id, run.id
    ordered = sorted(result.findings, key=_worst_first)
    stored = [
        StoredFinding(core.ids.new(), audit_id, position, finding) for position, finding in enumerate(ordered)
    ]

    def write(batch: Sequence[StoredFinding]) -> Callable[[Tx], None]:
        def work(tx: Tx) -> None:
            _refuse_if_lost(tx, run)
            if not batch or batch[0].position == 0:
                finding_store.erase(tx, workspace_id, audit_id)
            finding_store.insert_findings(tx, workspace_id, audit_id, batch)

        return work

    for start in range(0, max(len(stored), 1), _BATCH):
        await core.db.write(write(stored[start : start + _BATCH]))
    pictures = parts_store.chosen(ordered, result.signals, result.artefacts)
    keys = await core.keyring.of(workspace_id)
    points, coverage, now = group(result.findings), coverage_of(result, run.options), core.clock.now()

    def close(tx: Tx) -> None:
        _refuse_if_lost(tx, run)
        parts_store.save_shots(tx, workspace_id, audit_id, pictures)
        store.insert_troubles(tx, workspace_id, audit_id, result.troubles)
        parts_store.save_list(tx, workspace_id, audit_id, Part.SIGNALS, result.signals)
        parts_store.save_list(tx, workspace_id, audit_id, Part.FORMS, result.forms)
        parts_store.save_list(tx, workspace_id, audit_id, Part.TRACKERS, result.trackers)
        parts_store.erase_part(tx, workspace_id, audit_id, Part.CHECKPOINT)
        changes = keep(tx, workspace_id, run.target, Moment(audit_id, now), ordered, coverage)
        entries = [
            Entry("audit.finished", {"audit": audit_id, **_public(result)}),
            *_told(keys, run, changes),
        ]
        index = ledger.append(tx, workspace_id, entries, now)[0]
        store.finish(tx, run, result, points, now, index)

    await core.db.write(close)


def _refuse_if_lost(tx: Tx, run: Run) -> None:
    if not store.is_running(tx, run.workspace_id, run.id, run.resumes):
        raise Conflict(N_("Проверку уже закрыл другой процесс."))


def _told(keys: WorkspaceKeys, run: Run, changes: Sequence[PointChange]) -> list[Entry]:
    """Make an entry of every contact point that was found, closed or came back.

    Its address may hold somebody's telephone number, so it stands in the sealed part.
    """
    return [
        conceal(
            keys,
            _KINDS[one.change],
            {
                "audit": run.id,
                "target": run.target,
                "platform": one.history.platform,
                "first_seen": one.history.standing.first.at.isoformat(),
                "last_seen": one.history.standing.last.at.isoformat(),
            },
            {"address": one.history.address, "places": one.history.places},
        )
        for one in changes
    ]


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


async def _leave(core: Core, run: Run) -> None:
    now = core.clock.now()
    await core.db.write(lambda tx: leave(tx, run.workspace_id, run.id, run.resumes, now))


async def _fail(core: Core, run: Run, sentence: str) -> None:
    now = core.clock.now()
    await core.db.write(lambda tx: store.fail(tx, run.workspace_id, run.id, run.resumes, sentence, now))


def _reason(error: BaseException) -> str:
    return f"Проверка прервана ошибкой: {type(error).__name__}. Подробности — в журнале приложения."
