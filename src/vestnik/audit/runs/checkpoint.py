"""Where the crawl of a stored audit writes down how far it is: in the database, beside the audit.

The state is one part of the audit, replaced at each save; what was harvested since the save before is a part
of its own, so a long crawl does not write everything again and again. Both are one transaction, and both
are erased in the transaction that ends the audit.
"""

from typing import Final

import msgspec

from vestnik.audit.crawl.checkpoint import CrawlState, Harvest
from vestnik.audit.runs import parts_store, store
from vestnik.audit.runs.model import Run
from vestnik.audit.runs.parts_store import Part
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict
from vestnik.kernel.text import N_

MAX_SAVES: Final = 100_000
"""More than the fastest crawl of the most pages writes; the number stands in the part's name."""


class DbCheckpoint:
    """A ``Checkpoint`` of one run in its turn; see ``vestnik.audit.crawl.checkpoint``."""

    def __init__(self, core: Core, run: Run) -> None:
        """Name the run; nothing is read yet."""
        self._core = core
        self._run = run
        self._saves = 0

    async def load(self) -> tuple[CrawlState, Harvest] | None:
        """Return what an earlier process wrote down; what this program cannot read begins anew."""
        workspace_id, audit_id = self._run.workspace_id, self._run.id

        def read(tx: Tx) -> tuple[bytes | None, list[bytes]]:
            state = parts_store.load_bytes(tx, workspace_id, audit_id, Part.CHECKPOINT)
            return state, parts_store.load_harvest(tx, workspace_id, audit_id)

        raw, harvested = await self._core.db.read(read)
        if raw is None:
            return None
        try:
            state = CrawlState.of(msgspec.json.decode(raw))
            parts = [msgspec.json.decode(one, type=Harvest) for one in harvested]
        except (ValueError, TypeError):  # of another version: msgspec's errors are ValueErrors too
            await self._forget()
            return None
        self._saves = len(parts)
        whole = Harvest()
        for part in parts:
            whole.findings += part.findings
            whole.troubles += part.troubles
            whole.read += part.read
        return state, whole

    async def save(self, state: CrawlState, new: Harvest) -> None:
        """Keep ``state`` and add ``new``, at one stroke.

        Raises:
            Conflict: another process has taken the audit over.
        """
        run, number = self._run, self._saves
        told, found = msgspec.json.encode(state), msgspec.json.encode(new)

        def write(tx: Tx) -> None:
            if number >= MAX_SAVES or not store.is_running(tx, run.workspace_id, run.id, run.resumes):
                raise Conflict(N_("Проверку уже закрыл другой процесс."))
            parts_store.save_bytes(tx, run.workspace_id, run.id, Part.CHECKPOINT, told, number)
            parts_store.add_harvest(tx, run.workspace_id, run.id, number, found)

        await self._core.db.write(write)
        self._saves += 1

    async def clear(self) -> None:
        """Leave everything: a process that dies before the result is stored must not begin anew."""

    async def _forget(self) -> None:
        run = self._run
        await self._core.db.write(lambda tx: parts_store.erase_checkpoint(tx, run.workspace_id, run.id))
