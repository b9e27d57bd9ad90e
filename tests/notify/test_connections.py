"""A workspace's channels: secrets go in and never come out."""

import pytest
import sqlalchemy as sa
from tests.conftest import new_workspace
from tests.notify.conftest import Hub

from vestnik.access.model import Principal, Role
from vestnik.channels.email.manifest import MANIFEST as EMAIL
from vestnik.kernel.errors import InvalidInput, NotAllowed
from vestnik.notify.connections import list_connections, open_settings, save_connection
from vestnik.notify.tables import connections

pytestmark = pytest.mark.both_engines
SETTINGS = {
    "host": "smtp.example.ru",
    "username": "shop",
    "password": "hush-hush",
    "from_address": "a@example.ru",
}


async def _save(hub: Hub, values: dict[str, str], principal: Principal | None = None) -> None:
    await save_connection(hub.core, principal or hub.principal, EMAIL, values)


async def test_secrets_are_said_to_be_there_and_nothing_more(hub: Hub):
    await _save(hub, SETTINGS)
    (connection,) = await list_connections(hub.core, hub.principal, {"email": EMAIL})
    assert connection.secrets_set == {"password"}
    assert "password" not in connection.settings
    assert "hush-hush" not in repr(connection)
    assert (await open_settings(hub.core, hub.workspace_id, "email") or {})["password"] == "hush-hush"


async def test_nothing_of_the_settings_lies_readable_in_the_database(hub: Hub):
    await _save(hub, SETTINGS)
    rows = await hub.core.db.read(lambda tx: tx.execute(sa.select(connections)).all())
    assert b"hush" not in bytes(rows[0].sealed)
    assert b"smtp.example" not in bytes(rows[0].sealed)


async def test_a_secret_left_empty_keeps_its_old_value_and_other_settings_are_replaced(hub: Hub):
    await _save(hub, SETTINGS)
    await _save(
        hub, {"host": "mail.example.ru", "password": "", "username": "", "from_address": "a@example.ru"}
    )
    opened = await open_settings(hub.core, hub.workspace_id, "email")
    assert opened == {"host": "mail.example.ru", "password": "hush-hush", "from_address": "a@example.ru"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({**SETTINGS, "colour": "red"}, "colour"),
        ({**SETTINGS, "colour": ""}, "colour"),
        ({"host": "smtp.example.ru"}, "from_address"),
        ({**SETTINGS, "host": " "}, "host"),
        ({**SETTINGS, "username": "x" * 20_001}, "username"),
    ],
)
async def test_a_wrong_setting_is_named_and_nothing_is_saved(hub: Hub, values: dict[str, str], field: str):
    with pytest.raises(InvalidInput) as caught:
        await _save(hub, values)
    assert caught.value.field == field
    assert await open_settings(hub.core, hub.workspace_id, "email") is None


async def test_another_workspace_has_its_own_channels(hub: Hub):
    await _save(hub, SETTINGS)
    other = await new_workspace(hub.core)
    assert await open_settings(hub.core, other, "email") is None
    assert await list_connections(hub.core, Principal.local(other), {"email": EMAIL}) == []


async def test_only_who_may_set_up_channels_does(hub: Hub):
    operator = Principal(hub.workspace_id, Role.OPERATOR, user_id=None, api_key_id=None, live=True, label="x")
    with pytest.raises(NotAllowed):
        await _save(hub, SETTINGS, operator)
