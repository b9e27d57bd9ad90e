"""Reports of stored audits, for the console, the API and shared links."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from vestnik import __version__
from vestnik.access.model import Principal
from vestnik.app import Vestnik, printer
from vestnik.audit.contact_points import group
from vestnik.audit.report.as_csv import render_csv
from vestnik.audit.report.as_html import render_html
from vestnik.audit.report.as_json import render_json
from vestnik.audit.report.as_junit import render_junit
from vestnik.audit.report.as_markdown import render_markdown
from vestnik.audit.report.as_pdf import render_pdf
from vestnik.audit.report.as_sarif import render_sarif
from vestnik.audit.report.as_xlsx import render_xlsx
from vestnik.audit.report.model import Past, Report
from vestnik.audit.runs.browse import trend_of
from vestnik.audit.runs.result_of import result_of
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_

_PRINTED: Final = "pdf"
"""Made of the HTML form, by a browser."""
_MOSCOW: Final = ZoneInfo("Europe/Moscow")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a report."""

    media: str
    render: Callable[[Report], str | bytes]


FORMS: Final[Mapping[str, Form]] = {
    "html": Form("text/html; charset=utf-8", render_html),
    "pdf": Form("application/pdf", render_html),
    "xlsx": Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", render_xlsx),
    "csv": Form("text/csv; charset=utf-8", render_csv),
    "json": Form("application/json", render_json),
    "sarif": Form("application/sarif+json", render_sarif),
    "xml": Form("application/xml", render_junit),
    "md": Form("text/markdown; charset=utf-8", render_markdown),
}
"""By the ending of their files."""


@dataclass(frozen=True, slots=True)
class Made:
    """A report ready to be sent."""

    name: str
    """Of the file, ASCII."""
    media: str
    data: bytes


async def report_of(vestnik: Vestnik, principal: Principal, audit_id: str) -> Report:
    """Put the report of a stored audit together.

    Raises:
        NotAllowed, NotFound, Conflict: as ``result_of``.
    """
    run, result = await result_of(vestnik.core, principal, audit_id)
    started = run.started_at or run.queued_at
    before = [one for one in await trend_of(vestnik.core, principal, audit_id) if one.audit_id < audit_id]
    return Report(
        result=result,
        contact_points=tuple(group(result.findings)),
        started_at=started,
        finished_at=run.finished_at or started,
        version=__version__,
        pack_version=vestnik.pack.version,
        platform_names={platform.id: platform.name for platform in vestnik.pack.platforms.values()},
        norms={norm.id: norm.citation for norm in vestnik.pack.norms.values()},
        history=tuple(
            Past(f"{one.at.astimezone(_MOSCOW):%d.%m.%Y}", sum(one.by_severity.values()), one.contact_points)
            for one in before
        ),
    )


async def make_report(vestnik: Vestnik, principal: Principal, audit_id: str, form: str) -> Made:
    """Return the report of a stored audit in one of ``FORMS``; it is made in a thread, for it may be long.

    Raises:
        InvalidInput: there is no such form.
        Unavailable: paper was asked for, and this machine has no browser to print with.
        NotAllowed, NotFound, Conflict: as ``result_of``.
    """
    known = FORMS.get(form)
    if known is None:
        raise InvalidInput(
            N_("Такого вида отчёта нет."),
            field="form",
            hint=N_("Есть: %(forms)s.", forms=", ".join(FORMS)),
        )
    report = await report_of(vestnik, principal, audit_id)
    made = await asyncio.to_thread(known.render, report)
    if form == _PRINTED:
        made = await render_pdf(str(made), printer(vestnik.config))
    data = made if isinstance(made, bytes) else made.encode("utf-8", "replace")
    return Made(_file_name(report, form), known.media, data)


def _file_name(report: Report, form: str) -> str:
    host = urlsplit(report.result.target).hostname or "audit"
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in host)
    return f"vestnik-{plain}-{report.finished_at:%Y-%m-%d}.{form}"
