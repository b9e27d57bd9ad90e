"""The e-mail channel at work: a letter per message over kept SMTP connections."""

from collections.abc import Sequence
from typing import Final

from vestnik.channels.email.connection import Reply, Stale, Timeouts, open_connection
from vestnik.channels.email.manifest import MANIFEST
from vestnik.channels.email.pool import Pool
from vestnik.channels.email.settings import EmailSettings
from vestnik.channels.email.signing import sign
from vestnik.channels.email.wire import letterhead, write_letter
from vestnik.kernel.clock import Clock, micros
from vestnik.kernel.errors import InvalidInput
from vestnik.law.permit import Permit
from vestnik.notify.driver import Manifest, Outbound, SendError, Sent, check_outbound

_SECOND: Final = 1_000_000


class EmailDriver:
    """Sends by SMTP; see ``notify.driver.Driver`` for the verbs."""

    def __init__(self, settings: EmailSettings, clock: Clock, *, timeouts: Timeouts | None = None) -> None:
        """Prepare the constant parts of every letter; nothing is opened yet."""
        self._settings = settings
        self._clock = clock
        self._timeouts = timeouts or Timeouts()
        self._letterhead = letterhead(settings.from_address, settings.from_name)
        self._pool = Pool(settings, self._timeouts)

    @property
    def manifest(self) -> Manifest:
        """What this channel is and can do."""
        return MANIFEST

    async def send(self, permit: Permit, outbound: Outbound) -> Sent:
        """Send one letter; ``reference`` of the answer is its Message-ID.

        Raises:
            SendError: refused, not reachable, or (``in_doubt``) lost after the letter was handed over.
            TypeError: ``permit`` is not a Permit of the law room.
        """
        check_outbound(MANIFEST, permit, outbound)
        try:
            reference, reply = await self._deliver(outbound, fresh=False)
        except Stale:
            reference, reply = await self._deliver(outbound, fresh=True)
        return Sent(reference=reference, raw=reply.raw)

    async def _deliver(self, outbound: Outbound, *, fresh: bool) -> tuple[str, Reply]:
        async with self._pool.lease(fresh=fresh) as connection:
            reference, letter = self._write(outbound, eight_bit=connection.eight_bit)
            reply = await connection.deliver(self._letterhead.address, outbound.to.value, letter)
            return reference, reply

    def _write(self, outbound: Outbound, *, eight_bit: bool) -> tuple[str, bytes]:
        dkim = self._settings.dkim
        now = self._clock.now()
        try:
            letter = write_letter(
                self._letterhead,
                outbound.to.value,
                outbound.content,
                message_id=outbound.message_id,
                at=now,
                # A relay without 8BITMIME would re-encode the body and break the signature (RFC 6376, 5.3).
                eight_bit=eight_bit and dkim is None,
            )
        except InvalidInput as error:
            kind = "address" if error.field == "to" else "content"
            raise SendError(kind, str(error), permanent=True) from error
        if dkim is None:
            return letter.message_id, letter.to_bytes()
        signature = sign(dkim, letter.headers, letter.body, micros(now) // _SECOND)
        return letter.message_id, letter.to_bytes(signature)

    async def check(self) -> Sequence[str]:
        """Open a connection of its own and log in; return what is wrong, in Russian; empty is well."""
        try:
            connection = await open_connection(self._settings, self._timeouts)
        except SendError as error:
            return [error.detail]
        await connection.quit()
        return []

    async def close(self) -> None:
        """Let go of connections; may be called again."""
        await self._pool.close()
