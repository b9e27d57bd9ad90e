"""The first tables."""

import sqlalchemy as sa
from alembic import op

from vestnik.kernel.tables import ID, JSON, UTC_TIME

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt_results",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("attempt_id", ID, nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
        sa.Column("reference", sa.String(length=254), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.String(length=500), nullable=True),
        sa.Column("raw", JSON, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "message_id", "attempt_id", name=op.f("pk_attempt_results")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attempts",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("decision_id", ID, nullable=False),
        sa.Column("intent_at", UTC_TIME, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "message_id", "id", name=op.f("pk_attempts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decisions",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
        sa.Column("answer", JSON, nullable=False),
        sa.Column("ledger_index", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "message_id", "id", name=op.f("pk_decisions")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "messages",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_at", UTC_TIME, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=200), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("to_masked", sa.String(length=254), nullable=False),
        sa.Column("to_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("call_index", sa.LargeBinary(length=32), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("accepted_at", UTC_TIME, nullable=False),
        sa.Column("accepted_by", sa.String(length=254), nullable=False),
        sa.Column("due_at", UTC_TIME, nullable=False),
        sa.Column("expires_at", UTC_TIME, nullable=True),
        sa.Column("waits_for", sa.String(length=16), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("ledger_index", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_messages")),
        sa.UniqueConstraint(
            "workspace_id",
            "live",
            "idempotency_key",
            name=op.f("uq_messages_workspace_id_live_idempotency_key"),
        ),
    )
    op.create_index(
        "ix_messages_due",
        "messages",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('accepted', 'held')"),
        postgresql_where=sa.text("state IN ('accepted', 'held')"),
    )
    op.create_index("ix_messages_state", "messages", ["workspace_id", "state", "id"], unique=False)
    op.create_index(
        "ix_messages_waiting_call",
        "messages",
        ["workspace_id", "call_index"],
        unique=False,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_table(
        "receipts",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("attempt_id", ID, nullable=False),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
        sa.Column("raw", JSON, nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "message_id", "attempt_id", "event", name=op.f("pk_receipts")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", ID, nullable=False),
        sa.Column("bucket", sa.String(length=80), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index(op.f("ix_sign_in_attempts_at"), "sign_in_attempts", ["at"], unique=False)
    op.create_index(op.f("ix_sign_in_attempts_bucket_at"), "sign_in_attempts", ["bucket", "at"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", ID, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", UTC_TIME, nullable=False),
        sa.Column("disabled_at", UTC_TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "workspaces",
        sa.Column("id", ID, nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", UTC_TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("slug", name=op.f("uq_workspaces_slug")),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("prefix", sa.String(length=24), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("permissions", JSON, nullable=True),
        sa.Column("created_by", ID, nullable=True),
        sa.Column("created_at", UTC_TIME, nullable=False),
        sa.Column("last_used_at", UTC_TIME, nullable=True),
        sa.Column("expires_at", UTC_TIME, nullable=True),
        sa.Column("revoked_at", UTC_TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_api_keys_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_api_keys_secret_hash")),
    )
    op.create_index(
        op.f("ix_api_keys_workspace_id_created_at"), "api_keys", ["workspace_id", "created_at"], unique=False
    )
    op.create_table(
        "audits",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("target", sa.String(length=2048), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("requested_by", sa.String(length=254), nullable=False),
        sa.Column("queued_at", UTC_TIME, nullable=False),
        sa.Column("started_at", UTC_TIME, nullable=True),
        sa.Column("finished_at", UTC_TIME, nullable=True),
        sa.Column("seen_at", UTC_TIME, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("now_at", sa.String(length=2048), nullable=True),
        sa.Column("incomplete", sa.Boolean(), nullable=False),
        sa.Column("stats", JSON, nullable=False),
        sa.Column("contact_points", JSON, nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=True),
        sa.Column("ledger_index", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_audits_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_audits")),
    )
    op.create_index("ix_audits_state", "audits", ["state", "seen_at"], unique=False)
    op.create_index(
        op.f("ix_audits_workspace_id_target_id"), "audits", ["workspace_id", "target", "id"], unique=False
    )
    op.create_table(
        "calls",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("phone_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("phone_masked", sa.String(length=32), nullable=False),
        sa.Column("in_progress", sa.Boolean(), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
        sa.Column("reported_by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_calls_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "phone_index", name=op.f("pk_calls")),
    )
    op.create_table(
        "connections",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("updated_at", UTC_TIME, nullable=False),
        sa.Column("updated_by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_connections_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "channel", name=op.f("pk_connections")),
    )
    op.create_table(
        "inbox_messages",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("message_id", ID, nullable=False),
        sa.Column("person_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("delivered_at", UTC_TIME, nullable=False),
        sa.Column("read_at", UTC_TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_inbox_messages_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_inbox_messages")),
        sa.UniqueConstraint(
            "workspace_id", "message_id", name=op.f("uq_inbox_messages_workspace_id_message_id")
        ),
    )
    op.create_index(
        op.f("ix_inbox_messages_workspace_id_person_index_id"),
        "inbox_messages",
        ["workspace_id", "person_index", "id"],
        unique=False,
    )
    op.create_table(
        "ledger_entries",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("index", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_ledger_entries_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "index", name=op.f("pk_ledger_entries")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger_heads",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("checkpoint", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_ledger_heads_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_ledger_heads")),
    )
    op.create_table(
        "ledger_nodes",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("index", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_ledger_nodes_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "level", "index", name=op.f("pk_ledger_nodes")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "memberships",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("created_at", UTC_TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_memberships_user_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_memberships_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_user_id"), "memberships", ["user_id"], unique=False)
    op.create_table(
        "norm_acceptances",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("norm_id", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("pack_version", sa.String(length=40), nullable=False),
        sa.Column("accepted_by", ID, nullable=True),
        sa.Column("accepted_key", ID, nullable=True),
        sa.Column("accepted_label", sa.String(length=254), nullable=False),
        sa.Column("accepted_at", UTC_TIME, nullable=False),
        sa.Column("revoked_at", UTC_TIME, nullable=True),
        sa.Column("revoked_by", ID, nullable=True),
        sa.Column("revoked_label", sa.String(length=254), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_norm_acceptances_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_norm_acceptances")),
    )
    op.create_index(
        op.f("ix_norm_acceptances_workspace_id_norm_id"),
        "norm_acceptances",
        ["workspace_id", "norm_id"],
        unique=False,
    )
    op.create_table(
        "profiles",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("subjects", JSON, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("pack_version", sa.String(length=40), nullable=False),
        sa.Column("answered_by", ID, nullable=True),
        sa.Column("answered_key", ID, nullable=True),
        sa.Column("answered_label", sa.String(length=254), nullable=False),
        sa.Column("answered_at", UTC_TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_profiles_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiles")),
    )
    op.create_index(
        op.f("ix_profiles_workspace_id_answered_at"),
        "profiles",
        ["workspace_id", "answered_at"],
        unique=False,
    )
    op.create_table(
        "sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", UTC_TIME, nullable=False),
        sa.Column("last_seen_at", UTC_TIME, nullable=False),
        sa.Column("expires_at", UTC_TIME, nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=False),
        sa.Column("agent", sa.String(length=300), nullable=False),
        sa.Column("revoked_at", UTC_TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sessions_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)
    op.create_table(
        "views",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=True),
        sa.Column("api_key_id", ID, nullable=True),
        sa.Column("label", sa.String(length=254), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("at", UTC_TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_views_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
    )
    op.create_index(op.f("ix_views_workspace_id_at"), "views", ["workspace_id", "at"], unique=False)
    op.create_index(
        op.f("ix_views_workspace_id_kind_object_id"),
        "views",
        ["workspace_id", "kind", "object_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_views_workspace_id_user_id_at"), "views", ["workspace_id", "user_id", "at"], unique=False
    )
    op.create_table(
        "workspace_keys",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", UTC_TIME, nullable=False),
        sa.Column("destroyed_at", UTC_TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_workspace_keys_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "epoch", name=op.f("pk_workspace_keys")),
    )
    op.create_table(
        "findings",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("audit_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("carrier", sa.String(length=16), nullable=False),
        sa.Column("channel_kind", sa.String(length=16), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("confidence", sa.SmallInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("span_start", sa.BigInteger(), nullable=False),
        sa.Column("span_end", sa.BigInteger(), nullable=False),
        sa.Column("element_start", sa.BigInteger(), nullable=True),
        sa.Column("element_end", sa.BigInteger(), nullable=True),
        sa.Column("matched", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=128), nullable=False),
        sa.Column("norm_ids", JSON, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "audit_id"],
            ["audits.workspace_id", "audits.id"],
            name=op.f("fk_findings_workspace_id_audits"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_findings_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "audit_id", "position", name=op.f("pk_findings")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_findings_workspace_id_id")),
    )
    op.create_index(
        "ix_findings_fingerprint", "findings", ["workspace_id", "audit_id", "fingerprint"], unique=False
    )
    op.create_table(
        "troubles",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("audit_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("incomplete", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "audit_id"],
            ["audits.workspace_id", "audits.id"],
            name=op.f("fk_troubles_workspace_id_audits"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_troubles_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "audit_id", "position", name=op.f("pk_troubles")),
    )


def downgrade() -> None:
    op.drop_table("troubles")
    op.drop_index("ix_findings_fingerprint", table_name="findings")
    op.drop_table("findings")
    op.drop_table("workspace_keys")
    op.drop_index(op.f("ix_views_workspace_id_user_id_at"), table_name="views")
    op.drop_index(op.f("ix_views_workspace_id_kind_object_id"), table_name="views")
    op.drop_index(op.f("ix_views_workspace_id_at"), table_name="views")
    op.drop_table("views")
    op.drop_index(op.f("ix_sessions_user_id"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_index(op.f("ix_profiles_workspace_id_answered_at"), table_name="profiles")
    op.drop_table("profiles")
    op.drop_index(op.f("ix_norm_acceptances_workspace_id_norm_id"), table_name="norm_acceptances")
    op.drop_table("norm_acceptances")
    op.drop_index(op.f("ix_memberships_user_id"), table_name="memberships")
    op.drop_table("memberships")
    op.drop_table("ledger_nodes")
    op.drop_table("ledger_heads")
    op.drop_table("ledger_entries")
    op.drop_index(op.f("ix_inbox_messages_workspace_id_person_index_id"), table_name="inbox_messages")
    op.drop_table("inbox_messages")
    op.drop_table("connections")
    op.drop_table("calls")
    op.drop_index(op.f("ix_audits_workspace_id_target_id"), table_name="audits")
    op.drop_index("ix_audits_state", table_name="audits")
    op.drop_table("audits")
    op.drop_index(op.f("ix_api_keys_workspace_id_created_at"), table_name="api_keys")
    op.drop_table("api_keys")
    op.drop_table("workspaces")
    op.drop_table("users")
    op.drop_index(op.f("ix_sign_in_attempts_bucket_at"), table_name="sign_in_attempts")
    op.drop_index(op.f("ix_sign_in_attempts_at"), table_name="sign_in_attempts")
    op.drop_table("sign_in_attempts")
    op.drop_table("receipts")
    op.drop_index(
        "ix_messages_waiting_call",
        table_name="messages",
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
    op.drop_index("ix_messages_state", table_name="messages")
    op.drop_index(
        "ix_messages_due",
        table_name="messages",
        sqlite_where=sa.text("state IN ('accepted', 'held')"),
        postgresql_where=sa.text("state IN ('accepted', 'held')"),
    )
    op.drop_table("messages")
    op.drop_table("decisions")
    op.drop_table("attempts")
    op.drop_table("attempt_results")
