"""Which records of the registry the company's platforms were matched with, and how those stand today."""

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core, Tx
from vestnik.law.registry import match_store
from vestnik.law.registry.model import MatchView
from vestnik.law.registry.states import registry_states_in


async def matches_of(core: Core, principal: Principal) -> list[MatchView]:
    """Return the standing matches by platform, each with its state in the newest snapshot.

    Raises:
        NotAllowed: the role may not read this.
    """
    require(principal, Permission.LAW_READ)
    return await core.db.read(lambda tx: matches_in(tx, principal.workspace_id))


def matches_in(tx: Tx, workspace_id: str) -> list[MatchView]:
    """Return the same inside a transaction that somebody else holds."""
    states = registry_states_in(tx, workspace_id)
    return [
        MatchView(match, states[match.platform_id])
        for match in match_store.standing(tx, workspace_id)
        if match.platform_id in states
    ]
