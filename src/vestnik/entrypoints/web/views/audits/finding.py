"""One finding's evidence: where it stands, what it matched, what the law says, how to mend it."""

from typing import Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.access.views import record_view
from vestnik.audit.model import Finding
from vestnik.audit.rules.load_rules import load_rules
from vestnik.audit.runs.browse import get_finding, list_findings, shot_of, standings_of
from vestnik.audit.runs.model import FindingFilter, StoredFinding
from vestnik.entrypoints.web.mending import mending
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.views.audits.shared import of_run, story_of
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import NotFound
from vestnik.kernel.text import N_
from vestnik.law.decide import decide
from vestnik.law.explain import explain
from vestnik.law.model import Purpose
from vestnik.law.organisation_of import organisation_of
from vestnik.law.policy.question import Question

_TOGETHER: Final = 10
_KEPT_S: Final = 3600


async def show(visit: Visit) -> Response:
    """Show one finding; that somebody looked is recorded."""
    found = await get_finding(visit.core, visit.principal, visit.param("finding_id"))
    if found.audit_id != visit.param("audit_id"):
        raise NotFound(N_("Такой находки нет."))
    story = await story_of(visit)
    await record_view(visit.core, visit.principal, "finding", found.id)
    pack = visit.site.vestnik.pack
    answer = None
    if found.finding.platform in pack.platforms:
        organisation = await organisation_of(visit.core, visit.principal.workspace_id)
        asked = Question(organisation, found.finding.platform, Purpose.SERVICE, visit.core.clock.now())
        answer = explain(pack, decide(pack, asked))
    rule = load_rules().by_id.get(found.finding.rule)
    standings = await standings_of(visit.core, visit.principal, found.audit_id, [found.finding.fingerprint])
    return visit.render(
        "audits/finding.html",
        **of_run(visit, story),
        stored=found,
        finding=found.finding,
        pack=pack,
        platform=pack.platforms.get(found.finding.platform),
        norms=[pack.norms[norm] for norm in found.finding.norm_ids if norm in pack.norms],
        answer=answer,
        rule=rule.words(english=visit.words.language == "en") if rule else None,
        mending=mending(found.finding),
        standing=standings.get(found.finding.fingerprint),
        together=await _together(visit, found.id, found.finding),
    )


async def _together(visit: Visit, finding_id: str, finding: Finding) -> list[StoredFinding]:
    """Return the other findings of the same element, or of the same include on other pages."""
    if not finding.group:
        return []
    page = await list_findings(
        visit.core,
        visit.principal,
        visit.param("audit_id"),
        FindingFilter(group=finding.group),
        limit=_TOGETHER + 1,
    )
    return [item for item in page.items if item.id != finding_id][:_TOGETHER]


async def shot(visit: Visit) -> Response:
    """Send a picture of a rendered page."""
    picture = await shot_of(visit.core, visit.principal, visit.param("audit_id"), visit.param("sha256"))
    # Named by its digest, a picture never changes; only this browser may keep it.
    headers = {"cache-control": f"private, max-age={_KEPT_S}, immutable"}
    return Response(picture.data, media_type=picture.media, headers=headers)


PAGES: Final = (
    Page("/audits/{audit_id}/findings/{finding_id}", "finding", Permission.AUDITS_READ, show),
    Page("/audits/{audit_id}/shots/{sha256}", "audit_shot", Permission.AUDITS_READ, shot),
)
