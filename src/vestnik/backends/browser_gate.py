"""The one way out of the browser: a small forward proxy on this machine, one for every tab.

The browser's own network is closed; it may only ask this gate, and the gate reaches only hosts that the page
was seen to ask for: what the browser wants for itself (updates, suggestions, checks) ends here. Every
address, whatever name, redirect, frame, worker or WebSocket brought it, is judged right before the
connection, as in ``backends.http``; what a tab loads is counted; and a request that could carry data is
refused here once more where the gate can read it (plain http).
"""

import asyncio
import contextlib
import socket
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from vestnik.backends.http import is_public

_HEAD_BYTES = 64 * 1024
_CHUNK = 64 * 1024
_CONNECT_S = 10.0
_WORD_S = 2.0
UNREACHABLE = "523 Origin Is Unreachable"
"""Said for a server that does not answer; servers themselves hardly ever do."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_HOP = frozenset({"proxy-connection", "proxy-authorization", "connection", "keep-alive"})


class Gate:
    """``async with Gate(...) as gate: gate.address`` — give that address to the browser as its proxy."""

    def __init__(self, *, allow_private: bool, total_bytes: int) -> None:
        """Nothing listens before ``async with``."""
        self._allow_private = allow_private
        self._left = total_bytes
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()
        self.refused: dict[str, str] = {}
        """Host → the internal address it leads to."""
        self.stopped_methods: list[str] = []
        """Requests with a body that reached the gate: none should."""
        self._open = True
        self._expected: set[str] = set()
        self._news = asyncio.Event()

    @property
    def spent(self) -> bool:
        """Whether the tab has loaded all it may."""
        return self._left <= 0

    @property
    def address(self) -> str:
        """Where the gate listens: ``http://127.0.0.1:port``."""
        if self._server is None:
            raise RuntimeError("the gate is not open")
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_HEAD_BYTES)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def expect(self, url: str) -> None:
        """Let the browser reach the host of ``url``: the page asks for it."""
        try:
            host = urlsplit(url).hostname
        except ValueError:
            return
        if host and host not in self._expected:
            self._expected.add(host)
            self._news.set()
            self._news = asyncio.Event()

    async def _is_expected(self, host: str) -> bool:
        """Whether the page asks for the host; the word of it may come a moment after the connection."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_WORD_S):
                while host not in self._expected:
                    await self._news.wait()
        return host in self._expected

    def shut(self) -> None:
        """Break every connection and make no other."""
        self._open = False
        for talk in self._talks:
            talk.cancel()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.create_task(self._talk(reader, writer))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            method, target, headers = _read_head(head)
            if method == "CONNECT":
                await self._tunnel(target, reader, writer)
            elif method in _READING and self._open:
                await self._forward(method, target, headers, writer)
            else:
                self.stopped_methods.append(f"{method} {target}")
                await _say(writer, "405 Method Not Allowed")
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # the browser tells its page that the connection broke
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _tunnel(self, target: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, _, port = target.rpartition(":")
        there = await self._reach(host.strip("[]"), int(port), writer)
        if there is None:
            return
        far_reader, far_writer = there
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        try:
            await asyncio.gather(self._pour(reader, far_writer), self._pour(far_reader, writer, counted=True))
        finally:
            far_writer.close()

    async def _forward(
        self, method: str, target: str, headers: list[tuple[str, str]], writer: asyncio.StreamWriter
    ) -> None:
        parts = urlsplit(target)
        there = await self._reach(parts.hostname or "", parts.port or 80, writer)
        if there is None:
            return
        far_reader, far_writer = there
        path = parts.path or "/"
        lines = [f"{method} {path}{'?' + parts.query if parts.query else ''} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in headers if name.lower() not in _HOP]
        lines += ["Connection: close", "", ""]
        try:
            far_writer.write("\r\n".join(lines).encode("latin-1"))
            await self._pour(far_reader, writer, counted=True)
        finally:
            far_writer.close()

    async def _reach(
        self, host: str, port: int, writer: asyncio.StreamWriter
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """Connect to a judged address, or answer the browser why not."""
        if self.spent or not self._open or not await self._is_expected(host.lower()):
            await _say(writer, "403 Forbidden")
            return None
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            await _say(writer, UNREACHABLE)
            return None
        addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
        judged = [one for one in addresses if self._allow_private or is_public(one)]
        if not judged:
            self.refused[host] = addresses[0] if addresses else host
            await _say(writer, "403 Forbidden")
            return None
        for address in judged:
            with contextlib.suppress(OSError):
                async with asyncio.timeout(_CONNECT_S):
                    return await asyncio.open_connection(address, port)
        await _say(writer, UNREACHABLE)
        return None

    async def _pour(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counted: bool = False
    ) -> None:
        while chunk := await reader.read(_CHUNK):
            if counted:
                self._left -= len(chunk)
                if self._left <= 0:
                    raise ConnectionAbortedError
            writer.write(chunk)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


def _read_head(head: bytes) -> tuple[str, str, list[tuple[str, str]]]:
    first, *rest = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in rest)]
    return method.upper(), target, headers


async def _say(writer: asyncio.StreamWriter, status: str) -> None:
    writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()
