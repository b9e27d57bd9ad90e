"""Which snapshot is meant: the named one, or the newest."""

from vestnik.kernel.core import Tx
from vestnik.kernel.errors import InvalidInput, NotFound
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_
from vestnik.law.registry import store
from vestnik.law.registry.model import Snapshot, SnapshotState


def snapshot_named(tx: Tx, snapshot_id: str | None) -> Snapshot:
    """Return the snapshot of this id, or the newest when None is given; its products are there.

    Raises:
        NotFound: nothing was imported yet, or no snapshot has this id.
        InvalidInput: its products were dropped, as those of old snapshots are.
    """
    if snapshot_id is None:
        newest = store.newest_complete(tx)
        if newest is None:
            raise NotFound(
                N_("Выгрузка реестра ещё не загружена."),
                hint=N_("Загрузите её: vestnik law registry import ФАЙЛ."),
            )
        return newest
    found = store.snapshot_by_id(tx, snapshot_id) if is_id(snapshot_id) else None
    if found is None:
        raise NotFound(
            N_("Такой выгрузки нет: %(id)s.", id=snapshot_id[:64]),
            field="snapshot",
            hint=N_("Список: vestnik law registry list."),
        )
    if found.state is not SnapshotState.COMPLETE:
        raise InvalidInput(
            N_("Записи этой выгрузки уже убраны: хранятся только последние."),
            field="snapshot",
            hint=N_("Какие на месте: vestnik law registry list."),
        )
    return found
