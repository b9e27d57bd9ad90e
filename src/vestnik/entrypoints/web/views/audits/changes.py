"""An audit among the others of its site: what changed between any two, and how the sums moved."""

from typing import Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.audit.runs.browse import compare_audits, compare_with_previous, list_audits, trend_of
from vestnik.audit.runs.model import Comparison, Run, RunState
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.views.audits.chart import draw
from vestnik.entrypoints.web.views.audits.shared import of_run, story_of
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import InvalidInput, NotFound

_OTHERS: Final = 50


async def show(visit: Visit) -> Response:
    """Compare with the audit that the address names, else with the one before; draw the trend."""
    story = await story_of(visit)
    run = story.run
    lately = await list_audits(visit.core, visit.principal, target=run.target, limit=_OTHERS)
    others = [one for one in lately if one.state is RunState.DONE and one.id != run.id]
    wanted = visit.query("with", limit=36)
    comparison, fault = await _comparison(visit, run, wanted)
    trend = await trend_of(visit.core, visit.principal, run.id)
    return visit.render(
        "audits/changes.html",
        **of_run(visit, story),
        others=others,
        comparison=comparison,
        fault=fault,
        other_id=wanted if fault is None and wanted else (comparison.previous_id if comparison else None),
        backwards=bool(wanted) and wanted > run.id,
        trend=trend,
        chart=draw(trend),
    )


async def _comparison(
    visit: Visit, run: Run, wanted: str
) -> tuple[Comparison | None, InvalidInput | NotFound | None]:
    if run.state is not RunState.DONE:
        return None, None
    if not wanted:
        return await compare_with_previous(visit.core, visit.principal, run.id), None
    try:
        return await compare_audits(visit.core, visit.principal, run.id, wanted), None
    except (InvalidInput, NotFound) as error:
        return None, error


PAGES: Final = (Page("/audits/{audit_id}/changes", "audit_changes", Permission.AUDITS_READ, show),)
