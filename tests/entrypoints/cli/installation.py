"""A command line on a database of its own: each command opens and closes it, as in life."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import typer
from typer.testing import CliRunner, Result

from vestnik.backends.memory_bus import MemoryBus
from vestnik.backends.schema import all_tables
from vestnik.backends.sqlite import SqliteDb, writing_engine
from vestnik.entrypoints.cli import ledger, user
from vestnik.entrypoints.cli.law import commands as law
from vestnik.kernel.clock import ManualClock
from vestnik.kernel.core import Core
from vestnik.kernel.ids import Uuid7Ids
from vestnik.keys.keyring import DbKeyring
from vestnik.keys.signer import Ed25519Signer

T = TypeVar("T")


class Installation:
    """An empty installation with the commands that need one."""

    def __init__(self, folder: Path, clock: ManualClock) -> None:
        self.path = folder / "vestnik.db"
        self.clock = clock
        writer = writing_engine(self.path)
        with writer.begin() as connection:
            all_tables().create_all(connection)
        writer.dispose()
        self.app = typer.Typer()
        for commands in (user, ledger, law):
            commands.register(self.app, self.open_core)

    @asynccontextmanager
    async def open_core(self) -> AsyncIterator[Core]:
        db = SqliteDb(self.path)
        await db.start()
        keyring = DbKeyring(b"r" * 32, db, self.clock)
        yield Core(self.clock, Uuid7Ids(), db, MemoryBus(), keyring, Ed25519Signer(b"s" * 32, "vestnik/test"))
        await db.stop()

    def run(
        self, *words: str, says: str = "", code: int = 0, typed: str | None = None, columns: int = 300
    ) -> Result:
        env = {"COLUMNS": f"{columns}", "NO_COLOR": "1"}
        result = CliRunner().invoke(self.app, list(words), input=typed, env=env)
        assert result.exit_code == code, (result.output, result.exception)
        assert says in result.output
        return result

    def do(self, work: Callable[[Core], Awaitable[T]]) -> T:
        async def opened() -> T:
            async with self.open_core() as core:
                return await work(core)

        return asyncio.run(opened())
