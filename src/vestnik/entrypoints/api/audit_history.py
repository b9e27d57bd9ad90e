"""``/v1/audits/{id}/…``: channels over time, page checks, comparison, trend, and the report as a file."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel

from vestnik.access.model import Permission
from vestnik.access.views import record_view
from vestnik.audit.report.as_json import (
    contact_point_json,
    finding_json,
    form_json,
    signal_json,
    tracker_json,
)
from vestnik.audit.report.model import ids_of
from vestnik.audit.runs import browse
from vestnik.audit.runs.history.model import Moment, PointHistory
from vestnik.audit.runs.model import Comparison, StoredFinding
from vestnik.entrypoints.api.door import Caller, House
from vestnik.entrypoints.guards import guard
from vestnik.entrypoints.reports import make_report

router = APIRouter(tags=["audits"])


class Seen(BaseModel):
    """An audit, and when it ended."""

    audit_id: str
    at: datetime


class Channel(BaseModel):
    """A contact point of the site over time; ``closed`` is the first audit that looked and found none."""

    messenger: str
    target: str
    severity: str
    places: int
    files: int
    open: bool
    first_seen: Seen
    last_seen: Seen
    closed: Seen | None
    reopened: int


class Channels(BaseModel):
    """Every channel the site has ever had, open ones first."""

    channels: list[Channel]


class PageChecks(BaseModel):
    """Signs of how personal data is handled, the forms that ask for it, and who else learns of visits."""

    signals: list[dict[str, Any]]
    forms: list[dict[str, Any]]
    trackers: list[dict[str, Any]]


class ChangedSeverity(BaseModel):
    """A finding that both audits saw, with another severity."""

    before: str
    after: str
    finding: dict[str, Any]


class Difference(BaseModel):
    """What changed from the earlier audit to the later; lists hold at most 100, the counts hold all."""

    earlier: str | None
    new: list[dict[str, Any]]
    gone: list[dict[str, Any]]
    changed: list[ChangedSeverity]
    new_count: int
    gone_count: int
    changed_count: int
    known_count: int
    channels_new: list[dict[str, Any]]
    channels_gone: list[dict[str, Any]]


class TrendPoint(BaseModel):
    """The sums of one finished audit."""

    audit_id: str
    at: datetime
    contact_points: int
    by_severity: dict[str, int]
    incomplete: bool


class Trend(BaseModel):
    """The last finished audits of the site, oldest first."""

    audits: list[TrendPoint]


@router.get("/audits/{audit_id}/channels")
@guard(Permission.AUDITS_READ)
async def get_channels(vestnik: House, caller: Caller, audit_id: str) -> Channels:
    """List the channels of the audited site since its first audit."""
    points = await browse.points_over_time(vestnik.core, caller, audit_id)
    return Channels(channels=[_channel(point) for point in points])


@router.get("/audits/{audit_id}/page-checks")
@guard(Permission.AUDITS_READ)
async def get_page_checks(vestnik: House, caller: Caller, audit_id: str) -> PageChecks:
    """Tell what an audit saw of the handling of personal data: signs, never violations."""
    found = await browse.page_checks_of(vestnik.core, caller, audit_id)
    ids = ids_of(signal.fingerprint for signal in found.signals)
    return PageChecks(
        signals=[signal_json(signal, made) for signal, made in zip(found.signals, ids, strict=True)],
        forms=[form_json(form) for form in found.forms],
        trackers=[tracker_json(tracker) for tracker in found.trackers],
    )


@router.get("/audits/{audit_id}/comparison")
@guard(Permission.AUDITS_READ)
async def get_comparison(
    vestnik: House,
    caller: Caller,
    audit_id: str,
    other: Annotated[str | None, Query(alias="with", max_length=36)] = None,
) -> Difference:
    """Compare with any audit of the same site, else with the finished one before."""
    if other is None:
        return _difference(await browse.compare_with_previous(vestnik.core, caller, audit_id))
    return _difference(await browse.compare_audits(vestnik.core, caller, audit_id, other))


@router.get("/audits/{audit_id}/trend")
@guard(Permission.AUDITS_READ)
async def get_trend(
    vestnik: House, caller: Caller, audit_id: str, limit: Annotated[int, Query(ge=1, le=100)] = 50
) -> Trend:
    """Tell how the sums of a site moved from audit to audit."""
    points = await browse.trend_of(vestnik.core, caller, audit_id, limit=limit)
    return Trend(
        audits=[
            TrendPoint(
                audit_id=point.audit_id,
                at=point.at,
                contact_points=point.contact_points,
                by_severity=dict(point.by_severity),
                incomplete=point.incomplete,
            )
            for point in points
        ]
    )


@router.get(
    "/audits/{audit_id}/report",
    response_class=Response,
    responses={200: {"description": "The report", "content": {"*/*": {}}}},
)
@guard(Permission.EVIDENCE_EXPORT)
async def get_report(
    vestnik: House, caller: Caller, audit_id: str, form: Annotated[str, Query(max_length=16)] = "json"
) -> Response:
    """Take the report of a finished audit away as a file; ``form`` names its ending, json for example."""
    made = await make_report(vestnik, caller, audit_id, form)
    await record_view(vestnik.core, caller, "report", audit_id, "export")
    headers = {"content-disposition": f'attachment; filename="{made.name}"'}
    return Response(made.data, media_type=made.media, headers=headers)


def _channel(point: PointHistory) -> Channel:
    standing = point.standing
    return Channel(
        messenger=point.platform,
        target=point.address,
        severity=point.severity.name.lower(),
        places=point.places,
        files=point.files,
        open=standing.open,
        first_seen=_seen(standing.first),
        last_seen=_seen(standing.last),
        closed=None if standing.closed is None else _seen(standing.closed),
        reopened=standing.reopened,
    )


def _seen(moment: Moment) -> Seen:
    return Seen(audit_id=moment.audit_id, at=moment.at)


def _finding(item: StoredFinding) -> dict[str, Any]:
    return finding_json(item.finding, item.id)


def _difference(found: Comparison) -> Difference:
    return Difference(
        earlier=found.previous_id,
        new=[_finding(item) for item in found.new],
        gone=[_finding(item) for item in found.gone],
        changed=[
            ChangedSeverity(
                before=pair.before.finding.severity.name.lower(),
                after=pair.after.finding.severity.name.lower(),
                finding=_finding(pair.after),
            )
            for pair in found.changed
        ],
        new_count=found.new_count,
        gone_count=found.gone_count,
        changed_count=found.changed_count,
        known_count=found.known_count,
        channels_new=[contact_point_json(point) for point in found.points_new],
        channels_gone=[contact_point_json(point) for point in found.points_gone],
    )
