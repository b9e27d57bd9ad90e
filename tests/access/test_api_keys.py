"""Programs' keys: shown once, stored as a hash, refused the moment they are revoked."""

import asyncio
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from tests.access.people import as_member, person

from vestnik.access.api_keys import create_api_key, list_api_keys, revoke_api_key
from vestnik.access.authenticate import by_api_key
from vestnik.access.key_cache import ApiKeys
from vestnik.access.model import Permission, Principal, Role
from vestnik.access.tables import api_keys
from vestnik.kernel.core import Core
from vestnik.kernel.errors import InvalidInput, NotAllowed, NotFound, NotSignedIn
from vestnik.ledger import store as ledger

pytestmark = pytest.mark.both_engines


async def test_a_key_opens_its_workspace_with_its_role(core: Core, workspace_id: str) -> None:
    owner = as_member(workspace_id, await person(core, workspace_id))
    key, secret = await create_api_key(core, owner, "Магазин", Role.OPERATOR)
    assert secret.startswith("vk_live_")
    assert len(secret) == len("vk_live_") + 43
    assert secret.startswith(key.prefix)
    assert len(key.prefix) == 14
    asker = await by_api_key(core, secret)
    assert asker == Principal(workspace_id, Role.OPERATOR, None, key.id, live=True, label="Магазин")


async def test_a_test_key_is_not_live(core: Core, workspace_id: str) -> None:
    _, secret = await create_api_key(core, Principal.local(workspace_id), "Проба", live=False)
    assert secret.startswith("vk_test_")
    assert (await by_api_key(core, secret)).live is False


async def test_the_secret_is_stored_as_a_hash_alone(core: Core, workspace_id: str) -> None:
    key, secret = await create_api_key(core, Principal.local(workspace_id), "Магазин")
    row = await core.db.read(lambda tx: tx.execute(sa.select(api_keys)).one())
    stored = repr([bytes(cell) if isinstance(cell, memoryview) else cell for cell in row])
    assert secret not in stored
    assert secret.removeprefix(key.prefix) not in stored


@pytest.mark.parametrize(
    "secret", ["", "vk_live_", "vk_live_" + "a" * 43, "bearer", "vk_live_" + "я" * 5_000]
)
async def test_a_secret_nobody_gave_out_is_refused(core: Core, workspace_id: str, secret: str) -> None:
    keys = ApiKeys(core)
    for ask in (by_api_key(core, secret), keys.by_api_key(secret)):
        with pytest.raises(NotSignedIn):
            await ask
    await keys.close()


async def test_a_revoked_key_is_refused_at_once_from_memory_too(core: Core, workspace_id: str) -> None:
    local = Principal.local(workspace_id)
    key, secret = await create_api_key(core, local, "Магазин")
    other, other_secret = await create_api_key(core, local, "Склад")
    keys = ApiKeys(core)
    assert await keys.by_api_key(secret) == await by_api_key(core, secret)
    await keys.by_api_key(other_secret)
    await revoke_api_key(core, local, key.id)
    await asyncio.sleep(0)
    for ask in (by_api_key(core, secret), keys.by_api_key(secret)):
        with pytest.raises(NotSignedIn):
            await ask
    assert (await keys.by_api_key(other_secret)).api_key_id == other.id
    await revoke_api_key(core, local, key.id)
    await keys.close()


async def test_a_key_revoked_elsewhere_is_refused_within_two_seconds(core: Core, workspace_id: str) -> None:
    key, secret = await create_api_key(core, Principal.local(workspace_id), "Магазин")
    keys = ApiKeys(core)
    await keys.by_api_key(secret)
    gone = sa.update(api_keys).where(api_keys.c.id == key.id).values(revoked_at=core.clock.now())
    await core.db.write(lambda tx: tx.execute(gone))
    core.clock.advance(timedelta(seconds=2))
    with pytest.raises(NotSignedIn):
        await keys.by_api_key(secret)
    await keys.close()


