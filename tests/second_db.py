"""A second process's end of the same database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from vestnik.backends.postgres import PostgresDb
from vestnik.backends.sqlite import SqliteDb
from vestnik.kernel.core import Db


@asynccontextmanager
async def second(db: Db) -> AsyncIterator[Db]:
    """Open the database of ``db`` once more, with a committer of its own."""
    again = SqliteDb(db.path) if isinstance(db, SqliteDb) else PostgresDb(db.url)  # type: ignore[attr-defined]
    await again.start()
    try:
        yield again
    finally:
        await again.stop()
