"""``vestnik law platforms``, ``compare``, ``reach``, ``choose``, ``choices``: choosing a platform."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import Annotated, Final, TypeAlias

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from vestnik.access.model import Principal
from vestnik.entrypoints.cli.context import OpenCore
from vestnik.entrypoints.cli.law.pack import pack_or_refuse
from vestnik.entrypoints.cli.law.platforms_view import say, show_choices, show_count, show_table, show_whole
from vestnik.entrypoints.cli.usage import RussianCommand, refuse
from vestnik.entrypoints.cli.with_core import law_of, option_workspace, owner_of, run
from vestnik.kernel.core import Core
from vestnik.law.choices.choices_of import choices_of
from vestnik.law.choices.choose_platform import choose_platform
from vestnik.law.choices.compare_platforms import compare
from vestnik.law.choices.count_reach import count_reach
from vestnik.law.choices.end_choice import end_choice
from vestnik.law.choices.model import Choice, ComparedPlatform, Counted, ReachCount
from vestnik.law.choices.plain import choice_to_plain, count_to_plain, platform_to_plain
from vestnik.law.choices.reach_of import reach_of
from vestnik.law.choices.save_reach import save_reach
from vestnik.law.known_platform import known_platform
from vestnik.law.model import Pack, Platform, PlatformKind, Purpose
from vestnik.law.registry.list_snapshots import list_snapshots
from vestnik.law.registry.matches_of import matches_of
from vestnik.law.registry.standing import Records, records_of, said

Context: TypeAlias = typer.Context
InWorkspace: TypeAlias = Annotated[str | None, option_workspace()]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help=_("Ответ в JSON."))]
PlatformId: TypeAlias = Annotated[str, typer.Argument(help=_("Id площадки из «law platforms»."))]

_CHUNK: Final = 1 << 20


def add_to(law: typer.Typer, open_core: OpenCore) -> None:
    """Add the commands to the group ``law``; those that need an installation find it in their context."""

    @law.callback()
    def give(context: typer.Context) -> None:
        context.obj = open_core

    commands: dict[str, Callable[..., None]] = {
        "platforms": platforms_command,
        "compare": compare_command,
        "reach": reach_command,
        "choose": choose_command,
        "choices": choices_command,
        "unchoose": unchoose_command,
    }
    for name, command in commands.items():
        law.command(name, cls=RussianCommand)(command)


def platforms_command(
    context: Context,
    platform: Annotated[str, typer.Argument(help=_("Id одной площадки: всё, что о ней известно."))] = "",
    kind: Annotated[
        PlatformKind | None, typer.Option(help=_("Только такого вида: %s.") % ", ".join(PlatformKind))
    ] = None,
    long: Annotated[bool, typer.Option("--long", help=_("Каждую площадку целиком."))] = False,
    ours: Annotated[
        bool, typer.Option("--ours", help=_("С записью реестра, долей ваших людей и выбором: как «compare»."))
    ] = False,
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Площадки: чьи, в каком состоянии, до кого дойдут и что нужно, чтобы подключить."""
    if ours:
        compare_command(context, workspace, as_json)
        return
    pack = pack_or_refuse()
    if platform and platform not in pack.platforms:
        refuse(_("Площадки «%s» в наборе нет. Список: vestnik law platforms.") % platform)
    rows = [row for row in compare(pack, None, ()) if kind in {None, row.platform.kind}]
    if platform:
        rows = [row for row in rows if row.platform.id == platform]
    if as_json:
        _print_json([platform_to_plain(row) for row in rows])
    elif platform or long:
        show_whole(rows)
    else:
        show_table(rows, None)


