"""Audits: the list, how far one is, stopping and erasing one."""

from typing import Any, Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.audit.runs.browse import list_audits
from vestnik.audit.runs.manage import erase_audit, stop_audit
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.paging import address
from vestnik.entrypoints.web.views.audits.shared import OPEN, fresh_of, of_run, shown_state, story_of
from vestnik.entrypoints.web.visit import Visit

_PAGE: Final = 50


async def index(visit: Visit) -> Response:
    """List audits, newest first."""
    before = visit.query("before") or None
    runs = await list_audits(visit.core, visit.principal, before=before, limit=_PAGE)
    values: dict[str, Any] = {
        "runs": runs,
        "shown_state": shown_state,
        "newer": address(visit, before=None) if before else None,
        "older": address(visit, before=runs[-1].id) if len(runs) == _PAGE else None,
        "moving": any(run.state in OPEN for run in runs),
    }
    return visit.render("audits/rows.html" if visit.partial else "audits/list.html", **values)


async def progress(visit: Visit) -> Response:
    """Answer the page's regular question how far the audit is; when it is over, the page reloads."""
    story = await story_of(visit)
    values = {**of_run(visit, story), "fresh": await fresh_of(visit, story.run)}
    response = visit.render("audits/progress.html", **values)
    if not values["moving"]:
        response.headers["hx-refresh"] = "true"
    return response


async def stop(visit: Visit) -> Response:
    """Ask the audit to stop."""
    audit_id = visit.param("audit_id")
    await stop_audit(visit.core, visit.principal, audit_id)
    return visit.redirect(f"/audits/{audit_id}", "audit-stopping")


async def erase(visit: Visit) -> Response:
    """Erase the audit."""
    await erase_audit(visit.core, visit.principal, visit.param("audit_id"))
    return visit.redirect("/audits", "audit-erased")


PAGES: Final = (
    Page("/audits", "audits", Permission.AUDITS_READ, index),
    Page("/audits/{audit_id}/progress", "audit_progress", Permission.AUDITS_READ, progress),
    Page("/audits/{audit_id}/stop", "audit_stop", Permission.AUDITS_RUN, stop, "POST"),
    Page("/audits/{audit_id}/erase", "audit_erase", Permission.AUDITS_RUN, erase, "POST"),
)
