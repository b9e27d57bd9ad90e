"""Three real hosts on loopback: a shop, a vendor of widgets and somebody else; and what they were asked."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

WIDGETS = Path(__file__).parent / "widgets"
_MEDIA = {".html": "text/html", ".js": "text/javascript", ".json": "application/json"}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Hosts:
    """Their addresses without a slash at the end, and every request: ``METHOD path bytes-of-body``."""

    shop: str = ""
    vendor: str = ""
    other: str = ""
    asked: list[str] = field(default_factory=list)

    @property
    def bodies(self) -> list[str]:
        """Requests that carried something, or could have."""
        return [one for one in self.asked if not one.startswith("GET ") or not one.endswith(" 0")]


@asynccontextmanager
async def hosts(extra: Mapping[str, str | Handler] | None = None) -> AsyncIterator[Hosts]:
    """Serve the folder of widgets; ``extra`` are further paths of the shop: HTML, or a handler."""
    running = Hosts()
    async with AsyncExitStack() as stack:
        for number, name in enumerate(("shop", "vendor", "other"), 1):
            url = await stack.enter_async_context(
                _host(running, name, f"127.0.0.{number}", extra if name == "shop" and extra else {})
            )
            setattr(running, name, url)
        yield running


@asynccontextmanager
async def _host(
    running: Hosts, name: str, address: str, extra: Mapping[str, str | Handler]
) -> AsyncIterator[str]:
    async def answer(request: web.Request) -> web.StreamResponse:
        body = await request.read()
        running.asked.append(f"{request.method} {request.path} {len(body)}")
        given = extra.get(request.path)
        if callable(given):
            return await given(request)
        path = WIDGETS / name / request.path.lstrip("/")
        if given is None and not path.is_file():
            return web.Response(status=404, text="нет такой страницы")
        text = given if given is not None else path.read_text(encoding="utf-8")
        for known in ("shop", "vendor", "other"):
            text = text.replace("{{" + known + "}}", getattr(running, known))
        media = "text/html" if given is not None else _MEDIA[path.suffix]
        return web.Response(text=text, content_type=media, headers={"Access-Control-Allow-Origin": "*"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, address, 0).start()
    try:
        yield f"http://{address}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
