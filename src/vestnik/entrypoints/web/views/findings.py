"""One finding's evidence: where it stands, what it matched, what the law says, how to mend it."""

from typing import Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.access.views import record_view
from vestnik.audit.runs.browse import get_audit, get_finding
from vestnik.entrypoints.web.mending import mending
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import NotFound
from vestnik.kernel.text import N_
from vestnik.law.decide import decide
from vestnik.law.explain import explain
from vestnik.law.model import Purpose
from vestnik.law.organisation_of import organisation_of
from vestnik.law.policy.question import Question


async def show(visit: Visit) -> Response:
    """Show one finding; that somebody looked is recorded."""
    found = await get_finding(visit.core, visit.principal, visit.param("finding_id"))
    if found.audit_id != visit.param("audit_id"):
        raise NotFound(N_("Такой находки нет."))
    story = await get_audit(visit.core, visit.principal, found.audit_id)
    await record_view(visit.core, visit.principal, "finding", found.id)
    pack = visit.site.vestnik.pack
    answer = None
    if found.finding.platform in pack.platforms:
        organisation = await organisation_of(visit.core, visit.principal.workspace_id)
        asked = Question(organisation, found.finding.platform, Purpose.SERVICE, visit.core.clock.now())
        answer = explain(pack, decide(pack, asked))
    return visit.render(
        "finding.html",
        run=story.run,
        stored=found,
        finding=found.finding,
        pack=pack,
        platform=pack.platforms.get(found.finding.platform),
        norms=[pack.norms[norm] for norm in found.finding.norm_ids if norm in pack.norms],
        answer=answer,
        mending=mending(found.finding),
    )


PAGES: Final = (Page("/audits/{audit_id}/findings/{finding_id}", "finding", Permission.AUDITS_READ, show),)
