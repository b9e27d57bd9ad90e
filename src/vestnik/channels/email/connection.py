"""One SMTP connection: opening it, one transaction a letter, and every failure said as a ``SendError``."""

import asyncio
import re
import ssl
from dataclasses import dataclass
from typing import Any, Final

import aiosmtplib

from vestnik.channels.email.replies import Stage, read_reply
from vestnik.channels.email.settings import EmailSettings, Security
from vestnik.channels.email.wire import transparent
from vestnik.kernel.text import N_, Text
from vestnik.notify.driver import SendError

_MAX_REPLY: Final = 500
_UNREACHABLE_RETRY_S: Final = 60.0
_ADDRESS_IN_REPLY: Final = re.compile(r"[^\s<>]+@[^\s<>:;,]+")
_GO_AHEAD: Final = 354
_POSITIVE: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for the server."""

    connect: float = 10.0
    command: float = 30.0
    final: float = 120.0
    """After the final dot: long, because giving up here leaves the letter in doubt."""


class Stale(Exception):  # noqa: N818 — not a failure: the server hung up while the connection was idle
    """A kept connection was closed by the server before anything of this letter was said."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer; ``text`` has addresses masked and a bounded length."""

    code: int
    text: str

    @property
    def raw(self) -> dict[str, Any]:
        """The answer as it is kept beside the outcome."""
        return {"code": self.code, "text": self.text}


class Connection:
    """An open session with the server; use it from one task at a time."""

    def __init__(self, client: aiosmtplib.SMTP, timeouts: Timeouts) -> None:
        """Keep an already open client; see ``open_connection``."""
        self._client = client
        self._timeouts = timeouts
        self._lock_step = True
        self._size_limit = _size_limit(client)
        self.eight_bit = client.supports_extension("8bitmime")
        self.used = False
        """True once a letter went through."""

    @property
    def usable(self) -> bool:
        """Whether another letter may follow on this connection."""
        return self._lock_step and self._client.is_connected

    async def deliver(self, sender: str, recipient: str, letter: bytes) -> Reply:
        """Send one letter in one transaction and return the answer to the final dot.

        Raises:
            SendError: refused, or lost; ``in_doubt`` when it was lost after the final dot.
            Stale: a kept connection turned out to be closed; nothing was sent.
        """
        if self._size_limit and len(letter) > self._size_limit:
            raise SendError(
                "content",
                str(N_("Письмо больше, чем принимает сервер: %(limit)s байт.", limit=self._size_limit)),
                permanent=True,
            )
        self._lock_step = False
        try:
            reply = await self._transaction(sender, recipient, letter)
        except SendError as error:
            self._lock_step = not error.in_doubt and await self._reset()
            raise
        self._lock_step = True
        self.used = True
        return reply

    async def _transaction(self, sender: str, recipient: str, letter: bytes) -> Reply:
        body = b"" if letter.isascii() else b" BODY=8BITMIME"
        try:
            await self._say(Stage.MAIL, b"MAIL FROM:<%s>%s" % (sender.encode("ascii"), body))
        except SendError as error:
            if self.used and error.kind == "unreachable" and not error.raw:
                raise Stale from error
            raise
        await self._say(Stage.RCPT, b"RCPT TO:<%s>" % recipient.encode("ascii"))
        await self._say(Stage.DATA, b"DATA")
        return await self._final(transparent(letter))

    async def _say(self, stage: Stage, command: bytes) -> None:
        try:
            answer = await self._client.execute_command(command, timeout=self._timeouts.command)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _lost(error) from error
        good = answer.code == _GO_AHEAD if stage is Stage.DATA else answer.code in _POSITIVE
        if not good:
            raise _refused(stage, answer.code, answer.message)

    async def _final(self, payload: bytes) -> Reply:
        protocol = self._client.protocol
        if protocol is None:
            raise _lost(ConnectionResetError())
        try:
            protocol.write(payload)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _lost(error) from error
        try:
            answer = await protocol.read_response(timeout=self._timeouts.final)
        except (aiosmtplib.SMTPException, OSError) as error:
            self.abort()
            raise SendError(
                "unreachable",
                str(
                    N_(
                        "Письмо передано целиком, но ответа не было: неизвестно, принято ли оно. "
                        "Проверьте журнал почтового сервера."
                    )
                ),
                permanent=False,
                in_doubt=True,
            ) from error
        if answer.code not in _POSITIVE:
            raise _refused(Stage.END, answer.code, answer.message)
        return _reply(answer.code, answer.message)

    async def _reset(self) -> bool:
        """Forget a half-made transaction; tell whether the connection is good for another."""
        if not self._client.is_connected:
            return False
        try:
            answer = await self._client.execute_command(b"RSET", timeout=self._timeouts.command)
        except (aiosmtplib.SMTPException, OSError):
            self.abort()
            return False
        return answer.code in _POSITIVE

    async def quit(self) -> None:
        """Take leave; a server that does not answer is left at once."""
        try:
            if self.usable:
                await self._client.execute_command(b"QUIT", timeout=min(2.0, self._timeouts.command))
        except (aiosmtplib.SMTPException, OSError):
            pass  # we were leaving anyway
        finally:
            self.abort()

    def abort(self) -> None:
        """Close without a word."""
        self._client.close()


