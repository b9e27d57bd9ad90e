"""The rule pack as people read it: the norms with their evidence, one norm with everything."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.entrypoints.web.labels import NORM_KINDS, NORM_STATUSES
from vestnik.entrypoints.web.lawyer.concern import acceptable, concerns, rules_of
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.paging import address, chosen
from vestnik.entrypoints.web.views.company import decide_norm
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import NotFound
from vestnik.kernel.text import N_
from vestnik.law.model import Norm, Pack, Rule
from vestnik.law.organisation_of import organisation_of
from vestnik.law.policy.question import Organisation
from vestnik.law.profile_of import profile_of

_OURS: Final = {"yes": True, "no": False}
_PLACES: Final = {"%(platform)s": "⟨площадка⟩", "%(invited)s": "⟨площадки из текста⟩"}


@dataclass(frozen=True, slots=True)
class _Act:
    """One act of the pack, summed up over its rows."""

    name: str
    on: date | None
    statuses: Mapping[str, int]
    sources: int


async def index(visit: Visit) -> Response:
    """List the norms by word, evidence, kind, act, and by whether they concern this company."""
    pack = visit.site.vestnik.pack
    organisation = await organisation_of(visit.core, visit.principal.workspace_id)
    filters = {
        "status": chosen(visit, NORM_STATUSES, "status") or "",
        "kind": chosen(visit, NORM_KINDS, "kind") or "",
        "ours": chosen(visit, _OURS, "ours") or "",
        "act": chosen(visit, {norm.act: norm for norm in pack.norms.values()}, "act") or "",
        "text": visit.query("text").strip(),
    }
    values: dict[str, Any] = {
        "pack": pack,
        "rows": _rows(pack, organisation, filters),
        "organisation": organisation,
        "filters": filters,
    }
    if visit.partial:
        return visit.render("parts/norm_rows.html", **values)
    return visit.render(
        "law.html",
        counts=Counter(norm.status.value for norm in pack.norms.values()),
        acts=_acts(pack),
        address_of=lambda act: address(visit, act=act),
        **values,
    )


def _rows(
    pack: Pack, organisation: Organisation, filters: Mapping[str, str]
) -> list[tuple[Norm, bool | None]]:
    words = filters["text"].casefold().split()
    rows = []
    for norm in pack.norms.values():
        ours = concerns(pack, organisation, norm)
        said = f"{norm.citation} {norm.summary} {norm.id} {norm.applies_if or ''}".casefold()
        if (
            all(word in said for word in words)
            and filters["status"] in {"", norm.status}
            and filters["kind"] in {"", norm.kind}
            and filters["act"] in {"", norm.act}
            and (not filters["ours"] or ours is _OURS[filters["ours"]])
        ):
            rows.append((norm, ours))
    return rows


def _acts(pack: Pack) -> list[_Act]:
    groups: dict[str, list[Norm]] = {}
    for norm in pack.norms.values():
        groups.setdefault(norm.act, []).append(norm)
    return [
        _Act(
            name,
            next((norm.act_date for norm in norms if norm.act_date is not None), None),
            {
                status: number
                for status in NORM_STATUSES
                if (number := sum(norm.status == status for norm in norms))
            },
            len({source.url for norm in norms for source in norm.sources}),
        )
        for name, norms in groups.items()
    ]


async def show(visit: Visit) -> Response:
    """Show one norm: whom it names, how well it is known, what rests on it, what was decided about it."""
    pack = visit.site.vestnik.pack
    norm = pack.norms.get(visit.param("norm_id"))
    if norm is None:
        raise NotFound(N_("Такой нормы в наборе правил нет."))
    profile = await profile_of(visit.core, visit.principal, pack)
    standing = [one.acceptance for one in profile.accepted if one.acceptance.norm_id == norm.id]
    return visit.render(
        "norm.html",
        pack=pack,
        norm=norm,
        ours=concerns(pack, profile.organisation, norm),
        penalties=pack.penalties_of(norm.id),
        punished=[pack.norms[other] for other in norm.penalty_for if other in pack.norms],
        subjects=[pack.subjects[code] for code in pack.subjects if code in norm.subjects],
        rules=[(rule, _told(rule)) for rule in rules_of(pack, norm)],
        acceptance=standing[0] if standing else None,
        decidable=norm in acceptable(pack),
    )


def _told(rule: Rule) -> str:
    """Return a rule's sentence with words in the places where a message's platforms will stand."""
    text = rule.text
    for place, words in _PLACES.items():
        text = text.replace(place, words)
    return text


PAGES: Final = (
    Page("/law", "law", Permission.LAW_READ, index),
    Page("/law/norms/{norm_id}", "norm", Permission.LAW_READ, show),
    Page("/law/norms/{norm_id}", "norm", Permission.NORMS_ACCEPT, decide_norm, "POST"),
)
