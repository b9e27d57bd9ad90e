"""Step three of a move: the platforms side by side, one platform with everything, the choice and its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.entrypoints.web.forms import Faults
from vestnik.entrypoints.web.labels import PURPOSES
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.paging import chosen
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import Conflict, InvalidInput, NotFound
from vestnik.kernel.text import N_
from vestnik.law.choices.choices_of import choices_of
from vestnik.law.choices.choose_platform import choose_platform
from vestnik.law.choices.compare_platforms import compare
from vestnik.law.choices.end_choice import end_choice
from vestnik.law.choices.model import Choice, ComparedPlatform, ReachCount
from vestnik.law.choices.reach_of import reach_of
from vestnik.law.model import Platform, Purpose
from vestnik.law.registry.list_snapshots import list_snapshots
from vestnik.law.registry.matches_of import matches_of
from vestnik.law.registry.model import SUPPORTING
from vestnik.law.registry.standing import Records, records_of, said

_UNUSABLE: Final = 422
_CONTRADICTS: Final = 409


@dataclass(frozen=True, slots=True)
class _Compared:
    """The comparison and what it was made of."""

    rows: tuple[ComparedPlatform, ...]
    reach: ReachCount | None
    choices: tuple[Choice, ...]
    records: Records

    def shared(self, visit: Visit) -> Mapping[str, Any]:
        """Return what both pages show."""
        return {
            "pack": visit.site.vestnik.pack,
            "reach": self.reach,
            "records": self.records,
            "said": said,
            "supporting": SUPPORTING,
        }


async def _compared(visit: Visit) -> _Compared:
    core, principal, pack = visit.core, visit.principal, visit.site.vestnik.pack
    records = records_of(await list_snapshots(core), await matches_of(core, principal))
    reach, choices = await reach_of(core, principal), await choices_of(core, principal)
    # What the registry says is shown by the pages themselves, with the day of its export.
    return _Compared(compare(pack, reach, choices), reach, tuple(choices), records)


async def index(visit: Visit) -> Response:
    """Compare the platforms: those on offer and those chosen first, the others folded with the reason why."""
    found = await _compared(visit)
    purpose = chosen(visit, PURPOSES, "purpose") or ""
    shown = [row for row in found.rows if row.choice or _offered(row.platform)]
    aside = [row for row in found.rows if row not in shown]
    values = {
        **found.shared(visit),
        "purpose": purpose,
        "offered": len(shown),
        "rows": [row for row in shown if not purpose or purpose in row.platform.carries],
    }
    if visit.partial:
        return visit.render("parts/platform_rows.html", **values)
    return visit.render(
        "platforms.html",
        chosen=[row for row in shown if row.choice],
        unsure=[row for row in aside if _choosable(row.platform)],
        refused=[row for row in aside if not _choosable(row.platform)],
        **values,
    )


def _choosable(platform: Platform) -> bool:
    return not platform.foreign_owned and platform.status != "closed"


def _offered(platform: Platform) -> bool:
    return _choosable(platform) and platform.rank is not None


async def show(visit: Visit, faults: Faults | None = None, status: int = 200) -> Response:
    """Show one platform: what is known and how well, its record, our people, what was decided about it."""
    platform = _platform(visit)
    found = await _compared(visit)
    return visit.render(
        "platform.html",
        status=status,
        row=next(row for row in found.rows if row.platform.id == platform.id),
        platform=platform,
        history=[choice for choice in found.choices if choice.platform_id == platform.id],
        match=found.records.matches.get(platform.id),
        carried=[purpose.value for purpose in Purpose if purpose in platform.carries],
        choosable=_choosable(platform),
        ticked=frozenset(visit.form.all("purposes")),
        faults=faults or Faults(),
        **found.shared(visit),
    )


async def decide(visit: Visit) -> Response:
    """Record the company's choice, or end it; either with a reason."""
    platform = _platform(visit)
    ends = visit.form.get("decision") == "end"
    try:
        if ends:
            await end_choice(visit.core, visit.principal, platform.id, reason=visit.form.get("reason"))
        else:
            await _choose(visit, platform)
    except InvalidInput as error:
        return await show(visit, Faults.of(error), _UNUSABLE)
    except (Conflict, NotFound) as error:
        # Somebody decided while this page was open: what stands now is shown with the refusal.
        return await show(visit, Faults({"": (error.message, error.hint)}), _CONTRADICTS)
    return visit.redirect(f"/law/platforms/{platform.id}", "choice-ended" if ends else "platform-chosen")


async def _choose(visit: Visit, platform: Platform) -> None:
    asked = visit.form.all("purposes")
    if not set(asked) <= set(Purpose):
        raise InvalidInput(N_("Такого назначения нет: отметьте из списка."), field="purposes")
    records = records_of(await list_snapshots(visit.core), await matches_of(visit.core, visit.principal))
    await choose_platform(
        visit.core,
        visit.principal,
        visit.site.vestnik.pack,
        platform.id,
        reason=visit.form.get("reason"),
        purposes=[Purpose(purpose) for purpose in asked],
        registry=records.evidence(platform),
    )


def _platform(visit: Visit) -> Platform:
    platform = visit.site.vestnik.pack.platforms.get(visit.param("platform_id"))
    if platform is None:
        raise NotFound(N_("Такой площадки в наборе правил нет."))
    return platform


PAGES: Final = (
    Page("/law/platforms", "platforms", Permission.LAW_READ, index),
    Page("/law/platforms/{platform_id}", "platform", Permission.LAW_READ, show),
    Page("/law/platforms/{platform_id}", "platform", Permission.PROFILE_WRITE, decide, "POST"),
)
