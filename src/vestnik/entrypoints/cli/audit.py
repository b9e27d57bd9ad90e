"""``vestnik audit TARGET``: read a site, a directory or a file, and say where the foreign messengers are."""

import asyncio
import getpass
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from gettext import gettext as _
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from vestnik import __version__
from vestnik.audit.baseline import accept, load_baseline, save_baseline
from vestnik.audit.contact_points import group
from vestnik.audit.crawl import CrawlOptions, crawl_site
from vestnik.audit.crawl.urls import canonical_url
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import AuditResult
from vestnik.audit.report.as_html import render_html
from vestnik.audit.report.as_json import render_json
from vestnik.audit.report.model import Report
from vestnik.audit.report.terminal import print_report
from vestnik.audit.scan import ScanOptions, scan_directory
from vestnik.audit.vendor import VendorInspector
from vestnik.entrypoints.cli.audit_progress import AuditBar
from vestnik.entrypoints.cli.usage import RussianCommand, refuse
from vestnik.kernel.clock import SystemClock
from vestnik.kernel.errors import VestnikError
from vestnik.law.pack import load_pack
from vestnik.law.policy.rules import MOSCOW

INTERRUPTED = 130


class Form(StrEnum):
    """How the report looks."""

    TERMINAL = "terminal"
    JSON = "json"
    HTML = "html"


def register(app: typer.Typer) -> None:
    """Add ``audit`` to the command line."""
    app.command("audit", cls=RussianCommand)(audit_command)


def audit_command(  # noqa: PLR0913, PLR0917 — one parameter an option
    target: Annotated[
        str, typer.Argument(help=_("Адрес сайта (https://…), папка или файл."), show_default=False)
    ] = "",
    form: Annotated[
        Form, typer.Option("--format", help=_("Вид отчёта: terminal, json или html."))
    ] = Form.TERMINAL,
    output: Annotated[Path | None, typer.Option(help=_("Куда записать отчёт; иначе — на экран."))] = None,
    max_pages: Annotated[
        int, typer.Option(min=1, max=20_000, help=_("Сколько страниц читать: от 1 до 20000."))
    ] = 200,
    rate: Annotated[
        float, typer.Option(min=0.1, max=50, help=_("Запросов в секунду к сайту: от 0.1 до 50."))
    ] = 5.0,
    subdomains: Annotated[bool, typer.Option("--subdomains", help=_("Читать и поддомены."))] = False,
    baseline: Annotated[
        Path | None, typer.Option(help=_("Файл отложенных находок: они не считаются."))
    ] = None,
    save_to: Annotated[
        Path | None, typer.Option("--save-baseline", help=_("Отложить все находки в этот файл."))
    ] = None,
    reason: Annotated[str, typer.Option(help=_("Причина для --save-baseline."))] = "",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help=_("Разрешить внутренние адреса: localhost, 10.0.0.1…"))
    ] = False,
    include_vendor: Annotated[
        bool, typer.Option("--include-vendor", help=_("Считать и чужие библиотеки."))
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=_("Без полосы хода работы."))] = False,
) -> None:
    """Найти иностранные мессенджеры на сайте, в папке или в файле.

    Код выхода: 0 — чисто, 1 — есть находки (даже если прочитано не всё), 3 — находок нет, но прочитано
    не всё, 2 — ошибка в команде.
    """
    options = CrawlOptions(
        max_pages=max_pages,
        rate_per_s=rate,
        subdomains=subdomains,
        allow_private=allow_private,
        include_vendor=include_vendor,
    )
    raise typer.Exit(_audit(target, options, _Files(form, output, baseline, save_to, reason), quiet=quiet))


@dataclass(frozen=True, slots=True)
class _Files:
    """What is read and written beside the target."""

    form: Form
    output: Path | None
    baseline: Path | None
    save_to: Path | None
    reason: str


def _audit(target: str, options: CrawlOptions, files: _Files, *, quiet: bool) -> int:
    """Do the whole command and return its exit code."""
    clock = SystemClock()
    started = clock.now()
    if files.save_to is not None and not files.reason.strip():
        refuse(_('Чтобы отложить находки, назовите причину: --reason "…".'))
    try:
        known = load_baseline(files.baseline) if files.baseline is not None else None
        with AuditBar(quiet=quiet) as bar:
            if "://" in target:
                result = asyncio.run(_crawl(target, options, bar))
            else:
                result = _scan(target, bar, include_vendor=options.include_vendor)
    except VestnikError as error:
        refuse(str(error))
    except KeyboardInterrupt:
        typer.echo(_("Прервано, отчёта нет."), err=True)
        return INTERRUPTED
    if files.save_to is not None:
        _put_aside(result, files.save_to, files.reason)
    if known is not None:
        result = known.apply(result, started.astimezone(MOSCOW).date())
    _write(_report(result, started, clock.now()), files.form, files.output)
    return result.exit_code


async def _crawl(target: str, options: CrawlOptions, bar: AuditBar) -> AuditResult:
    if canonical_url(target) is None:
        # The address is not repeated: it may hold a password, and stderr often ends up in a log.
        refuse(_("Это не адрес сайта. Пример: https://shop.example/ — без имени и пароля."))
    from vestnik.app import open_http

    async with open_http(allow_private=options.allow_private) as http:
        return await crawl_site(target, http, options, bar.page)


def _scan(target: str, bar: AuditBar, *, include_vendor: bool) -> AuditResult:
    if not target:
        refuse(_("Что проверить? Назовите сайт, папку или файл: vestnik audit https://shop.example/"))
    if not Path(target).exists():
        refuse(
            _("Нет такого файла или папки: %(name)s. Если это сайт, напишите адрес целиком: https://%(name)s")
            % {"name": target}
        )
    inspector = VendorInspector() if include_vendor else Inspector()
    # Left in: packages that a build copies to the site. Left out: what is never published.
    options = ScanOptions(skip=frozenset({".git", ".hg", ".svn"})) if include_vendor else ScanOptions()
    return scan_directory(Path(target), options, bar.file, inspector)


def _put_aside(result: AuditResult, path: Path, reason: str) -> None:
    try:
        save_baseline(path, accept(result.findings, reason=reason, who=getpass.getuser()))
    except OSError as error:
        refuse(_("Файл %(path)s не записан: %(why)s.") % {"path": path, "why": error.strerror or error})


def _report(result: AuditResult, started: datetime, finished: datetime) -> Report:
    pack = load_pack()
    return Report(
        result=result,
        contact_points=tuple(group(result.findings)),
        started_at=started,
        finished_at=finished,
        version=__version__,
        pack_version=pack.version,
        platform_names={platform.id: platform.name for platform in pack.platforms.values()},
    )


def _write(report: Report, form: Form, output: Path | None) -> None:
    if form is Form.TERMINAL and output is None:
        print_report(report, Console(highlight=False, emoji=False))
        return
    try:
        if output is None:
            typer.echo(_text(report, form), nl=False)
            return
        if form is Form.TERMINAL:
            with output.open("w", encoding="utf-8") as file:
                print_report(report, Console(file=file, width=110, highlight=False, emoji=False))
        else:
            output.write_text(_text(report, form), encoding="utf-8")
    except OSError as error:
        refuse(_("Отчёт не записан в %(path)s: %(why)s.") % {"path": output, "why": error.strerror or error})
    typer.echo(f"{report.verdict} {_('Отчёт: %s') % output}", err=True)


def _text(report: Report, form: Form) -> str:
    return render_json(report) if form is Form.JSON else render_html(report)
