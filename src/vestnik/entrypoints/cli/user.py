"""``vestnik user``, ``workspace`` and ``key``: who may come in. Passwords never stand on the command line."""

import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from gettext import gettext as _
from pathlib import Path
from typing import Annotated, Final, TypeAlias

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vestnik.access.api_keys import create_api_key, list_api_keys, revoke_api_key
from vestnik.access.model import ApiKey, Member, Role, Workspace
from vestnik.access.users import change_role, create_user, disable_user, find_user, list_users, set_password
from vestnik.access.workspaces import create_workspace, list_workspaces
from vestnik.entrypoints.cli.context import OpenCore
from vestnik.entrypoints.cli.usage import refuse
from vestnik.entrypoints.cli.with_core import group_of, option_workspace, owner_of, run
from vestnik.kernel.core import Core

_MAX_PASSWORD_FILE: Final = 4_096

Context: TypeAlias = typer.Context
InWorkspace: TypeAlias = Annotated[str | None, option_workspace()]
Email: TypeAlias = Annotated[str, typer.Argument(help=_("Адрес почты человека."))]
PasswordFile: TypeAlias = Annotated[
    Path | None, typer.Option(help=_("Файл с паролем в первой строке; «-» — стандартный ввод."))
]


def register(app: typer.Typer, open_core: OpenCore) -> None:
    """Add ``user``, ``workspace`` and ``key`` to the command line."""
    groups: dict[str, tuple[str, dict[str, Callable[..., None]]]] = {
        "user": (
            _("Люди и их роли."),
            {
                "add": add_user,
                "list": show_users,
                "role": give_role,
                "password": give_password,
                "disable": close_account,
            },
        ),
        "workspace": (_("Рабочие пространства."), {"add": add_workspace, "list": show_workspaces}),
        "key": (_("Ключи API."), {"create": create_key, "list": show_keys, "revoke": revoke_key}),
    }
    for name, (title, commands) in groups.items():
        app.add_typer(group_of(title, commands, open_core), name=name)


def add_user(
    context: Context,
    email: Email,
    name: Annotated[str, typer.Option(help=_("Как человека зовут."))],
    role: Annotated[Role, typer.Option(help=_("Роль: owner, compliance, marketer, operator, auditor."))],
    workspace: InWorkspace = None,
    password_file: PasswordFile = None,
) -> None:
    """Завести человека. Пароль спрашивается или читается из файла."""
    password = _password(password_file)

    async def work(core: Core) -> Member:
        return await create_user(core, await owner_of(core, workspace), email, name, role, password)

    made = run(context, work)
    typer.echo(_("Заведён: %(email)s, роль %(role)s.") % {"email": made.user.email, "role": made.role.value})


def show_users(context: Context, workspace: InWorkspace = None) -> None:
    """Кто здесь есть и с какой ролью."""

    async def work(core: Core) -> list[Member]:
        return await list_users(core, await owner_of(core, workspace))

    _show(
        (_("Почта"), _("Имя"), _("Роль"), _("Закрыт")),
        [
            (one.user.email, one.user.name, one.role.value, _day(one.user.disabled_at))
            for one in run(context, work)
        ],
    )


def give_role(
    context: Context,
    email: Email,
    role: Annotated[Role, typer.Argument(help=_("Роль: owner, compliance, marketer, operator, auditor."))],
    workspace: InWorkspace = None,
) -> None:
    """Дать другую роль; все сеансы человека завершатся."""

    async def work(core: Core) -> Member:
        asker = await owner_of(core, workspace)
        return await change_role(core, asker, (await find_user(core, asker, email)).user.id, role)

    made = run(context, work)
    typer.echo(_("Роль %(email)s: %(role)s.") % {"email": made.user.email, "role": made.role.value})


def give_password(
    context: Context, email: Email, workspace: InWorkspace = None, password_file: PasswordFile = None
) -> None:
    """Сменить пароль; все сеансы человека завершатся."""
    password = _password(password_file)

    async def work(core: Core) -> None:
        asker = await owner_of(core, workspace)
        await set_password(core, asker, (await find_user(core, asker, email)).user.id, password)

    run(context, work)
    typer.echo(_("Пароль сменён: %s.") % email)