def compare_command(context: Context, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Сравнить площадки: до какой доли ваших людей дойдёт каждая и какие уже выбраны."""

    async def work(core: Core) -> tuple[tuple[ComparedPlatform, ...], ReachCount | None]:
        asker = await owner_of(core, workspace)
        reach, records = await reach_of(core, asker), await _records(core, asker)
        return compare(await law_of(core), reach, await choices_of(core, asker), _told(records)), reach

    rows, reach = run(context, work)
    if as_json:
        _print_json([platform_to_plain(row) for row in rows])
        return
    show_table(rows, reach)
    if reach is None:
        typer.echo(_("Ваших людей ещё не считали: vestnik law reach FILE."))


def reach_command(
    context: Context,
    file: Annotated[Path, typer.Argument(help=_("Список людей: CSV с заголовком."))],
    name: Annotated[str, typer.Option(help=_("Как назвать список; иначе — по имени файла."))] = "",
    workspace: InWorkspace = None,
    as_json: AsJson = False,
) -> None:
    """Посчитать, до скольких ваших людей дойдёт каждая площадка. Адреса не сохраняются, только числа."""

    async def work(core: Core) -> tuple[Pack, Counted, ReachCount]:
        asker, pack = await owner_of(core, workspace), await law_of(core)
        counted = _counted(pack, file)
        return pack, counted, await save_reach(core, asker, counted, name or file.name)

    pack, counted, saved = run(context, work)
    if as_json:
        _print_json(count_to_plain(saved))
    else:
        show_count(pack, counted)
        typer.echo(_("Сохранено: %s. Сравнение: vestnik law compare.") % saved.name)


def choose_command(
    context: Context,
    platform: PlatformId,
    reason: Annotated[str, typer.Option(help=_("Почему: это прочтёт проверяющий."))],
    purpose: Annotated[
        list[Purpose] | None,
        typer.Option(help=_("Для чего, можно несколько раз: %s; иначе для всего.") % ", ".join(Purpose)),
    ] = None,
    workspace: InWorkspace = None,
) -> None:
    """Записать выбор площадки с причиной; он останется и в журнале."""

    async def work(core: Core) -> Platform:
        asker, pack = await owner_of(core, workspace), await law_of(core)
        known = known_platform(pack, platform)
        evidence = (await _records(core, asker)).evidence(known)
        await choose_platform(
            core, asker, pack, platform, reason=reason, purposes=purpose or (), registry=evidence
        )
        return known

    typer.echo(_("Выбрана: %s.") % run(context, work).name)


def unchoose_command(
    context: Context,
    platform: PlatformId,
    reason: Annotated[str, typer.Option(help=_("Почему: это прочтёт проверяющий."))],
    workspace: InWorkspace = None,
) -> None:
    """Завершить выбор площадки; запись о нём остаётся."""

    async def work(core: Core) -> None:
        await end_choice(core, await owner_of(core, workspace), platform, reason=reason)

    run(context, work)
    typer.echo(_("Выбор завершён: %s.") % platform)


def choices_command(context: Context, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Что выбрано, кем, когда и почему; завершённое тоже."""

    async def work(core: Core) -> tuple[Pack, list[Choice]]:
        return await law_of(core), await choices_of(core, await owner_of(core, workspace))

    pack, found = run(context, work)
    if as_json:
        _print_json([choice_to_plain(choice) for choice in found])
        return
    if found:
        show_choices(pack, found)
    else:
        typer.echo(_("Ничего не выбрано: vestnik law choose PLATFORM --reason «…»."))


def _counted(pack: Pack, file: Path) -> Counted:
    try:
        with _chunks(file) as chunks:
            return count_reach(pack, chunks)
    except OSError as error:
        refuse(_("Файл не читается: %s.") % error)


@contextmanager
def _chunks(file: Path) -> Iterator[Iterator[bytes]]:
    """Open a file as pieces; a bar on stderr shows how far it is read, where somebody looks."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with file.open("rb") as opened, bar:
        task = bar.add_task(_("Считаем"), total=file.stat().st_size)

        def pieces() -> Iterator[bytes]:
            while chunk := opened.read(_CHUNK):
                yield chunk
                bar.advance(task, len(chunk))

        yield pieces()


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


async def _records(core: Core, asker: Principal) -> Records:
    return records_of(await list_snapshots(core), await matches_of(core, asker))


def _told(records: Records) -> dict[str, str] | None:
    """Return what the registry says of each matched platform; None when nothing was imported."""
    if records.newest is None:
        return None
    return {platform: say(said(view.state)) for platform, view in records.matches.items()}
