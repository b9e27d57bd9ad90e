"""One record of the registry with everything its export says."""

from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import NotFound
from vestnik.kernel.text import N_
from vestnik.law.registry import store
from vestnik.law.registry.model import Product, Snapshot
from vestnik.law.registry.snapshot_named import snapshot_named


async def show_product(core: Core, key: str, snapshot_id: str | None = None) -> tuple[Snapshot, Product]:
    """Return a record by its key and the snapshot that says so, the newest by default; public data.

    Raises:
        NotFound: no such snapshot or record, or nothing was imported yet.
        InvalidInput: the snapshot's products were dropped already.
    """

    def read(tx: Tx) -> tuple[Snapshot, Product]:
        snapshot = snapshot_named(tx, snapshot_id)
        product = store.product_by_key(tx, snapshot.id, key)
        if product is None:
            raise NotFound(
                N_("Записи «%(number)s» в этой выгрузке нет.", number=key[:64]),
                field="number",
                hint=N_("Найдите её: vestnik law registry find НАЗВАНИЕ."),
            )
        return snapshot, product

    return await core.db.read(read)
