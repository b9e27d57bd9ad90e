"""Tables of audits: what was asked for, what was found, how it stood over time, who may read it."""

from typing import Any

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
    sa.Column("schedule_id", ID),
    sa.Column("resumes", sa.Integer, nullable=False, server_default="0"),
    sa.Column("stop_asked_by", sa.String(254)),
    sa.PrimaryKeyConstraint("workspace_id", "id"),
    sa.Index(None, "workspace_id", "target", "id"),
    sa.Index("ix_audits_state", "state", "seen_at"),
)
"""One row a run; ``seen_at`` is when the run last showed life, ``now_at`` the address it last finished,
``resumes`` how often it went on after its process had died."""

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
    sa.Column("group_id", sa.String(128), nullable=False, server_default=""),
    sa.Column("part", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("rendered", JSON),
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

audit_parts = sa.Table(
    "audit_parts",
    metadata,
    workspace_column(),
    sa.Column("audit_id", ID, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.PrimaryKeyConstraint("workspace_id", "audit_id", "kind"),
    sa.ForeignKeyConstraint(
        ["workspace_id", "audit_id"], ["audits.workspace_id", "audits.id"], ondelete="CASCADE"
    ),
)
"""Lists that are read whole, as compressed JSON: signals, forms, trackers, the addresses read, and the
checkpoint of a crawl under way. ``number`` is how many there were."""

audit_shots = sa.Table(
    "audit_shots",
    metadata,
    workspace_column(),
    sa.Column("audit_id", ID, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("media", sa.String(32), nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.PrimaryKeyConstraint("workspace_id", "audit_id", "sha256"),
    sa.ForeignKeyConstraint(
        ["workspace_id", "audit_id"], ["audits.workspace_id", "audits.id"], ondelete="CASCADE"
    ),
)
"""Pictures of rendered pages, bounded per run. They stand in the database, not in a folder: so they are in
the same backup, seen by every process, and gone with their run in one transaction."""


def _standing() -> tuple[sa.Column[Any], ...]:
    """Return the columns of a standing: first and last seen, closed, reopened."""
    return (
        sa.Column("first_audit", ID, nullable=False),
        sa.Column("first_at", UTC_TIME, nullable=False),
        sa.Column("last_audit", ID, nullable=False),
        sa.Column("last_at", UTC_TIME, nullable=False),
        sa.Column("closed_audit", ID),
        sa.Column("closed_at", UTC_TIME),
        sa.Column("reopened", sa.Integer, nullable=False),
        sa.Column("reopened_at", UTC_TIME),
    )


finding_history = sa.Table(
    "finding_history",
    metadata,
    workspace_column(),
    sa.Column("site", sa.String(64), nullable=False),
    sa.Column("fingerprint", sa.String(128), nullable=False),
    sa.Column("point", sa.String(64), nullable=False),
    sa.Column("severity", sa.SmallInteger, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("by_browser", sa.Boolean, nullable=False),
    *_standing(),
    sa.PrimaryKeyConstraint("workspace_id", "site", "fingerprint"),
    sa.Index("ix_finding_history_last", "workspace_id", "site", "last_audit"),
)
"""One row a place of a site, whatever run saw it. ``site`` is the SHA-256 of the audits' target;
``point`` names the contact point it belonged to when last seen, empty for none."""

contact_point_history = sa.Table(
    "contact_point_history",
    metadata,
    workspace_column(),
    sa.Column("site", sa.String(64), nullable=False),
    sa.Column("point", sa.String(64), nullable=False),
    sa.Column("platform", sa.String(32), nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("severity", sa.SmallInteger, nullable=False),
    sa.Column("places", sa.Integer, nullable=False),
    sa.Column("files", sa.Integer, nullable=False),
    *_standing(),
    sa.PrimaryKeyConstraint("workspace_id", "site", "point"),
)
"""One row a contact point of a site; ``places`` and ``files`` as they were when it was last seen."""

audit_schedules = sa.Table(
    "audit_schedules",
    metadata,
    workspace_column(),
    sa.Column("id", ID, nullable=False),
    sa.Column("target", sa.String(2048), nullable=False),
    sa.Column("options", JSON, nullable=False),
    sa.Column("every", sa.String(8), nullable=False),
    sa.Column("day", sa.SmallInteger, nullable=False),
    sa.Column("hour", sa.SmallInteger, nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("created_by", sa.String(254), nullable=False),
    sa.Column("created_at", UTC_TIME, nullable=False),
    sa.Column("next_at", UTC_TIME, nullable=False),
    sa.Column("paused_at", UTC_TIME),
    sa.Column("last_audit", ID),
    sa.Column("last_at", UTC_TIME),
    sa.Column("skipped_at", UTC_TIME),
    sa.PrimaryKeyConstraint("workspace_id", "id"),
    sa.Index("ix_audit_schedules_next", "next_at"),
)
"""Audits that repeat. ``day`` is of the week (1 is Monday) or of the month (1 to 28), ``hour`` of ``zone``;
``skipped_at`` is when it was due last while the same site was being audited already."""

report_shares = sa.Table(
    "report_shares",
    metadata,
    workspace_column(),
    sa.Column("id", ID, nullable=False),
    sa.Column("audit_id", ID, nullable=False),
    sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
    sa.Column("note", sa.String(200), nullable=False),
    sa.Column("created_by", sa.String(254), nullable=False),
    sa.Column("created_at", UTC_TIME, nullable=False),
    sa.Column("expires_at", UTC_TIME, nullable=False),
    sa.Column("revoked_at", UTC_TIME),
    sa.Column("views", sa.Integer, nullable=False),
    sa.Column("viewed_at", UTC_TIME),
    sa.PrimaryKeyConstraint("workspace_id", "id"),
    sa.Index(None, "workspace_id", "audit_id"),
    sa.ForeignKeyConstraint(
        ["workspace_id", "audit_id"], ["audits.workspace_id", "audits.id"], ondelete="CASCADE"
    ),
)
"""Links by which somebody without an account reads one report; the token itself is never stored."""
