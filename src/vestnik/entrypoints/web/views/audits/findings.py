"""The findings of an audit, by what one looks for; the address keeps the question."""

from typing import Any, Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.audit.model import Carrier, Role, Severity, State
from vestnik.audit.runs.browse import list_findings, standings_of
from vestnik.audit.runs.history.model import point_key
from vestnik.audit.runs.model import FindingFilter, Run
from vestnik.entrypoints.web.labels import CARRIERS, PLACE_ROLES, PLACE_STATES, SEVERITIES
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.paging import address, chosen
from vestnik.entrypoints.web.views.audits.shared import of_run, story_of
from vestnik.entrypoints.web.visit import Visit

_PAGE: Final = 50
POINT_DIGITS: Final = 16
"""How much of a contact point's key stands in an address: its target may hold a telephone number."""


async def show(visit: Visit) -> Response:
    """List findings, worst first."""
    story = await story_of(visit)
    which, filters = _filters(visit, story.run)
    after = _position(visit)
    page = await list_findings(visit.core, visit.principal, story.run.id, which, after=after, limit=_PAGE)
    standings = await standings_of(
        visit.core,
        visit.principal,
        story.run.id,
        [item.finding.fingerprint for item in page.items if item.finding.fingerprint],
    )
    values: dict[str, Any] = {
        **of_run(visit, story),
        "page": page,
        "standings": standings,
        "filters": filters,
        "filtered": any(filters.values()),
        "without": {name: address(visit, **{name: None, "after": None}) for name in filters},
        "newer": address(visit, after=None) if after is not None else None,
        "older": address(visit, after=page.next_after) if page.next_after is not None else None,
    }
    template = "audits/findings_rows.html" if visit.partial else "audits/findings.html"
    return visit.render(template, **values)


def _filters(visit: Visit, run: Run) -> tuple[FindingFilter, dict[str, str]]:
    severity = chosen(visit, SEVERITIES, "severity")
    role = chosen(visit, PLACE_ROLES, "role")
    state = chosen(visit, PLACE_STATES, "state")
    carrier = chosen(visit, CARRIERS, "carrier")
    platform = chosen(visit, visit.site.vestnik.signatures.platforms, "platform")
    rule = visit.query("rule", limit=64) or None
    group = visit.query("group", limit=128) or None
    text = visit.query("text").strip() or None
    point = visit.query("point", limit=POINT_DIGITS)
    known = {point_key(one.platform, one.target)[:POINT_DIGITS]: one for one in run.contact_points}
    which = FindingFilter(
        severity=Severity[severity.upper()] if severity else None,
        platform=known[point].platform if point in known else platform,
        rule=rule,
        role=Role(role) if role else None,
        state=State(state) if state else None,
        carrier=Carrier(carrier) if carrier else None,
        group=group,
        address=known[point].target if point in known else None,
        parts=bool(visit.query("parts")) or group is not None,
        text=text,
    )
    given = {
        "severity": severity,
        "platform": platform,
        "role": role,
        "state": state,
        "carrier": carrier,
        "rule": rule,
        "group": group,
        "point": point if point in known else "",
        "text": text,
        "parts": "yes" if visit.query("parts") else "",
    }
    return which, {name: value or "" for name, value in given.items()}


def _position(visit: Visit) -> int | None:
    raw = visit.query("after", limit=10)
    return int(raw) if raw.isascii() and raw.isdigit() else None


PAGES: Final = (Page("/audits/{audit_id}/findings", "audit_findings", Permission.AUDITS_READ, show),)
