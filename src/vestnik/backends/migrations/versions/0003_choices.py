"""Counts of the company's own people, and its choices of platforms."""

import sqlalchemy as sa
from alembic import op

from vestnik.kernel.tables import ID, JSON, UTC_TIME

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "platform_choices",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("platform_id", sa.String(length=32), nullable=False),
        sa.Column("purposes", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("registry", JSON, nullable=True),
        sa.Column("pack_version", sa.String(length=40), nullable=False),
        sa.Column("chosen_by", ID, nullable=True),
        sa.Column("chosen_key", ID, nullable=True),
        sa.Column("chosen_label", sa.String(length=254), nullable=False),
        sa.Column("chosen_at", UTC_TIME, nullable=False),
        sa.Column("ended_at", UTC_TIME, nullable=True),
        sa.Column("ended_by", ID, nullable=True),
        sa.Column("ended_key", ID, nullable=True),
        sa.Column("ended_label", sa.String(length=254), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_platform_choices_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_choices")),
    )
    op.create_index(
        op.f("ix_platform_choices_workspace_id_chosen_at"),
        "platform_choices",
        ["workspace_id", "chosen_at"],
        unique=False,
    )
    op.create_table(
        "reach_counts",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("reachable", sa.Integer(), nullable=False),
        sa.Column("unreadable", sa.Integer(), nullable=False),
        sa.Column("numbers", JSON, nullable=False),
        sa.Column("counted_by", ID, nullable=True),
        sa.Column("counted_key", ID, nullable=True),
        sa.Column("counted_label", sa.String(length=254), nullable=False),
        sa.Column("counted_at", UTC_TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_reach_counts_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach_counts")),
    )
    op.create_index(
        op.f("ix_reach_counts_workspace_id_counted_at"),
        "reach_counts",
        ["workspace_id", "counted_at"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_reach_counts_workspace_id_counted_at"), table_name="reach_counts")
    op.drop_table("reach_counts")
    op.drop_index(op.f("ix_platform_choices_workspace_id_chosen_at"), table_name="platform_choices")
    op.drop_table("platform_choices")
