"""Tables of the ledger. Rows are only ever added; the head alone moves."""

import sqlalchemy as sa

from vestnik.kernel.tables import UTC_TIME, metadata, workspace_column

ledger_entries = sa.Table(
    "ledger_entries",
    metadata,
    workspace_column(),
    sa.Column("index", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("at", UTC_TIME, nullable=False),
    sa.Column("leaf", sa.LargeBinary, nullable=False),
    sa.Column("leaf_hash", sa.LargeBinary(32), nullable=False),
    sa.Column("private", sa.LargeBinary),
    sa.PrimaryKeyConstraint("workspace_id", "index"),
    sqlite_with_rowid=False,
)

ledger_nodes = sa.Table(
    "ledger_nodes",
    metadata,
    workspace_column(),
    sa.Column("level", sa.SmallInteger, nullable=False),
    sa.Column("index", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),
    sa.PrimaryKeyConstraint("workspace_id", "level", "index"),
    sqlite_with_rowid=False,
)
"""Roots of complete subtrees of 16 leaves and more; smaller ones are hashed again from their leaves."""

ledger_heads = sa.Table(
    "ledger_heads",
    metadata,
    workspace_column(),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("root", sa.LargeBinary(32), nullable=False),
    sa.Column("frontier", sa.LargeBinary, nullable=False),
    sa.Column("checkpoint", sa.Text),
    sa.PrimaryKeyConstraint("workspace_id"),
)
