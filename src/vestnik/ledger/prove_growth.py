"""Proof that a later log begins with an earlier one: nothing was changed, dropped or put in between."""

from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import NotFound, Unavailable
from vestnik.kernel.text import N_
from vestnik.ledger import store
from vestnik.ledger.tree import consistency_ranges, cover, path_of


async def prove_growth(core: Core, workspace_id: str, old: int, new: int | None = None) -> tuple[bytes, ...]:
    """Return the consistency proof from the log of ``old`` leaves to that of ``new`` (now, when None).

    Raises:
        NotFound: the log has never had one of these sizes.
        Unavailable: the log is damaged.
    """

    def query(tx: Tx) -> tuple[bytes, ...]:
        present = store.head_of(tx, workspace_id).size
        later = present if new is None else new
        if not 0 < old <= later <= present:
            raise NotFound(N_("Журнал не был длиной %(old)s или %(new)s записей.", old=old, new=later))
        ranges = consistency_ranges(old, later)
        try:
            known = store.subtrees(tx, workspace_id, [node for pair in ranges for node in cover(*pair)])
        except KeyError as error:
            raise Unavailable(
                N_("Журнал повреждён: доказательство не собрать."),
                hint=N_("Выполните: vestnik ledger verify"),
            ) from error
        return path_of(ranges, known.__getitem__)

    return await core.db.read(query)
