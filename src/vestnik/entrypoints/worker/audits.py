"""Runs queued audits, a few at a time, and queues those whose time has come, until cancelled."""

import asyncio
import logging
from typing import Final

from vestnik.app import Vestnik, open_browser
from vestnik.audit.crawl.options import CrawlOptions
from vestnik.audit.run import Tools, run_audit
from vestnik.audit.runs import store
from vestnik.audit.runs.schedules.begin_due import begin_due
from vestnik.audit.sources.opening import open_media
from vestnik.kernel.errors import Conflict, NotFound, VestnikError
from vestnik.kernel.http import HttpFailure

AT_ONCE: Final = 2
"""Audits that run side by side in one process; a crawl waits for the network most of its time."""
LOOK_EVERY_S: Final = 1.0
LOOK_AT_SCHEDULES_EVERY_S: Final = 15.0

_log = logging.getLogger(__name__)


async def run_audits(vestnik: Vestnik) -> None:
    """Take queued audits in their order."""
    running: set[asyncio.Task[None]] = set()
    try:
        while True:
            free = AT_ONCE - len(running)
            waiting = await vestnik.core.db.read(lambda tx, free=free: store.queued(tx, free)) if free else []  # type: ignore[misc]
            for workspace_id, audit_id in waiting:
                task = asyncio.create_task(_run(vestnik, workspace_id, audit_id))
                running.add(task)
                task.add_done_callback(running.discard)
            await asyncio.sleep(LOOK_EVERY_S)
    finally:
        for task in tuple(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def keep_schedules(vestnik: Vestnik) -> None:
    """Look at the schedules now and then."""
    while True:
        await begin_due(vestnik.core)
        await asyncio.sleep(LOOK_AT_SCHEDULES_EVERY_S)


async def _run(vestnik: Vestnik, workspace_id: str, audit_id: str) -> None:
    options = CrawlOptions(allow_private=vestnik.config.allow_private)
    tools = Tools(lambda: open_browser(vestnik.config), open_media, vestnik.pack)
    try:
        await run_audit(vestnik.core, vestnik.http, workspace_id, audit_id, options, tools)
    except (Conflict, NotFound):
        return  # another process took it, or it is gone
    except (VestnikError, HttpFailure):
        _log.exception("audit %s failed", audit_id)
