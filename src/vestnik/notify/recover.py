"""After a crash: an attempt whose intent is committed and whose outcome is not goes to ``in_doubt``."""

from datetime import timedelta
from typing import Final

import sqlalchemy as sa

from vestnik.kernel.core import Core, Tx
from vestnik.notify.dispatch import SEND_TIMEOUT_S
from vestnik.notify.model import MessageState
from vestnik.notify.tables import messages

SILENCE: Final = timedelta(seconds=SEND_TIMEOUT_S + 30)
"""No living process leaves a message in ``sending`` for longer: its driver is cut off before."""


async def recover(core: Core, silence: timedelta = SILENCE) -> int:
    """Mark what has stood in ``sending`` for ``silence``; return how many. Run at start, then every minute.

    An installation of one process may pass zero at its start, before it dispatches. Nothing is resent:
    the provider may have taken it. The list is a screen and a count.
    """
    now = core.clock.now()

    def mark(tx: Tx) -> int:
        return tx.execute(
            sa.update(messages)
            .where(messages.c.state == MessageState.SENDING.value, messages.c.state_at <= now - silence)
            .values(state=MessageState.IN_DOUBT.value, state_at=now)
        ).rowcount

    return await core.db.write(mark)
