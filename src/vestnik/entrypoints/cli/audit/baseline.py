"""``vestnik baseline``: look at what is put aside, and drop what is not there any more."""

import json
from gettext import gettext as _
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vestnik.audit.baseline import Baseline, load_baseline, save_baseline
from vestnik.audit.report.columns import said
from vestnik.entrypoints.cli.usage import RussianCommand, refuse
from vestnik.kernel.clock import SystemClock
from vestnik.kernel.errors import VestnikError
from vestnik.law.policy.rules import MOSCOW

_File = Annotated[Path, typer.Argument(metavar="FILE", help=_("Файл отложенных находок."))]


def register(app: typer.Typer) -> None:
    """Add ``baseline`` with its commands to the command line."""
    group = typer.Typer(no_args_is_help=True, help=_("Отложенные находки: посмотреть и вычеркнуть лишние."))
    group.command("show", cls=RussianCommand)(show)
    group.command("prune", cls=RussianCommand)(prune)
    app.add_typer(group, name="baseline")


def show(file: _File) -> None:
    """Показать отложенное: где, почему, кто закроет и до какого дня."""
    baseline = _loaded(file)
    today = SystemClock().now().astimezone(MOSCOW).date()
    table = Table(show_edge=False, header_style="bold")
    for title in (_("Где"), _("Что"), _("Причина"), _("Кто закроет"), _("До")):
        table.add_column(title, overflow="fold")
    for entry in sorted(baseline.entries, key=lambda entry: (entry.path, entry.rule)):
        until = entry.until.strftime("%d.%m.%Y") if entry.until else _("без срока")
        late = entry.expired(today)
        table.add_row(
            Text(said(entry.path)),
            Text(said(entry.rule)),
            Text(said(entry.reason)),
            Text(said(entry.owner or entry.who)),
            Text(_("%s, прошёл") % until if late else until, style="yellow" if late else ""),
        )
    console = Console(highlight=False, emoji=False)
    console.print(table)
    expired = sum(entry.expired(today) for entry in baseline.entries)
    console.print(
        _("Отложено: %(all)s, срок прошёл: %(late)s.") % {"all": len(baseline.entries), "late": expired}
    )


def prune(
    file: _File,
    report: Annotated[
        Path, typer.Option(help=_("Отчёт JSON полной проверки с этим же файлом в --baseline."))
    ],
) -> None:
    """Вычеркнуть из файла то, чего в отчёте больше нет."""
    baseline = _loaded(file)
    present = _present(report)
    gone = [entry for entry in baseline.entries if entry.fingerprint not in present]
    try:
        save_baseline(file, baseline.pruned(gone))
    except OSError as error:
        refuse(_("Файл %(path)s не записан: %(why)s.") % {"path": file, "why": error.strerror or error})
    typer.echo(_("Вычеркнуто: %(gone)s, осталось: %(left)s.") % {
        "gone": len(gone), "left": len(baseline.entries) - len(gone),
    })  # fmt: skip


def _loaded(file: Path) -> Baseline:
    try:
        return load_baseline(file)
    except VestnikError as error:
        refuse(str(error))


def _present(path: Path) -> set[str]:
    """Return the fingerprints of a report; leaves with a sentence unless it saw everything."""
    try:
        told: Any = json.loads(path.read_text(encoding="utf-8"))
        rows = [*told["findings"], *told["signals"], *told["suppressed"]]
        present = {str(row["fingerprint"]) for row in rows}
        whole = not told["interrupted"] and not told["incomplete"]
    except OSError as error:
        refuse(_("Отчёт %(path)s не читается: %(why)s.") % {"path": path, "why": error.strerror or error})
    except (ValueError, KeyError, TypeError, RecursionError):
        refuse(_("%s — не отчёт JSON команды audit.") % path)
    if not whole:
        refuse(_("По неполной проверке не понять, чего больше нет: вычёркивать нельзя."))
    return present
