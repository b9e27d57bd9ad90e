"""Matched platforms whose record no longer stands as it did: excluded, missing, or of another owner."""

from vestnik.kernel.core import Core
from vestnik.law.policy.question import RecordState
from vestnik.law.registry.matches_of import matches_in
from vestnik.law.registry.model import MatchView


async def registry_warnings(core: Core, workspace_id: str) -> list[MatchView]:
    """Return the workspace's matches that are not simply listed; for this machine's own jobs."""
    views = await core.db.read(lambda tx: matches_in(tx, workspace_id))
    return [view for view in views if view.state.kind is not RecordState.LISTED]
