"""Starting: an empty database gets its tables, one of another age stops the start with a sentence."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.postgres import PostgresServer
from vestnik.access.model import Principal
from vestnik.access.workspaces import create_workspace
from vestnik.app import opened, schema_versions, upgrade_schema, with_schema
from vestnik.config import Config, load
from vestnik.kernel.errors import CannotStart
from vestnik.notify.accept import accept
from vestnik.notify.draft import Request
from vestnik.notify.messages import message_story


@pytest.fixture(params=["sqlite", "postgresql"])
async def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Config:
    given = {"VESTNIK_DATA": str(tmp_path / "data")}
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        given["VESTNIK_DATABASE"] = await server.new_database()
    return load(given)


async def test_an_empty_database_is_made_ready_and_a_message_goes_through(settings: Config):
    async with opened(settings) as vestnik:
        workspace = await create_workspace(vestnik.core, "fair", "Ярмарка-Пример")
        here = Principal.local(workspace.id)
        request = Request(channel="cabinet", to="client-7", purpose="service", text="Договор готов")
        draft = vestnik.catalogue.read_draft(request, idempotency_key="k", now=vestnik.clock.now())
        accepted = await accept(vestnik.core, here, draft)
        await vestnik.begin_work()
        await vestnik.dispatcher.settle()
        assert (await message_story(vestnik.core, here, accepted.id)).message.state == "delivered"
    async with opened(settings) as vestnik:
        assert (await message_story(vestnik.core, here, accepted.id)).message.state == "delivered"
    present, wanted = await with_schema(settings, schema_versions)
    assert present == wanted


async def test_an_old_schema_stops_the_start_and_says_what_to_do(settings: Config):
    await with_schema(settings, lambda tx: tx.execute(sa.text("CREATE TABLE leftover (x INTEGER)")))
    with pytest.raises(CannotStart, match="vestnik db upgrade"):
        async with opened(settings):
            pass
    await with_schema(settings, upgrade_schema)
    async with opened(settings):
        pass


async def test_a_newer_schema_stops_the_start_too(settings: Config):
    async with opened(settings):
        pass
    await with_schema(
        settings, lambda tx: tx.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    )
    with pytest.raises(CannotStart, match="новее"):
        async with opened(settings):
            pass


async def test_a_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path):
    settings = load(
        {"VESTNIK_DATA": str(tmp_path), "VESTNIK_DATABASE": "postgresql://me:hush@127.0.0.1:1/vestnik"}
    )
    with pytest.raises(CannotStart) as caught:
        async with opened(settings):
            pass
    assert "127.0.0.1:1" in str(caught.value)
    assert "hush" not in str(caught.value)


async def test_keys_are_made_for_their_owner_alone(tmp_path: Path):
    async with opened(load({"VESTNIK_DATA": str(tmp_path / "data")})):
        pass
    for name in ("root.key", "signing.key"):
        assert (tmp_path / "data" / name).stat().st_mode & 0o077 == 0
