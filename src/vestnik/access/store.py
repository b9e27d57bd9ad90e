"""Rows of people, memberships and sessions ↔ nouns."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from vestnik.access.model import Member, Membership, Role, Session, User, Workspace
from vestnik.access.tables import memberships, sessions, users, workspaces
from vestnik.kernel.core import Tx


def user_by(tx: Tx, condition: sa.ColumnElement[bool]) -> tuple[User, str] | None:
    """Return a person and the stored password hash."""
    row = tx.execute(sa.select(users).where(condition)).first()
    return None if row is None else (_user(row), row.password_hash)


def memberships_of(tx: Tx, user_id: str) -> tuple[Membership, ...]:
    """Return where a person belongs, oldest first."""
    rows = tx.execute(
        sa.select(memberships.c.workspace_id, memberships.c.role, workspaces.c.name)
        .join(workspaces, workspaces.c.id == memberships.c.workspace_id)
        .where(memberships.c.user_id == user_id)
        .order_by(memberships.c.created_at, memberships.c.workspace_id)
    )
    return tuple(Membership(row[0], user_id, Role(row[1]), row[2]) for row in rows)


def members_of(tx: Tx, workspace_id: str, limit: int) -> list[Member]:
    """Return the people of a workspace by e-mail."""
    rows = tx.execute(
        sa.select(users, memberships.c.role)
        .join(memberships, memberships.c.user_id == users.c.id)
        .where(memberships.c.workspace_id == workspace_id)
        .order_by(users.c.email)
        .limit(limit)
    )
    return [Member(_user(row), Role(row.role)) for row in rows]


def member(tx: Tx, workspace_id: str, user_id: str) -> Member | None:
    """Return one person of a workspace."""
    row = tx.execute(
        sa.select(users, memberships.c.role)
        .join(memberships, memberships.c.user_id == users.c.id)
        .where(memberships.c.workspace_id == workspace_id, users.c.id == user_id)
    ).first()
    return None if row is None else Member(_user(row), Role(row.role))


def living_owners(tx: Tx, workspace_id: str) -> set[str]:
    """Return the ids of owners who can sign in, locked against a change by somebody else."""
    rows = tx.execute(
        sa.select(memberships.c.user_id)
        .join(users, users.c.id == memberships.c.user_id)
        .where(
            memberships.c.workspace_id == workspace_id,
            memberships.c.role == Role.OWNER.value,
            users.c.disabled_at.is_(None),
        )
        .with_for_update()
    )
    return {row[0] for row in rows}


def session_by(tx: Tx, condition: sa.ColumnElement[bool]) -> Session | None:
    """Return one session, whatever its state."""
    row = tx.execute(sa.select(sessions).where(condition)).first()
    return None if row is None else _session(row)


def sessions_of(tx: Tx, user_id: str, seen_after: datetime, now: datetime, limit: int) -> list[Session]:
    """Return a person's living sessions, the latest seen first."""
    rows = tx.execute(
        sa.select(sessions)
        .where(
            sessions.c.user_id == user_id,
            sessions.c.revoked_at.is_(None),
            sessions.c.last_seen_at > seen_after,
            sessions.c.expires_at > now,
        )
        .order_by(sessions.c.last_seen_at.desc(), sessions.c.id.desc())
        .limit(limit)
    )
    return [_session(row) for row in rows]


def add_session(tx: Tx, session: Session, token_hash: bytes) -> None:
    """Keep a session under the hash of its token."""
    tx.execute(
        sa.insert(sessions).values(
            id=session.id,
            user_id=session.user_id,
            token_hash=token_hash,
            csrf=session.csrf,
            created_at=session.created_at,
            last_seen_at=session.last_seen_at,
            expires_at=session.expires_at,
            ip=session.ip,
            agent=session.agent,
        )
    )


def end_sessions(
    tx: Tx, user_id: str, now: datetime, *, only: Sequence[str] | None = None, token_hash: bytes | None = None
) -> int:
    """Revoke a person's sessions (``only`` these ids, or the one of a token); return how many lived."""
    query = sa.update(sessions).where(sessions.c.user_id == user_id, sessions.c.revoked_at.is_(None))
    if only is not None:
        query = query.where(sessions.c.id.in_(only))
    if token_hash is not None:
        query = query.where(sessions.c.token_hash == token_hash)
    return tx.execute(query.values(revoked_at=now)).rowcount


def workspace_by(tx: Tx, condition: sa.ColumnElement[bool]) -> Workspace | None:
    """Return one workspace."""
    row = tx.execute(sa.select(workspaces).where(condition)).first()
    return None if row is None else Workspace(row.id, row.slug, row.name, row.created_at)


def _user(row: sa.Row[tuple[object, ...]]) -> User:
    return User(row.id, row.email, row.name, row.language, row.created_at, row.disabled_at)


def _session(row: sa.Row[tuple[object, ...]]) -> Session:
    return Session(
        id=row.id,
        user_id=row.user_id,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
        ip=row.ip,
        agent=row.agent,
        csrf=row.csrf,
        revoked_at=row.revoked_at,
    )
