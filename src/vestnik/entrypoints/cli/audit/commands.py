"""``vestnik audit TARGET…``: read sites, folders and files, and say where the foreign messengers are."""

import getpass
from dataclasses import replace
from datetime import date, datetime
from gettext import gettext as _

import typer

from vestnik import __version__
from vestnik.audit.baseline import Baseline, accept, load_baseline, save_baseline
from vestnik.audit.contact_points import group
from vestnik.audit.crawl import CrawlOptions
from vestnik.audit.model import AuditResult
from vestnik.audit.report.model import Report
from vestnik.audit.weigh import weigh_result
from vestnik.entrypoints.cli.audit import options as given
from vestnik.entrypoints.cli.audit.options import Aside, Reading, Telling
from vestnik.entrypoints.cli.audit.outputs import planned, write_reports
from vestnik.entrypoints.cli.audit.progress import AuditBar
from vestnik.entrypoints.cli.audit.targets import looked_at, read_targets
from vestnik.entrypoints.cli.audit.weighing import company
from vestnik.entrypoints.cli.usage import RussianCommand, refuse
from vestnik.kernel.clock import SystemClock
from vestnik.kernel.errors import VestnikError
from vestnik.law.model import Pack
from vestnik.law.pack import load_pack
from vestnik.law.policy.rules import MOSCOW

FOUND, INCOMPLETE, INTERRUPTED = 1, 3, 130


def register(app: typer.Typer) -> None:
    """Add ``audit`` to the command line."""
    app.command("audit", cls=RussianCommand)(audit_command)


def audit_command(  # noqa: PLR0913, PLR0917 — one parameter an option
    targets: given.Targets = None,
    form: given.Forms = None,
    output: given.Outputs = None,
    fail_on: given.FailOn = given.Limit.LOW,
    fail_on_signals: given.FailOnSignals = given.Limit.NEVER,
    min_severity: given.MinSeverity = given.Level.INFO,
    group_by: given.GroupedBy = given.GroupBy.PATH,
    max_pages: given.MaxPages = 200,
    rate: given.Rate = 5.0,
    subdomains: given.Subdomains = False,
    sitemap: given.Sitemap = None,
    urls: given.Urls = None,
    render: given.Rendering = given.Render.AUTO,
    page_checks: given.PageChecks = True,
    git_ref: given.GitRef = None,
    root: given.Root = None,
    who: given.Who = None,
    baseline: given.BaselineFile = None,
    save_to: given.SaveTo = None,
    reason: given.Reason = "",
    owner: given.Owner = "",
    until: given.Until = None,
    allow_private: given.AllowPrivate = False,
    include_vendor: given.IncludeVendor = False,
    resume: given.Resume = None,
    quiet: given.Quiet = False,
) -> None:
    """Найти иностранные мессенджеры на сайте, в папке или в файле.

    Код выхода: 0 — чисто, 1 — есть находки (даже если прочитано не всё), 3 — находок нет, но прочитано
    не всё, 2 — ошибка в команде, 130 — прервано: отчёт о прочитанном есть.
    """
    crawl = CrawlOptions(
        max_pages=max_pages,
        rate_per_s=rate,
        subdomains=subdomains,
        allow_private=allow_private,
        include_vendor=include_vendor,
        page_checks=page_checks,
    )
    own = frozenset(path.resolve() for path in (*(output or ()), baseline, save_to) if path is not None)
    reading = Reading(
        tuple(targets or ()),
        crawl,
        sitemap,
        urls,
        render,
        page_checks,
        git_ref,
        root,
        own,
        tuple(who or ()),
        resume,
    )
    telling = Telling(
        form, tuple(output or ()), min_severity.severity, group_by, fail_on, fail_on_signals, quiet
    )
    raise typer.Exit(_audit(reading, telling, Aside(baseline, save_to, reason, owner, until)))


def _audit(reading: Reading, telling: Telling, aside: Aside) -> int:
    """Do the whole command and return its exit code."""
    clock = SystemClock()
    started = clock.now()
    today = started.astimezone(MOSCOW).date()
    if aside.save_to is not None and not aside.reason.strip():
        refuse(_('Чтобы отложить находки, назовите причину: --reason "…".'))
    plan = planned(telling)
    looked_at(reading)
    pack = load_pack()
    organisation = company(reading.who, pack)
    try:
        known = load_baseline(aside.baseline) if aside.baseline is not None else None
        with AuditBar(quiet=telling.quiet) as bar:
            result = weigh_result(read_targets(reading, bar), organisation, pack, started)
    except VestnikError as error:
        refuse(str(error))
    if aside.save_to is not None:
        _put_aside(result, known, aside, today)
    report = _report(result, known, pack, started, clock.now())
    write_reports(report, telling, plan)
    return exit_code(report.result, telling)


def exit_code(result: AuditResult, telling: Telling) -> int:
    """Return what a build server is told; see docs/reference/exit-codes.md."""
    if result.interrupted:
        return INTERRUPTED
    if any(telling.fail_on.met_by(one.severity) and not one.part for one in result.findings):
        return FOUND
    if any(telling.fail_on_signals.met_by(signal.severity) for signal in result.signals):
        return FOUND
    return INCOMPLETE if result.incomplete and telling.fail_on is not given.Limit.NEVER else 0


def _put_aside(result: AuditResult, known: Baseline | None, aside: Aside, today: date) -> None:
    """Write the baseline: what it held and still holds stays with its reason, the rest gets this one."""
    path = aside.save_to
    if path is None:
        return
    fresh = accept(
        (*result.findings, *result.signals),
        reason=aside.reason,
        who=getpass.getuser(),
        until=aside.until.date() if aside.until else None,
        owner=aside.owner,
        added=today,
    )
    try:
        save_baseline(path, known.joined(fresh, today) if known is not None else fresh)
    except OSError as error:
        refuse(_("Файл %(path)s не записан: %(why)s.") % {"path": path, "why": error.strerror or error})


def _report(
    result: AuditResult, known: Baseline | None, pack: Pack, started: datetime, finished: datetime
) -> Report:
    comparison = None
    if known is not None:
        today = started.astimezone(MOSCOW).date()
        comparison = known.compare(result, today)
        result = known.apply(result, today)
    took = result.seconds or (finished - started).total_seconds()
    return Report(
        result=replace(result, seconds=took),
        contact_points=tuple(group(result.findings)),
        started_at=started,
        finished_at=finished,
        version=__version__,
        pack_version=pack.version,
        platform_names={platform.id: platform.name for platform in pack.platforms.values()},
        norms={norm.id: norm.citation for norm in pack.norms.values()},
        comparison=comparison,
    )
