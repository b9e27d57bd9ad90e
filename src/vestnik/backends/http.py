"""The one HTTP client (aiohttp), and the guard that keeps it away from internal addresses.

The guard sits where sockets are made: every address, whether it came from DNS, from a number written
as a name or from a redirect, is judged right before the connection, so the name cannot be answered
differently between the check and the use.
"""

import asyncio
import ipaddress
import os
import socket
import ssl
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp import hdrs
from aiohttp.abc import ResolveResult
from multidict import CIMultiDictProxy
from typing_extensions import override

from vestnik import __version__
from vestnik.kernel.http import DEFAULT_LIMITS, Hop, HttpAnswer, HttpFailure, HttpLimits, HttpProblem

USER_AGENT = f"Vestnik/{__version__} (+audit)"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024
_MAX_URL = 8192
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_V4_IN_V6 = 0xFFFF_FFFF


class _RefusedError(OSError):
    """An internal address; an OSError, because that is what the client library carries through whole."""


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the open internet, also when one hides inside another.

    Raises:
        ValueError: ``address`` is not an IP address.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & _V4_IN_V6)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _guarded_socket(info: tuple[Any, ...]) -> socket.socket:
    family, kind, proto, _, address = info
    if not is_public(str(address[0])):
        raise _RefusedError(str(address[0]))
    return socket.socket(family=family, type=kind, proto=proto)


class _GuardedResolver(aiohttp.ThreadedResolver):
    """Keeps the public addresses of a name; a name with none is refused, not called unreachable."""

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await super().resolve(host, port, family)
        public = [address for address in found if is_public(address["host"])]
        if found and not public:
            raise _RefusedError(found[0]["host"])
        return public


class AioHttp:
    """Implements ``kernel.http.Http``; open it once, inside the running loop, and ``close`` it at the end."""

    def __init__(
        self, *, allow_private: bool = False, ca_file: Path | None = None, connections_per_host: int = 32
    ) -> None:
        """Prepare the client.

        ``allow_private`` lifts the address guard for every call; ``ca_file`` adds certificate
        authorities (PEM) to the machine's own.

        Raises:
            OSError: ``ca_file`` cannot be read.
        """
        self._allow_private = allow_private
        self._per_host = connections_per_host
        self._tls = ssl.create_default_context()
        if ca_file is not None:
            self._tls.load_verify_locations(cafile=ca_file)
        # Two pools: a connection opened with permission must not be reused by a call without it.
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection; the client may not be used afterwards."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()

    async def get(
        self,
        url: str,
        limits: HttpLimits = DEFAULT_LIMITS,
        *,
        headers: Mapping[str, str] | None = None,
        follow: Callable[[str], bool] | None = None,
    ) -> HttpAnswer:
        """Fetch a page; see ``kernel.http.Http.get``."""
        hops: tuple[Hop, ...] = ()
        seen = {url}
        deadline = asyncio.get_running_loop().time() + limits.total_s
        while True:
            answer = await self._once("GET", url, headers or {}, None, limits, deadline, hops)
            target = _redirect_target(answer, hops)
            if target is None:
                return answer
            hops = (*hops, Hop(url, answer.status, target))
            if limits.redirects == 0 or (follow is not None and not follow(target)):
                return HttpAnswer(url, answer.status, answer.headers, answer.body, hops)
            if target in seen or len(hops) > limits.redirects:
                raise HttpFailure(HttpProblem.REDIRECT_LOOP, target, f"{len(hops)} redirects", hops)
            seen.add(target)
            url = target

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        limits: HttpLimits = DEFAULT_LIMITS,
    ) -> HttpAnswer:
        """Send one request; see ``kernel.http.Http.request``."""
        deadline = asyncio.get_running_loop().time() + limits.total_s
        return await self._once(method.upper(), url, headers or {}, body, limits, deadline, ())

    async def _once(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        limits: HttpLimits,
        deadline: float,
        hops: tuple[Hop, ...],
    ) -> HttpAnswer:
        allow_private = self._allow_private or limits.allow_private
        _check_url(url, hops, allow_private=allow_private)
        sent = {hdrs.USER_AGENT: USER_AGENT, hdrs.ACCEPT_ENCODING: "gzip, deflate", **headers}
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=limits.connect_s)
        try:
            async with (
                asyncio.timeout_at(deadline),
                self._session(allow_private).request(
                    method, url, headers=sent, data=body, allow_redirects=False, timeout=timeout
                ) as response,
            ):
                received = await _read_body(response, limits.body_bytes)
                return HttpAnswer(url, response.status, _lower(response.headers), received, hops)
        except _TooLarge as large:
            raise HttpFailure(HttpProblem.TOO_LARGE, url, str(large), hops) from None
        except _BrokenBody as broken:
            raise HttpFailure(HttpProblem.BAD_ANSWER, url, str(broken), hops) from broken
        except TimeoutError as error:
            raise HttpFailure(HttpProblem.TIMEOUT, url, f"{limits.total_s:g} s", hops) from error
        except (aiohttp.InvalidURL, UnicodeError) as error:
            raise HttpFailure(HttpProblem.BAD_URL, url, "not a web address", hops) from error
        except aiohttp.ClientSSLError as error:
            raise HttpFailure(HttpProblem.TLS, url, _words(error), hops) from error
        except (aiohttp.ClientConnectionError, OSError) as error:
            if (refused := _refusal(error)) is not None:
                raise HttpFailure(HttpProblem.REFUSED_ADDRESS, url, refused, hops) from error
            unnamed = isinstance(error, aiohttp.ClientConnectorDNSError)
            problem = HttpProblem.NO_SUCH_NAME if unnamed else HttpProblem.UNREACHABLE
            raise HttpFailure(problem, url, _words(error), hops) from error
        except aiohttp.ClientError as error:
            raise HttpFailure(HttpProblem.BAD_ANSWER, url, _words(error), hops) from error

    def _session(self, allow_private: bool) -> aiohttp.ClientSession:
        session = self._sessions.get(allow_private)
        if session is None:
            session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._per_host * 4,
                    limit_per_host=self._per_host,
                    ssl=self._tls,
                    resolver=aiohttp.ThreadedResolver() if allow_private else _GuardedResolver(),
                    ttl_dns_cache=60,
                    socket_factory=None if allow_private else _guarded_socket,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                raise_for_status=False,
            )
            self._sessions[allow_private] = session
        return session


