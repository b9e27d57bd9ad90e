"""Reports of stored audits, for the console, the API and shared links."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from vestnik import __version__
from vestnik.access.model import Principal
from vestnik.app import Vestnik
from vestnik.audit.contact_points import group
from vestnik.audit.report.as_html import render_html
from vestnik.audit.report.as_json import render_json
from vestnik.audit.report.model import Report
from vestnik.audit.runs.result_of import result_of
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a report."""

    media: str
    render: Callable[[Report], str | bytes]


FORMS: Final[Mapping[str, Form]] = {
    "html": Form("text/html; charset=utf-8", render_html),
    "json": Form("application/json", render_json),
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
    return Report(
        result=result,
        contact_points=tuple(group(result.findings)),
        started_at=started,
        finished_at=run.finished_at or started,
        version=__version__,
        pack_version=vestnik.pack.version,
        platform_names={platform.id: platform.name for platform in vestnik.pack.platforms.values()},
    )


async def make_report(vestnik: Vestnik, principal: Principal, audit_id: str, form: str) -> Made:
    """Return the report of a stored audit in one of ``FORMS``; it is made in a thread, for it may be long.

    Raises:
        InvalidInput: there is no such form.
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
    data = made if isinstance(made, bytes) else made.encode("utf-8", "replace")
    return Made(_file_name(report, form), known.media, data)


def _file_name(report: Report, form: str) -> str:
    host = urlsplit(report.result.target).hostname or "audit"
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in host)
    return f"vestnik-{plain}-{report.finished_at:%Y-%m-%d}.{form}"
