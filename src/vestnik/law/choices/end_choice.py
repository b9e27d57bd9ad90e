"""The company gives a chosen platform up, and says why."""

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import NotFound
from vestnik.kernel.text import N_
from vestnik.law.choices import store
from vestnik.law.choices.choose_platform import stated
from vestnik.law.profile import ByWhom
from vestnik.ledger.model import Entry
from vestnik.ledger.store import append


async def end_choice(core: Core, principal: Principal, platform_id: str, *, reason: str) -> None:
    """End the standing choice of a platform, with a ledger entry; the row stays.

    Raises:
        NotAllowed: the role may not speak for the company.
        InvalidInput: no reason, or one that is too long.
        NotFound: this workspace has not chosen it.
    """
    require(principal, Permission.PROFILE_WRITE)
    reason = stated(reason)
    at = core.clock.now()
    by = ByWhom.of(principal)

    def write(tx: Tx) -> None:
        standing = store.standing_choice(tx, principal.workspace_id, platform_id)
        if standing is None:
            raise NotFound(N_("«%(platform)s» не выбрана.", platform=platform_id[:64]), field="platform")
        store.end_choice(tx, principal.workspace_id, standing.id, at, by, reason)
        entry = Entry(
            "law.platform_choice_ended",
            {
                "choice": standing.id,
                "platform": standing.platform_id,
                "by_user": principal.user_id,
                "by_key": principal.api_key_id,
            },
        )
        append(tx, principal.workspace_id, [entry], at)

    await core.db.write(write)
