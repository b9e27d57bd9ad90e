"""PostgreSQL behind the kernel's Db: the same group commit, driven by one task over asyncpg."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from vestnik.backends.committer import (
    MAX_GROUP,
    GroupFailed,
    Outcome,
    Unit,
    all_failed,
    closed,
    is_contention,
    refuse_when_full,
    run_group,
    settle,
    to_json,
)
from vestnik.kernel.core import Batch, Tx

T = TypeVar("T")
Item = TypeVar("Item")
Result = TypeVar("Result")

_READERS = 8
_TRIES = 5
_log = logging.getLogger(__name__)


def postgres_engine(url: str) -> AsyncEngine:
    """Return an asyncpg engine for ``postgresql://…``."""
    parsed = sa.make_url(url).set(drivername="postgresql+asyncpg")
    return create_async_engine(
        parsed, pool_size=_READERS, max_overflow=0, pool_timeout=10, json_serializer=to_json
    )


class PostgresDb:
    """The engine to grow on: many processes, each with its own committer."""

    dialect: Literal["postgresql"] = "postgresql"

    def __init__(self, url: str) -> None:
        """Stand beside the server at ``url``; nothing is opened before ``start``."""
        self.url = url
        self._engine: AsyncEngine | None = None
        self._reader: AsyncEngine | None = None
        self._pending: deque[Unit] = deque()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self.commits = 0
        """Group commits made so far, for measurements."""

    async def start(self) -> None:
        """Open the pool and start the committer."""
        self._engine = postgres_engine(self.url)
        self._reader = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._task = asyncio.create_task(self._write_forever(), name="vestnik-committer")

    async def stop(self) -> None:
        """Commit what waits, then close; what comes later is refused."""
        if self._task is None:
            return
        self._stopping = True
        self._wake.set()
        with suppress(asyncio.CancelledError):
            await self._task
        self._task = None
        if self._engine is not None:
            await self._engine.dispose()

    async def read(self, query: Callable[[Tx], T]) -> T:
        """Run ``query`` on a read-only snapshot."""
        if self._reader is None or self._stopping:
            raise closed()
        async with self._reader.connect() as connection:
            return await connection.run_sync(query)

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run ``work`` in the next group commit."""
        return await self._wait(Unit(self._future(), work))  # type: ignore[no-any-return]

    async def submit(self, batch: Batch[Item, Result], item: Item) -> Result:
        """Add ``item`` to the next call of ``batch``."""
        return await self._wait(Unit(self._future(), None, batch, item))  # type: ignore[no-any-return]

    def _future(self) -> asyncio.Future[Any]:
        if self._task is None or self._stopping:
            raise closed()
        refuse_when_full(len(self._pending))
        return asyncio.get_running_loop().create_future()

    async def _wait(self, unit: Unit) -> Any:
        self._pending.append(unit)
        self._wake.set()
        return await unit.future

    async def _write_forever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._pending:
                group = [self._pending.popleft() for _ in range(min(MAX_GROUP, len(self._pending)))]
                settle(group, await self._commit(group))
            if self._stopping:
                return

    async def _commit(self, group: list[Unit]) -> list[Outcome]:
        assert self._engine is not None  # noqa: S101 — opened before the task starts
        for attempt in range(1, _TRIES + 1):
            try:
                async with self._engine.begin() as connection:
                    outcomes = await connection.run_sync(run_group, group)
            except (GroupFailed, sa.exc.SQLAlchemyError, OSError) as error:
                cause = error.__cause__ if isinstance(error, GroupFailed) else error
                if cause is not None and is_contention(cause) and attempt < _TRIES:
                    continue  # another process held the rows; the work may be run again
                _log.exception("a group of %d was not committed", len(group))
                return all_failed(group, error)
            self.commits += 1
            return outcomes
        return all_failed(group, RuntimeError("contention"))
