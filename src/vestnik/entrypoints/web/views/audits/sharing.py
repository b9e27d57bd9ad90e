"""An audit's report: taken away as a file, or shared by a link that ends."""

from datetime import timedelta
from typing import Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.access.views import record_view
from vestnik.audit.runs.shares.model import LONGEST, USUAL, Share
from vestnik.audit.runs.shares.share import end_share, list_shares, share_report
from vestnik.entrypoints.reports import FORMS, make_report
from vestnik.entrypoints.web.forms import Faults
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.views.audits.shared import of_run, story_of
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import Conflict, InvalidInput, TooMany

_DAYS: Final = (1, 7, USUAL.days, 30, LONGEST.days)


async def show(visit: Visit, faults: Faults | None = None, made: tuple[Share, str] | None = None) -> Response:
    """Offer the files and the links; ``made`` is a link just made, whose token this answer alone shows."""
    story = await story_of(visit)
    return visit.render(
        "audits/report.html",
        status=422 if faults else 200,
        **of_run(visit, story),
        forms=tuple(FORMS),
        shares=await list_shares(visit.core, visit.principal, story.run.id),
        days=_DAYS,
        usual=USUAL.days,
        link=f"{visit.site.vestnik.config.public_url}/r#{made[1]}" if made else None,
        made=made[0] if made else None,
        faults=faults or Faults(),
    )


async def share(visit: Visit) -> Response:
    """Make a link."""
    raw = visit.form.get("days")
    lasting = timedelta(days=int(raw)) if raw.isascii() and raw.isdigit() and len(raw) < 4 else USUAL  # noqa: PLR2004
    try:
        made = await share_report(
            visit.core, visit.principal, visit.param("audit_id"), lasting=lasting, note=visit.form.get("note")
        )
    except (InvalidInput, Conflict, TooMany) as error:
        return await show(visit, Faults({error.field or "": (error.message, error.hint)}))
    return await show(visit, made=made)


async def end(visit: Visit) -> Response:
    """End a link."""
    audit_id = visit.param("audit_id")
    await end_share(visit.core, visit.principal, audit_id, visit.param("share_id"))
    return visit.redirect(f"/audits/{audit_id}/report", "share-ended")


async def download(visit: Visit) -> Response:
    """Send the report as a file; that it was taken away is recorded first."""
    audit_id = visit.param("audit_id")
    made = await make_report(visit.site.vestnik, visit.principal, audit_id, visit.param("form"))
    await record_view(visit.core, visit.principal, "report", audit_id, "export")
    headers = {"content-disposition": f'attachment; filename="{made.name}"'}
    return Response(made.data, media_type=made.media, headers=headers)


PAGES: Final = (
    Page("/audits/{audit_id}/report", "audit_report", Permission.AUDITS_READ, show),
    Page("/audits/{audit_id}/report", "audit_share", Permission.EVIDENCE_EXPORT, share, "POST"),
    Page("/audits/{audit_id}/report.{form}", "audit_file", Permission.EVIDENCE_EXPORT, download),
    Page(
        "/audits/{audit_id}/shares/{share_id}/end",
        "audit_share_end",
        Permission.EVIDENCE_EXPORT,
        end,
        "POST",
    ),
)
