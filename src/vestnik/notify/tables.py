"""Tables of messages and what became of them. Addresses and texts stand here only sealed or masked."""

import sqlalchemy as sa

from vestnik.kernel.tables import ID, JSON, UTC_TIME, metadata, workspace_column

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("workspace_id", ID, nullable=False),
    sa.Column("id", ID, nullable=False),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("purpose", sa.String(24), nullable=False),
    sa.Column("lane", sa.SmallInteger, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("state_at", UTC_TIME, nullable=False),
    sa.Column("live", sa.Boolean, nullable=False),
    sa.Column("idempotency_key", sa.String(200), nullable=False),
    sa.Column("body_hash", sa.LargeBinary(32), nullable=False),
    sa.Column("to_masked", sa.String(254), nullable=False),
    sa.Column("to_index", sa.LargeBinary(32), nullable=False),
    sa.Column("call_index", sa.LargeBinary(32)),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("accepted_at", UTC_TIME, nullable=False),
    sa.Column("accepted_by", sa.String(254), nullable=False),
    sa.Column("due_at", UTC_TIME, nullable=False),
    sa.Column("expires_at", UTC_TIME),
    sa.Column("waits_for", sa.String(16)),
    sa.Column("attempts", sa.SmallInteger, nullable=False),
    sa.Column("ledger_index", sa.BigInteger, nullable=False),
    sa.Column("invites", JSON),
    sa.PrimaryKeyConstraint("workspace_id", "id"),
    sa.UniqueConstraint("workspace_id", "live", "idempotency_key"),
    sa.Index(
        "ix_messages_due",
        "due_at",
        sqlite_where=sa.text("state IN ('accepted', 'held')"),
        postgresql_where=sa.text("state IN ('accepted', 'held')"),
    ),
    sa.Index(
        "ix_messages_waiting_call",
        "workspace_id",
        "call_index",
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    ),
    sa.Index("ix_messages_state", "workspace_id", "state", "id"),
)
"""One row a message. No foreign key to the workspace: the row is written only for a principal of it."""

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("workspace_id", ID, nullable=False),
    sa.Column("message_id", ID, nullable=False),
    sa.Column("id", ID, nullable=False),
    sa.Column("verdict", sa.String(8), nullable=False),
    sa.Column("at", UTC_TIME, nullable=False),
    sa.Column("answer", JSON, nullable=False),
    sa.Column("ledger_index", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("workspace_id", "message_id", "id"),
    sqlite_with_rowid=False,
)
"""What the law room said, each time it was asked; append-only.

What belongs to a message is keyed by the message first: one tree to write instead of three, and a story
is read from one place.
"""

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("workspace_id", ID, nullable=False),
    sa.Column("message_id", ID, nullable=False),
    sa.Column("id", ID, nullable=False),
    sa.Column("number", sa.SmallInteger, nullable=False),
    sa.Column("decision_id", ID, nullable=False),
    sa.Column("intent_at", UTC_TIME, nullable=False),
    sa.PrimaryKeyConstraint("workspace_id", "message_id", "id"),
    sqlite_with_rowid=False,
)
"""The intent to send, committed before the driver is called; append-only."""

attempt_results = sa.Table(
    "attempt_results",
    metadata,
    sa.Column("workspace_id", ID, nullable=False),
    sa.Column("message_id", ID, nullable=False),
    sa.Column("attempt_id", ID, nullable=False),
    sa.Column("outcome", sa.String(16), nullable=False),
    sa.Column("at", UTC_TIME, nullable=False),
    sa.Column("reference", sa.String(254)),
    sa.Column("kind", sa.String(32)),
    sa.Column("detail", sa.String(500)),
    sa.Column("raw", JSON, nullable=False),
    sa.PrimaryKeyConstraint("workspace_id", "message_id", "attempt_id"),
    sqlite_with_rowid=False,
)
"""How an attempt ended; an attempt without a row here is in doubt after a restart. Append-only."""

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("workspace_id", ID, nullable=False),
    sa.Column("message_id", ID, nullable=False),
    sa.Column("attempt_id", ID, nullable=False),
    sa.Column("event", sa.String(16), nullable=False),
    sa.Column("at", UTC_TIME, nullable=False),
    sa.Column("raw", JSON, nullable=False),
    sa.PrimaryKeyConstraint("workspace_id", "message_id", "attempt_id", "event"),
    sqlite_with_rowid=False,
)
"""What was told about an attempt; each event once."""

calls = sa.Table(
    "calls",
    metadata,
    workspace_column(),
    sa.Column("phone_index", sa.LargeBinary(32), nullable=False),
    sa.Column("phone_masked", sa.String(32), nullable=False),
    sa.Column("in_progress", sa.Boolean, nullable=False),
    sa.Column("at", UTC_TIME, nullable=False),
    sa.Column("reported_by", sa.String(254), nullable=False),
    sa.PrimaryKeyConstraint("workspace_id", "phone_index"),
)
"""Who is on the phone, as the company's call feed last said."""

inbox_messages = sa.Table(
    "inbox_messages",
    metadata,
    workspace_column(),
    sa.Column("id", ID, nullable=False),
    sa.Column("message_id", ID, nullable=False),
    sa.Column("person_index", sa.LargeBinary(32), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("delivered_at", UTC_TIME, nullable=False),
    sa.Column("read_at", UTC_TIME),
    sa.PrimaryKeyConstraint("workspace_id", "id"),
    sa.UniqueConstraint("workspace_id", "message_id"),
    sa.Index(None, "workspace_id", "person_index", "id"),
)
"""What lies in people's cabinets."""

connections = sa.Table(
    "connections",
    metadata,
    workspace_column(),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("enabled", sa.Boolean, nullable=False),
    sa.Column("updated_at", UTC_TIME, nullable=False),
    sa.Column("updated_by", sa.String(254), nullable=False),
    sa.PrimaryKeyConstraint("workspace_id", "channel"),
)
"""A workspace's settings of a channel, sealed whole."""
