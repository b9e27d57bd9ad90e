"""Who the company is, what follows from it, and which norms its owner accepted: in the wizard and later."""

from typing import Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.entrypoints.web.forms import Faults
from vestnik.entrypoints.web.lawyer.concern import reach
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import InvalidInput
from vestnik.law.accept_norm import accept_norm
from vestnik.law.answer_who_we_are import OTHER_BUSINESS, answer_who_we_are
from vestnik.law.profile import WhoWeAre
from vestnik.law.profile_of import profile_of
from vestnik.law.revoke_norm import revoke_norm

_WHO: Final = {
    "/setup/who": "setup_who.html",
    "/settings/company": "settings_company.html",
    "/law/who": "law_who.html",
}


_CONTRACT: Final = {"yes": True, "no": False}
"""Any other answer, silence too, is "not said"."""


def _wizard(visit: Visit) -> bool:
    return visit.request.url.path.startswith("/setup")


async def who(visit: Visit, faults: Faults | None = None) -> Response:
    """Ask which classes of companies this one belongs to, and tell what follows from the newest answer."""
    pack = visit.site.vestnik.pack
    profile = await profile_of(visit.core, visit.principal, pack)
    asked = [
        subject for subject in pack.subjects.values() if not subject.anyone and subject.code != OTHER_BUSINESS
    ]
    standing = profile.organisation.subjects or frozenset()
    return visit.render(
        _WHO[visit.request.url.path],
        status=422 if faults else 200,
        profile=profile,
        pack=pack,
        reach=reach(pack, profile.organisation),
        uncovered=OTHER_BUSINESS in standing,
        asked=asked,
        other=pack.subjects.get(OTHER_BUSINESS),
        chosen=frozenset(visit.form.all("subjects")) if faults else standing,
        note=visit.form.get("note") if faults else (profile.answer.note if profile.answer else ""),
        contract=visit.form.get("operator_contract") if faults else _said(profile.answer),
        faults=faults or Faults(),
    )


def _said(answer: WhoWeAre | None) -> str:
    said = answer.operator_contract if answer is not None else None
    return next((word for word, meant in _CONTRACT.items() if meant is said), "")


async def save_who(visit: Visit) -> Response:
    """Keep the answer; the wizard goes on to the norms."""
    try:
        await answer_who_we_are(
            visit.core,
            visit.principal,
            visit.site.vestnik.pack,
            visit.form.all("subjects"),
            visit.form.get("note"),
            operator_contract=_CONTRACT.get(visit.form.get("operator_contract")),
        )
    except InvalidInput as error:
        return await who(visit, Faults.of(error))
    return visit.redirect("/setup/norms" if _wizard(visit) else visit.request.url.path, "saved")


async def norms(visit: Visit) -> Response:
    """Show the norms that wait for the owner's decision, with their evidence, and those accepted."""
    pack = visit.site.vestnik.pack
    profile = await profile_of(visit.core, visit.principal, pack)
    return visit.render(
        "setup_norms.html" if _wizard(visit) else "settings_norms.html",
        profile=profile,
        pack=pack,
        reach=reach(pack, profile.organisation),
    )


async def decide_norm(visit: Visit) -> Response:
    """Accept a norm, or take the acceptance back; return to the page that asked."""
    norm_id = visit.form.get("norm")
    if visit.form.get("decision") == "revoke":
        await revoke_norm(visit.core, visit.principal, norm_id)
    else:
        await accept_norm(
            visit.core, visit.principal, visit.site.vestnik.pack, norm_id, visit.form.get("note")
        )
    return visit.redirect(visit.request.url.path.removesuffix("/decide"), "norm-accepted")


async def start(visit: Visit) -> Response:
    """Lead to the first step of the set-up that is not done."""
    profile = await profile_of(visit.core, visit.principal, visit.site.vestnik.pack)
    if profile.answer is None:
        return visit.redirect("/setup/who")
    return visit.redirect("/setup/norms" if profile.undecided else "/setup/audit")


PAGES: Final = (
    Page("/setup", "setup", Permission.LAW_READ, start),
    Page("/setup/who", "setup_who", Permission.PROFILE_WRITE, who),
    Page("/setup/who", "setup_who", Permission.PROFILE_WRITE, save_who, "POST"),
    Page("/setup/norms", "setup_norms", Permission.LAW_READ, norms),
    Page("/setup/norms", "setup_norms", Permission.NORMS_ACCEPT, decide_norm, "POST"),
    Page("/law/who", "law_who", Permission.LAW_READ, who),
    Page("/law/who", "law_who", Permission.PROFILE_WRITE, save_who, "POST"),
    Page("/law/who/decide", "law_who_decide", Permission.NORMS_ACCEPT, decide_norm, "POST"),
    Page("/settings/company", "settings_company", Permission.LAW_READ, who),
    Page("/settings/company", "settings_company", Permission.PROFILE_WRITE, save_who, "POST"),
    Page("/settings/norms", "settings_norms", Permission.LAW_READ, norms),
    Page("/settings/norms", "settings_norms", Permission.NORMS_ACCEPT, decide_norm, "POST"),
)
