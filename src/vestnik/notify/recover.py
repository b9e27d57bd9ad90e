"""After a crash: an attempt whose intent is committed and whose outcome is not goes to ``in_doubt``."""

import sqlalchemy as sa

from vestnik.kernel.core import Core, Tx
from vestnik.notify.model import MessageState
from vestnik.notify.tables import messages


async def recover(core: Core) -> int:
    """Mark what a dead process left in ``sending``; return how many. Run before any dispatcher starts.

    Nothing is resent: the provider may have taken it. The list is a screen and a count.
    """
    now = core.clock.now()

    def mark(tx: Tx) -> int:
        return tx.execute(
            sa.update(messages)
            .where(messages.c.state == MessageState.SENDING.value)
            .values(state=MessageState.IN_DOUBT.value, state_at=now)
        ).rowcount

    return await core.db.write(mark)
