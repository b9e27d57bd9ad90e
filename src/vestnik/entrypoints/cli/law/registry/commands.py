"""``vestnik law registry``: import an export of the registry, look into it, compare, match platforms."""

from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import Annotated, Final, TypeAlias

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from vestnik.access.workspaces import list_workspaces
from vestnik.entrypoints.cli.context import FAILED, OpenCore, open_core
from vestnik.entrypoints.cli.law.registry import view
from vestnik.entrypoints.cli.usage import refuse
from vestnik.entrypoints.cli.with_core import group_of, law_of, option_workspace, owner_of, run
from vestnik.kernel.core import Core
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.registry.compare_snapshots import compare_snapshots
from vestnik.law.registry.find_products import find_products
from vestnik.law.registry.import_registry import import_registry
from vestnik.law.registry.list_snapshots import list_snapshots
from vestnik.law.registry.match_platform import match_platform
from vestnik.law.registry.matches_of import matches_of
from vestnik.law.registry.model import (
    Candidate,
    Comparison,
    Found,
    Imported,
    Match,
    MatchView,
    Snapshot,
    SnapshotState,
)
from vestnik.law.registry.registry_warnings import registry_warnings
from vestnik.law.registry.suggest_products import suggest_products
from vestnik.law.registry.unmatch_platform import unmatch_platform

_SHOWN: Final = 20

Context: TypeAlias = typer.Context
InWorkspace: TypeAlias = Annotated[str | None, option_workspace()]
PlatformId: TypeAlias = Annotated[str, typer.Argument(help=_("Id площадки из «law platforms»."))]
Limit: TypeAlias = Annotated[int, typer.Option(min=1, max=500, help=_("Сколько строк: от 1 до 500."))]


def register(law: typer.Typer, give_core: OpenCore = open_core) -> None:
    """Add ``registry`` to the commands of ``law``."""
    commands: dict[str, Callable[..., None]] = {
        "import": import_command,
        "list": list_command,
        "find": find_command,
        "diff": diff_command,
        "suggest": suggest_command,
        "match": match_command,
        "unmatch": unmatch_command,
        "matches": matches_command,
    }
    title = _("Реестр российского ПО: выгрузки, поиск, сравнение, ваши площадки.")
    law.add_typer(group_of(title, commands, give_core), name="registry")


