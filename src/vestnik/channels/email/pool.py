"""A few kept connections: a letter waits for its turn, an idle connection waits for a letter."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from vestnik.channels.email.connection import Connection, Timeouts, open_connection
from vestnik.channels.email.settings import EmailSettings
from vestnik.kernel.text import N_
from vestnik.notify.driver import SendError

_IDLE_S: Final = 20.0
"""Servers hang up on silence after 30 seconds or more."""
_LETTERS_PER_CONNECTION: Final = 500


class Pool:
    """At most ``settings.connections`` sessions; the last used is used first, so the rest may go idle."""

    def __init__(self, settings: EmailSettings, timeouts: Timeouts) -> None:
        """Open nothing yet."""
        self._settings = settings
        self._timeouts = timeouts
        self._slots = asyncio.Semaphore(settings.connections)
        self._idle: list[tuple[float, int, Connection]] = []
        self._closed = False

    @asynccontextmanager
    async def lease(self, *, fresh: bool = False) -> AsyncIterator[Connection]:
        """Lend a connection for one letter; ``fresh`` asks for one opened now.

        Raises:
            SendError: none could be opened, or the pool is closed.
        """
        async with self._slots:
            if self._closed:
                raise SendError(
                    "unreachable", str(N_("Канал выключается.")), permanent=False, retry_after_s=1.0
                )
            connection, letters = (None, 0) if fresh else await self._kept()
            if connection is None:
                connection = await open_connection(self._settings, self._timeouts)
            try:
                yield connection
            finally:
                await self._give_back(connection, letters + 1)

    async def _kept(self) -> tuple[Connection | None, int]:
        now = asyncio.get_running_loop().time()
        while self._idle:
            since, letters, connection = self._idle.pop()
            if connection.usable and now - since < _IDLE_S:
                return connection, letters
            connection.abort()
        return None, 0

    async def _give_back(self, connection: Connection, letters: int) -> None:
        if not connection.usable:
            connection.abort()
        elif self._closed or letters >= _LETTERS_PER_CONNECTION:
            await connection.quit()
        else:
            self._idle.append((asyncio.get_running_loop().time(), letters, connection))

    async def close(self) -> None:
        """Take leave of idle connections now and of busy ones when their letter is done."""
        self._closed = True
        idle, self._idle = self._idle, []
        await asyncio.gather(*(connection.quit() for _, _, connection in idle))
