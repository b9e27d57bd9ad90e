"""Serve the pages of a folder from memory: ``page_server.py FOLDER``; prints its port first.

One process, one thread, answers made beforehand: what is measured is the client.
"""

import asyncio
import socket
import sys
from pathlib import Path
from random import Random  # noqa: TID251 — any free port will do
from typing import Final, cast

import uvloop
from typing_extensions import override

_KIND: Final = b"Content-Type: text/html; charset=utf-8\r\n"
_GONE: Final = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"


class Pages(asyncio.Protocol):
    """Answers GET requests, one after another, on a connection that stays open."""

    def __init__(self, answers: dict[bytes, bytes]) -> None:
        self._answers = answers
        self._waiting = b""

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    @override
    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while (end := self._waiting.find(b"\r\n\r\n")) >= 0:
            path = self._waiting.split(b" ", 2)[1]
            self._waiting = self._waiting[end + 4 :]
            self._transport.write(self._answers.get(path, _GONE))


def _answers(folder: Path) -> dict[bytes, bytes]:
    found = {}
    for path in folder.glob("*.html"):
        body = path.read_bytes()
        head = b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n" % (_KIND, len(body))
        found[f"/p/{path.stem}".encode()] = head + body
    found[b"/"] = found[b"/p/0"]
    rules = b"User-agent: *\nDisallow: /basket\nDisallow: /*?sort=\n"
    found[b"/robots.txt"] = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(rules), rules)
    return found


def _listening() -> socket.socket:
    """Take a port below those that the system hands out to clients: a busy run fills them with TIME_WAIT."""
    random = Random()
    for _ in range(100):
        sock = socket.socket()
        try:
            sock.bind(("127.0.0.1", random.randrange(20_000, 32_000)))
        except OSError:
            sock.close()
            continue
        return sock
    raise SystemExit("no free port")


async def main(folder: Path) -> None:
    answers = _answers(folder)
    sock = _listening()
    server = await asyncio.get_running_loop().create_server(lambda: Pages(answers), sock=sock, backlog=512)
    print(sock.getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(Path(sys.argv[1])))