def import_command(
    context: Context,
    file: Annotated[Path, typer.Argument(help=_("Выгрузка реестра: XML или XLSX, можно в .gz или .zip."))],
    allow_fewer: Annotated[
        bool, typer.Option("--allow-fewer", help=_("Принять, даже если записей вдвое меньше прежнего."))
    ] = False,
) -> None:
    """Загрузить выгрузку реестра и сказать, что с вашими площадками."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        DownloadColumn(),
        TimeElapsedColumn(),
        console=(console := Console(stderr=True)),
        transient=True,
        disable=not console.is_terminal,
    )

    async def work(core: Core) -> tuple[Imported, dict[str, list[MatchView]]]:
        with bar:
            task = bar.add_task(_("Читаем"), total=_size(file))
            imported = await import_registry(
                core,
                str(file),
                allow_fewer=allow_fewer,
                progress=lambda done: bar.update(task, completed=done),
            )
        warnings = {one.slug: await registry_warnings(core, one.id) for one in await list_workspaces(core)}
        return imported, warnings

    imported, warnings = run(context, work)
    view.show_import(imported)
    view.show_warnings(warnings)


def list_command(context: Context) -> None:
    """Какие выгрузки загружены, новейшие сверху."""

    async def work(core: Core) -> list[Snapshot]:
        return await list_snapshots(core)

    view.show_snapshots(run(context, work))


def find_command(
    context: Context,
    text: Annotated[str, typer.Argument(help=_("Слова из названия программы или правообладателя."))] = "",
    inn: Annotated[str, typer.Option(help=_("ИНН правообладателя."))] = "",
    listed: Annotated[bool, typer.Option("--listed", help=_("Без исключённых из реестра."))] = False,
    snapshot: Annotated[str | None, typer.Option(help=_("Id выгрузки; иначе новейшая."))] = None,
    limit: Limit = _SHOWN,
    offset: Annotated[int, typer.Option(min=0, help=_("Сколько первых строк пропустить: от 0."))] = 0,
) -> None:
    """Найти программы в реестре по словам или по ИНН."""

    async def work(core: Core) -> Found:
        return await find_products(
            core, text, inn, include_excluded=not listed, snapshot_id=snapshot, limit=limit, offset=offset
        )

    view.show_found(run(context, work))


def diff_command(
    context: Context,
    older: Annotated[str | None, typer.Argument(help=_("Id прежней выгрузки; иначе предпоследняя."))] = None,
    newer: Annotated[str | None, typer.Argument(help=_("Id новой выгрузки; иначе последняя."))] = None,
    limit: Limit = _SHOWN,
) -> None:
    """Что изменилось между двумя выгрузками.

    Код выхода 1, если изменение касается площадки, которой кто-то здесь пользуется.
    """

    async def work(core: Core) -> Comparison:
        before, after = await _pair(core, older, newer)
        in_use: set[str] = set()
        for workspace in await list_workspaces(core):
            local = await owner_of(core, workspace.slug)
            in_use.update(one.match.key for one in await matches_of(core, local))
        return await compare_snapshots(core, before, after, limit=limit, watch=in_use)

    comparison = run(context, work)
    view.show_comparison(comparison)
    if comparison.watched:
        raise typer.Exit(FAILED)


def suggest_command(context: Context, platform: PlatformId) -> None:
    """Какие записи реестра похожи на площадку; решает человек."""

    async def work(core: Core) -> list[Candidate]:
        return await suggest_products(core, await law_of(core), platform)

    view.show_candidates(platform, run(context, work))


def match_command(
    context: Context,
    platform: PlatformId,
    number: Annotated[str, typer.Argument(help=_("Номер записи, как его показывает «registry find»."))],
    note: Annotated[str, typer.Option(help=_("Почему это она: для тех, кто проверит."))] = "",
    snapshot: Annotated[str | None, typer.Option(help=_("Id выгрузки; иначе новейшая."))] = None,
    workspace: InWorkspace = None,
) -> None:
    """Подтвердить, что запись реестра — это площадка, которой вы пользуетесь."""

    async def work(core: Core) -> Match:
        asker = await owner_of(core, workspace)
        return await match_platform(core, asker, await law_of(core), platform, number, note, snapshot)

    view.show_match(run(context, work))


def unmatch_command(context: Context, platform: PlatformId, workspace: InWorkspace = None) -> None:
    """Снять подтверждение; история остаётся."""

    async def work(core: Core) -> None:
        await unmatch_platform(core, await owner_of(core, workspace), platform)

    run(context, work)
    typer.echo(_("Подтверждение снято: %s.") % platform)


def matches_command(context: Context, workspace: InWorkspace = None) -> None:
    """Какие площадки сопоставлены и что с их записями сейчас."""

    async def work(core: Core) -> list[MatchView]:
        return await matches_of(core, await owner_of(core, workspace))

    view.show_matches(run(context, work))


async def _pair(core: Core, older: str | None, newer: str | None) -> tuple[str, str]:
    """Return the ids of the two snapshots meant; with one named, the newest stands against it."""
    if older is not None and newer is not None:
        return older, newer
    complete = [one.id for one in await list_snapshots(core, 1_000) if one.state is SnapshotState.COMPLETE]
    after = complete[0] if complete else None
    before = older if older is not None else next(iter(complete[1:]), None)
    if before is None or after is None:
        raise InvalidInput(
            N_("Сравнивать нечего: нужны две загруженные выгрузки."),
            hint=N_("Загрузите ещё одну: vestnik law registry import ФАЙЛ."),
        )
    return before, after


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        refuse(_("Файл не читается: %s.") % (error.strerror or error))
