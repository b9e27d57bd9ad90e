"""The rule pack as people read it: norms with their evidence, platforms; and a question to the law."""

from typing import Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.entrypoints.web.labels import NORM_STATUSES, PURPOSES
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.paging import chosen
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import NotFound
from vestnik.kernel.text import N_
from vestnik.law.decide import decide
from vestnik.law.explain import explain
from vestnik.law.model import Purpose
from vestnik.law.organisation_of import organisation_of
from vestnik.law.policy.question import Question


async def index(visit: Visit) -> Response:
    """List the norms, with filters, and answer a question when one is asked."""
    pack = visit.site.vestnik.pack
    status = chosen(visit, NORM_STATUSES, "status")
    text = visit.query("text").strip()
    organisation = await organisation_of(visit.core, visit.principal.workspace_id)
    norms = [
        norm
        for norm in pack.norms.values()
        if (not status or norm.status == status)
        and (not text or text.casefold() in f"{norm.citation} {norm.summary} {norm.id}".casefold())
    ]
    return visit.render(
        "law.html",
        pack=pack,
        norms=norms,
        organisation=organisation,
        filters={"status": status or "", "text": text},
    )


async def ask(visit: Visit) -> Response:
    """Answer: may we write to a citizen through this platform for this purpose, now?"""
    pack = visit.site.vestnik.pack
    platform = chosen(visit, pack.platforms, "platform")
    purpose = chosen(visit, PURPOSES, "purpose")
    organisation = await organisation_of(visit.core, visit.principal.workspace_id)
    answer = None
    if platform and purpose:
        question = Question(organisation, platform, Purpose(purpose), visit.core.clock.now())
        answer = explain(pack, decide(pack, question))
    return visit.render(
        "law_ask.html",
        pack=pack,
        answer=answer,
        organisation=organisation,
        asked={"platform": platform or "", "purpose": purpose or ""},
    )


async def show(visit: Visit) -> Response:
    """Show one norm with sources, caveats, whom it names and what breaking it costs."""
    pack = visit.site.vestnik.pack
    norm = pack.norms.get(visit.param("norm_id"))
    if norm is None:
        raise NotFound(N_("Такой нормы в наборе правил нет."))
    organisation = await organisation_of(visit.core, visit.principal.workspace_id)
    return visit.render(
        "norm.html",
        pack=pack,
        norm=norm,
        penalties=pack.penalties_of(norm.id),
        subjects=[pack.subjects[code] for code in pack.subjects if code in norm.subjects],
        accepted=norm.id in organisation.accepted_norms,
    )


async def platforms(visit: Visit) -> Response:
    """List the platforms: foreign, Russian, and one's own roads."""
    return visit.render("platforms.html", pack=visit.site.vestnik.pack)


PAGES: Final = (
    Page("/law", "law", Permission.LAW_READ, index),
    Page("/law/ask", "law_ask", Permission.LAW_READ, ask),
    Page("/law/platforms", "platforms", Permission.LAW_READ, platforms),
    Page("/law/norms/{norm_id}", "norm", Permission.LAW_READ, show),
)
