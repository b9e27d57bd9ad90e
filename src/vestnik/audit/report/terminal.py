"""The report for the terminal: contact points, the worst places, signals, then what could not be read."""

from collections import Counter
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vestnik.audit.model import Finding, Severity
from vestnik.audit.report.model import Report, grouped, heading
from vestnik.audit.report.words import (
    CARRIER,
    CLAIM,
    NO_ADDRESS,
    SEVERITY,
    SIGNALS_NOTE,
    STATE,
    TROUBLE,
    counted,
    places,
    plain,
    word,
)
from vestnik.audit.report.work import PointView, Worry, point_views, worries

_COLOUR: Final = {
    Severity.CRITICAL: "bold white on red",
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}
_MAX_POINTS: Final = 50
_MAX_FINDINGS: Final = 200
_MAX_NOTES: Final = 20
"""Findings of no weight, shown only when there are no others."""
_MAX_SIGNALS: Final = 50
_MAX_TROUBLES: Final = 50
_WORKING: Final = "live"
_INDENT: Final = 11


def print_report(report: Report, console: Console, by: str = "path") -> None:
    """Print the whole report, findings gathered ``by`` one of ``GROUPINGS``.

    Text from the audited files is never taken for markup.
    """
    console.print(
        Text.assemble(
            "Проверено: ", (plain(report.result.target), "bold"), f" — {report.read}, {report.size}"
        )
    )
    _print_points(report, console)
    _print_findings(report, console, by)
    _print_signals(report, console)
    _print_troubles(report, console)
    console.print()
    style = "bold red" if report.actionable else "bold yellow" if report.result.incomplete else "bold green"
    console.print(Text(report.verdict, style=style))
    _print_aside(report, console)


def _print_points(report: Report, console: Console) -> None:
    views = point_views(report)
    if not views:
        return
    _title(console, "Точки контакта")
    table = Table.grid(padding=(0, 2))
    table.add_column(width=1)
    table.add_column(max_width=20, overflow="fold")
    table.add_column(ratio=1, overflow="fold", min_width=10)
    table.add_column(overflow="fold")
    for view in views[:_MAX_POINTS]:
        point = view.point
        table.add_row(
            Text("●", style=_COLOUR[point.severity]),
            Text(report.platform(point.platform), style="bold"),
            Text(plain(point.shown) or NO_ADDRESS, style="" if point.target else "dim"),
            Text(_spread(report, view), style="dim"),
        )
    console.print(table)
    _print_rest(console, len(views) - _MAX_POINTS)


def _spread(report: Report, view: PointView) -> str:
    edits = counted(view.templates, "шаблон", "шаблона", "шаблонов")
    return f"{places(view.point.places)}, {report.amount(view.point.files)}, {edits}"


def _print_findings(report: Report, console: Console, by: str) -> None:
    whole = [finding for finding in report.result.findings if not finding.part]
    parts = len(report.result.findings) - len(whole)
    weighty = [finding for finding in whole if finding.actionable]
    notes = len(whole) - len(weighty)
    shown, room = (weighty, _MAX_FINDINGS) if weighty else (whole, _MAX_NOTES)
    left = len(shown)
    for name, findings in grouped(shown, by).items():
        if room <= 0:
            break
        console.print()
        console.print(Text(plain(heading(report, name, by)), style="bold underline", overflow="fold"))
        for finding in findings[:room]:
            _print_finding(report, finding, console, by)
        left -= len(findings[:room])
        room -= len(findings[:room])
    _print_rest(console, left)
    if weighty and (notes or parts):
        console.print()
    if parts:
        console.print(Text(f"Значков и подписей при этих местах: {parts}.", style="dim"))
    if weighty and notes:
        console.print(Text(f"Справочно, на итог не влияет: {places(notes)}.", style="dim"))


