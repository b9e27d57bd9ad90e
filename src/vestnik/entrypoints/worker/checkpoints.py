"""Signs every workspace's ledger regularly, so that a later rewrite of history contradicts a signature."""

import asyncio
import logging
from typing import Final

from vestnik.access.workspaces import list_workspaces
from vestnik.app import Vestnik
from vestnik.kernel.errors import VestnikError
from vestnik.ledger.checkpoint import sign_checkpoint

EVERY_S: Final = 3600.0
_log = logging.getLogger(__name__)


async def sign_checkpoints(vestnik: Vestnik) -> None:
    """Sign now, then every hour, until cancelled; a ledger that contradicts its signature is reported."""
    while True:
        for workspace in await list_workspaces(vestnik.core):
            try:
                await sign_checkpoint(vestnik.core, workspace.id)
            except VestnikError as error:
                _log.critical("the ledger of workspace %s was not signed: %s", workspace.id, error)
        await asyncio.sleep(EVERY_S)
