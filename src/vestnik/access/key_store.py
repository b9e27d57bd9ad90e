"""Rows of API keys ↔ nouns."""

from datetime import datetime

import sqlalchemy as sa

from vestnik.access.model import ApiKey, Permission, Role
from vestnik.access.tables import api_keys
from vestnik.kernel.core import Tx


def key_by_hash(tx: Tx, digest: bytes) -> tuple[ApiKey, bytes] | None:
    """Return the key whose secret has this hash, whatever its state, and the stored hash.

    The one query of the room that names no workspace: the secret itself says which one it is.
    """
    row = tx.execute(sa.select(api_keys).where(api_keys.c.secret_hash == digest)).first()
    return None if row is None else (_key(row), bytes(row.secret_hash))


def key_by_id(tx: Tx, workspace_id: str, key_id: str) -> ApiKey | None:
    """Return one key of a workspace."""
    row = tx.execute(
        sa.select(api_keys).where(api_keys.c.workspace_id == workspace_id, api_keys.c.id == key_id)
    ).first()
    return None if row is None else _key(row)


def keys_of(tx: Tx, workspace_id: str, limit: int) -> list[ApiKey]:
    """Return the keys of a workspace, newest first, revoked ones too."""
    rows = tx.execute(
        sa.select(api_keys)
        .where(api_keys.c.workspace_id == workspace_id)
        .order_by(api_keys.c.created_at.desc(), api_keys.c.id.desc())
        .limit(limit)
    )
    return [_key(row) for row in rows]


def living_keys(tx: Tx, workspace_id: str) -> int:
    """Return how many keys of a workspace are not revoked."""
    count = sa.select(sa.func.count()).where(
        api_keys.c.workspace_id == workspace_id, api_keys.c.revoked_at.is_(None)
    )
    return tx.execute(count).scalar_one()


def add_key(tx: Tx, key: ApiKey, digest: bytes) -> None:
    """Keep a key under the hash of its secret."""
    tx.execute(
        sa.insert(api_keys).values(
            id=key.id,
            workspace_id=key.workspace_id,
            name=key.name,
            prefix=key.prefix,
            secret_hash=digest,
            live=key.live,
            role=key.role.value,
            permissions=None if key.permissions is None else sorted(key.permissions),
            created_by=key.created_by,
            created_at=key.created_at,
            expires_at=key.expires_at,
        )
    )


def revoke_key(tx: Tx, workspace_id: str, key_id: str, now: datetime) -> bool:
    """End a key; tell whether it was living."""
    ended = (
        sa.update(api_keys)
        .where(
            api_keys.c.workspace_id == workspace_id, api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None)
        )
        .values(revoked_at=now)
    )
    return tx.execute(ended).rowcount == 1


def notice_use(tx: Tx, key: ApiKey, now: datetime) -> None:
    """Write when a key was last used."""
    tx.execute(
        sa.update(api_keys)
        .where(api_keys.c.workspace_id == key.workspace_id, api_keys.c.id == key.id)
        .values(last_used_at=now)
    )


def _key(row: sa.Row[tuple[object, ...]]) -> ApiKey:
    permissions = row.permissions
    return ApiKey(
        id=row.id,
        workspace_id=row.workspace_id,
        name=row.name,
        prefix=row.prefix,
        live=bool(row.live),
        role=Role(row.role),
        permissions=None if permissions is None else frozenset(Permission(item) for item in permissions),
        created_by=row.created_by,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
