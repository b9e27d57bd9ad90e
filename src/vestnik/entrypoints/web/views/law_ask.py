"""«Можно ли?»: a question to the law as a form that answers while it is filled in."""

from typing import Any, Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.entrypoints.web.forms import Faults
from vestnik.entrypoints.web.labels import PURPOSES
from vestnik.entrypoints.web.lawyer import asking
from vestnik.entrypoints.web.lawyer.asking import Asked
from vestnik.entrypoints.web.lawyer.concern import acceptable
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.decide import decide
from vestnik.law.explain import explain
from vestnik.law.organisation_of import organisation_of
from vestnik.law.policy.form import read_question
from vestnik.law.policy.question import Organisation


async def open_form(visit: Visit) -> Response:
    """Show the form, and the answer where the address asks something; no address holds a text."""
    query = visit.request.query_params
    return await _answered(visit, asking.asked(query.getlist))


async def ask(visit: Visit) -> Response:
    """Answer what was filled in; the address bar gets the question without its text."""
    return await _answered(visit, asking.asked(visit.form.all, visit.form.raw("text")))


async def _answered(visit: Visit, asked: Asked) -> Response:
    organisation = await organisation_of(visit.core, visit.principal.workspace_id)
    answer, faults = _answer(visit, asked, organisation) if asked.complete else (None, Faults())
    pack = visit.site.vestnik.pack
    values: dict[str, Any] = {
        "asked": asked,
        "answer": answer,
        "faults": faults,
        "pack": pack,
        "organisation": organisation,
        "field_of_fact": asking.FIELD_OF_FACT,
    }
    status = 422 if faults else 200
    if visit.partial:
        response = visit.render("parts/law_answer.html", status=status, live=True, **values)
        response.headers["hx-replace-url"] = asked.query()
        return response
    return visit.render(
        "law_ask.html",
        status=status,
        live=False,
        zones=asking.ZONES,
        classes=[subject for subject in pack.subjects.values() if not subject.anyone],
        acceptable=acceptable(pack),
        max_text=asking.MAX_TYPED,
        **values,
    )


def _answer(visit: Visit, asked: Asked, organisation: Organisation) -> tuple[dict[str, Any] | None, Faults]:
    vestnik = visit.site.vestnik
    if asked.get("purpose") not in PURPOSES:
        return None, Faults({"purpose": (N_("Такой цели нет."), None)})
    plain, faults = asking.plain_question(asked, organisation, vestnik.pack, visit.core.clock.now())
    if faults:
        return None, Faults(faults)
    try:
        question = read_question(plain, vestnik.pack, vestnik.invites)
    except InvalidInput as error:
        return None, Faults({asking.field_of(error.field or ""): (error.message, error.hint)})
    return explain(vestnik.pack, decide(vestnik.pack, question), trace=True), Faults()


PAGES: Final = (
    Page("/law/ask", "law_ask", Permission.LAW_READ, open_form),
    Page("/law/ask", "law_ask", Permission.LAW_READ, ask, "POST"),
)
