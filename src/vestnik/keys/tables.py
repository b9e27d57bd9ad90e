"""The workspaces' wrapped keys."""

import sqlalchemy as sa

from vestnik.kernel.tables import UTC_TIME, metadata, workspace_column

workspace_keys = sa.Table(
    "workspace_keys",
    metadata,
    workspace_column(),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("wrapped", sa.LargeBinary),
    sa.Column("created_at", UTC_TIME, nullable=False),
    sa.Column("destroyed_at", UTC_TIME),
    sa.PrimaryKeyConstraint("workspace_id", "epoch"),
)
"""``wrapped`` is empty once the epoch is destroyed; the row stays, so that its number is never used again."""
