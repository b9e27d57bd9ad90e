"""A workspace's channels: settings by the driver's manifest, sealed whole, secrets never given back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import AnyRow, Core, Tx
from vestnik.notify.driver import Manifest, complete
from vestnik.notify.tables import connections


@dataclass(frozen=True, slots=True)
class Connection:
    """A channel as a workspace set it up; secrets are only said to be there."""

    channel: str
    enabled: bool
    settings: Mapping[str, str]
    """Without secrets."""
    secrets_set: frozenset[str]
    updated_at: datetime
    updated_by: str


async def list_connections(
    core: Core, principal: Principal, manifests: Mapping[str, Manifest]
) -> list[Connection]:
    """Return the workspace's connected channels, secrets left out."""
    require(principal, Permission.CHANNELS_READ)
    rows = await core.db.read(lambda tx: _rows(tx, principal.workspace_id))
    keys = await core.keyring.of(principal.workspace_id)
    found = []
    for row in rows:
        manifest = manifests.get(row.channel)
        if manifest is None:
            continue
        values = _decode(keys.open(bytes(row.sealed), _context(row.channel)))
        secret = {setting.name for setting in manifest.settings if setting.secret}
        found.append(
            Connection(
                row.channel,
                row.enabled,
                {name: value for name, value in values.items() if name not in secret},
                frozenset(name for name in values if name in secret),
                row.updated_at,
                row.updated_by,
            )
        )
    return found


async def save_connection(
    core: Core,
    principal: Principal,
    manifest: Manifest,
    values: Mapping[str, str],
    *,
    enabled: bool = True,
) -> None:
    """Connect a channel, or change how; a secret left out keeps its old value.

    Raises:
        NotAllowed: the principal may not set up channels.
        InvalidInput: a setting is unknown, missing or too long; names it.
    """
    require(principal, Permission.CHANNELS_WRITE)
    before = await open_settings(core, principal.workspace_id, manifest.channel) or {}
    secrets = {setting.name for setting in manifest.settings if setting.secret}
    kept = {name: value for name, value in before.items() if name in secrets}
    merged = kept | {name: value.strip() for name, value in values.items() if value.strip()}
    complete(manifest, {**values, **merged})
    keys = await core.keyring.of(principal.workspace_id)
    row = {
        "workspace_id": principal.workspace_id,
        "channel": manifest.channel,
        "sealed": keys.seal(msgspec.json.encode(merged), _context(manifest.channel)),
        "enabled": enabled,
        "updated_at": core.clock.now(),
        "updated_by": principal.label,
    }
    await core.db.write(lambda tx: _replace(tx, row))


async def open_settings(core: Core, workspace_id: str, channel: str) -> dict[str, str] | None:
    """Return an enabled channel's settings, secrets too, for the driver alone; None when not connected."""
    row = await core.db.read(lambda tx: _row(tx, workspace_id, channel))
    if row is None:
        return None
    keys = await core.keyring.of(workspace_id)
    return _decode(keys.open(bytes(row.sealed), _context(channel)))


def _context(channel: str) -> str:
    return f"connections.sealed:{channel}"


def _decode(plain: bytes) -> dict[str, str]:
    return msgspec.json.decode(plain, type=dict[str, str])


def _rows(tx: Tx, workspace_id: str) -> list[AnyRow]:
    return list(
        tx.execute(
            sa.select(connections)
            .where(connections.c.workspace_id == workspace_id)
            .order_by(connections.c.channel)
        )
    )


def _row(tx: Tx, workspace_id: str, channel: str) -> AnyRow | None:
    return tx.execute(
        sa.select(connections).where(
            connections.c.workspace_id == workspace_id,
            connections.c.channel == channel,
            connections.c.enabled.is_(True),
        )
    ).first()


def _replace(tx: Tx, row: Mapping[str, Any]) -> None:
    mine = (connections.c.workspace_id == row["workspace_id"]) & (connections.c.channel == row["channel"])
    tx.execute(sa.delete(connections).where(mine))
    tx.execute(sa.insert(connections), [dict(row)])
