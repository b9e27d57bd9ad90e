"""Tables of choosing a platform. Rows are added; nothing but a choice's end is ever changed."""

import sqlalchemy as sa

from vestnik.kernel.tables import ID, JSON, UTC_TIME, metadata, workspace_column

reach_counts = sa.Table(
    "reach_counts",
    metadata,
    sa.Column("id", ID, primary_key=True),
    workspace_column(),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("people", sa.Integer, nullable=False),
    sa.Column("reachable", sa.Integer, nullable=False),
    sa.Column("unreadable", sa.Integer, nullable=False),
    sa.Column("numbers", JSON, nullable=False),
    sa.Column("counted_by", ID),
    sa.Column("counted_key", ID),
    sa.Column("counted_label", sa.String(254), nullable=False),
    sa.Column("counted_at", UTC_TIME, nullable=False),
    sa.Index(None, "workspace_id", "counted_at"),
)

platform_choices = sa.Table(
    "platform_choices",
    metadata,
    sa.Column("id", ID, primary_key=True),
    workspace_column(),
    sa.Column("platform_id", sa.String(32), nullable=False),
    sa.Column("purposes", JSON, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("registry", JSON),
    sa.Column("pack_version", sa.String(40), nullable=False),
    sa.Column("chosen_by", ID),
    sa.Column("chosen_key", ID),
    sa.Column("chosen_label", sa.String(254), nullable=False),
    sa.Column("chosen_at", UTC_TIME, nullable=False),
    sa.Column("ended_at", UTC_TIME),
    sa.Column("ended_by", ID),
    sa.Column("ended_key", ID),
    sa.Column("ended_label", sa.String(254)),
    sa.Column("end_reason", sa.Text),
    sa.Index(None, "workspace_id", "chosen_at"),
)
