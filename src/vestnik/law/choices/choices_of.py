"""What the company chose, and what it gave up."""

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core
from vestnik.law.choices import store
from vestnik.law.choices.model import Choice

MAX_CHOICES = 200


async def choices_of(core: Core, principal: Principal) -> list[Choice]:
    """Return the newest choices, ended ones among them, newest first.

    Raises:
        NotAllowed: the role may not read this.
    """
    require(principal, Permission.LAW_READ)
    return await core.db.read(lambda tx: store.choices(tx, principal.workspace_id, MAX_CHOICES))
