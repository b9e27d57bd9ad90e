"""``vestnik law lint``, ``schema`` and ``pack``: rule packs checked, described, brought and chosen."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import Annotated, Final, TypeAlias, TypeVar

import msgspec
import typer
from rich.console import Console

from vestnik.entrypoints.cli.context import FAILED, complain, open_core_without_law
from vestnik.entrypoints.cli.law.view import show_editions, show_pack
from vestnik.entrypoints.cli.usage import RussianCommand, refuse
from vestnik.kernel.clock import SystemClock
from vestnik.kernel.core import Core
from vestnik.kernel.errors import InvalidInput, VestnikError
from vestnik.kernel.text import N_
from vestnik.law.answer import AnswerForm
from vestnik.law.cases import run_cases
from vestnik.law.lint import lint
from vestnik.law.model import Pack
from vestnik.law.pack import built_in, load_pack
from vestnik.law.pack_schema import KINDS, pack_schema
from vestnik.law.packfile.pack_lint import version_key
from vestnik.law.packs import store
from vestnik.law.packs.archive import MAX_ARCHIVE, load_archive, pack_archive
from vestnik.law.packs.ask_case import asker
from vestnik.law.packs.choose_pack import choose_pack, found_edition
from vestnik.law.packs.install_pack import install_pack
from vestnik.law.packs.model import Edition
from vestnik.law.packs.pack_by_hash import pack_by_hash
from vestnik.law.packs.pack_in_use import edition_in_use
from vestnik.law.packs.remember_pack import remember_pack
from vestnik.law.policy.form import QuestionForm
from vestnik.law.policy.rules import MOSCOW

T = TypeVar("T")

FORMS: Final = {"question": QuestionForm, "answer": AnswerForm}
"""What ``law decide --question`` takes and gives."""

NEWEST = "newest"
"""What ``law pack use`` is told to give a choice up."""

By: TypeAlias = Annotated[str, typer.Option(help=_("Кто это делает: попадёт в список и в журнал."))]
PackPath: TypeAlias = Annotated[
    Path | None, typer.Option("--pack", help=_("Другой набор: папка или файл zip; иначе — встроенный."))
]


def register(law: typer.Typer) -> None:
    """Add the commands to ``law``."""
    law.command("lint", cls=RussianCommand)(lint_command)
    law.command("schema", cls=RussianCommand)(schema_command)
    packs = typer.Typer(no_args_is_help=True, help=_("Наборы правил: поставить, выбрать, выгрузить."))
    packs.command("list", cls=RussianCommand)(list_command)
    packs.command("show", cls=RussianCommand)(show_command)
    packs.command("export", cls=RussianCommand)(export_command)
    packs.command("install", cls=RussianCommand)(install_command)
    packs.command("use", cls=RussianCommand)(use_command)
    law.add_typer(packs, name="pack")


def pack_at(path: Path | None, *, checked: bool = True) -> Pack:
    """Return the pack in a folder or a zip; None is the one inside the program.

    Raises:
        VestnikError: there is none, or it cannot be used; says why.
    """
    if path is None or path.is_dir():
        return load_pack(path, checked=checked)
    return load_archive(_bytes_of(path), checked=checked)


def pack_or_refuse(path: Path | None = None) -> Pack:
    """Return the pack of ``pack_at``; one that cannot be used is wrong usage, said in one line."""
    try:
        return pack_at(path)
    except VestnikError as error:
        refuse(str(error))


def lint_command(
    path: Annotated[
        Path | None, typer.Argument(help=_("Папка набора или файл zip; иначе — встроенный."))
    ] = None,
    at: Annotated[
        str | None, typer.Option(help=_("На какой день смотреть сроки пересмотра: 2026-11-23."))
    ] = None,
) -> None:
    """Проверить набор: источники, суммы, ссылки, сроки, примеры. Код выхода 1, если есть что исправить."""
    today = _day(at)
    try:
        pack = pack_at(path, checked=False)
    except VestnikError as error:
        raise complain_as_failed(error) from None
    problems = lint(pack, today=today)
    if all(problem.mild for problem in problems):
        problems += run_cases(pack, asker(pack))
    console = _console()
    bad = [problem for problem in problems if not problem.mild]
    for problem in problems:
        mark = "[yellow]![/]" if problem.mild else "[red]✗[/]"
        console.print(f"{mark} ", end="")
        console.print(str(problem), markup=False, soft_wrap=True)
    console.print(
        _(
            "Набор %(id)s %(version)s на %(day)s: норм %(norms)s, площадок %(platforms)s, "
            "правил %(rules)s, примеров %(cases)s, ошибок %(problems)s, замечаний %(remarks)s."
        )
        % {
            "id": pack.id,
            "version": pack.version,
            "day": pack.as_of.strftime("%d.%m.%Y"),
            "norms": len(pack.norms),
            "platforms": len(pack.platforms),
            "rules": len(pack.rules),
            "cases": len(pack.cases),
            "problems": len(bad),
            "remarks": len(problems) - len(bad),
        }
    )
    raise typer.Exit(FAILED if bad else 0)


def schema_command(
    kind: Annotated[
        str | None,
        typer.Argument(help=_("Что описать: %s; иначе — все файлы набора.") % ", ".join((*KINDS, *FORMS))),
    ] = None,
) -> None:
    """JSON Schema файлов набора, вопроса к закону и его ответа: для редакторов и программ."""
    if kind is not None and kind not in {*KINDS, *FORMS}:
        names = {"kind": kind, "kinds": ", ".join((*KINDS, *FORMS))}
        refuse(_("Вида «%(kind)s» нет. Есть: %(kinds)s.") % names)
    form = FORMS.get(kind or "")
    schema = pack_schema(kind) if form is None else msgspec.json.schema(form)
    typer.echo(json.dumps(schema, ensure_ascii=False, indent=2))


def list_command() -> None:
    """Наборы, которые помнит эта установка, и какой из них в работе."""

    async def work(core: Core, builtin: Pack) -> tuple[list[Edition], str]:
        return await core.db.read(store.editions), await _hash_in_use(core, builtin)

    show_editions(_console(), *_run(work))


def show_command(
    which: Annotated[
        str | None, typer.Argument(help=_("Версия или начало хеша; иначе — тот, что в работе."))
    ] = None,
) -> None:
    """Один набор: автор, история, сколько в нём чего, что изменил против предыдущего."""

    async def work(core: Core, builtin: Pack) -> tuple[Pack, Pack | None]:
        known = await core.db.read(store.editions)
        sha256 = found_edition(known, which).sha256 if which else await _hash_in_use(core, builtin)
        pack = await pack_by_hash(core, sha256)
        older = [one for one in known if version_key(one.version) < version_key(pack.version)]
        if not older:
            return pack, None
        before = max(older, key=lambda one: (version_key(one.version), one.installed_at))
        return pack, await pack_by_hash(core, before.sha256)

    show_pack(_console(), *_run(work))


def export_command(
    file: Annotated[Path, typer.Argument(help=_("Куда записать zip."))],
    which: Annotated[
        str | None, typer.Option("--version", help=_("Версия или начало хеша; иначе — тот, что в работе."))
    ] = None,
) -> None:
    """Записать набор одним файлом: чтобы править, сверить или перенести на машину без сети."""

    async def work(core: Core, builtin: Pack) -> tuple[str, bytes]:
        known = await core.db.read(store.editions)
        sha256 = found_edition(known, which).sha256 if which else await _hash_in_use(core, builtin)
        return sha256, await core.db.read(lambda tx: store.archive_of(tx, sha256)) or b""

    sha256, data = _run(work)
    try:
        file.write_bytes(data)
    except OSError as error:
        refuse(_("Файл %(file)s не записать: %(why)s.") % {"file": file, "why": error.strerror})
    typer.echo(_("Набор %(hash)s записан: %(file)s.") % {"hash": sha256[:12], "file": file})


def install_command(
    path: Annotated[Path, typer.Argument(help=_("Файл zip или папка набора."))],
    older: Annotated[
        bool, typer.Option("--older", help=_("Поставить и набор старше того, что в работе."))
    ] = False,
    by: By = "cli",
) -> None:
    """Проверить набор и поставить его; сеть не нужна. Работающий сервер возьмёт его при следующем запуске."""

    async def work(core: Core, builtin: Pack) -> tuple[Edition, str]:
        data = pack_archive(path) if path.is_dir() else _bytes_of(path)
        edition = await install_pack(core, builtin, data, by, older=older)
        return edition, await _hash_in_use(core, builtin)

    edition, used = _run(work)
    name = {"version": edition.version, "hash": edition.sha256[:12]}
    typer.echo(_("Набор %(version)s (%(hash)s) на месте.") % name)
    if edition.sha256 == used:
        typer.echo(_("Он в работе со следующего запуска: перезапустите сервер, если он работает."))
    else:
        typer.echo(_("В работе остаётся прежний. Взять этот: vestnik law pack use %(version)s") % name)


def use_command(
    which: Annotated[
        str, typer.Argument(help=_("Версия или начало хеша; newest — снова самый новый из имеющихся."))
    ],
    by: By = "cli",
) -> None:
    """Выбрать набор, по которому решать. Работающий сервер возьмёт его при следующем запуске."""

    async def work(core: Core, builtin: Pack) -> str:
        await choose_pack(core, None if which == NEWEST else which, by)
        return await _hash_in_use(core, builtin)

    used = _run(work)
    typer.echo(_("В работе со следующего запуска: %s. Перезапустите сервер, если он работает.") % used[:12])


def complain_as_failed(error: VestnikError) -> typer.Exit:
    """Print the error; a pack that cannot be read is something to mend, not wrong usage."""
    complain(error)
    return typer.Exit(FAILED)


def _run(work: Callable[[Core, Pack], Awaitable[T]]) -> T:
    """Open the installation without its law, remember the built-in pack there, and do the work."""

    async def opened() -> T:
        builtin = load_pack()
        async with open_core_without_law() as core:
            await remember_pack(core, builtin, pack_archive(built_in()))
            return await work(core, builtin)

    try:
        return asyncio.run(opened())
    except VestnikError as error:
        raise complain_as_failed(error) from error


async def _hash_in_use(core: Core, builtin: Pack) -> str:
    used = edition_in_use(await core.db.read(store.editions), builtin)
    return used.sha256 if used is not None else builtin.sha256


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_ARCHIVE + 1)
    except OSError as error:
        raise InvalidInput(
            N_("Файл %(file)s не читается: %(why)s.", file=str(path), why=str(error.strerror)), field="path"
        ) from error


def _day(text: str | None) -> date:
    if text is None:
        return SystemClock().now().astimezone(MOSCOW).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse(_("«%s» — не день. Пример: 2026-11-23.") % text)


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)
