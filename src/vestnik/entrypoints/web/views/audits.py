"""Audits: the list, starting one, following it, its findings."""

from typing import Any, Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.audit.model import Role, Severity, State
from vestnik.audit.runs.browse import compare_with_previous, get_audit, list_audits, list_findings
from vestnik.audit.runs.model import FindingFilter, Run, RunOptions, RunState
from vestnik.audit.start import start_audit
from vestnik.entrypoints.web.forms import Faults
from vestnik.entrypoints.web.labels import PLACE_ROLES, PLACE_STATES, SEVERITIES
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.paging import address, chosen
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import Conflict, InvalidInput, TooMany
from vestnik.kernel.text import N_

_PAGE: Final = 50
_DEFAULTS: Final = RunOptions()
_OPEN: Final = frozenset({RunState.QUEUED, RunState.RUNNING})


def shown_state(run: Run) -> str:
    """Return the label's name: a finished run that missed something says so."""
    return "incomplete" if run.state is RunState.DONE and run.incomplete else run.state.value


async def index(visit: Visit) -> Response:
    """List audits, newest first."""
    before = visit.query("before") or None
    runs = await list_audits(visit.core, visit.principal, before=before, limit=_PAGE)
    values: dict[str, Any] = {
        "runs": runs,
        "shown_state": shown_state,
        "newer": address(visit, before=None) if before else None,
        "older": address(visit, before=runs[-1].id) if len(runs) == _PAGE else None,
        "moving": any(run.state in _OPEN for run in runs),
    }
    return visit.render("parts/audit_rows.html" if visit.partial else "audits.html", **values)


async def ask_new(visit: Visit, faults: Faults | None = None) -> Response:
    """Ask what to audit; in the wizard as its last step."""
    wizard = visit.request.url.path.startswith("/setup")
    return visit.render(
        "setup_audit.html" if wizard else "audit_new.html",
        status=422 if faults else 200,
        faults=faults or Faults(),
        defaults=_DEFAULTS,
    )


async def start(visit: Visit) -> Response:
    """Queue the audit and show it."""
    try:
        audit_id = await start_audit(visit.core, visit.principal, visit.form.get("target"), _options(visit))
    except (InvalidInput, Conflict) as error:
        return await ask_new(visit, Faults({error.field or "target": (error.message, error.hint)}))
    except TooMany as error:
        return await ask_new(visit, Faults({"": (error.message, None)}))
    return visit.redirect(f"/audits/{audit_id}", "audit-started")


def _options(visit: Visit) -> RunOptions:
    return RunOptions(
        max_pages=int(_figure(visit, "max_pages", _DEFAULTS.max_pages)),
        rate_per_s=_figure(visit, "rate_per_s", _DEFAULTS.rate_per_s),
        subdomains=visit.form.has("subdomains"),
        include_vendor=visit.form.has("include_vendor"),
    )


def _figure(visit: Visit, name: str, default: float) -> float:
    raw = visit.form.get(name).replace(",", ".")
    try:
        value = float(raw) if raw else default
    except ValueError:
        raise InvalidInput(N_("Это не число."), field=name) from None
    if value != value or abs(value) > 1e9:  # noqa: PLR0124, PLR2004 — not a number, or far out of any bound
        raise InvalidInput(N_("Это не число."), field=name)
    return value


async def show(visit: Visit) -> Response:
    """Show one audit: progress while it runs, then sums, contact points, findings, troubles."""
    audit_id = visit.param("audit_id")
    story = await get_audit(visit.core, visit.principal, audit_id)
    which, filters = _filters(visit)
    after = _position(visit)
    page = await list_findings(visit.core, visit.principal, audit_id, which, after=after, limit=_PAGE)
    values: dict[str, Any] = {
        "run": story.run,
        "troubles": story.troubles,
        "state": shown_state(story.run),
        "moving": story.run.state in _OPEN,
        "page": page,
        "filters": filters,
        "filtered": which != FindingFilter(),
        "signatures": visit.site.vestnik.signatures,
        "newer": address(visit, after=None) if after is not None else None,
        "older": address(visit, after=page.next_after) if page.next_after is not None else None,
    }
    if visit.partial:
        return visit.render("parts/findings.html", **values)
    comparison = None
    if story.run.state is RunState.DONE:
        comparison = await compare_with_previous(visit.core, visit.principal, audit_id)
    return visit.render("audit.html", comparison=comparison, **values)


async def progress(visit: Visit) -> Response:
    """Answer the page's regular question how far the audit is; when it is over, the page reloads."""
    story = await get_audit(visit.core, visit.principal, visit.param("audit_id"))
    response = visit.render(
        "parts/progress.html", run=story.run, state=shown_state(story.run), moving=story.run.state in _OPEN
    )
    if story.run.state not in _OPEN:
        response.headers["hx-refresh"] = "true"
    return response


def _filters(visit: Visit) -> tuple[FindingFilter, dict[str, str]]:
    severity = chosen(visit, SEVERITIES, "severity")
    role = chosen(visit, PLACE_ROLES, "role")
    state = chosen(visit, PLACE_STATES, "state")
    platform = chosen(visit, visit.site.vestnik.signatures.platforms, "platform")
    rule = visit.query("rule", limit=64) or None
    text = visit.query("text").strip() or None
    which = FindingFilter(
        severity=Severity[severity.upper()] if severity else None,
        platform=platform,
        rule=rule,
        role=Role(role) if role else None,
        state=State(state) if state else None,
        text=text,
    )
    given = {
        "severity": severity,
        "role": role,
        "state": state,
        "platform": platform,
        "rule": rule,
        "text": text,
    }
    return which, {name: value or "" for name, value in given.items()}


def _position(visit: Visit) -> int | None:
    raw = visit.query("after", limit=10)
    return int(raw) if raw.isascii() and raw.isdigit() else None


PAGES: Final = (
    Page("/audits", "audits", Permission.AUDITS_READ, index),
    Page("/audits", "audits", Permission.AUDITS_RUN, start, "POST"),
    Page("/audits/new", "audit_new", Permission.AUDITS_RUN, ask_new),
    Page("/setup/audit", "setup_audit", Permission.AUDITS_RUN, ask_new),
    Page("/audits/{audit_id}", "audit", Permission.AUDITS_READ, show),
    Page("/audits/{audit_id}/progress", "audit_progress", Permission.AUDITS_READ, progress),
)
