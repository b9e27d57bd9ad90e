"""A real SMTP server on loopback that keeps what it takes and misbehaves when told to."""

import asyncio
import contextlib
import ssl
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern_policy
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from vestnik.sandbox.certificate import make_certificate

_HOST: Final = "127.0.0.1"
_MAX_MESSAGES: Final = 10_000
_MAX_BYTES: Final = 10 * 1024 * 1024
_NAME: Final = "sandbox.example"


class Mode(StrEnum):
    """How the server treats the next letters."""

    ACCEPT = "accept"
    REFUSE_RECIPIENT = "refuse_recipient"
    """550 5.1.1: no such mailbox."""
    REFUSE_CONTENT = "refuse_content"
    """554 5.7.1 in answer to the final dot."""
    THROTTLE = "throttle"
    """451 4.7.1 for every recipient."""
    DROP_BEFORE_DATA = "drop_before_data"
    """The connection dies when a recipient is named."""
    DROP_AFTER_DATA = "drop_after_data"
    """The letter is taken and kept, then the connection dies without an answer."""
    SLOW = "slow"
    """The answer to the final dot comes after ``delay_s`` seconds."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One letter with its envelope."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes
    """As it was sent, dots undoubled."""
    encrypted: bool
    user: str | None

    def parse(self) -> EmailMessage:
        """Return the letter as Python's own mail parser reads it."""
        message = BytesParser(policy=modern_policy).parsebytes(self.data)
        assert isinstance(message, EmailMessage)  # noqa: S101 — what this policy's factory makes
        return message


class SmtpSandbox:
    """``async with SmtpSandbox(port=0) as box: … box.messages``.

    ``mode`` and ``delay_s`` may be changed while it runs. It listens on 127.0.0.1 only and keeps at most
    ``max_messages`` letters of ``max_bytes`` in memory; the next one is refused with 452.
    """

    def __init__(  # noqa: PLR0913 — each is one visible property of a mail server
        self,
        *,
        port: int = 0,
        mode: Mode = Mode.ACCEPT,
        starttls: bool = False,
        tls: bool = False,
        users: Mapping[str, str] | None = None,
        max_messages: int = _MAX_MESSAGES,
        max_bytes: int = _MAX_BYTES,
        eight_bit: bool = True,
    ) -> None:
        """Describe the server; it listens from ``start`` on. With ``users`` it demands AUTH."""
        self.mode = mode
        self.delay_s = 1.0
        self.messages: list[Taken] = []
        self.connections = 0
        """How many were opened since the start."""
        self.ca_pem = ""
        """The self-made certificate to trust, when there is TLS."""
        self._asked_port = port
        self._starttls = starttls
        self._tls = tls
        self._users = dict(users or {})
        self._max_messages = max_messages
        self._max_bytes = max_bytes
        self._eight_bit = eight_bit
        self._server: asyncio.Server | None = None
        self._transports: set[asyncio.BaseTransport] = set()
        self._arrived = asyncio.Event()

    @property
    def host(self) -> str:
        """Where it listens."""
        return _HOST

    @property
    def port(self) -> int:
        """The port it listens on."""
        if self._server is None:
            msg = "the sandbox mail server is not running"
            raise RuntimeError(msg)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def start(self) -> None:
        """Begin to listen."""
        context = self._tls_context() if self._starttls or self._tls else None
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: self._protocol(loop, context),
            _HOST,
            self._asked_port,
            ssl=context if self._tls else None,
        )

    async def stop(self) -> None:
        """Stop listening and hang up on everybody."""
        if self._server is None:
            return
        self._server.close()
        for transport in list(self._transports):
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._server.wait_closed(), 2.0)
        self._server = None
        await asyncio.sleep(0)  # let the session tasks see that their connections are gone

    async def wait_for(self, count: int, timeout_s: float = 10.0) -> list[Taken]:
        """Return the letters once there are ``count`` of them.

        Raises:
            TimeoutError: fewer came in ``timeout_s`` seconds.
        """
        async with asyncio.timeout(timeout_s):
            while len(self.messages) < count:
                self._arrived.clear()
                await self._arrived.wait()
        return list(self.messages)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _tls_context(self) -> ssl.SSLContext:
        certificate, key = make_certificate(("localhost",), (_HOST,))
        self.ca_pem = certificate
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        with tempfile.TemporaryDirectory() as folder:  # the ssl module reads keys from files only
            pem = Path(folder, "pair.pem")
            pem.touch(mode=0o600)
            pem.write_text(certificate + key)
            context.load_cert_chain(pem)
        return context

    def _protocol(self, loop: asyncio.AbstractEventLoop, context: ssl.SSLContext | None) -> SMTP:
        return _Session(
            self,
            loop=loop,
            hostname=_NAME,
            ident="Vestnik sandbox",
            data_size_limit=self._max_bytes,
            timeout=60.0,
            tls_context=context if self._starttls else None,
            require_starttls=self._starttls,
            authenticator=self._authenticate if self._users else None,
            auth_require_tls=self._starttls,
            auth_exclude_mechanism=() if self._users else ("LOGIN", "PLAIN"),
        )

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        del server, session, envelope
        known = (
            mechanism in {"PLAIN", "LOGIN"}
            and isinstance(data, LoginPassword)
            and self._users.get(data.login.decode("utf-8", "replace"))
            == data.password.decode("utf-8", "replace")
        )
        return AuthResult(success=known, handled=False, auth_data=data.login.decode() if known else None)

    # The hooks below are called by aiosmtpd by their names.

    async def handle_EHLO(  # noqa: N802, D102
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        del server, envelope
        session.host_name = hostname
        return [line for line in responses if self._eight_bit or not line.endswith("8BITMIME")]

    async def handle_MAIL(  # noqa: N802, D102
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server
        if self._users and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802, D102
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del session
        if self.mode is Mode.REFUSE_RECIPIENT:
            return f"550 5.1.1 <{address}>: no such mailbox here"
        if self.mode is Mode.THROTTLE:
            return "451 4.7.1 Try again later"
        if self.mode is Mode.DROP_BEFORE_DATA:
            _hang_up(server)
            return "421 4.3.2 bye"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, D102
        if self.mode is Mode.REFUSE_CONTENT:
            return "554 5.7.1 This letter is not welcome"
        if len(self.messages) >= self._max_messages:
            return "452 4.3.1 The sandbox is full"
        data = envelope.original_content or b""
        self.messages.append(
            Taken(
                envelope.mail_from or "",
                tuple(envelope.rcpt_tos),
                data,
                session.ssl is not None or self._tls,
                session.auth_data,
            )
        )
        self._arrived.set()
        if self.mode is Mode.DROP_AFTER_DATA:
            _hang_up(server)
        elif self.mode is Mode.SLOW:
            await asyncio.sleep(self.delay_s)
        return f"250 2.0.0 OK: queued as {len(self.messages):06d}"


class _Session(SMTP):
    """aiosmtpd's session, known to its sandbox so that it can be hung up."""

    def __init__(self, box: SmtpSandbox, **options: Any) -> None:
        super().__init__(box, **options)
        self._box = box

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._original_transport is None:
            self._box.connections += 1
        self._box._transports.add(transport)  # noqa: SLF001 — one thing in two classes
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self.transport is not None:
            self._box._transports.discard(self.transport)  # noqa: SLF001
        super().connection_lost(error)


def _hang_up(server: SMTP) -> None:
    transport = server.transport
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()
