"""The registry of Russian software: its exports, our platforms in it, one record."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.entrypoints.web.forms import Faults
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.paging import address
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import InvalidInput, NotFound
from vestnik.kernel.text import N_
from vestnik.law.model import Pack, Platform, PlatformKind
from vestnik.law.registry.find_products import MAX_OFFSET, find_products
from vestnik.law.registry.list_snapshots import list_snapshots
from vestnik.law.registry.match_platform import match_platform
from vestnik.law.registry.matches_of import matches_of
from vestnik.law.registry.model import SUPPORTING, Product, Snapshot
from vestnik.law.registry.show_product import show_product
from vestnik.law.registry.standing import records_of, said
from vestnik.law.registry.suggest_products import suggest_products
from vestnik.law.registry.unmatch_platform import unmatch_platform

_PAGE: Final = 50
_INN_LENGTHS: Final = range(9, 13)
"""Ten or twelve digits, and one less where a sheet took the number's first zero away."""

_RECORD: Final = "/law/registry/records/{key:path}"
"""``path``, because a key may hold a slash, which arrives here unquoted."""


async def index(visit: Visit) -> Response:
    """Show the newest snapshot, how our platforms stand in it, and what a search finds there."""
    asked = visit.query("text").strip()
    faults, values = Faults(), _nothing_found()
    try:
        values |= await _search(visit, asked)
    except InvalidInput as error:
        # One field asks for everything, so whatever a room says of it is said beside that field.
        faults = Faults({"text": (error.message, error.hint)})
    values |= {"asked": asked, "faults": faults, **_shared(visit)}
    status = 422 if faults else 200
    if visit.partial:
        return visit.render("parts/registry_rows.html", status=status, **values)
    snapshots = await list_snapshots(visit.core)
    records = records_of(snapshots, await matches_of(visit.core, visit.principal))
    return visit.render(
        "registry.html",
        status=status,
        records=records,
        older=[one for one in snapshots if one != records.newest],
        **values,
    )


def _nothing_found() -> dict[str, Any]:
    return {"rows": (), "numbered": None, "newer": None, "older_rows": None, "first": 0}


async def _search(visit: Visit, asked: str) -> dict[str, Any]:
    """Return a page of what the words, or the INN, find; a record with this very number stands first."""
    newest = records_of(await list_snapshots(visit.core), ()).newest
    if newest is None or not asked:
        return {}
    standing = bool(visit.query("standing"))
    digits = asked.isascii() and asked.isdigit()
    offset = visit.query("offset", limit=9)
    start = min(int(offset), MAX_OFFSET) if offset.isascii() and offset.isdigit() else 0
    is_inn = digits and len(asked) in _INN_LENGTHS
    found = await find_products(
        visit.core,
        "" if is_inn else asked,
        asked if is_inn else "",
        include_excluded=not standing,
        snapshot_id=newest.id,
        limit=_PAGE,
        offset=start,
    )
    return {
        "rows": found.products,
        "numbered": await _by_number(visit, asked, newest) if digits and not start else None,
        "first": start,
        "newer": address(visit, offset=None) if start else None,
        "older_rows": address(visit, offset=start + _PAGE) if found.more else None,
    }


async def _by_number(visit: Visit, number: str, snapshot: Snapshot) -> Product | None:
    try:
        return (await show_product(visit.core, number, snapshot.id))[1]
    except NotFound:
        return None


def record_path(key: str, snapshot: Snapshot | None = None) -> str:
    """Return the address of a record; its key comes from a file and may hold anything."""
    path = f"/law/registry/records/{quote(key, safe='')}"
    return f"{path}?snapshot={snapshot.id}" if snapshot is not None else path


def _key(visit: Visit) -> str:
    return visit.param("key").replace("\x00", "")


