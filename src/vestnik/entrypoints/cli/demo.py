"""``vestnik demo``: two fictional companies, the whole line once, then the console to look around in."""

import asyncio
import contextlib
import logging
import secrets
import shutil
import socket
import tempfile
import time
from gettext import gettext as _
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from rich.console import Console

from vestnik import config
from vestnik.app import opened, site_sandbox, smtp_sandbox, use_uvloop
from vestnik.entrypoints.cli.context import complain
from vestnik.entrypoints.cli.demo_company import OWNER, read_company, set_up
from vestnik.entrypoints.cli.demo_line import REPORT, Stage, StepFailed, steps
from vestnik.entrypoints.cli.serve import make_uvicorn, refuse_busy
from vestnik.kernel.errors import VestnikError
from vestnik_client import VestnikClientError

FAILED = 1


def register(app: typer.Typer) -> None:
    """Add ``demo`` to the command line."""

    @app.command("demo")
    def demo(
        check: Annotated[
            bool, typer.Option("--check", help=_("Пройти показ без окна и выйти: 0 — всё удалось."))
        ] = False,
        port: Annotated[int, typer.Option(min=1, max=65535, help=_("Порт консоли."))] = 8420,
        data: Annotated[
            Path | None, typer.Option(help=_("Папка показа; пустая или новая. Иначе — временная."))
        ] = None,
    ) -> None:
        """Показать главное на вымышленных компаниях: проверка, исправление, отправка, отказ, журнал."""
        use_uvloop()
        logging.basicConfig(level="WARNING")
        folder = data or Path(tempfile.mkdtemp(prefix="vestnik-demo-"))
        try:
            passed = asyncio.run(_demo(folder, free_port() if check else port, check=check))
        except VestnikError as error:
            raise complain(error) from error
        except KeyboardInterrupt:
            passed = True
        finally:
            if data is None:
                shutil.rmtree(folder, ignore_errors=True)
        if not passed:
            raise typer.Exit(FAILED)


async def _demo(folder: Path, port: int, *, check: bool) -> bool:
    settings = config.load(
        {"VESTNIK_DATA": str(folder / "data"), "VESTNIK_ALLOW_PRIVATE": "yes", "VESTNIK_PORT": str(port)}
    )
    refuse_busy("127.0.0.1", port)
    password = secrets.token_urlsafe(9)
    async with opened(settings) as vestnik, smtp_sandbox() as box:
        tenants = [
            await set_up(vestnik, read_company(slug), password, box.port) for slug in ("marketplace", "shop")
        ]
        server = make_uvicorn(vestnik, "127.0.0.1", port)
        serving = asyncio.create_task(server.serve())
        while not server.started:
            if serving.done():
                await serving
                return False
            await asyncio.sleep(0.02)
        console = Console()
        marketplace, shop = tenants
        stage = Stage(vestnik, settings.public_url, box, marketplace, shop, folder)
        passed = await _line(stage, console)
        if check:
            await _stop(server, serving)
            return passed
        async with site_sandbox(marketplace.company.folder / "site") as site:
            _invite(console, settings.public_url, password, site.url)
            console.print(_("Отчёт проверки: %s") % (folder / REPORT), highlight=False)
            await serving
        return passed


async def _line(stage: Stage, console: Console) -> bool:
    """Run every step, print its time; a failed one does not stop the rest."""
    passed = True
    line = steps(stage)
    for number, (title, step) in enumerate(line, 1):
        began = time.perf_counter()
        try:
            saw = await step()
            mark = "[green]✓[/]"
        except (StepFailed, VestnikError, VestnikClientError, OSError, TimeoutError) as error:
            saw, mark, passed = str(error) or type(error).__name__, "[red]✗[/]", False
        took = time.perf_counter() - began
        console.print(f"{mark} {number}/{len(line)} [bold]{title}[/]  [dim]{took:.2f} с[/]")
        console.print(f"    {saw}", markup=False, highlight=False)
    console.print(_("Показ пройден.") if passed else _("Показ не пройден: смотрите ✗ выше."), style="bold")
    return passed


def _invite(console: Console, url: str, password: str, site: str) -> None:
    console.print()
    console.print(_("Консоль: %s") % url, style="bold", highlight=False)
    console.print(
        _("Вход: %(who)s · пароль: %(password)s") % {"who": OWNER, "password": password}, markup=False
    )
    console.print(_("Сайт-пример для проверки из консоли: %s") % site, highlight=False)
    console.print(_("Описание API: %s/docs · остановить: Ctrl+C") % url, highlight=False)


async def _stop(server: uvicorn.Server, serving: "asyncio.Task[None]") -> None:
    server.should_exit = True
    with contextlib.suppress(asyncio.CancelledError):
        await serving


def free_port() -> int:
    """Return a port nobody listens on, below the range of outgoing connections."""
    for _try in range(200):
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError
