"""API keys at hand, so that a request costs no database read."""

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from vestnik.access.api_keys import REVOKED
from vestnik.access.authenticate import key_of, principal_of_key
from vestnik.access.model import ApiKey, Principal
from vestnik.access.tokens import MAX_SECRET, token_hash
from vestnik.kernel.core import Core, Subscription
from vestnik.kernel.errors import NotSignedIn
from vestnik.kernel.text import N_

_FRESH: Final = timedelta(seconds=2)
_MAX_KEYS: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Known:
    key: ApiKey
    principal: Principal
    read_at: datetime


class ApiKeys:
    """Answers who stands behind a secret from memory for two seconds, then asks the database again.

    A revocation in this process is heard of at once (over the bus); one made elsewhere counts when the two
    seconds are over. Refusals are never remembered. Close it before the event loop ends.
    """

    def __init__(self, core: Core) -> None:
        """Stand ready; listening begins with the first question."""
        self._core = core
        self._known: dict[bytes, _Known] = {}
        self._listener: asyncio.Task[None] | None = None
        self._revocations = 0

    async def by_api_key(self, secret: str) -> Principal:
        """Return who is asking.

        Raises:
            NotSignedIn: no such key, or it was revoked or has expired.
        """
        if len(secret) > MAX_SECRET:
            raise NotSignedIn(N_("Ключ API не действует."))
        if self._listener is None:
            self._listener = asyncio.create_task(self._listen(self._core.bus.subscribe(REVOKED)))
        digest, now = token_hash(secret), self._core.clock.now()
        known = self._known.get(digest)
        if known is not None and self._holds(known, now):
            return known.principal
        self._known.pop(digest, None)
        revocations = self._revocations
        key = await key_of(self._core, secret)
        principal = principal_of_key(key)
        if revocations == self._revocations:  # else this very key may have been revoked while it was read
            if len(self._known) >= _MAX_KEYS:
                del self._known[next(iter(self._known))]
            self._known[digest] = _Known(key, principal, now)
        return principal

    def forget(self, key_id: str) -> None:
        """Drop a key, so that the next question reaches the database."""
        self._revocations += 1
        for digest in [digest for digest, known in self._known.items() if known.key.id == key_id]:
            del self._known[digest]

    async def close(self) -> None:
        """Stop listening."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listener

    async def _listen(self, revoked: Subscription) -> None:
        try:
            async for key_id in revoked:
                self.forget(key_id.decode())
        finally:
            revoked.close()

    @staticmethod
    def _holds(known: _Known, now: datetime) -> bool:
        expires_at = known.key.expires_at
        return now - known.read_at < _FRESH and (expires_at is None or now < expires_at)
