"""Keys for programs: made, listed, revoked."""

from datetime import datetime
from typing import Final

from vestnik.access import key_store
from vestnik.access.allow import require
from vestnik.access.model import ApiKey, Permission, Principal, Role
from vestnik.access.permissions import PERMISSIONS
from vestnik.access.tokens import new_api_secret, token_hash
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import InvalidInput, NotAllowed, NotFound, TooMany
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_
from vestnik.ledger import store as ledger
from vestnik.ledger.model import Entry

REVOKED: Final = "access.api_key_revoked"
"""Bus topic; the message is the key's id."""
_MAX_NAME: Final = 100
_MAX_KEYS: Final = 200
_LIMIT: Final = 500


async def create_api_key(
    core: Core,
    principal: Principal,
    name: str,
    role: Role = Role.OPERATOR,
    *,
    live: bool = True,
    permissions: frozenset[Permission] | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key; return it with its secret, which nobody can show again.

    ``permissions`` narrows what the role may do; a key never gets an owner's role.

    Raises:
        NotAllowed: the asker may not make keys.
        InvalidInput: names the field that cannot be.
        TooMany: the workspace has 200 living keys.
    """
    require(principal, Permission.API_KEYS_WRITE)
    now = core.clock.now()
    name = name.strip()
    _check(name, role, permissions, expires_at, now)
    secret, prefix = new_api_secret(live)
    key = ApiKey(
        id=core.ids.new(),
        workspace_id=principal.workspace_id,
        name=name,
        prefix=prefix,
        live=live,
        role=role,
        permissions=permissions,
        created_by=principal.user_id,
        created_at=now,
        expires_at=expires_at,
    )

    def work(tx: Tx) -> None:
        if key_store.living_keys(tx, key.workspace_id) >= _MAX_KEYS:
            raise TooMany(N_("Действующих ключей уже %(limit)s: отзовите лишние.", limit=_MAX_KEYS))
        key_store.add_key(tx, key, token_hash(secret))
        public = {"key": key.id, "role": role.value, "live": live, "by": by(principal)}
        ledger.append(tx, key.workspace_id, [Entry("access.api_key_created", public)], now)

    await core.db.write(work)
    return key, secret


async def list_api_keys(core: Core, principal: Principal) -> list[ApiKey]:
    """Return the newest 500 keys, revoked ones too.

    Raises:
        NotAllowed: the asker may not see keys.
    """
    require(principal, Permission.API_KEYS_READ)
    return await core.db.read(lambda tx: key_store.keys_of(tx, principal.workspace_id, _LIMIT))


async def revoke_api_key(core: Core, principal: Principal, key_id: str) -> None:
    """End a key: this process refuses it at once, others within two seconds. Revoking twice is no error.

    Raises:
        NotAllowed: the asker may not revoke keys.
        NotFound: no such key in this workspace.
    """
    require(principal, Permission.API_KEYS_WRITE)
    now = core.clock.now()
    workspace_id = principal.workspace_id

    def work(tx: Tx) -> None:
        if not is_id(key_id) or key_store.key_by_id(tx, workspace_id, key_id) is None:
            raise NotFound(N_("Такого ключа нет."))
        if key_store.revoke_key(tx, workspace_id, key_id, now):
            public = {"key": key_id, "by": by(principal)}
            ledger.append(tx, workspace_id, [Entry("access.api_key_revoked", public)], now)

    await core.db.write(work)
    await core.bus.publish(REVOKED, key_id.encode())


def by(principal: Principal) -> str:
    """Return how the ledger names who acted: an id, never a name."""
    return principal.user_id or principal.api_key_id or "local"


def _check(
    name: str,
    role: Role,
    permissions: frozenset[Permission] | None,
    expires_at: datetime | None,
    now: datetime,
) -> None:
    if not name or len(name) > _MAX_NAME or not name.isprintable():
        raise InvalidInput(
            N_("Название ключа — от 1 до %(limit)s печатных знаков.", limit=_MAX_NAME), field="name"
        )
    if role is Role.OWNER:
        raise NotAllowed(N_("Ключ не может быть владельцем."), field="role")
    extra = sorted((permissions or frozenset()) - PERMISSIONS[role])
    if extra:
        raise InvalidInput(
            N_("Роль «%(role)s» не даёт прав: %(extra)s.", role=role.value, extra=", ".join(extra)),
            field="permissions",
        )
    if expires_at is not None and expires_at <= now:
        raise InvalidInput(N_("Срок ключа уже прошёл."), field="expires_at")
