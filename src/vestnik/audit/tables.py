"""Tables of audits, what they found, and what they could not read."""

import sqlalchemy as sa

from vestnik.kernel.tables import ID, JSON, UTC_TIME, metadata, workspace_column

audits = sa.Table(
    "audits",
    metadata,
    workspace_column(),
    sa.Column("id", ID, nullable=False),
    sa.Column("target", sa.String(2048), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("options", JSON, nullable=False),
    sa.Column("requested_by", sa.String(254), nullable=False),
    sa.Column("queued_at", UTC_TIME, nullable=False),
    sa.Column("started_at", UTC_TIME),
    sa.Column("finished_at", UTC_TIME),
    sa.Column("seen_at", UTC_TIME, nullable=False),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("waiting", sa.Integer, nullable=False),
    sa.Column("found", sa.Integer, nullable=False),
    sa.Column("now_at", sa.String(2048)),
    sa.Column("incomplete", sa.Boolean, nullable=False),
    sa.Column("stats", JSON, nullable=False),
    sa.Column("contact_points", JSON, nullable=False),
    sa.Column("failure", sa.String(500)),
    sa.Column("ledger_index", sa.BigInteger),
    sa.PrimaryKeyConstraint("workspace_id", "id"),
    sa.Index(None, "workspace_id", "target", "id"),
    sa.Index("ix_audits_state", "state", "seen_at"),
)
"""One row a run; ``seen_at`` is when the run last showed life, ``now_at`` the address it last finished."""

findings = sa.Table(
    "findings",
    metadata,
    workspace_column(),
    sa.Column("audit_id", ID, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("id", ID, nullable=False),
    sa.Column("rule", sa.String(32), nullable=False),
    sa.Column("platform", sa.String(32), nullable=False),
    sa.Column("carrier", sa.String(16), nullable=False),
    sa.Column("channel_kind", sa.String(16), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("severity", sa.SmallInteger, nullable=False),
    sa.Column("confidence", sa.SmallInteger, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("line", sa.Integer, nullable=False),
    sa.Column("column", sa.Integer, nullable=False),
    sa.Column("span_start", sa.BigInteger, nullable=False),
    sa.Column("span_end", sa.BigInteger, nullable=False),
    sa.Column("element_start", sa.BigInteger),
    sa.Column("element_end", sa.BigInteger),
    sa.Column("matched", sa.Text, nullable=False),
    sa.Column("target", sa.Text),
    sa.Column("excerpt", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.String(128), nullable=False),
    sa.Column("norm_ids", JSON, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("workspace_id", "audit_id", "position"),
    sa.UniqueConstraint("workspace_id", "id"),
    sa.ForeignKeyConstraint(
        ["workspace_id", "audit_id"], ["audits.workspace_id", "audits.id"], ondelete="CASCADE"
    ),
    sa.Index("ix_findings_fingerprint", "workspace_id", "audit_id", "fingerprint"),
)
"""``position`` orders a run's findings, worst first; ``words`` is what a search looks in, case folded."""

troubles = sa.Table(
    "troubles",
    metadata,
    workspace_column(),
    sa.Column("audit_id", ID, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("incomplete", sa.Boolean, nullable=False),
    sa.PrimaryKeyConstraint("workspace_id", "audit_id", "position"),
    sa.ForeignKeyConstraint(
        ["workspace_id", "audit_id"], ["audits.workspace_id", "audits.id"], ondelete="CASCADE"
    ),
)
