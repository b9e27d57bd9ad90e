"""Real little web servers on loopback, well behaved and not."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

Answer = str | bytes | web.Response | Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """A running site: its address, and what was asked of it, in order."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[str] = []


@asynccontextmanager
async def serving(answers: Mapping[str, Answer]) -> AsyncIterator[Site]:
    """Serve each path's answer; a path that is not there is a 404. Text is HTML in UTF-8."""
    site = Site()

    async def answer(request: web.Request) -> web.StreamResponse:
        site.asked.append(request.path_qs)
        given = answers.get(request.path_qs, answers.get(request.path))
        if given is None:
            return web.Response(status=404, text="нет такой страницы")
        if isinstance(given, str):
            return web.Response(text=given, content_type="text/html")
        if isinstance(given, bytes):
            return web.Response(body=given)
        if isinstance(given, web.Response):
            return web.Response(body=given.body, status=given.status, headers=given.headers)
        return await given(request)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield site
    finally:
        await runner.cleanup()


@asynccontextmanager
async def speaking(words: bytes, *, then_wait: bool = False) -> AsyncIterator[str]:
    """Answer every connection with ``words`` as they are, and hang up or never do."""
    waiting: set[asyncio.Task[None]] = set()

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        waiting.add(task)
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(words)
            await writer.drain()
            if then_wait:
                await asyncio.sleep(60)
        except (asyncio.CancelledError, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            waiting.discard(task)
            writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in list(waiting):
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


def redirect(location: str, status: int = 302) -> web.Response:
    """Make an answer that sends the visitor on."""
    return web.Response(status=status, headers={"Location": location})
