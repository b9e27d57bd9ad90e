"""A folder served over HTTP on loopback, for the demo and for tests of the crawler."""

from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from aiohttp import web

_HOST: Final = "127.0.0.1"


class SiteSandbox:
    """``async with SiteSandbox(folder) as site: … site.url``: index.html for a folder, 404 for the rest.

    Nothing outside the folder is served, links that lead out of it included.
    """

    def __init__(self, folder: Path, *, port: int = 0) -> None:
        """Describe the site; it answers from ``start`` on."""
        self._root = folder.resolve()
        self._asked_port = port
        self._runner: web.AppRunner | None = None
        self.requests: deque[str] = deque(maxlen=10_000)
        """Paths asked for, oldest first, the last 10,000."""

    @property
    def url(self) -> str:
        """The address of the site, with a slash at its end."""
        if self._runner is None:
            msg = "the sandbox site is not running"
            raise RuntimeError(msg)
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}/"

    async def start(self) -> None:
        """Begin to answer."""
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, _HOST, self._asked_port).start()
        self._runner = runner

    async def stop(self) -> None:
        """Stop answering."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request.path)
        path = _inside(self._root, request.match_info["path"])
        if path is not None and path.is_dir():
            if not request.path.endswith("/"):
                raise web.HTTPMovedPermanently(request.path + "/")
            path = _inside(self._root, str(path.relative_to(self._root) / "index.html"))
        if path is None or not path.is_file():
            raise web.HTTPNotFound(text="Нет такой страницы")
        return web.FileResponse(path)


def _inside(root: Path, path: str) -> Path | None:
    if "\x00" in path:
        return None
    found = (root / path).resolve()
    return found if found.is_relative_to(root) else None
