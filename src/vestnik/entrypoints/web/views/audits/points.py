"""The first screen of an audit: what the company offers people, since when, and what to do about each."""

from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.audit.model import Carrier, ContactPoint
from vestnik.audit.runs.browse import compare_with_previous, list_audits, points_over_time, shapes_of
from vestnik.audit.runs.history.model import PointHistory, Standing, point_key
from vestnik.audit.runs.model import PointShape, Run, RunState
from vestnik.entrypoints.web.mending import next_step
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.views.audits.shared import fresh_of, of_run, story_of
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.text import Text

_SHAPELESS: Final = PointShape(0, {})


@dataclass(frozen=True, slots=True)
class PointRow:
    """One line of the table."""

    point: ContactPoint
    key: str
    standing: Standing | None
    """None for an audit older than the history."""
    blocks: int
    carrier: Carrier | None
    """Of most of its places."""
    step: Text


async def show(visit: Visit) -> Response:
    """Show contact points; while the audit runs, how far it is."""
    story = await story_of(visit)
    run = story.run
    every = await points_over_time(visit.core, visit.principal, run.id)
    shapes = await shapes_of(visit.core, visit.principal, run.id)
    latest = await _latest(visit, run)
    comparison = None
    if run.state is RunState.DONE:
        comparison = await compare_with_previous(visit.core, visit.principal, run.id)
    return visit.render(
        "audits/points.html",
        **of_run(visit, story),
        fresh=await fresh_of(visit, run),
        rows=_rows(run, every, shapes),
        elsewhere=_elsewhere(run, every) if latest is None else [],
        closed=[one for one in every if not one.standing.open] if latest is None else [],
        latest=latest,
        comparison=comparison,
    )


async def _latest(visit: Visit, run: Run) -> Run | None:
    """Return a later finished audit of the same site; None when this is the latest."""
    lately = await list_audits(visit.core, visit.principal, target=run.target, limit=20)
    return next((one for one in lately if one.state is RunState.DONE and one.id > run.id), None)


def _rows(run: Run, every: list[PointHistory], shapes: dict[tuple[str, str], PointShape]) -> list[PointRow]:
    standings = {one.point: one.standing for one in every}
    rows = []
    for point in run.contact_points:
        key = point_key(point.platform, point.target)
        shape = shapes.get((point.platform, point.target), _SHAPELESS)
        carrier = max(shape.carriers, key=lambda one: shape.carriers[one], default=None)
        rows.append(PointRow(point, key, standings.get(key), shape.blocks, carrier, next_step(carrier)))
    return rows


def _elsewhere(run: Run, every: list[PointHistory]) -> list[PointHistory]:
    """Return what is open still because this audit did not look where it was known to be."""
    here = {point_key(point.platform, point.target) for point in run.contact_points}
    if run.state is not RunState.DONE:
        return []
    return [one for one in every if one.standing.open and one.point not in here]


PAGES: Final = (Page("/audits/{audit_id}", "audit", Permission.AUDITS_READ, show),)
