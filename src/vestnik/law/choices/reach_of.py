"""The newest count of the company's own people."""

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core
from vestnik.law.choices import store
from vestnik.law.choices.model import ReachCount


async def reach_of(core: Core, principal: Principal) -> ReachCount | None:
    """Return the count that counts, None while nobody counted.

    Raises:
        NotAllowed: the role may not read this.
    """
    require(principal, Permission.LAW_READ)
    found = await core.db.read(lambda tx: store.counts(tx, principal.workspace_id, 1))
    return found[0] if found else None