def close_account(context: Context, email: Email, workspace: InWorkspace = None) -> None:
    """Закрыть человеку вход; все его сеансы завершатся."""

    async def work(core: Core) -> None:
        asker = await owner_of(core, workspace)
        await disable_user(core, asker, (await find_user(core, asker, email)).user.id)

    run(context, work)
    typer.echo(_("Вход закрыт: %s.") % email)


def add_workspace(
    context: Context,
    slug: Annotated[str, typer.Argument(help=_("Короткое имя: строчная латиница, цифры, дефисы."))],
    name: Annotated[str, typer.Option(help=_("Название компании."))],
) -> None:
    """Завести рабочее пространство."""

    async def work(core: Core) -> Workspace:
        return await create_workspace(core, slug, name)

    typer.echo(_("Заведено: %s.") % run(context, work).slug)


def show_workspaces(context: Context) -> None:
    """Какие рабочие пространства есть."""
    rows = run(context, list_workspaces)
    _show((_("Имя"), _("Название"), "id"), [(one.slug, one.name, one.id) for one in rows])


def create_key(
    context: Context,
    name: Annotated[str, typer.Argument(help=_("Для чего ключ."))],
    role: Annotated[
        Role, typer.Option(help=_("Роль: compliance, marketer, operator, auditor."))
    ] = Role.OPERATOR,
    test: Annotated[bool, typer.Option("--test", help=_("Проверочный: ничего не отправляет людям."))] = False,
    days: Annotated[
        int | None,
        typer.Option(min=1, max=3_650, help=_("Сколько дней действует: от 1 до 3650; иначе бессрочно.")),
    ] = None,
    workspace: InWorkspace = None,
) -> None:
    """Создать ключ. Секрет печатается один раз, хранится только его хеш."""

    async def work(core: Core) -> tuple[ApiKey, str]:
        until = None if days is None else core.clock.now() + timedelta(days=days)
        asker = await owner_of(core, workspace)
        return await create_api_key(core, asker, name, role, live=not test, expires_at=until)

    key, secret = run(context, work)
    typer.echo(_("Ключ %s создан. Сохраните секрет: показать его снова нельзя.") % key.id, err=True)
    typer.echo(secret)


def show_keys(context: Context, workspace: InWorkspace = None) -> None:
    """Какие ключи есть; секретов здесь нет."""

    async def work(core: Core) -> list[ApiKey]:
        return await list_api_keys(core, await owner_of(core, workspace))

    _show(
        ("id", _("Название"), _("Начало"), _("Роль"), _("Был в деле"), _("Отозван")),
        [
            (key.id, key.name, f"{key.prefix}…", key.role.value, _day(key.last_used_at), _day(key.revoked_at))
            for key in run(context, work)
        ],
    )


def revoke_key(
    context: Context,
    key_id: Annotated[str, typer.Argument(help=_("Id ключа из «key list»."))],
    workspace: InWorkspace = None,
) -> None:
    """Отозвать ключ; работающий сервер откажет ему не позже чем через две секунды."""

    async def work(core: Core) -> None:
        await revoke_api_key(core, await owner_of(core, workspace), key_id)

    run(context, work)
    typer.echo(_("Ключ отозван: %s.") % key_id)


def _password(path: Path | None) -> str:
    if path is None:
        return str(typer.prompt(_("Пароль"), hide_input=True, confirmation_prompt=_("Ещё раз")))
    try:
        if str(path) == "-":
            text = sys.stdin.read(_MAX_PASSWORD_FILE)
        else:
            with path.open(encoding="utf-8") as file:
                text = file.read(_MAX_PASSWORD_FILE)
    except (OSError, UnicodeDecodeError) as error:
        refuse(_("Файл с паролем не читается: %s.") % error)
    lines = text.splitlines()
    if not lines:
        refuse(_("В файле с паролем пусто."))
    return lines[0]


def _day(moment: object) -> str:
    return "" if moment is None else f"{moment:%d.%m.%Y}"


def _show(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; cells are what people wrote, so they are never read as markup."""
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(highlight=False).print(table)
