"""Commands that act on an installation: one group, one opened core a command, errors in one line."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from gettext import gettext as _
from typing import Any, TypeVar

import typer

from vestnik.access.model import Principal, Workspace
from vestnik.access.users import find_user
from vestnik.access.workspaces import get_workspace, list_workspaces
from vestnik.entrypoints.cli.context import OpenCore, complain
from vestnik.entrypoints.cli.usage import RussianCommand
from vestnik.kernel.core import Core
from vestnik.kernel.errors import InvalidInput, VestnikError
from vestnik.kernel.text import N_
from vestnik.law.model import Pack
from vestnik.law.pack import load_pack
from vestnik.law.packs.pack_in_use import pack_in_use

T = TypeVar("T")


def group_of(title: str, commands: Mapping[str, Callable[..., None]], open_core: OpenCore) -> typer.Typer:
    """Return a group of commands whose context carries the way to open the core."""
    group = typer.Typer(no_args_is_help=True, help=title)

    @group.callback()
    def give(context: typer.Context) -> None:
        context.obj = open_core

    for name, command in commands.items():
        group.command(name, cls=RussianCommand)(command)
    return group


def run(context: typer.Context, work: Callable[[Core], Awaitable[T]]) -> T:
    """Open the core, do the work, close; a room's error becomes a line on stderr and an exit code."""

    async def opened() -> T:
        async with context.obj() as core:
            result: T = await work(core)
            return result

    try:
        return asyncio.run(opened())
    except VestnikError as error:
        raise complain(error) from error


async def workspace_of(core: Core, slug: str | None) -> Workspace:
    """Return the named workspace, or the only one there is.

    Raises:
        NotFound: no workspace of this name.
        InvalidInput: none is named, and there are none or several.
    """
    if slug is not None:
        return await get_workspace(core, slug)
    found = await list_workspaces(core)
    if len(found) == 1:
        return found[0]
    raise InvalidInput(
        N_("Рабочих пространств несколько: назовите одно.") if found else N_("Рабочих пространств ещё нет."),
        field="--workspace",
        hint=N_("Список: vestnik workspace list. Новое: vestnik workspace add."),
    )


async def law_of(core: Core) -> Pack:
    """Return the rule pack that this installation works by."""
    return await pack_in_use(core, load_pack())


async def owner_of(core: Core, slug: str | None) -> Principal:
    """Return who acts in a workspace from this machine's command line."""
    return Principal.local((await workspace_of(core, slug)).id)


def option_workspace() -> Any:
    """Return the option that names a workspace."""
    return typer.Option("--workspace", "-w", help=_("Короткое имя рабочего пространства, если их несколько."))


async def person_of(core: Core, slug: str | None, email: str | None) -> Principal:
    """Return the named person of a workspace, with that person's role; nobody named is this command line.

    Raises:
        NotFound: nobody of this workspace has that e-mail.
    """
    local = await owner_of(core, slug)
    if email is None:
        return local
    member = await find_user(core, local, email)
    return replace(local, role=member.role, user_id=member.user.id, label=member.user.email)


def option_by() -> Any:
    """Return the option that names the person who decides."""
    return typer.Option("--by", help=_("Почта человека, который решает; иначе — командная строка."))
