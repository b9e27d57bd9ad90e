"""A person shows e-mail and password, and gets a session."""

from concurrent.futures import Executor
from datetime import timedelta
from typing import Final

import sqlalchemy as sa

from vestnik.access import store, throttle
from vestnik.access.model import Session, SignedIn
from vestnik.access.passwords import hash_password, is_outdated, password_fits
from vestnik.access.tables import sessions, users
from vestnik.access.tokens import new_token, token_hash
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import NotSignedIn
from vestnik.kernel.text import N_

LONGEST: Final = timedelta(hours=12)
_MAX_SESSIONS: Final = 20
_KEPT_DEAD: Final = timedelta(days=30)
_MAX_EMAIL: Final = 254
_MAX_IP: Final = 45
_MAX_AGENT: Final = 300


async def sign_in(
    core: Core,
    email: str,
    password: str,
    ip: str,
    agent: str,
    *,
    previous_token: str | None = None,
    pool: Executor | None = None,
) -> SignedIn:
    """Begin a session of 12 hours at most; the token is always a new one, ``previous_token`` ends.

    Hashing runs in ``pool`` (``passwords.hashing_pool``), else in the event loop's own threads.

    Raises:
        NotSignedIn: no such account, a wrong password, a disabled person: one sentence, after equal time.
        TooMany: too many tries in 15 minutes, right ones included.
    """
    email = email.strip().lower()[:_MAX_EMAIL]
    ip = ip[:_MAX_IP]
    await core.db.write(lambda tx: throttle.admit(tx, core.ids, email, ip, core.clock.now()))
    found = await core.db.read(lambda tx: store.user_by(tx, users.c.email == email))
    fits = await password_fits(password, found[1] if found else None, pool)
    if found is None or not fits or found[0].disabled_at is not None:
        raise NotSignedIn(
            N_("Адрес или пароль не подходят."), hint=N_("Проверьте раскладку клавиатуры и Caps Lock.")
        )
    user, stored = found
    fresh = await hash_password(password, pool) if is_outdated(stored) else None
    now = core.clock.now()
    token = new_token()
    session = Session(
        id=core.ids.new(),
        user_id=user.id,
        created_at=now,
        last_seen_at=now,
        expires_at=now + LONGEST,
        ip=ip,
        agent="".join(letter for letter in agent[:_MAX_AGENT] if letter.isprintable()),
        csrf=new_token(),
    )

    def work(tx: Tx) -> SignedIn:
        throttle.forgive(tx, email, ip)
        present = store.user_by(tx, (users.c.id == user.id) & users.c.disabled_at.is_(None))
        if present is None or present[1] != stored:  # changed while the hash was computed
            raise NotSignedIn(N_("Адрес или пароль не подходят."))
        if fresh is not None:
            tx.execute(sa.update(users).where(users.c.id == user.id).values(password_hash=fresh))
        tx.execute(
            sa.delete(sessions).where(sessions.c.user_id == user.id, sessions.c.expires_at < now - _KEPT_DEAD)
        )
        if previous_token is not None:
            store.end_sessions(tx, user.id, now, token_hash=token_hash(previous_token))
        alive = store.sessions_of(tx, user.id, now - LONGEST, now, 10 * _MAX_SESSIONS)
        store.end_sessions(tx, user.id, now, only=[one.id for one in alive[_MAX_SESSIONS - 1 :]])
        store.add_session(tx, session, token_hash(token))
        return SignedIn(session, user, store.memberships_of(tx, user.id), token)

    return await core.db.write(work)
