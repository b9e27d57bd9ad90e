"""Where reports go: which form each file gets, and writing them."""

import asyncio
import io
from collections.abc import Callable
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path
from typing import Final

import typer
from rich.console import Console

from vestnik.audit.report.as_csv import render_csv
from vestnik.audit.report.as_html import render_html
from vestnik.audit.report.as_json import render_json
from vestnik.audit.report.as_junit import render_junit
from vestnik.audit.report.as_markdown import render_markdown
from vestnik.audit.report.as_pdf import render_pdf
from vestnik.audit.report.as_sarif import render_sarif
from vestnik.audit.report.as_xlsx import render_xlsx
from vestnik.audit.report.model import Report
from vestnik.audit.report.terminal import print_report
from vestnik.entrypoints.cli.audit.options import BY_SUFFIX, FORMS, Form, Telling
from vestnik.entrypoints.cli.usage import refuse
from vestnik.kernel.errors import VestnikError

_WIDTH: Final = 110
Plan = tuple[tuple[Path, Form], ...]

_TEXTS: Final[dict[Form, Callable[[Report], str]]] = {
    Form.JSON: render_json,
    Form.SARIF: render_sarif,
    Form.JUNIT: render_junit,
    Form.CSV: render_csv,
}
_GATHERED: Final[dict[Form, Callable[[Report, str], str]]] = {
    Form.HTML: render_html,
    Form.MARKDOWN: render_markdown,
}
"""Those that show findings in groups."""
_NO_TEXTS: Final = frozenset({Form.XLSX, Form.PDF})


def planned(telling: Telling) -> Plan:
    """Return which file gets which form, before anything is read; leaves with a sentence when none fits."""
    if not telling.outputs and telling.form in _NO_TEXTS:
        refuse(_("Отчёт %s — не текст: назовите файл ключом --output.") % telling.form)
    return tuple((path, _form_of(path, telling)) for path in telling.outputs)


def _form_of(path: Path, telling: Telling) -> Form:
    by_suffix = BY_SUFFIX.get(path.suffix.lower())
    if telling.form is not None and (len(telling.outputs) == 1 or by_suffix is None):
        return telling.form
    if by_suffix is None and path.suffix:
        refuse(
            _("По имени %(path)s не понять вид отчёта. Назовите его: --format %(forms)s.")
            % {"path": path, "forms": FORMS}
        )
    return by_suffix or Form.TERMINAL


def write_reports(report: Report, telling: Telling, plan: Plan) -> None:
    """Write every report, or print the one that goes to the screen."""
    shown = _shown(report, telling)
    if not plan:
        _print(shown, telling)
        return
    failed = [why for path, form in plan if (why := _write(shown, path, form, telling))]
    if failed:
        # The others are written: a missing browser must not cost the whole run.
        refuse("\n".join(failed))
    names = ", ".join(str(path) for path, _form in plan)
    where = _("Отчёт: %s") % names
    typer.echo(f"{report.verdict} {where}", err=True)


def _write(report: Report, path: Path, form: Form, telling: Telling) -> str:
    """Write one report; return why it could not be written, or nothing."""
    try:
        path.write_bytes(_content(report, form, telling))
    except OSError as error:
        return _("Отчёт не записан в %(path)s: %(why)s.") % {"path": path, "why": error.strerror or error}
    except VestnikError as error:
        why = f"{error.message.render(_)} {error.hint.render(_) if error.hint else ''}"
        return _("Отчёт не записан в %(path)s: %(why)s") % {"path": path, "why": why.strip()}
    return ""


def _shown(report: Report, telling: Telling) -> Report:
    """Return the report without what is below the severity asked for."""
    result = report.result
    kept = [finding for finding in result.findings if finding.severity >= telling.min_severity]
    signals = [signal for signal in result.signals if signal.severity >= telling.min_severity]
    points = tuple(point for point in report.contact_points if point.severity >= telling.min_severity)
    if len(kept) == len(result.findings) and len(signals) == len(result.signals):
        return report
    return replace(report, result=replace(result, findings=kept, signals=signals), contact_points=points)


def _print(report: Report, telling: Telling) -> None:
    form = telling.form or Form.TERMINAL
    if form is not Form.TERMINAL:
        typer.echo(_text(report, form, telling), nl=False)
    elif not telling.quiet or _worth_saying(report, telling):
        print_report(report, Console(highlight=False, emoji=False), telling.group_by.value)


def _worth_saying(report: Report, telling: Telling) -> bool:
    """Whether somebody who wants no words about what is clean should hear of it."""
    fails = any(telling.fail_on.met_by(finding.severity) for finding in report.result.findings)
    return bool(fails or report.actionable or report.result.signals or report.result.incomplete)


def _content(report: Report, form: Form, telling: Telling) -> bytes:
    if form is Form.XLSX:
        return render_xlsx(report)
    if form is Form.PDF:
        from vestnik.app import printer
        from vestnik.config import load

        return asyncio.run(render_pdf(_text(report, Form.HTML, telling), printer(load())))
    if form is Form.TERMINAL:
        page = io.StringIO()
        console = Console(file=page, width=_WIDTH, highlight=False, emoji=False, no_color=True)
        print_report(report, console, telling.group_by.value)
        return page.getvalue().encode()
    return _text(report, form, telling).encode("utf-8", "replace")


def _text(report: Report, form: Form, telling: Telling) -> str:
    if form in _GATHERED:
        return _GATHERED[form](report, telling.group_by.value)
    return _TEXTS[form](report)
