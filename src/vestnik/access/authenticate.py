"""From a token or a key to who is asking."""

import contextlib
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final

import sqlalchemy as sa

from vestnik.access import key_store, store
from vestnik.access.model import ApiKey, Principal, Visit
from vestnik.access.sessions import IDLE
from vestnik.access.tables import sessions, users
from vestnik.access.tokens import LIVE, MAX_SECRET, TEST, token_hash
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import NotFound, NotSignedIn, TooMany, Unavailable
from vestnik.kernel.text import N_

NOTICED_EVERY: Final = timedelta(minutes=1)
"""How often "last seen" and "last used" are written."""


async def visit_of(core: Core, token: str) -> Visit:
    """Return the living session of a token with its person and memberships.

    Raises:
        NotSignedIn: no such session, or it was ended, was idle for 30 minutes or is 12 hours old.
    """
    visit = None
    if token and len(token) <= MAX_SECRET:
        visit = await core.db.read(lambda tx: _visit(tx, token_hash(token)))
    now = core.clock.now()
    if visit is None or visit.user.disabled_at is not None or not _is_alive(visit, now):
        raise NotSignedIn(N_("Сеанс завершён."), hint=N_("Войдите ещё раз."))
    if now - visit.session.last_seen_at >= NOTICED_EVERY:
        seen = (
            sa.update(sessions)
            .where(sessions.c.id == visit.session.id, sessions.c.last_seen_at < now)
            .values(last_seen_at=now)
        )
        with contextlib.suppress(TooMany, Unavailable):  # a busy database must not turn people away
            await core.db.write(lambda tx: tx.execute(seen))
    return visit


async def by_session(core: Core, token: str, workspace_id: str | None = None) -> Principal:
    """Return who is asking in a workspace; without one, in the person's oldest.

    Raises:
        NotSignedIn: as ``visit_of``.
        NotFound: the person does not belong to that workspace, or to any.
    """
    return principal_of(await visit_of(core, token), workspace_id)


def principal_of(visit: Visit, workspace_id: str | None = None) -> Principal:
    """Return the asker of a visit in one of the person's workspaces; the oldest when none is named.

    Raises:
        NotFound: the person does not belong there.
    """
    for membership in visit.memberships:
        if workspace_id in {None, membership.workspace_id}:
            return Principal(
                workspace_id=membership.workspace_id,
                role=membership.role,
                user_id=visit.user.id,
                api_key_id=None,
                live=True,
                label=visit.user.email,
            )
    raise NotFound(N_("Такого рабочего пространства нет."))


async def by_api_key(core: Core, secret: str) -> Principal:
    """Return who is asking with an API key, straight from the database (``ApiKeys`` keeps it at hand).

    Raises:
        NotSignedIn: no such key, or it was revoked or has expired.
    """
    return principal_of_key(await key_of(core, secret))


async def key_of(core: Core, secret: str) -> ApiKey:
    """Return the living key of a secret and notice its use, at most once a minute.

    Raises:
        NotSignedIn: as ``by_api_key``.
    """
    key = None
    if secret.startswith((LIVE, TEST)) and len(secret) <= MAX_SECRET:
        key = await core.db.read(lambda tx: _key(tx, token_hash(secret)))
    now = core.clock.now()
    if key is None or key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= now):
        raise NotSignedIn(
            N_("Ключ API не действует."), hint=N_("Создайте новый в разделе «Настройки → Ключи API».")
        )
    if key.last_used_at is None or now - key.last_used_at >= NOTICED_EVERY:
        with contextlib.suppress(TooMany, Unavailable):  # a busy database must not turn programs away
            await core.db.write(lambda tx: key_store.notice_use(tx, key, now))
    return key


def principal_of_key(key: ApiKey) -> Principal:
    """Return the asker that a key stands for."""
    return Principal(
        workspace_id=key.workspace_id,
        role=key.role,
        user_id=None,
        api_key_id=key.id,
        live=key.live,
        label=key.name,
        permissions=key.permissions,
    )


def _visit(tx: Tx, digest: bytes) -> Visit | None:
    session = store.session_by(tx, sessions.c.token_hash == digest)
    found = store.user_by(tx, users.c.id == session.user_id) if session else None
    if session is None or found is None:
        return None
    return Visit(session, found[0], store.memberships_of(tx, session.user_id))


def _is_alive(visit: Visit, now: datetime) -> bool:
    session = visit.session
    return session.revoked_at is None and now < session.expires_at and now - session.last_seen_at < IDLE


def _key(tx: Tx, digest: bytes) -> ApiKey | None:
    found = key_store.key_by_hash(tx, digest)
    return found[0] if found is not None and compare_digest(found[1], digest) else None
