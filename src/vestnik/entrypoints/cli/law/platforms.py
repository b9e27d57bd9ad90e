"""``vestnik law platforms``, ``compare``, ``reach``, ``choose``, ``choices``: choosing a platform."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import Annotated, Final, TypeAlias

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text as Words

from vestnik.access.model import Principal
from vestnik.entrypoints.cli.context import OpenCore, complain
from vestnik.entrypoints.cli.usage import RussianCommand, refuse
from vestnik.entrypoints.cli.with_core import option_workspace, owner_of, run
from vestnik.kernel.core import Core
from vestnik.kernel.errors import VestnikError
from vestnik.kernel.text import N_, Text
from vestnik.law.choices.choices_of import choices_of
from vestnik.law.choices.choose_platform import choose_platform
from vestnik.law.choices.compare_platforms import UNKNOWN, compare
from vestnik.law.choices.count_reach import count_reach
from vestnik.law.choices.end_choice import end_choice
from vestnik.law.choices.model import Choice, ComparedPlatform, Counted, ReachCount
from vestnik.law.choices.plain import choice_to_plain, count_to_plain, platform_to_plain
from vestnik.law.choices.reach_of import reach_of
from vestnik.law.choices.save_reach import save_reach
from vestnik.law.explain import PURPOSES
from vestnik.law.model import Pack, PlatformKind, Purpose, ReceiptKind
from vestnik.law.pack import load_pack
from vestnik.law.registry.list_snapshots import list_snapshots
from vestnik.law.registry.matches_of import matches_of
from vestnik.law.registry.standing import Records, records_of, said

Context: TypeAlias = typer.Context
InWorkspace: TypeAlias = Annotated[str | None, option_workspace()]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help=_("Ответ в JSON."))]
PlatformId: TypeAlias = Annotated[str, typer.Argument(help=_("Id площадки из «law platforms»."))]

_CHUNK: Final = 1 << 20
_WIDE: Final = 150
"""Columns of a terminal from which the table tells everything."""

_STATES: Final = {"active": "green", "restricted": "yellow", "closed": "red"}
_RECEIPTS: Final = {
    ReceiptKind.ACCEPTED: N_("принято"),
    ReceiptKind.DELIVERED: N_("доставлено"),
    ReceiptKind.READ: N_("прочитано"),
}


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
    pack = _pack()
    if platform and platform not in pack.platforms:
        refuse(_("Площадки «%s» в наборе нет. Список: vestnik law platforms.") % platform)
    rows = [row for row in compare(pack, None, ()) if kind in {None, row.platform.kind}]
    if platform:
        rows = [row for row in rows if row.platform.id == platform]
    if as_json:
        _print_json([platform_to_plain(row) for row in rows])
    elif platform or long:
        _show_whole(rows)
    else:
        _show_table(rows, None)


def compare_command(context: Context, workspace: InWorkspace = None, as_json: AsJson = False) -> None:
    """Сравнить площадки: до какой доли ваших людей дойдёт каждая и какие уже выбраны."""
    pack = _pack()

    async def work(core: Core) -> tuple[ReachCount | None, list[Choice], Records]:
        asker = await owner_of(core, workspace)
        return await reach_of(core, asker), await choices_of(core, asker), await _records(core, asker)

    reach, choices, records = run(context, work)
    rows = compare(pack, reach, choices, _told(records))
    if as_json:
        _print_json([platform_to_plain(row) for row in rows])
        return
    _show_table(rows, reach)
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
    pack = _pack()
    try:
        with _chunks(file) as chunks:
            counted = count_reach(pack, chunks)
    except OSError as error:
        refuse(_("Файл не читается: %s.") % error)
    except VestnikError as error:
        raise complain(error) from error

    async def work(core: Core) -> ReachCount:
        return await save_reach(core, await owner_of(core, workspace), counted, name or file.name)

    saved = run(context, work)
    if as_json:
        _print_json(count_to_plain(saved))
    else:
        _show_count(pack, counted)
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
    pack = _pack()

    async def work(core: Core) -> Choice:
        asker = await owner_of(core, workspace)
        known = pack.platforms.get(platform)
        evidence = (await _records(core, asker)).evidence(known) if known is not None else None
        return await choose_platform(
            core, asker, pack, platform, reason=reason, purposes=purpose or (), registry=evidence
        )

    made = run(context, work)
    typer.echo(_("Выбрана: %s.") % pack.platforms[made.platform_id].name)


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
    pack = _pack()

    async def work(core: Core) -> list[Choice]:
        return await choices_of(core, await owner_of(core, workspace))

    found = run(context, work)
    if as_json:
        _print_json([choice_to_plain(choice) for choice in found])
        return
    table = _grid(_("площадка"), _("для чего"), _("выбрана"), _("кем"), _("почему"), _("завершена"))
    for choice in found:
        known = pack.platforms.get(choice.platform_id)
        purposes = ", ".join(_say(PURPOSES[one]) for one in Purpose if one in choice.purposes)
        ended = f"{choice.ended_at:%d.%m.%Y}: {choice.end_reason}" if choice.ended_at else "—"
        table.add_row(
            Words(known.name if known else choice.platform_id),
            Words(purposes or _("для всего")),
            f"{choice.chosen_at:%d.%m.%Y}",
            Words(choice.chosen_by.label),
            Words(choice.reason),
            Words(ended),
        )
    if found:
        _console().print(table)
    else:
        typer.echo(_("Ничего не выбрано: vestnik law choose PLATFORM --reason «…»."))


def _show_table(rows: Sequence[ComparedPlatform], reach: ReachCount | None) -> None:
    console = _console()
    wide = console.width >= _WIDE
    heads = [_("площадка"), _("состояние"), _("подключить"), _("до кого дойдёт")]
    if reach is not None:
        heads.insert(1, _("ваших людей"))
    table = _grid(*heads, *((_("несёт"), _("что известно")) if wide else ()))
    for row in rows:
        name = Words(f"{'✓ ' if row.choice else ''}{row.platform.id}", style="bold")
        name.append(f"\n{row.platform.name}", style="not bold")
        effort, whom = _say(row.effort), row.platform.reaches or _say(UNKNOWN)
        if row.platform.foreign_owned or row.platform.status == "closed":
            effort, whom = "—", " ".join(_say(text) for text in row.why_not)
        cells = [name, _state(row), Words(effort), Words(whom)]
        if reach is not None:
            cells.insert(1, Words(_people(row)))
        if wide:
            known = [*_events(row), row.platform.owner or "", row.platform.note or ""]
            cells += [Words(", ".join(map(_say, row.carries)) or "—"), Words("; ".join(filter(None, known)))]
        table.add_row(*cells)
    console.print(table)
    for row in rows:
        if row.choice is not None and row.warnings:
            words = " ".join(_say(text) for text in row.warnings)
            console.print(Words.assemble((f"! {row.platform.id}: ", "yellow"), words))
    console.print(Words(_("Об одной площадке всё: vestnik law platforms ID."), style="dim"))


def _show_whole(rows: Sequence[ComparedPlatform]) -> None:
    console = _console()
    for row in rows:
        platform = row.platform
        console.print(Words.assemble((platform.name, "bold"), (f"  {platform.id}", "dim")))
        unknown = "" if platform.kind is PlatformKind.OWN_ROAD else _say(UNKNOWN)
        receipts = platform.receipts
        told = _say(UNKNOWN)
        if receipts is not None:
            told = ", ".join(_say(text) for kind, text in _RECEIPTS.items() if kind in receipts) or "—"
        national = platform.national_since and _tiered(
            platform.national_since.strftime("%d.%m.%Y"), platform.national_evidence
        )
        lines = {
            _("Вид"): _say(row.kind),
            _("Состояние"): _tiered(_state(row).plain, platform.tier),
            _("Владелец"): platform.owner or unknown,
            _("Реестр российского ПО"): "" if row.registry is None else _say(row.registry),
            _("Национальный мессенджер с"): national or "",
            _("События"): "; ".join(_events(row)),
            _("Не предлагаем"): " ".join(_say(text) for text in row.why_not),
            _("Несёт"): ", ".join(_say(text) for text in row.carries),
            _("До кого дойдёт"): _tiered(platform.reaches or _say(UNKNOWN), platform.reaches_evidence),
            _("Подключить"): _tiered(
                f"{_say(row.effort)}. {platform.effort_note}" if platform.effort_note else _say(UNKNOWN),
                platform.effort_evidence,
            ),
            _("Сообщает"): _tiered(told, platform.receipts_evidence),
            _("Заметка"): platform.note or "",
            _("Осторожно"): " ".join(_say(text) for text in row.warnings),
        }
        table = Table.grid(padding=(0, 1, 0, 2))
        table.add_column(style="bold", width=26)
        table.add_column(overflow="fold")
        for name, value in lines.items():
            if value:
                table.add_row(Words(name), Words(value))
        console.print(table)
        for source in platform.sources:
            console.print(Words(f"  {source.url} ({source.tier})", style="dim"), soft_wrap=True)


def _show_count(pack: Pack, counted: Counted) -> None:
    console = _console()
    table = _grid(_("площадка"), _("людей"), _("доля"))
    for platform_id, reached in sorted(counted.reached.items(), key=lambda pair: (-pair[1], pair[0])):
        share = f"{reached / counted.people:.1%}"
        table.add_row(Words(pack.platforms[platform_id].name), f"{reached}", share)
    for platform_id, possible in counted.possible.items():
        table.add_row(Words(pack.platforms[platform_id].name), _("возможно, %s") % possible, "?")
    console.print(table)
    told = {
        _("Людей в списке"): f"{counted.people}",
        _("Достижимы хотя бы как-то"): f"{counted.reachable}",
        _("Столбцы"): ", ".join(f"{heading} → {meaning}" for heading, meaning in counted.columns.items()),
        _("Повторы адресов"): _numbers(counted.repeats),
        _("Негодные адреса"): _numbers(counted.unusable),
    }
    if counted.unreadable:
        lines = ", ".join(map(str, counted.unreadable_lines))
        told[_("Не прочитано строк")] = _("%(count)s, первые: %(lines)s") % {
            "count": counted.unreadable,
            "lines": lines,
        }
    for name, value in told.items():
        if value:
            console.print(Words.assemble((f"{name}: ", "bold"), value))


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


def _state(row: ComparedPlatform) -> Words:
    platform = row.platform
    if platform.shown_status == "unverified":
        return Words(_("не проверено"), style="dim")
    return Words(_say(row.state), style=_STATES[platform.status])


def _events(row: ComparedPlatform) -> list[str]:
    return [_say(event) for event in row.events]


def _people(row: ComparedPlatform) -> str:
    if row.share is not None:
        return f"{row.share:.1%}\n{row.reached}"
    return _("возможно,\n%s") % row.possible if row.possible else "—"


def _numbers(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{meaning} {count}" for meaning, count in numbers.items() if count)


def _tiered(words: str, tier: str | None) -> str:
    return f"{words} ({tier})" if tier and tier != "own" else words


def _say(text: Text) -> str:
    return text.render(_)


def _grid(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in titles:
        table.add_column(title, overflow="fold")
    return table


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


async def _records(core: Core, asker: Principal) -> Records:
    return records_of(await list_snapshots(core), await matches_of(core, asker))


def _told(records: Records) -> dict[str, str] | None:
    """Return what the registry says of each matched platform; None when nothing was imported."""
    if records.newest is None:
        return None
    return {platform: _say(said(view.state)) for platform, view in records.matches.items()}


def _pack() -> Pack:
    try:
        return load_pack()
    except VestnikError as error:
        refuse(str(error))


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)
