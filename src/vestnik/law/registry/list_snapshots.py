"""What was imported, newest first."""

from vestnik.kernel.core import Core
from vestnik.law.registry import store
from vestnik.law.registry.model import Snapshot


async def list_snapshots(core: Core, limit: int = 50) -> list[Snapshot]:
    """Return snapshots, newest first, those without products included; public data."""
    return await core.db.read(lambda tx: store.snapshots(tx, max(1, min(limit, 1_000))))
