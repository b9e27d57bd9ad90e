"""What commands share: the settings, an opened product, and errors said in one Russian line."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from gettext import gettext
from typing import TypeAlias

import typer

from vestnik import config
from vestnik.app import Vestnik, opened
from vestnik.kernel.core import Core
from vestnik.kernel.errors import CannotStart, VestnikError

OpenCore: TypeAlias = Callable[[], AbstractAsyncContextManager[Core]]

USAGE, FAILED = 2, 1


def complain(error: VestnikError) -> typer.Exit:
    """Print an error with its hint to stderr; return the exit to raise."""
    where = f"{error.field}: " if error.field else ""
    typer.secho(f"{where}{error.message.render(gettext)}", fg=typer.colors.RED, err=True)
    if error.hint:
        typer.echo(error.hint.render(gettext), err=True)
    return typer.Exit(USAGE if isinstance(error, CannotStart) else FAILED)


@asynccontextmanager
async def open_vestnik() -> AsyncIterator[Vestnik]:
    """Open the installation that the settings describe."""
    async with opened(config.load()) as vestnik:
        yield vestnik


@asynccontextmanager
async def open_core_without_law() -> AsyncIterator[Core]:
    """Open what verbs need even when the rule pack in use does not fit this program."""
    async with opened(config.load(), law=False) as vestnik:
        yield vestnik.core


@asynccontextmanager
async def open_core() -> AsyncIterator[Core]:
    """Open what verbs of rooms need."""
    async with open_vestnik() as vestnik:
        yield vestnik.core
