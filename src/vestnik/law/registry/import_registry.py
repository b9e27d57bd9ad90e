"""A downloaded export becomes a snapshot: visible when it is complete, or not at all."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Final

from sqlalchemy.exc import IntegrityError

from vestnik.kernel.core import Core
from vestnik.kernel.errors import Conflict, InvalidInput, VestnikError
from vestnik.kernel.text import N_
from vestnik.law.policy.rules import MOSCOW
from vestnik.law.registry import store
from vestnik.law.registry.limits import BATCH, KEEP
from vestnik.law.registry.model import ExportFormat, Imported, Oddity, Product, Snapshot, SnapshotState
from vestnik.law.registry.reading.open_export import Export, Progress, open_export
from vestnik.law.registry.records import Records, parse_moment

_MANY: Final = 10_000
_BEGAN: Final = datetime(2016, 1, 1, tzinfo=UTC)
"""The registry opened in 2016: an earlier date in a sheet's properties is a template's, not the export's."""
_AHEAD: Final = timedelta(days=1)


async def import_registry(
    core: Core,
    path: str,
    imported_by: str = "cli",
    *,
    allow_fewer: bool = False,
    progress: Progress = lambda _bytes: None,
) -> Imported:
    """Read the export at ``path`` and keep it as a snapshot; for whoever runs the installation.

    ``progress`` is told how many of the file's bytes have been read. A file imported before is not read anew.
    Reading happens in the caller's thread, between writes of ``BATCH`` records: this is a verb for a command,
    not for a server's loop. Interrupted, it leaves nothing visible; leftovers go at the next import, and an
    import that begins while another runs takes its place.

    Raises:
        NotFound: the file cannot be read.
        InvalidInput: it is no export, is damaged, cut off, hostile or too big; or it has less than half of
            the newest snapshot's records and ``allow_fewer`` is not set.
        Conflict: another import began meanwhile.
    """
    export = open_export(path)
    known = await core.db.read(lambda tx: store.snapshot_by_sha256(tx, export.sha256))
    if known is not None:
        newest = await core.db.read(store.newest_complete)
        return Imported(known, already=True, newest=known == newest, pruned=0)
    await _clean_up(core)
    loading = _loading(core, export, imported_by)
    try:
        await core.db.write(lambda tx: store.add_snapshot(tx, loading))
    except IntegrityError as error:  # somebody imports the same file at this very moment
        raise _overtaken() from error
    try:
        done = await _load(core, loading, export, progress, allow_fewer=allow_fewer)
    except BaseException:  # an interrupt, too, must leave nothing behind
        with suppress(VestnikError):  # if even that fails, the next import cleans up
            await _abandon(core, loading.id)
        raise
    pruned = await _prune(core)
    newest = await core.db.read(store.newest_complete)
    kept = await core.db.read(lambda tx: store.snapshot_by_id(tx, done.id))
    is_newest = newest is not None and newest.id == done.id
    return Imported(kept or done, already=False, newest=is_newest, pruned=pruned)


def _loading(core: Core, export: Export, imported_by: str) -> Snapshot:
    now = core.clock.now()
    return Snapshot(
        id=core.ids.new(),
        state=SnapshotState.LOADING,
        format=export.format,
        generated_at=None,
        generated_text="",
        as_of=now,
        sha256=export.sha256,
        file_name=export.name[:255],
        bytes=export.size,
        records=0,
        excluded=0,
        numbered=False,
        oddities={},
        imported_at=now,
        imported_by=imported_by[:254],
    )


async def _load(
    core: Core, loading: Snapshot, export: Export, progress: Progress, *, allow_fewer: bool
) -> Snapshot:
    records = Records()
    products = map(records.product, export.records(progress))
    while batch := _next(products):
        if not await core.db.write(partial(store.add_products, snapshot_id=loading.id, products=batch)):
            raise _overtaken()
    previous = await core.db.read(store.newest_complete)
    _refuse_nonsense(export, records, None if allow_fewer else previous)
    generated_at = _generated(core, export)
    done = replace(
        loading,
        state=SnapshotState.COMPLETE,
        generated_at=generated_at,
        generated_text=export.reader.generated,
        as_of=generated_at or loading.as_of,
        records=records.count,
        excluded=records.excluded,
        numbered=records.numbered * 2 > records.count,
        oddities={oddity.value: count for oddity, count in sorted(records.oddities.items())},
    )
    if not await core.db.write(lambda tx: store.complete(tx, done)):
        raise _overtaken()
    return done


def _next(products: Iterator[Product]) -> list[Product]:
    return list(islice(products, BATCH))


def _refuse_nonsense(export: Export, records: Records, previous: Snapshot | None) -> None:
    if records.oddities[Oddity.NAMELESS] * 2 > records.count:
        raise InvalidInput(
            N_("У большинства записей нет наименования: строение выгрузки изменилось."),
            field=export.name,
            hint=N_("Обновите Вестник или сообщите о новой форме выгрузки; загруженное раньше не тронуто."),
        )
    if previous is not None and records.count * 2 < previous.records:
        raise InvalidInput(
            N_(
                "Записей %(count)s, а в прошлой выгрузке было %(before)s: похоже, это не весь реестр.",
                count=records.count,
                before=previous.records,
            ),
            field=export.name,
            hint=N_("Выгрузите реестр без фильтров. Если он и правда стал таким, добавьте --allow-fewer."),
        )


def _generated(core: Core, export: Export) -> datetime | None:
    """Return when the export was made: an XML must tell it, a sheet may."""
    text = export.reader.generated
    moment = parse_moment(text)
    latest = core.clock.now() + _AHEAD
    if export.format is ExportFormat.XLSX:
        made = None if moment is None else moment.replace(tzinfo=UTC)
        return made if made is not None and _BEGAN <= made <= latest else None
    made = None if moment is None else moment.replace(tzinfo=MOSCOW).astimezone(UTC)
    if made is None or made > latest:
        raise InvalidInput(
            N_("Дата выгрузки genDate «%(text)s» не читается или ещё не наступила.", text=text),
            field=export.name,
            hint=N_("Проверьте часы этой машины и скачайте выгрузку заново."),
        )
    return made


async def _clean_up(core: Core) -> None:
    for snapshot_id in await core.db.read(store.unfinished):
        await _abandon(core, snapshot_id)
    for snapshot_id in await core.db.read(store.pruned_with_products):
        await _drop_products(core, snapshot_id)


async def _abandon(core: Core, snapshot_id: str) -> None:
    # The state goes first: it stops an import still at work, which then leaves no rows behind ours.
    if not await core.db.write(lambda tx: store.abandon(tx, snapshot_id)):
        return
    await _drop_products(core, snapshot_id)
    await core.db.write(lambda tx: store.drop_snapshot(tx, snapshot_id))


async def _prune(core: Core) -> int:
    complete = await core.db.read(lambda tx: store.snapshots(tx, _MANY, SnapshotState.COMPLETE))
    for old in complete[KEEP:]:
        await core.db.write(partial(store.prune, snapshot_id=old.id))
        await _drop_products(core, old.id)
    return len(complete[KEEP:])


async def _drop_products(core: Core, snapshot_id: str) -> None:
    while await core.db.write(lambda tx: store.drop_products(tx, snapshot_id)):
        pass


def _overtaken() -> Conflict:
    return Conflict(
        N_("Началась другая загрузка реестра: эта остановлена, ничего из неё не осталось."),
        hint=N_("Дождитесь её конца и посмотрите: vestnik law registry list."),
    )