class _TooLarge(Exception):  # noqa: N818
    pass


class _BrokenBody(Exception):  # noqa: N818
    pass


def _check_url(url: str, hops: tuple[Hop, ...], *, allow_private: bool) -> None:
    def refuse(detail: str, problem: HttpProblem = HttpProblem.BAD_URL) -> HttpFailure:
        return HttpFailure(problem, url, detail, hops)

    if len(url) > _MAX_URL:
        raise refuse(f"longer than {_MAX_URL} characters")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise refuse("not a web address") from error
    if parts.scheme not in {"http", "https"}:
        raise refuse("only http and https")
    if parts.username is not None or parts.password is not None:
        raise refuse("a web address must not carry a login")
    if not host:
        raise refuse("no host")
    if allow_private:
        return
    try:
        public = is_public(host)
    except ValueError:
        return  # a name: its addresses are judged at the socket
    if not public:
        raise refuse(host, HttpProblem.REFUSED_ADDRESS)


def _redirect_target(answer: HttpAnswer, hops: tuple[Hop, ...]) -> str | None:
    location = answer.headers.get("location")
    if answer.status not in _REDIRECTS or not location:
        return None
    try:
        return urljoin(answer.url, location.strip())
    except ValueError as error:
        raise HttpFailure(HttpProblem.BAD_URL, answer.url, "its redirect cannot be read", hops) from error


async def _read_body(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """Return the decompressed body, never holding more than ``limit`` and one chunk."""
    encoding = response.headers.get(hdrs.CONTENT_ENCODING, "").strip().lower()
    unpacker = None if encoding in {"", "identity"} else _Unpacker(encoding)
    announced = response.content_length
    if announced is not None and announced > limit and response.method != hdrs.METH_HEAD:
        raise _TooLarge(f"{announced} bytes announced, the limit is {limit}")
    parts: list[bytes] = []
    received = size = 0
    async for chunk in response.content.iter_chunked(_CHUNK):
        received += len(chunk)
        piece = unpacker.feed(chunk, limit - size + 1) if unpacker else chunk
        size += len(piece)
        if size > limit or received > limit:
            raise _TooLarge(f"more than {limit} bytes")
        parts.append(piece)
    if unpacker:
        unpacker.finish()
    return b"".join(parts)


class _Unpacker:
    """Decompresses in steps, each bounded, so that a bomb never unfolds."""

    def __init__(self, encoding: str) -> None:
        if encoding not in {"gzip", "x-gzip", "deflate"}:
            raise _BrokenBody(f"unknown compression {encoding[:40]}")
        self._encoding = encoding
        self._stream: Any = None

    def feed(self, chunk: bytes, room: int) -> bytes:
        """Return at most ``room`` bytes of what ``chunk`` holds."""
        if self._stream is None:
            # "deflate" comes with and without its zlib header; the header's low nibble is always 8.
            bare = self._encoding == "deflate" and chunk[0] & 0x0F != 8  # noqa: PLR2004 — RFC 1950, CM
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32)
        try:
            return bytes(self._stream.decompress(chunk, room))
        except zlib.error as error:
            raise _BrokenBody(f"broken {self._encoding}") from error

    def finish(self) -> None:
        """Refuse a stream that broke off: what is missing would silently count as clean."""
        if self._stream is not None and not self._stream.eof:
            raise _BrokenBody(f"{self._encoding} that breaks off")


def _lower(headers: CIMultiDictProxy[str]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers.items():
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined


def _refusal(error: BaseException | None) -> str | None:
    """Return the refused address when one stands behind a connection error."""
    while error is not None:
        if isinstance(error, _RefusedError):
            return str(error)
        error = getattr(error, "os_error", None) or error.__cause__
    return None


def _words(error: BaseException) -> str:
    """Return the system's own short words where there are some: the library's carry its settings."""
    number = getattr(error, "errno", None)
    if isinstance(number, int) and number > 0:
        return os.strerror(number)
    return (str(error) or type(error).__name__)[:200]
