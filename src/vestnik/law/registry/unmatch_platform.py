"""A person takes back which record of the registry a platform is."""

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import NotFound
from vestnik.kernel.text import N_
from vestnik.law.profile import ByWhom
from vestnik.law.registry import match_store
from vestnik.ledger.model import Entry
from vestnik.ledger.store import append


async def unmatch_platform(core: Core, principal: Principal, platform_id: str) -> None:
    """End the platform's standing match, with a ledger entry; the row stays.

    Raises:
        NotAllowed: the role may not answer for the company.
        NotFound: the platform is not matched.
    """
    require(principal, Permission.PROFILE_WRITE)
    now = core.clock.now()
    by = ByWhom.of(principal)
    entry = Entry(
        "law.registry_unmatch",
        {"platform": platform_id, "by_user": principal.user_id, "by_key": principal.api_key_id},
    )

    def write(tx: Tx) -> None:
        if not match_store.end_matches(tx, principal.workspace_id, platform_id, now, by):
            raise NotFound(
                N_("Площадка «%(platform)s» не сопоставлена с записью реестра.", platform=platform_id[:64]),
                field="platform_id",
            )
        append(tx, principal.workspace_id, [entry], now)

    await core.db.write(write)
