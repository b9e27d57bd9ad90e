"""The browser's only way out: it judges addresses, counts bytes, and knows what the page asked for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from vestnik.backends.browser_gate import Gate


@asynccontextmanager
async def server(body: bytes = b"hello") -> AsyncIterator[tuple[str, list[str]]]:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(f"{request.method} {request.path_qs}")
        return web.Response(body=body)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", asked
    finally:
        await runner.cleanup()


async def say(gate: Gate, words: str) -> str:
    """Speak to the gate as a browser does, and return all it answers."""
    port = urlsplit(gate.address).port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(words.encode())
    await writer.drain()
    answer = await reader.read()
    writer.close()
    return answer.decode("latin-1")


async def test_what_the_page_asks_for_goes_through_with_its_query() -> None:
    async with server() as (url, asked), Gate(allow_private=True, total_bytes=10_000) as gate:
        gate.expect(url)
        answer = await say(gate, f"GET {url}/a?b=%20c HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.endswith("hello")
    assert asked == ["GET /a?b=%20c"]


async def test_a_tunnel_goes_through_both_ways() -> None:
    async with server() as (url, asked), Gate(allow_private=True, total_bytes=10_000) as gate:
        gate.expect(url)
        inner = "GET /inside HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        answer = await say(gate, f"CONNECT {urlsplit(url).netloc} HTTP/1.1\r\n\r\n{inner}")
    assert answer.startswith("HTTP/1.1 200")
    assert answer.endswith("hello")
    assert asked == ["GET /inside"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
async def test_what_could_carry_data_is_refused_here_once_more(method: str) -> None:
    async with server() as (url, asked), Gate(allow_private=True, total_bytes=10_000) as gate:
        gate.expect(url)
        answer = await say(gate, f"{method} {url}/ HTTP/1.1\r\nContent-Length: 1\r\n\r\nx")
        assert gate.stopped_methods == [f"{method} {url}/"]
    assert answer.startswith("HTTP/1.1 405")
    assert asked == []


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::1]"])
async def test_an_internal_address_is_refused_under_every_name(name: str) -> None:
    async with server() as (url, asked), Gate(allow_private=False, total_bytes=10_000) as gate:
        target = f"{name}:{urlsplit(url).port}"
        gate.expect(f"http://{target}/")
        plain = await say(gate, f"GET http://{target}/ HTTP/1.1\r\nHost: x\r\n\r\n")
        tunnel = await say(gate, f"CONNECT {target} HTTP/1.1\r\nHost: x\r\n\r\n")
        assert list(gate.refused) == [name.strip("[]")]
    assert plain.startswith("HTTP/1.1 403")
    assert tunnel.startswith("HTTP/1.1 403")
    assert asked == []


async def test_what_the_browser_wants_for_itself_ends_here() -> None:
    async with server() as (url, asked), Gate(allow_private=True, total_bytes=10_000) as gate:
        gate.expect("http://another.example/")
        answer = await say(gate, f"GET {url}/ HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.startswith("HTTP/1.1 403")
    assert asked == []


async def test_a_host_that_the_page_asks_for_a_moment_later_is_waited_for() -> None:
    async with server() as (url, asked), Gate(allow_private=True, total_bytes=10_000) as gate:
        waiting = asyncio.create_task(say(gate, f"GET {url}/ HTTP/1.1\r\nHost: x\r\n\r\n"))
        await asyncio.sleep(0.05)
        gate.expect("http://another.example/")
        gate.expect(url)
        assert (await waiting).endswith("hello")
    assert asked == ["GET /"]


async def test_more_than_the_page_may_load_breaks_off_and_nothing_follows() -> None:
    async with server(b"x" * 200_000) as (url, asked), Gate(allow_private=True, total_bytes=100_000) as gate:
        gate.expect(url)
        first = await say(gate, f"GET {url}/1 HTTP/1.1\r\nHost: x\r\n\r\n")
        assert gate.spent
        second = await say(gate, f"GET {url}/2 HTTP/1.1\r\nHost: x\r\n\r\n")
    assert len(first) < 200_000
    assert second.startswith("HTTP/1.1 403")
    assert asked == ["GET /1"]


async def test_a_gate_that_is_shut_lets_nothing_through() -> None:
    async with server() as (url, asked), Gate(allow_private=True, total_bytes=10_000) as gate:
        gate.expect(url)
        gate.shut()
        answer = await say(gate, f"GET {url}/ HTTP/1.1\r\nHost: x\r\n\r\n")
    assert not answer.startswith("HTTP/1.1 2")
    assert asked == []


@pytest.mark.parametrize(
    "words", ["\r\n\r\n", "GET\r\n\r\n", "CONNECT here HTTP/1.1\r\n\r\n", "\x00\r\n\r\n"]
)
async def test_nonsense_is_answered_by_hanging_up(words: str) -> None:
    async with Gate(allow_private=True, total_bytes=10_000) as gate:
        assert not (await say(gate, words)).startswith("HTTP/1.1 2")