def _print_finding(report: Report, finding: Finding, console: Console, by: str) -> None:
    place = finding.place
    state = "" if finding.state.value == _WORKING else f", {word(STATE, finding.state)}"
    at = f"{place.line}:{place.column}"
    if by != "path":
        console.print(Text(f"  {plain(place.path)}:{at}", style="dim", overflow="fold"))
        at = ""
    console.print(
        Text.assemble(
            (f"  {at}".ljust(_INDENT), "dim"),
            (SEVERITY[finding.severity].ljust(10), _COLOUR[finding.severity]),
            " ",
            (report.platform(finding.platform), "bold"),
            f"  {word(CARRIER, finding.carrier)}{state}  ",
            (finding.rule, "dim"),
        )
    )
    console.print(_excerpt(finding, console.width - _INDENT - 1), no_wrap=True, overflow="ellipsis")


def _excerpt(finding: Finding, room: int) -> Text:
    """Return one line with the match in it, cut to ``room`` characters around the match."""
    excerpt, matched = (plain(" ".join(text.split())) for text in (finding.excerpt, finding.matched))
    at = max(0, excerpt.find(matched))
    if len(excerpt) > room:
        start = max(0, min(at - (room - min(len(matched), room)) // 2, len(excerpt) - room))
        excerpt = f"…{excerpt[start + 1 : start + room - 1]}…" if start else f"{excerpt[: room - 1]}…"
    line = Text(" " * _INDENT + excerpt, style="dim")
    if matched:
        line.highlight_words([matched], style="not dim bold")
    return line


def _print_signals(report: Report, console: Console) -> None:
    found = worries(report)
    if not found:
        return
    _title(console, "Признаки по 152-ФЗ")
    for one in found[:_MAX_SIGNALS]:
        _print_signal(one, console)
    _print_rest(console, len(found) - _MAX_SIGNALS)
    console.print(Text(f"  {SIGNALS_NOTE}", style="dim"))


def _print_signal(one: Worry, console: Console) -> None:
    signal = one.main
    console.print(
        Text.assemble(
            ("  ●", _COLOUR[signal.severity]),
            " ",
            (signal.check, "bold"),
            f"  {plain(signal.observed)}",
            (f" ({word(CLAIM, signal.claim)})", "dim"),
            (f"  {plain(signal.place.path)}:{signal.place.line}", "dim"),
            (f", {places(one.places)}" if one.places > 1 else "", "dim"),
        ),
        overflow="fold",
    )


def _print_troubles(report: Report, console: Console) -> None:
    troubles = sorted(report.result.troubles, key=lambda trouble: not trouble.incomplete)
    if not troubles:
        return
    _title(console, "Не прочитано")
    for trouble in troubles[:_MAX_TROUBLES]:
        kind = TROUBLE.get(trouble.kind, plain(trouble.kind))
        style = "yellow" if trouble.incomplete else "dim"
        console.print(
            Text.assemble("  ", (kind, style), f": {plain(trouble.path)} — {plain(trouble.detail)}"),
            overflow="fold",
        )
    _print_rest(console, len(troubles) - _MAX_TROUBLES)


def _print_aside(report: Report, console: Console) -> None:
    comparison = report.comparison
    if report.result.suppressed:
        said = f"Скрыто по списку известного: {places(report.result.suppressed)}."
        aside = comparison.put_aside if comparison else ()
        owners: Counter[str] = Counter(entry.owner for _item, entry in aside if entry.owner)
        if owners:
            said += (
                " Закроют: " + ", ".join(f"{plain(name)} — {n}" for name, n in owners.most_common(5)) + "."
            )
        console.print(Text(said, style="dim"))
    if comparison and comparison.expired:
        said = f"Срок отложенного прошёл, снова считается: {places(len(comparison.expired))}."
        console.print(Text(said, style="yellow"))
    if comparison and comparison.gone:
        entries = counted(len(comparison.gone), "запись", "записи", "записей")
        console.print(Text(f"В списке известного больше не встречается: {entries}.", style="dim"))


def _title(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, style="bold"))


def _print_rest(console: Console, more: int) -> None:
    if more > 0:
        console.print(Text(f"  … и ещё {more}; всё целиком: --format json или html", style="dim"))
