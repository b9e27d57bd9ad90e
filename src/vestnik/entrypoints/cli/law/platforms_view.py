"""Platforms, choices and counted people as tables in a terminal."""

from collections.abc import Mapping, Sequence
from gettext import gettext as _
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text as Words

from vestnik.kernel.text import N_, Text
from vestnik.law.choices.compare_platforms import UNKNOWN
from vestnik.law.choices.model import Choice, ComparedPlatform, Counted, ReachCount
from vestnik.law.explain import PURPOSES
from vestnik.law.model import Pack, PlatformKind, Purpose, ReceiptKind

_WIDE: Final = 150
"""Columns of a terminal from which the table tells everything."""

_STATES: Final = {"active": "green", "restricted": "yellow", "closed": "red"}
_RECEIPTS: Final = {
    ReceiptKind.ACCEPTED: N_("принято"),
    ReceiptKind.DELIVERED: N_("доставлено"),
    ReceiptKind.READ: N_("прочитано"),
}


def show_choices(pack: Pack, found: Sequence[Choice]) -> None:
    """Print what was chosen, by whom and why."""
    table = _grid(_("площадка"), _("для чего"), _("выбрана"), _("кем"), _("почему"), _("завершена"))
    for choice in found:
        known = pack.platforms.get(choice.platform_id)
        purposes = ", ".join(say(PURPOSES[one]) for one in Purpose if one in choice.purposes)
        ended = f"{choice.ended_at:%d.%m.%Y}: {choice.end_reason}" if choice.ended_at else "—"
        table.add_row(
            Words(known.name if known else choice.platform_id),
            Words(purposes or _("для всего")),
            f"{choice.chosen_at:%d.%m.%Y}",
            Words(choice.chosen_by.label),
            Words(choice.reason),
            Words(ended),
        )
    _console().print(table)


def show_table(rows: Sequence[ComparedPlatform], reach: ReachCount | None) -> None:
    """Print the platforms, a line each, and what to beware of with the chosen ones."""
    console = _console()
    wide = console.width >= _WIDE
    heads = [_("площадка"), _("состояние"), _("подключить"), _("до кого дойдёт")]
    if reach is not None:
        heads.insert(1, _("ваших людей"))
    table = _grid(*heads, *((_("несёт"), _("что известно")) if wide else ()))
    for row in rows:
        name = Words(f"{'✓ ' if row.choice else ''}{row.platform.id}", style="bold")
        name.append(f"\n{row.platform.name}", style="not bold")
        effort, whom = say(row.effort), row.platform.reaches or say(UNKNOWN)
        if row.platform.foreign_owned or row.platform.status == "closed":
            effort, whom = "—", " ".join(say(text) for text in row.why_not)
        cells = [name, _state(row), Words(effort), Words(whom)]
        if reach is not None:
            cells.insert(1, Words(_people(row)))
        if wide:
            known = [*_events(row), row.platform.owner or "", row.platform.note or ""]
            cells += [Words(", ".join(map(say, row.carries)) or "—"), Words("; ".join(filter(None, known)))]
        table.add_row(*cells)
    console.print(table)
    for row in rows:
        if row.choice is not None and row.warnings:
            words = " ".join(say(text) for text in row.warnings)
            console.print(Words.assemble((f"! {row.platform.id}: ", "yellow"), words))
    console.print(Words(_("Об одной площадке всё: vestnik law platforms ID."), style="dim"))


def show_whole(rows: Sequence[ComparedPlatform]) -> None:
    """Print all that is known of each platform."""
    console = _console()
    for row in rows:
        platform = row.platform
        console.print(Words.assemble((platform.name, "bold"), (f"  {platform.id}", "dim")))
        unknown = "" if platform.kind is PlatformKind.OWN_ROAD else say(UNKNOWN)
        receipts = platform.receipts
        told = say(UNKNOWN)
        if receipts is not None:
            told = ", ".join(say(text) for kind, text in _RECEIPTS.items() if kind in receipts) or "—"
        national = platform.national_since and _tiered(
            platform.national_since.strftime("%d.%m.%Y"), platform.national_evidence
        )
        lines = {
            _("Вид"): say(row.kind),
            _("Состояние"): _tiered(_state(row).plain, platform.tier),
            _("Владелец"): platform.owner or unknown,
            _("Реестр российского ПО"): "" if row.registry is None else say(row.registry),
            _("Национальный мессенджер с"): national or "",
            _("События"): "; ".join(_events(row)),
            _("Не предлагаем"): " ".join(say(text) for text in row.why_not),
            _("Несёт"): ", ".join(say(text) for text in row.carries),
            _("До кого дойдёт"): _tiered(platform.reaches or say(UNKNOWN), platform.reaches_evidence),
            _("Подключить"): _tiered(
                f"{say(row.effort)}. {platform.effort_note}" if platform.effort_note else say(UNKNOWN),
                platform.effort_evidence,
            ),
            _("Сообщает"): _tiered(told, platform.receipts_evidence),
            _("Заметка"): platform.note or "",
            _("Осторожно"): " ".join(say(text) for text in row.warnings),
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


def show_count(pack: Pack, counted: Counted) -> None:
    """Print how many of a list each platform reaches, and what of the list was no use."""
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


def _state(row: ComparedPlatform) -> Words:
    platform = row.platform
    if platform.shown_status == "unverified":
        return Words(_("не проверено"), style="dim")
    return Words(say(row.state), style=_STATES[platform.status])


def _events(row: ComparedPlatform) -> list[str]:
    return [say(event) for event in row.events]


def _people(row: ComparedPlatform) -> str:
    if row.share is not None:
        return f"{row.share:.1%}\n{row.reached}"
    return _("возможно,\n%s") % row.possible if row.possible else "—"


def _numbers(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{meaning} {count}" for meaning, count in numbers.items() if count)


def _tiered(words: str, tier: str | None) -> str:
    return f"{words} ({tier})" if tier and tier != "own" else words


def say(text: Text) -> str:
    """Return the words in the language of the terminal."""
    return text.render(_)


def _grid(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in titles:
        table.add_column(title, overflow="fold")
    return table


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)
