"""Proof that one entry stands in the log."""

from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import NotFound, Unavailable
from vestnik.kernel.text import N_
from vestnik.ledger import store
from vestnik.ledger.model import InclusionProof
from vestnik.ledger.tree import cover, inclusion_ranges, path_of, root_of


async def prove(core: Core, workspace_id: str, index: int, size: int | None = None) -> InclusionProof:
    """Return the audit path of the entry at ``index`` in the log of ``size`` leaves (now, when None).

    Raises:
        NotFound: the log has no such entry or has never had this size.
        Unavailable: the log is damaged there.
    """

    def query(tx: Tx) -> InclusionProof:
        present = store.head_of(tx, workspace_id).size
        wanted = present if size is None else size
        if not 0 <= index < wanted <= present:
            raise NotFound(N_("В журнале нет записи %(index)s.", index=index))
        ranges = inclusion_ranges(index, wanted)
        whole = cover(0, wanted)
        path = [node for low, high in ranges for node in cover(low, high)]
        try:
            known = store.subtrees(tx, workspace_id, [*whole, *path])
            leaf = store.leaves_between(tx, workspace_id, index, 1)[0]
        except (KeyError, IndexError) as error:
            raise Unavailable(
                N_("Журнал повреждён: доказательство не собрать."),
                hint=N_("Выполните: vestnik ledger verify"),
            ) from error
        root = root_of([known[node] for node in whole])
        return InclusionProof(index, wanted, leaf.leaf, path_of(ranges, known.__getitem__), root)

    return await core.db.read(query)
