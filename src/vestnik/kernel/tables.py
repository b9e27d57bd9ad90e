"""The one metadata that all tables join, and the column types both engines share.

Every table but the few named in ``GLOBAL_TABLES`` carries ``workspace_id``, first in its primary key
or indexed, and every query names it.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from vestnik.kernel.clock import from_micros, micros

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

GLOBAL_TABLES = frozenset(
    {
        "workspaces",
        "users",
        "sessions",
        "sign_in_attempts",
        "alembic_version",
        "registry_snapshots",
        "registry_products",
        "law_packs",
    }
)
"""Tables without ``workspace_id``: the workspaces themselves, people who may belong to several, the state's
public registry of software and rule packs, which are the same for every company."""

ID = sa.String(36).with_variant(postgresql.UUID(as_uuid=False), "postgresql")
"""An id in its canonical text form (native uuid on PostgreSQL)."""

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


class UtcTime(sa.types.TypeDecorator[datetime]):
    """An aware UTC moment: ``timestamptz`` on PostgreSQL, whole microseconds since 1970 on SQLite."""

    impl = sa.BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """Choose the column's type for the engine."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.DateTime(timezone=True))
        return dialect.type_descriptor(sa.BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> Any:
        """Refuse naive times; hand the engine its own form."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"a naive time cannot be stored: {value!r}"
            raise ValueError(msg)
        return value.astimezone(UTC) if dialect.name == "postgresql" else micros(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        """Return an aware UTC time, whatever form the engine keeps."""
        del dialect
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return from_micros(int(value))


UTC_TIME = UtcTime()


def workspace_column() -> sa.Column[str]:
    """Return the column that ties a row to its workspace."""
    return sa.Column("workspace_id", ID, sa.ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False)
