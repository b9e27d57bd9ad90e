"""``/v1/audits``: start an audit of a site, watch it, stop or erase it, read what it found."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from vestnik.access.model import Permission
from vestnik.audit.model import Severity
from vestnik.audit.report.as_json import contact_point_json, finding_json, trouble_json
from vestnik.audit.runs import browse
from vestnik.audit.runs.manage import erase_audit, stop_audit
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
    include_vendor: bool = False
    render: bool = False
    page_checks: bool = True

    def options(self) -> RunOptions:
        """Return what was chosen."""
        return RunOptions(
            max_pages=self.max_pages,
            rate_per_s=self.rate_per_s,
            subdomains=self.subdomains,
            include_vendor=self.include_vendor,
            render=self.render,
            page_checks=self.page_checks,
        )


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
    schedule_id: str | None
    resumes: int
    """How often it went on after its process had died."""


class AuditStory(Audit):
    """One run with what it could not read."""

    troubles: list[dict[str, Any]]


class AuditPage(BaseModel):
    """One page; go on with ``before`` = ``next``."""

    audits: list[Audit]
    next: str | None


class FindingQuery(BaseModel):
    """Which findings; without a word, all."""

    severity: str | None = None
    platform: str | None = None
    rule: str | None = Field(default=None, max_length=64)
    text: str | None = Field(default=None, max_length=200)
    after: int | None = Field(default=None, ge=0, le=2_147_483_647)
    limit: int = Field(default=50, ge=1, le=100)


class FindingPage(BaseModel):
    """One page; go on with ``after`` = ``next``. Findings have the form of the JSON report."""

    findings: list[dict[str, Any]]
    next: int | None


@router.post("/audits", status_code=202)
@guard(Permission.AUDITS_RUN)
async def post_audit(vestnik: House, caller: Caller, wanted: NewAudit) -> Started:
    """Queue an audit."""
    return Started(id=await start_audit(vestnik.core, caller, wanted.target, wanted.options()))


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


@router.post("/audits/{audit_id}/stop", status_code=202)
@guard(Permission.AUDITS_RUN)
async def post_stop(vestnik: House, caller: Caller, audit_id: str) -> Started:
    """Ask a running audit to stop; what it saw until then is kept."""
    await stop_audit(vestnik.core, caller, audit_id)
    return Started(id=audit_id)


@router.delete("/audits/{audit_id}", status_code=204)
@guard(Permission.AUDITS_RUN)
async def delete_audit(vestnik: House, caller: Caller, audit_id: str) -> None:
    """Erase an audit that is over, with its findings, pictures and shared reports."""
    await erase_audit(vestnik.core, caller, audit_id)


@router.get("/audits/{audit_id}/findings")
@guard(Permission.AUDITS_READ)
async def get_findings(
    vestnik: House, caller: Caller, audit_id: str, asked: Annotated[FindingQuery, Query()]
) -> FindingPage:
    """List findings, worst first."""
    which = FindingFilter(
        severity=_severity(asked.severity), platform=asked.platform, rule=asked.rule, text=asked.text
    )
    page = await browse.list_findings(
        vestnik.core, caller, audit_id, which, after=asked.after, limit=asked.limit
    )
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
        "schedule_id": run.schedule_id,
        "resumes": run.resumes,
    }
