"""``/v1/audits``: start an audit of a site, watch it, read what it found."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from vestnik.access.model import Permission
from vestnik.audit.model import Severity
from vestnik.audit.report.as_json import contact_point_json, finding_json, trouble_json
from vestnik.audit.runs import browse
from vestnik.audit.runs.model import FindingFilter, Run, RunOptions
from vestnik.audit.start import start_audit
from vestnik.entrypoints.api.door import Caller, House, wrong_body
from vestnik.entrypoints.guards import guard

router = APIRouter(tags=["audits"])


class NewAudit(BaseModel):
    """A site to audit, politely."""

    model_config = ConfigDict(extra="forbid")

    target: str = Field(max_length=2048)
    max_pages: int = 200
    rate_per_s: float = 5.0
    subdomains: bool = False


class Started(BaseModel):
    """The audit waits for its turn; watch it by ``id``."""

    id: str


class Audit(BaseModel):
    """One run."""

    id: str
    target: str
    state: str
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    done: int
    waiting: int
    found: int
    incomplete: bool
    stats: dict[str, Any]
    contact_points: list[dict[str, Any]]
    failure: str | None
    ledger_index: int | None


class AuditStory(Audit):
    """One run with what it could not read."""

    troubles: list[dict[str, Any]]


class AuditPage(BaseModel):
    """One page; go on with ``before`` = ``next``."""

    audits: list[Audit]
    next: str | None


class FindingPage(BaseModel):
    """One page; go on with ``after`` = ``next``. Findings have the form of the JSON report."""

    findings: list[dict[str, Any]]
    next: int | None


@router.post("/audits", status_code=202)
@guard(Permission.AUDITS_RUN)
async def post_audit(vestnik: House, caller: Caller, wanted: NewAudit) -> Started:
    """Queue an audit."""
    options = RunOptions(
        max_pages=wanted.max_pages, rate_per_s=wanted.rate_per_s, subdomains=wanted.subdomains
    )
    return Started(id=await start_audit(vestnik.core, caller, wanted.target, options))


@router.get("/audits")
@guard(Permission.AUDITS_READ)
async def get_audits(
    vestnik: House,
    caller: Caller,
    before: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> AuditPage:
    """List audits, newest first."""
    runs = await browse.list_audits(vestnik.core, caller, before=before, limit=limit)
    return AuditPage(
        audits=[Audit(**_run(run)) for run in runs], next=runs[-1].id if len(runs) == limit else None
    )


@router.get("/audits/{audit_id}")
@guard(Permission.AUDITS_READ)
async def get_audit(vestnik: House, caller: Caller, audit_id: str) -> AuditStory:
    """Tell how far an audit is, or what it came to."""
    story = await browse.get_audit(vestnik.core, caller, audit_id)
    return AuditStory(
        **_run(story.run),
        troubles=[{**trouble_json(trouble), "incomplete": trouble.incomplete} for trouble in story.troubles],
    )


@router.get("/audits/{audit_id}/findings")
@guard(Permission.AUDITS_READ)
async def get_findings(
    vestnik: House,
    caller: Caller,
    audit_id: str,
    severity: str | None = None,
    platform: str | None = None,
    after: int | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> FindingPage:
    """List findings, worst first."""
    which = FindingFilter(severity=_severity(severity), platform=platform)
    page = await browse.list_findings(vestnik.core, caller, audit_id, which, after=after, limit=limit)
    return FindingPage(
        findings=[finding_json(item.finding, item.id) for item in page.items],
        next=page.next_after,
    )


def _severity(raw: str | None) -> Severity | None:
    if raw is None:
        return None
    try:
        return Severity[raw.upper()]
    except KeyError:
        known = ", ".join(severity.name.lower() for severity in Severity)
        raise wrong_body("severity", known) from None


def _run(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "target": run.target,
        "state": run.state.value,
        "queued_at": run.queued_at,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "done": run.progress.done,
        "waiting": run.progress.waiting,
        "found": run.progress.found,
        "incomplete": run.incomplete,
        "stats": dict(run.stats),
        "contact_points": [contact_point_json(point) for point in run.contact_points],
        "failure": run.failure,
        "ledger_index": run.ledger_index,
    }
