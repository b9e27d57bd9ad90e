"""What tests of the rooms stand on: a real database with all tables, and a clock that moves when told.

A module marked ``pytestmark = pytest.mark.both_engines`` runs on SQLite and on a real PostgreSQL.
"""

import itertools
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.postgres import PostgresServer
from vestnik.access.tables import workspaces
from vestnik.backends.memory_bus import MemoryBus
from vestnik.backends.postgres import PostgresDb
from vestnik.backends.schema import all_tables
from vestnik.backends.sqlite import SqliteDb, writing_engine
from vestnik.kernel.clock import ManualClock
from vestnik.kernel.core import Core
from vestnik.kernel.ids import Uuid7Ids
from vestnik.keys.keyring import DbKeyring
from vestnik.keys.signer import Ed25519Signer

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a marked module's tests on both engines."""
    if "engine" in metafunc.fixturenames:
        both = any(marker.name == "both_engines" for marker in metafunc.definition.iter_markers())
        metafunc.parametrize("engine", ["sqlite", "postgresql"] if both else ["sqlite"], scope="session")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the slow whole-product tests begin first, so that no worker ends with them alone."""
    items.sort(key=lambda item: "journeys" not in item.path.parts)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """Start a real PostgreSQL for this test process."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    with PostgresServer() as server:
        yield server


@pytest.fixture
async def db(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[SqliteDb | PostgresDb]:
    """Open a database of its own with every table."""
    started: SqliteDb | PostgresDb
    if engine == "sqlite":
        path = tmp_path / "vestnik.db"
        writer = writing_engine(path)
        with writer.begin() as connection:
            all_tables().create_all(connection)
        writer.dispose()
        started = SqliteDb(path)
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        started = PostgresDb(await server.new_database(all_tables()))
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
def clock() -> ManualClock:
    """Stand at nine in the morning UTC of 23 November 2026."""
    return ManualClock(START)


@pytest.fixture
def core(db: SqliteDb | PostgresDb, clock: ManualClock) -> Core:
    """Everything a verb needs, real."""
    return Core(
        clock=clock,
        ids=Uuid7Ids(),
        db=db,
        bus=MemoryBus(),
        keyring=DbKeyring(b"r" * 32, db, clock),
        signer=Ed25519Signer(b"s" * 32, "vestnik-test"),
    )


@pytest.fixture
async def workspace_id(core: Core) -> str:
    """Make a workspace that exists."""
    return await new_workspace(core)


@pytest.fixture
async def other_workspace_id(core: Core) -> str:
    """Make a second workspace, whose rows the first must never see."""
    return await new_workspace(core)


async def new_workspace(core: Core) -> str:
    """Write a workspace row and return its id."""
    number = next(_numbers)
    row = {
        "id": core.ids.new(),
        "slug": f"company-{number}",
        "name": f"Компания {number}",
        "created_at": core.clock.now(),
    }
    await core.db.write(lambda tx: tx.execute(sa.insert(workspaces), [row]))
    return str(row["id"])