async def open_connection(settings: EmailSettings, timeouts: Timeouts) -> Connection:
    """Connect, encrypt and log in as the settings say.

    Raises:
        SendError: the server is away (temporary), or the settings do not fit it (permanent).
    """
    client = aiosmtplib.SMTP(
        hostname=settings.host,
        port=settings.port,
        local_hostname=settings.helo_name,
        timeout=timeouts.connect,
        use_tls=settings.security is Security.TLS,
        start_tls=settings.security is Security.STARTTLS,
        tls_context=settings.tls,
    )
    try:
        await client.connect()
        await _greet(client)
        if settings.username is not None and settings.password is not None:
            await _log_in(client, settings.username, settings.password)
    except BaseException as error:
        client.close()
        if isinstance(error, aiosmtplib.SMTPException | OSError):
            raise _not_opened(error, settings) from error
        raise
    return Connection(client, timeouts)


async def _greet(client: aiosmtplib.SMTP) -> None:
    if not client.is_ehlo_or_helo_needed:
        return
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        await client.helo()  # an old server: no extensions, but it takes mail


async def _log_in(client: aiosmtplib.SMTP, username: str, password: str) -> None:
    if not client.supports_extension("auth"):
        raise SendError(
            "settings",
            str(
                N_(
                    "Сервер не предлагает вход по паролю. Очистите имя и пароль "
                    "или смените порт и шифрование."
                )
            ),
            permanent=True,
        )
    try:
        await client.login(username, password)
    except aiosmtplib.SMTPAuthenticationError as error:
        # The server's own words stay out: some repeat what they were given.
        meaning = read_reply(Stage.AUTH, error.code, error.message)
        raise SendError(
            meaning.kind,
            _with_advice(meaning.reason, N_("Проверьте имя пользователя и пароль в настройках канала.")),
            permanent=meaning.permanent,
            retry_after_s=meaning.retry_after_s,
            raw={"code": error.code},
        ) from None


def _not_opened(error: Exception, settings: EmailSettings) -> SendError:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return SendError(
            "settings",
            str(
                N_(
                    "Сертификат сервера %(host)s не прошёл проверку: %(why)s. "
                    "Укажите корневой сертификат или имя сервера, на которое сертификат выдан.",
                    host=settings.host,
                    why=cause.verify_message,
                )
            ),
            permanent=True,
        )
    if isinstance(cause, ssl.SSLError):
        return SendError(
            "settings",
            str(
                N_(
                    "На порту %(port)s сервер не говорит по TLS. Выберите starttls (обычно 587) "
                    "или tls (обычно 465).",
                    port=settings.port,
                )
            ),
            permanent=True,
        )
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return _refused(Stage.CONNECT, error.code, error.message)
    if isinstance(error, aiosmtplib.SMTPNotSupported) or type(error) is aiosmtplib.SMTPException:
        return SendError(
            "settings",
            str(
                N_(
                    "Сервер не предлагает нужного нам шифрования или входа. "
                    "Проверьте порт и вид шифрования в настройках канала."
                )
            ),
            permanent=True,
        )
    return SendError(
        "unreachable",
        str(
            N_(
                "Почтовый сервер %(host)s:%(port)s не отвечает. Проверьте имя, порт и сеть.",
                host=settings.host,
                port=settings.port,
            )
        ),
        permanent=False,
        retry_after_s=_UNREACHABLE_RETRY_S,
    )


def _refused(stage: Stage, code: int, text: str) -> SendError:
    meaning = read_reply(stage, code, text)
    reply = _reply(code, text)
    return SendError(
        meaning.kind,
        f"{meaning.reason} ({code} {reply.text})",
        permanent=meaning.permanent,
        retry_after_s=meaning.retry_after_s,
        raw={**reply.raw, "stage": stage.value},
    )


def _lost(error: Exception) -> SendError:
    timed_out = isinstance(error, TimeoutError | asyncio.TimeoutError)
    why = N_("Сервер не ответил вовремя.") if timed_out else N_("Соединение с сервером прервалось.")
    return SendError(
        "unreachable",
        _with_advice(why.msgid, N_("Письмо не передано, попробуем ещё раз.")),
        permanent=False,
        retry_after_s=_UNREACHABLE_RETRY_S,
    )


def _with_advice(reason: str, advice: Text) -> str:
    return f"{reason} {advice}"


def _reply(code: int, text: str) -> Reply:
    """Keep an answer without the addresses that servers like to repeat."""
    one_line = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    return Reply(code, _ADDRESS_IN_REPLY.sub("•••", one_line)[:_MAX_REPLY])


def _size_limit(client: aiosmtplib.SMTP) -> int:
    raw = client.esmtp_extensions.get("size", "")
    return int(raw) if raw.isascii() and raw.isdigit() else 0