async def record(visit: Visit, faults: Faults | None = None) -> Response:
    """Show one record in full, and let who answers for the company say that it is our platform."""
    named = visit.form.get("snapshot") or visit.query("snapshot", limit=64)
    snapshot, product = await show_product(visit.core, _key(visit), named or None)
    snapshots = await list_snapshots(visit.core)
    records = records_of(snapshots, await matches_of(visit.core, visit.principal))
    ours = [view for view in records.matches.values() if view.match.key == product.key]
    return visit.render(
        "registry_record.html",
        status=422 if faults else 200,
        snapshot=snapshot,
        product=product,
        records=records,
        ours=ours,
        chosen=visit.form.get("platform_id") or visit.query("platform", limit=64),
        faults=faults or Faults(),
        **_shared(visit),
    )


async def match_record(visit: Visit) -> Response:
    """Keep that this record is our platform, with the snapshot that the person saw."""
    try:
        match = await match_platform(
            visit.core,
            visit.principal,
            visit.site.vestnik.pack,
            _one_of_ours(visit.site.vestnik.pack, visit.form.get("platform_id")).id,
            _key(visit),
            visit.form.get("note"),
            visit.form.get("snapshot") or None,
        )
    except InvalidInput as error:
        return await record(visit, Faults.of(error))
    return visit.redirect(f"/law/registry/match/{match.platform_id}", "record-matched")


def _one_of_ours(pack: Pack, platform_id: str) -> Platform:
    platform = pack.platforms.get(platform_id)
    if platform is None or platform.kind is not PlatformKind.RUSSIAN:
        raise InvalidInput(N_("Выберите российскую площадку из списка."), field="platform_id")
    return platform


async def candidates(visit: Visit, faults: Faults | None = None) -> Response:
    """Show which records may be the platform's, and which one a person confirmed."""
    pack = visit.site.vestnik.pack
    platform = pack.platforms.get(visit.param("platform_id"))
    if platform is None or platform.kind is not PlatformKind.RUSSIAN:
        raise NotFound(N_("Такой российской площадки в наборе правил нет."))
    snapshots = await list_snapshots(visit.core)
    records = records_of(snapshots, await matches_of(visit.core, visit.principal))
    if records.newest is None:
        return visit.redirect("/law/registry")
    return visit.render(
        "registry_match.html",
        status=422 if faults else 200,
        platform=platform,
        records=records,
        standing=records.matches.get(platform.id),
        found=await suggest_products(visit.core, pack, platform.id),
        faults=faults or Faults(),
        **_shared(visit),
    )


async def decide(visit: Visit) -> Response:
    """Confirm one of the candidates, or take the standing match back."""
    platform_id = visit.param("platform_id")
    if visit.form.get("decision") == "unmatch":
        await unmatch_platform(visit.core, visit.principal, platform_id)
        return visit.redirect(visit.request.url.path, "record-unmatched")
    try:
        await match_platform(
            visit.core,
            visit.principal,
            visit.site.vestnik.pack,
            platform_id,
            visit.form.get("number"),
            visit.form.get("note"),
            visit.form.get("snapshot") or None,
        )
    except InvalidInput as error:
        return await candidates(visit, Faults.of(error))
    return visit.redirect(visit.request.url.path, "record-matched")


def _shared(visit: Visit) -> dict[str, Any]:
    pack = visit.site.vestnik.pack
    return {
        "pack": pack,
        "russian": russian(pack),
        "supporting": SUPPORTING,
        "record_said": said,
        "record_path": record_path,
    }


def russian(pack: Pack) -> Sequence[Platform]:
    """Return the platforms that the registry concerns."""
    return [one for one in pack.platforms.values() if one.kind is PlatformKind.RUSSIAN]


PAGES: Final = (
    Page("/law/registry", "registry", Permission.LAW_READ, index),
    Page("/law/registry/records/{key:path}", "registry_record", Permission.LAW_READ, record),
    Page(
        "/law/registry/records/{key:path}", "registry_record", Permission.PROFILE_WRITE, match_record, "POST"
    ),
    Page("/law/registry/match/{platform_id}", "registry_match", Permission.LAW_READ, candidates),
    Page("/law/registry/match/{platform_id}", "registry_match", Permission.PROFILE_WRITE, decide, "POST"),
)
