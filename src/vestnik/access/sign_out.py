"""A person leaves."""

import sqlalchemy as sa

from vestnik.access.tables import sessions
from vestnik.access.tokens import MAX_SECRET, token_hash
from vestnik.kernel.core import Core


async def sign_out(core: Core, token: str) -> None:
    """End the session of a token at once; an unknown or ended one is no error."""
    if len(token) > MAX_SECRET:
        return
    ended = (
        sa.update(sessions)
        .where(sessions.c.token_hash == token_hash(token), sessions.c.revoked_at.is_(None))
        .values(revoked_at=core.clock.now())
    )
    await core.db.write(lambda tx: tx.execute(ended))
