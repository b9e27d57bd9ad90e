"""Audits over time: their parts and pictures, the history of places, schedules, shared reports."""

import sqlalchemy as sa
from alembic import op

from vestnik.kernel.tables import ID, JSON, UTC_TIME

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_schedules",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("target", sa.String(length=2048), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("every", sa.String(length=8), nullable=False),
        sa.Column("day", sa.SmallInteger(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.String(length=254), nullable=False),
        sa.Column("created_at", UTC_TIME, nullable=False),
        sa.Column("next_at", UTC_TIME, nullable=False),
        sa.Column("paused_at", UTC_TIME, nullable=True),
        sa.Column("last_audit", ID, nullable=True),
        sa.Column("last_at", UTC_TIME, nullable=True),
        sa.Column("skipped_at", UTC_TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_audit_schedules_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_audit_schedules")),
    )
    op.create_index("ix_audit_schedules_next", "audit_schedules", ["next_at"], unique=False)
    op.create_table(
        "contact_point_history",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("point", sa.String(length=64), nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("first_audit", ID, nullable=False),
        sa.Column("first_at", UTC_TIME, nullable=False),
        sa.Column("last_audit", ID, nullable=False),
        sa.Column("last_at", UTC_TIME, nullable=False),
        sa.Column("closed_audit", ID, nullable=True),
        sa.Column("closed_at", UTC_TIME, nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("reopened_at", UTC_TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_contact_point_history_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "site", "point", name=op.f("pk_contact_point_history")),
    )
    op.create_table(
        "finding_history",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=128), nullable=False),
        sa.Column("point", sa.String(length=64), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("by_browser", sa.Boolean(), nullable=False),
        sa.Column("first_audit", ID, nullable=False),
        sa.Column("first_at", UTC_TIME, nullable=False),
        sa.Column("last_audit", ID, nullable=False),
        sa.Column("last_at", UTC_TIME, nullable=False),
        sa.Column("closed_audit", ID, nullable=True),
        sa.Column("closed_at", UTC_TIME, nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("reopened_at", UTC_TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_finding_history_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "site", "fingerprint", name=op.f("pk_finding_history")),
    )
    op.create_index(
        "ix_finding_history_last", "finding_history", ["workspace_id", "site", "last_audit"], unique=False
    )
    op.create_table(
        "audit_parts",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("audit_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "audit_id"],
            ["audits.workspace_id", "audits.id"],
            name=op.f("fk_audit_parts_workspace_id_audits"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_audit_parts_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "audit_id", "kind", name=op.f("pk_audit_parts")),
    )
    op.create_table(
        "audit_shots",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("audit_id", ID, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media", sa.String(length=32), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "audit_id"],
            ["audits.workspace_id", "audits.id"],
            name=op.f("fk_audit_shots_workspace_id_audits"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_audit_shots_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "audit_id", "sha256", name=op.f("pk_audit_shots")),
    )
    op.create_table(
        "report_shares",
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("audit_id", ID, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("created_by", sa.String(length=254), nullable=False),
        sa.Column("created_at", UTC_TIME, nullable=False),
        sa.Column("expires_at", UTC_TIME, nullable=False),
        sa.Column("revoked_at", UTC_TIME, nullable=True),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("viewed_at", UTC_TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "audit_id"],
            ["audits.workspace_id", "audits.id"],
            name=op.f("fk_report_shares_workspace_id_audits"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_report_shares_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_report_shares")),
    )
    op.create_index(
        op.f("ix_report_shares_workspace_id_audit_id"),
        "report_shares",
        ["workspace_id", "audit_id"],
        unique=False,
    )
    op.add_column("audits", sa.Column("schedule_id", ID, nullable=True))
    op.add_column("audits", sa.Column("resumes", sa.Integer(), server_default="0", nullable=False))
    op.add_column("audits", sa.Column("stop_asked_by", sa.String(length=254), nullable=True))
    op.add_column("findings", sa.Column("group_id", sa.String(length=128), server_default="", nullable=False))
    op.add_column("findings", sa.Column("part", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("findings", sa.Column("rendered", JSON, nullable=True))


def downgrade() -> None:
    op.drop_column("findings", "rendered")
    op.drop_column("findings", "part")
    op.drop_column("findings", "group_id")
    op.drop_column("audits", "stop_asked_by")
    op.drop_column("audits", "resumes")
    op.drop_column("audits", "schedule_id")
    op.drop_index(op.f("ix_report_shares_workspace_id_audit_id"), table_name="report_shares")
    op.drop_table("report_shares")
    op.drop_table("audit_shots")
    op.drop_table("audit_parts")
    op.drop_index("ix_finding_history_last", table_name="finding_history")
    op.drop_table("finding_history")
    op.drop_table("contact_point_history")
    op.drop_index("ix_audit_schedules_next", table_name="audit_schedules")
    op.drop_table("audit_schedules")
