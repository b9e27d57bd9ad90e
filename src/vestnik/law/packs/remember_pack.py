"""The installation keeps every pack it ever worked by, so that old decisions can be replayed."""

from vestnik.kernel.core import Core
from vestnik.law.model import Pack
from vestnik.law.packs import store
from vestnik.law.packs.model import BUILT_IN, Edition


async def remember_pack(core: Core, pack: Pack, archive: bytes, by: str = BUILT_IN) -> Edition:
    """Keep ``pack`` with its file; one that is kept already stays as it came. Chooses nothing."""
    known = await core.db.read(lambda tx: store.edition_by_hash(tx, pack.sha256))
    if known is not None:
        return known
    edition = Edition(
        sha256=pack.sha256,
        pack_id=pack.id,
        version=pack.version,
        as_of=pack.as_of,
        installed_at=core.clock.now(),
        installed_by=by,
        in_use_since=None,
    )
    await core.db.write(lambda tx: store.add_edition(tx, edition, archive))
    return edition
