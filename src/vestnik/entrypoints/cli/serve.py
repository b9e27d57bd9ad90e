"""``vestnik serve``: the API, the console and the background work, in one process."""

import asyncio
import logging
from gettext import gettext as _
from typing import Annotated

import typer
import uvicorn
from starlette.types import ASGIApp

from vestnik import config
from vestnik.app import Vestnik, opened, use_uvloop
from vestnik.entrypoints.cli.context import complain
from vestnik.kernel.errors import VestnikError

_GRACE_S = 15


def register(app: typer.Typer) -> None:
    """Add ``serve`` to the command line."""

    @app.command("serve")
    def serve(
        host: Annotated[str | None, typer.Option(help=_("Адрес; иначе VESTNIK_HOST."))] = None,
        port: Annotated[
            int | None, typer.Option(min=1, max=65535, help=_("Порт; иначе VESTNIK_PORT."))
        ] = None,
    ) -> None:
        """Запустить сервер: API, консоль и отправку сообщений."""
        use_uvloop()
        try:
            settings = config.load()
            logging.basicConfig(
                level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
            )
            asyncio.run(_serve(settings, host or settings.host, port or settings.port))
        except VestnikError as error:
            raise complain(error) from error


async def _serve(settings: config.Config, host: str, port: int) -> None:
    async with opened(settings) as vestnik:
        typer.echo(_("Вестник: %(url)s · API: %(url)s/docs") % {"url": f"http://{host}:{port}"})
        await make_uvicorn(vestnik, host, port).serve()


def make_uvicorn(vestnik: Vestnik, host: str, port: int) -> uvicorn.Server:
    """Return the HTTP server over a started ``vestnik``."""
    from vestnik.entrypoints.server import create_server

    application: ASGIApp = create_server(vestnik)
    return uvicorn.Server(
        uvicorn.Config(
            application,
            host=host,
            port=port,
            http="httptools",
            ws="none",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips="127.0.0.1",
            timeout_graceful_shutdown=_GRACE_S,
        )
    )
