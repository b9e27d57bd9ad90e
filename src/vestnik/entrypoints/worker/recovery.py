"""Closes what other processes left half done, every minute: their messages, their audits."""

import asyncio
from typing import Final

from vestnik.app import Vestnik
from vestnik.audit.runs.recover import fail_interrupted
from vestnik.notify.recover import recover

EVERY_S: Final = 60.0


async def keep_recovering(vestnik: Vestnik) -> None:
    """Look, wait a minute, look again, until cancelled."""
    while True:
        await recover(vestnik.core)
        await fail_interrupted(vestnik.core)
        await asyncio.sleep(EVERY_S)
