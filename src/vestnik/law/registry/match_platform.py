"""A person confirms which record of the registry is the platform the company uses."""

from typing import Final

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import InvalidInput, NotFound
from vestnik.kernel.text import N_
from vestnik.law.known_platform import known_platform
from vestnik.law.model import Pack, Platform
from vestnik.law.profile import ByWhom
from vestnik.law.registry import match_store, store
from vestnik.law.registry.model import Match, Product, Snapshot
from vestnik.law.registry.snapshot_named import snapshot_named
from vestnik.ledger.model import Entry
from vestnik.ledger.store import append

MAX_NOTE: Final = 2_000


async def match_platform(
    core: Core,
    principal: Principal,
    pack: Pack,
    platform_id: str,
    number: str,
    note: str = "",
    snapshot_id: str | None = None,
) -> Match:
    """Tie a platform to the record ``number`` of a snapshot (the newest by default), with a ledger entry.

    ``number`` may also be the key that ``find_products`` shows for a record without a number. A platform
    has one standing match: an earlier one ends. The ledger names the record, its snapshot and
    that file's SHA-256.

    Raises:
        NotAllowed: the role may not answer for the company.
        NotFound: no such platform, snapshot or record.
        InvalidInput: the platform is foreign-owned (a record would not change that), or the note is too long.
    """
    require(principal, Permission.PROFILE_WRITE)
    platform = _russian(pack, platform_id)
    note, number = note.strip(), number.strip()
    if len(note) > MAX_NOTE:
        raise InvalidInput(N_("Пояснение длиннее %(limit)s знаков.", limit=MAX_NOTE), field="note")
    by = ByWhom.of(principal)
    now, new_id = core.clock.now(), core.ids.new()

    def write(tx: Tx) -> Match:
        snapshot = snapshot_named(tx, snapshot_id)
        product = store.product_by_key(tx, snapshot.id, number)
        if product is None:
            raise NotFound(
                N_("Записи «%(number)s» в этой выгрузке нет.", number=number[:64]),
                field="number",
                hint=N_("Найдите её: vestnik law registry find НАЗВАНИЕ."),
            )
        match = Match(
            id=new_id,
            platform_id=platform.id,
            key=product.key,
            number=product.number,
            product_name=product.name,
            owner_inns=product.inns,
            snapshot_id=snapshot.id,
            note=note,
            matched_by=by,
            matched_at=now,
        )
        # The log's head is locked first: two people matching at once must not leave two standing matches.
        append(tx, principal.workspace_id, [_entry(match, product, snapshot)], now)
        match_store.end_matches(tx, principal.workspace_id, platform.id, now, by)
        match_store.add_match(tx, principal.workspace_id, match, product)
        return match

    return await core.db.write(write)


def _entry(match: Match, product: Product, snapshot: Snapshot) -> Entry:
    return Entry(
        "law.registry_match",
        {
            "match": match.id,
            "platform": match.platform_id,
            "record": match.key,
            "excluded": product.excluded,
            "snapshot": snapshot.id,
            "snapshot_sha256": snapshot.sha256,
            "by_user": match.matched_by.user_id,
            "by_key": match.matched_by.api_key_id,
        },
    )


def _russian(pack: Pack, platform_id: str) -> Platform:
    platform = known_platform(pack, platform_id)
    if platform.foreign_owned:
        raise InvalidInput(
            N_(
                "Площадка «%(platform)s» принадлежит иностранному лицу: запись реестра этого не меняет.",
                platform=platform.name,
            ),
            field="platform_id",
        )
    return platform
