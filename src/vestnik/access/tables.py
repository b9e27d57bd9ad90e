"""Tables of people and their ways in. Secrets stand here only as hashes."""

import sqlalchemy as sa

from vestnik.kernel.tables import ID, JSON, UTC_TIME, metadata, workspace_column

workspaces = sa.Table(
    "workspaces",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("slug", sa.String(64), nullable=False, unique=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("created_at", UTC_TIME, nullable=False),
)

users = sa.Table(
    "users",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("email", sa.String(254), nullable=False, unique=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("password_hash", sa.String(200), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("created_at", UTC_TIME, nullable=False),
    sa.Column("disabled_at", UTC_TIME),
)

memberships = sa.Table(
    "memberships",
    metadata,
    workspace_column(),
    sa.Column("user_id", ID, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("created_at", UTC_TIME, nullable=False),
    sa.PrimaryKeyConstraint("workspace_id", "user_id"),
    sa.Index(None, "user_id"),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("user_id", ID, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("token_hash", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("csrf", sa.String(64), nullable=False),
    sa.Column("created_at", UTC_TIME, nullable=False),
    sa.Column("last_seen_at", UTC_TIME, nullable=False),
    sa.Column("expires_at", UTC_TIME, nullable=False),
    sa.Column("ip", sa.String(45), nullable=False),
    sa.Column("agent", sa.String(300), nullable=False),
    sa.Column("revoked_at", UTC_TIME),
    sa.Index(None, "user_id"),
)

sign_in_attempts = sa.Table(
    "sign_in_attempts",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("bucket", sa.String(80), nullable=False),
    sa.Column("at", UTC_TIME, nullable=False),
    sa.Index(None, "bucket", "at"),
    sa.Index(None, "at"),
)

api_keys = sa.Table(
    "api_keys",
    metadata,
    sa.Column("id", ID, primary_key=True),
    workspace_column(),
    sa.Column("name", sa.String(100), nullable=False),
    sa.Column("prefix", sa.String(24), nullable=False),
    sa.Column("secret_hash", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("live", sa.Boolean, nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("permissions", JSON),
    sa.Column("created_by", ID),
    sa.Column("created_at", UTC_TIME, nullable=False),
    sa.Column("last_used_at", UTC_TIME),
    sa.Column("expires_at", UTC_TIME),
    sa.Column("revoked_at", UTC_TIME),
    sa.Index(None, "workspace_id", "created_at"),
)

views = sa.Table(
    "views",
    metadata,
    sa.Column("id", ID, primary_key=True),
    workspace_column(),
    sa.Column("user_id", ID),
    sa.Column("api_key_id", ID),
    sa.Column("label", sa.String(254), nullable=False),
    sa.Column("action", sa.String(16), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("object_id", sa.String(64), nullable=False),
    sa.Column("at", UTC_TIME, nullable=False),
    sa.Index(None, "workspace_id", "at"),
    sa.Index(None, "workspace_id", "kind", "object_id"),
    sa.Index(None, "workspace_id", "user_id", "at"),
)
