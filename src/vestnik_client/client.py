"""The HTTP client: one kept connection, typed answers, repeats that cannot send twice."""

import http.client
import json
import secrets
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Final, Self, TypeVar
from urllib.parse import quote, urlsplit

from vestnik_client.answers import (
    Accepted,
    CallReported,
    Message,
    read_accepted,
    read_call,
    read_message,
)
from vestnik_client.errors import (
    BadKey,
    Conflict,
    InvalidRequest,
    NotAllowed,
    NotFound,
    Refused,
    TooMany,
    Unreachable,
)

_REFUSALS: Final[Mapping[int, type[Refused]]] = {
    401: BadKey,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    422: InvalidRequest,
    429: TooMany,
}
_MAX_ANSWER: Final = 4 * 1024 * 1024
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_FIRST_PAUSE_S: Final = 0.2
_LONGEST_PAUSE_S: Final = 10.0
_TOO_MANY: Final = 429
_GATEWAY: Final = frozenset({502, 503, 504})
_OK: Final = frozenset({200, 202})

Answer = TypeVar("Answer")


class Client:
    """Speaks to one Vestnik with one API key.

    ::

        with Client("https://vestnik.company.example", key) as vestnik:
            sent = vestnik.send(channel="email", to="anna@mail.example", purpose="service", text="Готово.")
            vestnik.message(sent.id).state

    A client may be shared by threads; requests then wait for each other.
    """

    def __init__(
        self,
        url: str,
        api_key: str,
        *,
        timeout_s: float = 10.0,
        retries: int = 2,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Prepare; nothing is sent yet.

        ``url`` is the server's address (https, or http to this machine). ``retries`` counts further tries
        after a lost connection or an overloaded server; they repeat the idempotency key, so a message is
        never sent twice. ``tls`` replaces the default verification, for a private authority.

        Raises:
            ValueError: the address, the key or a number cannot be used.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            msg = "url must look like https://vestnik.company.example"
            raise ValueError(msg)
        if parts.scheme == "http" and parts.hostname not in _LOCAL:
            msg = "the API key would cross the network in clear: use https"
            raise ValueError(msg)
        if not api_key.isascii() or not api_key.isprintable() or not api_key.strip():
            msg = "api_key must be one line of ASCII"
            raise ValueError(msg)
        if timeout_s <= 0 or retries < 0:
            msg = "timeout_s must be above zero, retries not below"
            raise ValueError(msg)
        self._secure = parts.scheme == "https"
        self._host = parts.hostname
        self._port = parts.port
        self._base = parts.path.rstrip("/")
        self._api_key = api_key.strip()
        self._timeout_s = timeout_s
        self._retries = retries
        self._tls = tls
        self._lock = threading.Lock()
        self._connection: http.client.HTTPConnection | None = None

    def send(  # noqa: PLR0913 — a message has these fields, all named by the caller
        self,
        *,
        channel: str,
        to: str,
        purpose: str,
        text: str,
        subject: str | None = None,
        html: str | None = None,
        phone: str | None = None,
        due_at: datetime | None = None,
        expires_at: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> Accepted:
        """Hand over a message; it is durable on the server when this returns.

        ``idempotency_key`` names the message in your own system: the same key again gives the first answer.
        Without one a random key is made. Times must have a time zone.

        Raises:
            InvalidRequest, Conflict, NotAllowed, BadKey, TooMany: the server refused.
            Unreachable: nobody knows whether it was taken; send again with the same ``idempotency_key``.
        """
        body = {"channel": channel, "to": to, "purpose": purpose, "text": text}
        optional = {
            "subject": subject,
            "html": html,
            "phone": phone,
            "due_at": _moment(due_at),
            "expires_at": _moment(expires_at),
        }
        body |= {name: value for name, value in optional.items() if value is not None}
        key = idempotency_key or secrets.token_hex(16)
        return self._ask("POST", "/v1/messages", read_accepted, body, {"Idempotency-Key": key})

    def message(self, message_id: str) -> Message:
        """Return what happened to a message so far.

        Raises:
            NotFound: there is no such message in the key's workspace.
            NotAllowed, BadKey, TooMany, Unreachable: as in ``send``.
        """
        return self._ask("GET", f"/v1/messages/{quote(message_id, safe='')}", read_message)

    def report_call(self, phone: str, *, in_progress: bool, at: datetime | None = None) -> CallReported:
        """Say that a person's call began or ended, so that no code reaches them during it.

        Raises:
            InvalidRequest: the number or the time cannot be used.
            NotAllowed, BadKey, TooMany, Unreachable: as in ``send``.
        """
        body = {"phone": phone, "state": "in_progress" if in_progress else "ended"}
        if at is not None:
            body["at"] = _moment(at) or ""
        return self._ask("POST", "/v1/calls", read_call, body)

    def close(self) -> None:
        """Let go of the connection; the next request opens another."""
        with self._lock:
            self._drop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({'https' if self._secure else 'http'}://{self._host})"

    def _ask(
        self,
        method: str,
        path: str,
        read: Callable[[Mapping[str, Any]], Answer],
        body: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        payload = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        sent = {
            "Authorization": f"Bearer {self._api_key}",
            "Accept": "application/json",
            **({} if payload is None else {"Content-Type": "application/json"}),
            **(headers or {}),
        }
        for attempt in range(self._retries + 1):
            last = attempt == self._retries
            pause = min(_FIRST_PAUSE_S * 2**attempt, _LONGEST_PAUSE_S)
            try:
                with self._lock:
                    status, wait, data = self._exchange(method, self._base + path, payload, sent)
            except (OSError, http.client.HTTPException) as error:
                if last:
                    msg = f"{self._host} gave no answer: {type(error).__name__}"
                    raise Unreachable(msg) from error
            else:
                if (status not in _GATEWAY and status != _TOO_MANY) or last:
                    return _understand(status, wait, data, read)
                pause = min(max(wait, pause), _LONGEST_PAUSE_S)
            time.sleep(pause)
        raise AssertionError  # the last attempt always returns or raises

    def _exchange(
        self, method: str, path: str, payload: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, float, bytes]:
        connection = self._connection or self._connect()
        self._connection = connection
        try:
            connection.request(method, path, body=payload, headers=dict(headers))
            response = connection.getresponse()
            data = response.read(_MAX_ANSWER + 1)
        except BaseException:
            self._drop()
            raise
        if len(data) > _MAX_ANSWER or response.will_close:
            self._drop()
        return response.status, _seconds(response.getheader("Retry-After")), data

    def _connect(self) -> http.client.HTTPConnection:
        if self._secure:
            context = self._tls or ssl.create_default_context()
            return http.client.HTTPSConnection(
                self._host, self._port, timeout=self._timeout_s, context=context
            )
        return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout_s)

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _understand(status: int, wait: float, data: bytes, read: Callable[[Mapping[str, Any]], Answer]) -> Answer:
    try:
        body: Any = json.loads(data) if len(data) <= _MAX_ANSWER else None
        if status in _OK:
            return read(body)
        said = body["error"]
        refusal = _REFUSALS.get(status, Refused)(
            status,
            str(said["code"]),
            str(said["message"]),
            field=said.get("field"),
            hint=said.get("hint"),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"the answer ({status}) is not one of Vestnik's: is the address right?"
        raise Unreachable(msg) from error
    if isinstance(refusal, TooMany):
        refusal.retry_after_s = wait or 1.0
    if status in _GATEWAY:
        raise Unreachable(str(refusal)) from refusal
    raise refusal


def _seconds(header: str | None) -> float:
    return float(header) if header and header.isascii() and header.isdigit() else 0.0


def _moment(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        msg = "a time without a zone means another moment on each machine"
        raise ValueError(msg)
    return moment.isoformat()
