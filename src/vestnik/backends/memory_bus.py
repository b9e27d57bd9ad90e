"""The bus of one process: topics, bounded queues, the oldest message gives way."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator

_MAX_WAITING = 1_000


class _MemorySubscription:
    """One listener's queue."""

    def __init__(self, bus: "MemoryBus", topic: str) -> None:
        self._bus = bus
        self._topic = topic
        self._queue: asyncio.Queue[bytes] = asyncio.Queue(_MAX_WAITING)

    def put(self, data: bytes) -> None:
        """Take a message; a full queue loses its oldest."""
        if self._queue.full():
            self._queue.get_nowait()
        self._queue.put_nowait(data)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield messages as they come."""
        while True:
            yield await self._queue.get()

    async def next(self, timeout_s: float) -> bytes | None:
        """Return the next message, or None when none came in time."""
        try:
            return await asyncio.wait_for(self._queue.get(), timeout_s)
        except TimeoutError:
            return None

    def drain(self) -> int:
        """Throw away what waits already; return how many."""
        dropped = self._queue.qsize()
        for _ in range(dropped):
            self._queue.get_nowait()
        return dropped

    def close(self) -> None:
        """Stop listening."""
        self._bus.drop(self._topic, self)


class MemoryBus:
    """Wake-ups inside one process."""

    def __init__(self) -> None:
        """Start with nobody listening."""
        self._topics: defaultdict[str, set[_MemorySubscription]] = defaultdict(set)

    async def publish(self, topic: str, data: bytes = b"") -> None:
        """Hand ``data`` to every listener of ``topic``."""
        for subscription in tuple(self._topics.get(topic, ())):
            subscription.put(data)

    def subscribe(self, topic: str) -> _MemorySubscription:
        """Start listening to ``topic``."""
        subscription = _MemorySubscription(self, topic)
        self._topics[topic].add(subscription)
        return subscription

    def drop(self, topic: str, subscription: _MemorySubscription) -> None:
        """Forget a listener."""
        self._topics[topic].discard(subscription)
        if not self._topics[topic]:
            del self._topics[topic]
