"""Tables of the registry. Snapshots and products are public data of the state and belong to no workspace."""

import sqlalchemy as sa

from vestnik.kernel.tables import ID, JSON, UTC_TIME, metadata, workspace_column

registry_snapshots = sa.Table(
    "registry_snapshots",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("format", sa.String(8), nullable=False),
    sa.Column("generated_at", UTC_TIME),
    sa.Column("generated_text", sa.String(40), nullable=False),
    sa.Column("as_of", UTC_TIME, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False, unique=True),
    sa.Column("file_name", sa.String(255), nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("records", sa.Integer, nullable=False),
    sa.Column("excluded", sa.Integer, nullable=False),
    sa.Column("numbered", sa.Boolean, nullable=False),
    sa.Column("oddities", JSON, nullable=False),
    sa.Column("imported_at", UTC_TIME, nullable=False),
    sa.Column("imported_by", sa.String(254), nullable=False),
    sa.Index(None, "state", "as_of"),
)

registry_products = sa.Table(
    "registry_products",
    metadata,
    sa.Column("snapshot_id", ID, sa.ForeignKey("registry_snapshots.id"), nullable=False),
    sa.Column("key", sa.String(96), nullable=False),
    sa.Column("pair_key", sa.String(48), nullable=False),
    sa.Column("search", sa.Text, nullable=False),
    sa.Column("inns", sa.Text, nullable=False),
    sa.Column("excluded", sa.Boolean, nullable=False),
    sa.Column("excluded_on", sa.Date),
    sa.Column("number", sa.String(64), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("owners", JSON, nullable=False),
    sa.Column("alternatives", JSON, nullable=False),
    sa.Column("modules", JSON, nullable=False),
    sa.Column("classes", JSON, nullable=False),
    sa.Column("included_on", sa.Date),
    sa.Column("exclusion_number", sa.Text, nullable=False),
    sa.Column("exclusion_kind", sa.Text, nullable=False),
    sa.Column("description_link", sa.Text, nullable=False),
    sa.Column("cost_link", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("snapshot_id", "key"),
    sa.Index(None, "snapshot_id", "pair_key"),
)
"""``key`` and ``pair_key`` are unique in a snapshot; the second pairs exports that have no numbers.
``search`` is folded lines (the name first), ``inns`` is `` 0100000001 7700000002 ``, blanks around each."""

registry_matches = sa.Table(
    "registry_matches",
    metadata,
    sa.Column("id", ID, primary_key=True),
    workspace_column(),
    sa.Column("platform_id", sa.String(64), nullable=False),
    sa.Column("key", sa.String(96), nullable=False),
    sa.Column("pair_key", sa.String(48), nullable=False),
    sa.Column("number", sa.String(64), nullable=False),
    sa.Column("product_name", sa.Text, nullable=False),
    sa.Column("inns", sa.Text, nullable=False),
    sa.Column("snapshot_id", ID, sa.ForeignKey("registry_snapshots.id"), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("matched_by", ID),
    sa.Column("matched_key", ID),
    sa.Column("matched_label", sa.String(254), nullable=False),
    sa.Column("matched_at", UTC_TIME, nullable=False),
    sa.Column("ended_at", UTC_TIME),
    sa.Column("ended_by", ID),
    sa.Column("ended_label", sa.String(254)),
    sa.Index(None, "workspace_id", "platform_id"),
)
"""Rows are added; nothing but a match's end is ever changed."""
