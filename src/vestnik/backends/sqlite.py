"""SQLite behind the kernel's Db: one thread owns the only writing connection, readers stand beside it."""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal, TypeVar

import sqlalchemy as sa
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool, StaticPool

from vestnik.backends.committer import (
    MAX_GROUP,
    GroupFailed,
    Outcome,
    Unit,
    all_failed,
    closed,
    refuse_when_full,
    run_group,
    settle,
    to_json,
)
from vestnik.kernel.core import Batch, Tx

T = TypeVar("T")
Item = TypeVar("Item")
Result = TypeVar("Result")

_READERS = 4
_log = logging.getLogger(__name__)


def _prepare(read_only: bool) -> Callable[[Any, ConnectionPoolEntry], None]:
    def on_connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves; the driver's own guesses break savepoints
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=5000")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.execute("PRAGMA cache_size=-32768")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    return on_connect


def writing_engine(path: Path) -> sa.Engine:
    """Return an engine of exactly one connection that begins with BEGIN IMMEDIATE."""
    engine = sa.create_engine(
        f"sqlite:///{path}",
        poolclass=StaticPool,
        connect_args={"check_same_thread": False},
        json_serializer=to_json,
    )
    sa.event.listen(engine, "connect", _prepare(read_only=False))
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _reading_engine(path: Path) -> sa.Engine:
    engine = sa.create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=_READERS,
        max_overflow=0,
        connect_args={"check_same_thread": False},
    )
    sa.event.listen(engine, "connect", _prepare(read_only=True))
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


class SqliteDb:
    """The default engine: one file, one process, ``synchronous=FULL``."""

    dialect: Literal["sqlite"] = "sqlite"

    def __init__(self, path: Path) -> None:
        """Stand beside the file; nothing is opened before ``start``."""
        self.path = path
        self._queue: queue.SimpleQueue[Unit | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._readers: ThreadPoolExecutor | None = None
        self._write_engine: sa.Engine | None = None
        self._read_engine: sa.Engine | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.commits = 0
        """Group commits made so far, for measurements."""

    async def start(self) -> None:
        """Open the file and start the writer."""
        self._loop = asyncio.get_running_loop()
        self._write_engine = writing_engine(self.path)
        self._read_engine = _reading_engine(self.path)
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="vestnik-read")
        self._thread = threading.Thread(target=self._write_forever, name="vestnik-committer", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Commit what waits, then close; what comes later is refused."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._queue.put(None)
        await asyncio.to_thread(thread.join)
        assert self._readers is not None  # noqa: S101 — started together
        self._readers.shutdown(wait=True)
        for engine in (self._read_engine, self._write_engine):
            if engine is not None:
                engine.dispose()

    async def read(self, query: Callable[[Tx], T]) -> T:
        """Run ``query`` on a snapshot, in a reader thread."""
        loop, readers = self._loop, self._readers
        if self._thread is None or loop is None or readers is None:
            raise closed()
        return await loop.run_in_executor(readers, self._read, query)

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run ``work`` in the next group commit."""
        return await self._wait(Unit(self._future(), work))  # type: ignore[no-any-return]

    async def submit(self, batch: Batch[Item, Result], item: Item) -> Result:
        """Add ``item`` to the next call of ``batch``."""
        return await self._wait(Unit(self._future(), None, batch, item))  # type: ignore[no-any-return]

    def _future(self) -> asyncio.Future[Any]:
        if self._thread is None or self._loop is None:
            raise closed()
        refuse_when_full(self._queue.qsize())
        return self._loop.create_future()

    async def _wait(self, unit: Unit) -> Any:
        self._queue.put(unit)
        return await unit.future

    def _read(self, query: Callable[[Tx], T]) -> T:
        assert self._read_engine is not None  # noqa: S101 — checked by the caller
        with self._read_engine.connect() as connection:
            return query(connection)

    def _write_forever(self) -> None:
        assert self._loop is not None  # noqa: S101 — set before the thread starts
        while True:
            first = self._queue.get()
            if first is None:
                return
            group, last = self._gather(first)
            outcomes = self._commit(group)
            self._loop.call_soon_threadsafe(settle, group, outcomes)
            if last:
                return

    def _gather(self, first: Unit) -> tuple[list[Unit], bool]:
        group = [first]
        while len(group) < MAX_GROUP:
            try:
                unit = self._queue.get_nowait()
            except queue.Empty:
                return group, False
            if unit is None:
                return group, True
            group.append(unit)
        return group, False

    def _commit(self, group: list[Unit]) -> list[Outcome]:
        assert self._write_engine is not None  # noqa: S101 — opened before the thread starts
        try:
            with self._write_engine.begin() as connection:
                outcomes = run_group(connection, group)
        except (GroupFailed, sa.exc.SQLAlchemyError) as error:
            _log.exception("a group of %d was not committed", len(group))
            return all_failed(group, error)
        self.commits += 1
        return outcomes
