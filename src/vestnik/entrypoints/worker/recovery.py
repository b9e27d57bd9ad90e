"""Closes what other processes left half done, every minute: their messages, their audits."""

import asyncio
from typing import Final

from vestnik.app import Vestnik
from vestnik.audit.runs.recover import resume_interrupted
from vestnik.notify.recover import recover

EVERY_S: Final = 60.0


async def keep_recovering(vestnik: Vestnik) -> None:
    """Wait a minute, look, wait again, until cancelled; the start itself has looked already."""
    while True:
        await asyncio.sleep(EVERY_S)
        await recover(vestnik.core)
        await resume_interrupted(vestnik.core)
