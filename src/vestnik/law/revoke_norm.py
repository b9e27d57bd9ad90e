"""The owner takes an acceptance back: from now on the norm only warns."""

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import NotFound
from vestnik.kernel.text import N_
from vestnik.law import store
from vestnik.law.profile import ByWhom
from vestnik.ledger.model import Entry
from vestnik.ledger.store import append


async def revoke_norm(core: Core, principal: Principal, norm_id: str) -> None:
    """End every standing acceptance of the norm, with a ledger entry.

    Raises:
        NotAllowed: the role may not decide this.
        NotFound: the norm is not accepted in this workspace.
    """
    require(principal, Permission.NORMS_ACCEPT)
    at = core.clock.now()
    by = ByWhom.of(principal)

    def write(tx: Tx) -> None:
        standing = store.standing_acceptances(tx, principal.workspace_id)
        ids = [acceptance.id for acceptance in standing if acceptance.norm_id == norm_id]
        if not ids:
            raise NotFound(N_("Норма «%(norm)s» не принята.", norm=norm_id[:64]), field="norm_id")
        store.end_acceptances(tx, principal.workspace_id, ids, at, by)
        entry = Entry(
            "law.norm_revoked",
            {
                "acceptances": ids,
                "norm": norm_id,
                "by_user": principal.user_id,
                "by_key": principal.api_key_id,
            },
        )
        append(tx, principal.workspace_id, [entry], at)

    await core.db.write(write)
