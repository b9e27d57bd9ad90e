"""Work in the background: it is done without being asked."""

import asyncio
import contextlib
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from vestnik.access.model import Principal
from vestnik.access.workspaces import create_workspace
from vestnik.app import opened, site_sandbox
from vestnik.audit.runs.browse import get_audit
from vestnik.audit.start import start_audit
from vestnik.config import load
from vestnik.entrypoints.worker.audits import run_audits
from vestnik.entrypoints.worker.checkpoints import sign_checkpoints
from vestnik.ledger.verify import verify


@contextlib.asynccontextmanager
async def at_work(job: Coroutine[Any, Any, None]):
    """Run a job beside the test, and end it after."""
    task = asyncio.create_task(job)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_a_queued_audit_is_run_to_its_end(tmp_path: Path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text('<a href="https://t.me/shop_example_bot">Telegram</a>')
    config = load({"VESTNIK_DATA": str(tmp_path / "data"), "VESTNIK_ALLOW_PRIVATE": "yes"})
    async with opened(config) as vestnik, site_sandbox(tmp_path / "site") as site:
        here = Principal.local((await create_workspace(vestnik.core, "fair", "Ярмарка-Пример")).id)
        audit_id = await start_audit(vestnik.core, here, site.url)
        async with at_work(run_audits(vestnik)), asyncio.timeout(30):
            while (await get_audit(vestnik.core, here, audit_id)).run.state != "done":
                await asyncio.sleep(0.1)
        run = (await get_audit(vestnik.core, here, audit_id)).run
        assert (run.progress.found, run.incomplete, run.failure) == (1, False, None)
        assert run.ledger_index is not None


async def test_an_inner_address_is_not_audited_unless_the_installation_allows_it(tmp_path: Path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text('<a href="https://t.me/shop_example_bot">Telegram</a>')
    async with opened(load({"VESTNIK_DATA": str(tmp_path / "data")})) as vestnik:
        async with site_sandbox(tmp_path / "site") as site:
            here = Principal.local((await create_workspace(vestnik.core, "fair", "Ярмарка-Пример")).id)
            audit_id = await start_audit(vestnik.core, here, site.url)
            async with at_work(run_audits(vestnik)), asyncio.timeout(30):
                while (await get_audit(vestnik.core, here, audit_id)).run.state in {"queued", "running"}:
                    await asyncio.sleep(0.1)
            assert list(site.requests) == []
        run = (await get_audit(vestnik.core, here, audit_id)).run
        assert run.progress.found == 0
        assert run.incomplete or run.failure


async def test_ledgers_are_signed_without_being_asked(tmp_path: Path):
    async with opened(load({"VESTNIK_DATA": str(tmp_path / "data")})) as vestnik:
        workspace = await create_workspace(vestnik.core, "fair", "Ярмарка-Пример")
        async with at_work(sign_checkpoints(vestnik)), asyncio.timeout(30):
            while (await verify(vestnik.core, workspace.id)).checkpoint is None:
                await asyncio.sleep(0.05)
        seen = await verify(vestnik.core, workspace.id)
        assert seen.ok
        assert "vestnik" in (seen.checkpoint or "")