async def test_an_expired_key_is_refused_from_memory_too(core: Core, workspace_id: str) -> None:
    until = core.clock.now() + timedelta(seconds=1)
    _, secret = await create_api_key(core, Principal.local(workspace_id), "На час", expires_at=until)
    keys = ApiKeys(core)
    await keys.by_api_key(secret)
    core.clock.advance(timedelta(seconds=1))
    for ask in (by_api_key(core, secret), keys.by_api_key(secret)):
        with pytest.raises(NotSignedIn):
            await ask
    await keys.close()


async def test_last_use_is_written_at_most_once_a_minute(core: Core, workspace_id: str) -> None:
    local = Principal.local(workspace_id)
    _, secret = await create_api_key(core, local, "Магазин")
    first = core.clock.now()
    await by_api_key(core, secret)
    core.clock.advance(timedelta(seconds=59))
    await by_api_key(core, secret)
    assert (await list_api_keys(core, local))[0].last_used_at == first
    core.clock.advance(timedelta(seconds=1))
    await by_api_key(core, secret)
    assert (await list_api_keys(core, local))[0].last_used_at == core.clock.now()


async def test_a_key_may_be_narrowed_below_its_role(core: Core, workspace_id: str) -> None:
    local = Principal.local(workspace_id)
    narrow = frozenset({Permission.MESSAGES_SEND})
    key, secret = await create_api_key(core, local, "Отправка", Role.OPERATOR, permissions=narrow)
    assert (await by_api_key(core, secret)).permissions == narrow
    assert (await list_api_keys(core, local))[0].permissions == key.permissions == narrow
    with pytest.raises(InvalidInput, match=r"users\.write"):
        await create_api_key(core, local, "x", permissions=frozenset({Permission.USERS_WRITE}))


async def test_what_a_key_cannot_be_is_refused(core: Core, workspace_id: str) -> None:
    local = Principal.local(workspace_id)
    with pytest.raises(NotAllowed):
        await create_api_key(core, local, "x", Role.OWNER)
    for name in ("", "x" * 101, "a\nb"):
        with pytest.raises(InvalidInput):
            await create_api_key(core, local, name)
    with pytest.raises(InvalidInput):
        await create_api_key(core, local, "x", expires_at=core.clock.now())


async def test_keys_of_another_workspace_are_not_found(
    core: Core, workspace_id: str, other_workspace_id: str
) -> None:
    other = Principal.local(other_workspace_id)
    key, secret = await create_api_key(core, Principal.local(workspace_id), "Магазин")
    for key_id in (key.id, core.ids.new(), "no id"):
        with pytest.raises(NotFound):
            await revoke_api_key(core, other, key_id)
    assert await list_api_keys(core, other) == []
    assert (await by_api_key(core, secret)).workspace_id == workspace_id


async def test_only_who_may_make_keys_does(core: Core, workspace_id: str) -> None:
    key, secret = await create_api_key(core, Principal.local(workspace_id), "Магазин")
    program = await by_api_key(core, secret)
    for act in (
        create_api_key(core, program, "ещё"),
        revoke_api_key(core, program, key.id),
        list_api_keys(core, program),
    ):
        with pytest.raises(NotAllowed):
            await act


async def test_keys_made_and_revoked_stand_in_the_ledger(core: Core, workspace_id: str) -> None:
    local = Principal.local(workspace_id)
    key, _ = await create_api_key(core, local, "Магазин")
    await revoke_api_key(core, local, key.id)
    await revoke_api_key(core, local, key.id)
    rows = await core.db.read(lambda tx: ledger.entries_between(tx, workspace_id, 0, 10))
    leaves = [json.loads(row.leaf) for row in rows]
    assert [(leaf["kind"], leaf["key"]) for leaf in leaves] == [
        ("access.api_key_created", key.id),
        ("access.api_key_revoked", key.id),
    ]
    assert key.prefix.encode() not in rows[0].leaf
