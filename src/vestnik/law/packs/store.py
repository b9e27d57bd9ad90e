"""Rows of remembered packs ↔ nouns. The law is the same for all workspaces, so no row belongs to one."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from vestnik.kernel.core import AnyRow, Tx
from vestnik.law.packs.model import Edition
from vestnik.law.tables import law_packs

_COLUMNS = [column for column in law_packs.c if column.name != "archive"]


def add_edition(tx: Tx, edition: Edition, archive: bytes) -> None:
    """Write a pack that is not there yet; one with this hash stays as it is."""
    row = {
        "sha256": edition.sha256,
        "pack_id": edition.pack_id,
        "version": edition.version,
        "as_of": edition.as_of,
        "archive": archive,
        "installed_at": edition.installed_at,
        "installed_by": edition.installed_by,
        "in_use_since": edition.in_use_since,
    }
    insert = postgresql.insert if tx.dialect.name == "postgresql" else sqlite.insert
    tx.execute(insert(law_packs).values(row).on_conflict_do_nothing())


def editions(tx: Tx) -> list[Edition]:
    """Return every remembered pack, in the order they came; there are a few a year."""
    rows = tx.execute(sa.select(*_COLUMNS).order_by(law_packs.c.installed_at, law_packs.c.sha256))
    return [_edition(row) for row in rows]


def edition_by_hash(tx: Tx, sha256: str) -> Edition | None:
    """Return one remembered pack."""
    row = tx.execute(sa.select(*_COLUMNS).where(law_packs.c.sha256 == sha256)).one_or_none()
    return _edition(row) if row is not None else None


def archive_of(tx: Tx, sha256: str) -> bytes | None:
    """Return the file of one remembered pack."""
    found: bytes | None = tx.execute(
        sa.select(law_packs.c.archive).where(law_packs.c.sha256 == sha256)
    ).scalar_one_or_none()
    return found


def choose(tx: Tx, sha256: str | None, at: datetime) -> None:
    """Mark one pack as chosen and every other as not; None takes the choice back."""
    tx.execute(sa.update(law_packs).values(in_use_since=None))
    if sha256 is not None:
        tx.execute(sa.update(law_packs).where(law_packs.c.sha256 == sha256).values(in_use_since=at))


def _edition(row: AnyRow) -> Edition:
    return Edition(
        sha256=row.sha256,
        pack_id=row.pack_id,
        version=row.version,
        as_of=row.as_of,
        installed_at=row.installed_at,
        installed_by=row.installed_by,
        in_use_since=row.in_use_since,
    )
