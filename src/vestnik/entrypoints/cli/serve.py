"""``vestnik serve``: the API, the console and the background work, in one process."""

import asyncio
import logging
import socket
from gettext import gettext as _
from typing import Annotated

import typer
import uvicorn
from starlette.types import ASGIApp

from vestnik import config
from vestnik.app import Vestnik, opened, use_uvloop
from vestnik.entrypoints.cli.context import complain
from vestnik.kernel.errors import CannotStart, VestnikError
from vestnik.kernel.text import N_

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
    refuse_busy(host, port)
    async with opened(settings) as vestnik:
        typer.echo(_("Вестник: %(url)s · API: %(url)s/docs") % {"url": f"http://{host}:{port}"})
        await make_uvicorn(vestnik, host, port).serve()


def refuse_busy(host: str, port: int) -> None:
    """Say so before anything is set up, when somebody listens there already.

    Raises:
        CannotStart: the port is taken, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                N_(
                    "Адрес %(host)s:%(port)s занять нельзя: %(why)s.",
                    host=host,
                    port=port,
                    why=error.strerror,
                ),
                field="port",
                hint=N_("Остановите того, кто его занял, или выберите другой порт: --port 8421."),
            ) from error


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
