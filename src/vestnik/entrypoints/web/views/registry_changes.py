"""What changed in the registry between two of its exports, our platforms first."""

from typing import Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.entrypoints.web.forms import Faults
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.paging import chosen
from vestnik.entrypoints.web.views.registry import record_path
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.text import N_
from vestnik.law.policy.rules import MOSCOW
from vestnik.law.registry.compare_snapshots import compare_snapshots
from vestnik.law.registry.list_snapshots import list_snapshots
from vestnik.law.registry.matches_of import matches_of
from vestnik.law.registry.model import SUPPORTING, SnapshotState

_SHOWN: Final = 100
_SNAPSHOTS: Final = 1_000


async def compare(visit: Visit) -> Response:
    """Compare two snapshots, the two newest unless others are chosen; the older one is always taken first."""
    listed = await list_snapshots(visit.core, _SNAPSHOTS)
    snapshots = {one.id: one for one in listed if one.state is SnapshotState.COMPLETE}
    ids = list(snapshots)
    comparison, faults, pair = None, Faults(), ("", "")
    matched = {view.match.key: view for view in await matches_of(visit.core, visit.principal)}
    if len(ids) > 1:
        newer = chosen(visit, snapshots, "newer") or ids[0]
        older = chosen(visit, snapshots, "older") or next(one for one in ids if one != newer)
        pair = (older, newer)
        if older == newer:
            faults = Faults({"older": (N_("Выберите две разные выгрузки."), None)})
        else:
            newer, older = sorted(pair, key=ids.index)
            comparison = await compare_snapshots(visit.core, older, newer, limit=_SHOWN, watch=matched)
            pair = (older, newer)
    return visit.render(
        "registry_compare.html",
        status=422 if faults else 200,
        snapshots=list(snapshots.values()),
        pair=pair,
        comparison=comparison,
        matched=matched,
        pack=visit.site.vestnik.pack,
        record_path=record_path,
        supporting=SUPPORTING,
        moscow=lambda moment: moment.astimezone(MOSCOW),
        faults=faults,
    )


PAGES: Final = (Page("/law/registry/compare", "registry_compare", Permission.LAW_READ, compare),)
