"""The report for the terminal: contact points first, then the places, then what could not be read."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vestnik.audit.model import ContactPoint, Finding, Severity
from vestnik.audit.report.model import Report, grouped
from vestnik.audit.report.words import CARRIER, SEVERITY, STATE, TROUBLE, places, plain, word

_COLOUR = {
    Severity.CRITICAL: "bold white on red",
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}
_MAX_POINTS = 50
_MAX_FINDINGS = 1000
_MAX_TROUBLES = 50
_WORKING = "live"
_INDENT = 11


def print_report(report: Report, console: Console, by: str = "path") -> None:
    """Print the whole report; text from the audited files is never taken for markup."""
    console.print(
        Text.assemble(
            "Проверено: ",
            (plain(report.result.target), "bold"),
            f" — {report.amount(report.result.files)}, {report.size}",
        )
    )
    if report.contact_points:
        _print_points(report, console)
    _print_findings(report, console, by)
    _print_troubles(report, console)
    console.print()
    style = "bold red" if report.actionable else "bold yellow" if report.result.incomplete else "bold green"
    console.print(Text(report.verdict, style=style))
    if report.result.suppressed:
        console.print(Text(f"Скрыто по списку известного: {places(report.result.suppressed)}.", style="dim"))


def _print_points(report: Report, console: Console) -> None:
    console.print()
    console.print(Text("Точки контакта", style="bold"))
    table = Table.grid(padding=(0, 2))
    for point in report.contact_points[:_MAX_POINTS]:
        table.add_row(
            Text("●", style=_COLOUR[point.severity]),
            Text(report.platform(point.platform), style="bold"),
            Text(
                point.shown or "без адреса: надпись или призыв",
                overflow="fold",
                style="" if point.target else "dim",
            ),
            Text(_spread(report, point), style="dim"),
        )
    console.print(table)
    _print_rest(console, len(report.contact_points) - _MAX_POINTS)


def _spread(report: Report, point: ContactPoint) -> str:
    return f"{places(point.places)}, {report.amount(point.files)}"


def _print_findings(report: Report, console: Console, by: str) -> None:
    shown = 0
    for path, findings in grouped(report.result.findings, by).items():
        if shown >= _MAX_FINDINGS:
            break
        console.print()
        console.print(Text(plain(path), style="bold underline", overflow="fold"))
        for finding in findings[: _MAX_FINDINGS - shown]:
            _print_finding(report, finding, console)
            shown += 1
    _print_rest(console, len(report.result.findings) - shown)


def _print_finding(report: Report, finding: Finding, console: Console) -> None:
    place = finding.place
    state = "" if finding.state.value == _WORKING else f", {word(STATE, finding.state)}"
    console.print(
        Text.assemble(
            (f"  {place.line}:{place.column}".ljust(_INDENT), "dim"),
            (SEVERITY[finding.severity].ljust(10), _COLOUR[finding.severity]),
            " ",
            (report.platform(finding.platform), "bold"),
            f"  {word(CARRIER, finding.carrier)}{state}  ",
            (finding.rule, "dim"),
        )
    )
    console.print(_excerpt(finding, console.width - _INDENT - 1), no_wrap=True)


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


def _print_troubles(report: Report, console: Console) -> None:
    troubles = sorted(report.result.troubles, key=lambda trouble: not trouble.incomplete)
    if not troubles:
        return
    console.print()
    console.print(Text("Не прочитано", style="bold"))
    for trouble in troubles[:_MAX_TROUBLES]:
        kind = TROUBLE.get(trouble.kind, trouble.kind)
        style = "yellow" if trouble.incomplete else "dim"
        console.print(
            Text.assemble("  ", (kind, style), f": {plain(trouble.path)} — {plain(trouble.detail)}")
        )
    _print_rest(console, len(troubles) - _MAX_TROUBLES)


def _print_rest(console: Console, more: int) -> None:
    if more > 0:
        console.print(Text(f"  … и ещё {more}; всё целиком: --format json или html", style="dim"))
