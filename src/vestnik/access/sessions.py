"""Where a person is signed in, and ending that from afar."""

from datetime import timedelta
from typing import Final

from vestnik.access import store
from vestnik.access.model import Principal, Session
from vestnik.kernel.core import Core
from vestnik.kernel.errors import NotAllowed, NotFound
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_

IDLE: Final = timedelta(minutes=30)
_LIMIT: Final = 100


async def list_sessions(core: Core, principal: Principal) -> list[Session]:
    """Return the asker's own living sessions, the latest seen first.

    Raises:
        NotAllowed: a key or a job is asking, which has no sessions.
    """
    user_id, now = _person(principal), core.clock.now()
    return await core.db.read(lambda tx: store.sessions_of(tx, user_id, now - IDLE, now, _LIMIT))


async def revoke_session(core: Core, principal: Principal, session_id: str) -> None:
    """End one of the asker's own sessions.

    Raises:
        NotFound: no such living session of this person.
        NotAllowed: a key or a job is asking.
    """
    user_id, now = _person(principal), core.clock.now()
    ids = [session_id] if is_id(session_id) else []
    if not await core.db.write(lambda tx: store.end_sessions(tx, user_id, now, only=ids)):
        raise NotFound(N_("Такого сеанса нет или он уже завершён."))


def _person(principal: Principal) -> str:
    if principal.user_id is None:
        raise NotAllowed(N_("Сеансы есть только у людей."))
    return principal.user_id
