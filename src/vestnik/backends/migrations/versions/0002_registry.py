"""The registry of Russian software: snapshots of its exports, and which of its records a company's platforms are."""

import sqlalchemy as sa
from alembic import op

from vestnik.kernel.tables import ID, JSON, UTC_TIME

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registry_snapshots",
        sa.Column("id", ID, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("generated_at", UTC_TIME, nullable=True),
        sa.Column("generated_text", sa.String(length=40), nullable=False),
        sa.Column("as_of", UTC_TIME, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("excluded", sa.Integer(), nullable=False),
        sa.Column("numbered", sa.Boolean(), nullable=False),
        sa.Column("oddities", JSON, nullable=False),
        sa.Column("imported_at", UTC_TIME, nullable=False),
        sa.Column("imported_by", sa.String(length=254), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_snapshots")),
        sa.UniqueConstraint("sha256", name=op.f("uq_registry_snapshots_sha256")),
    )
    op.create_index(
        op.f("ix_registry_snapshots_state_as_of"), "registry_snapshots", ["state", "as_of"], unique=False
    )
    op.create_table(
        "registry_matches",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("platform_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("pair_key", sa.String(length=48), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("product_name", sa.Text(), nullable=False),
        sa.Column("inns", sa.Text(), nullable=False),
        sa.Column("snapshot_id", ID, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("matched_by", ID, nullable=True),
        sa.Column("matched_key", ID, nullable=True),
        sa.Column("matched_label", sa.String(length=254), nullable=False),
        sa.Column("matched_at", UTC_TIME, nullable=False),
        sa.Column("ended_at", UTC_TIME, nullable=True),
        sa.Column("ended_by", ID, nullable=True),
        sa.Column("ended_label", sa.String(length=254), nullable=True),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["registry_snapshots.id"],
            name=op.f("fk_registry_matches_snapshot_id_registry_snapshots"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_registry_matches_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_matches")),
    )
    op.create_index(
        op.f("ix_registry_matches_workspace_id_platform_id"),
        "registry_matches",
        ["workspace_id", "platform_id"],
        unique=False,
    )
    op.create_table(
        "registry_products",
        sa.Column("snapshot_id", ID, nullable=False),
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("pair_key", sa.String(length=48), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("inns", sa.Text(), nullable=False),
        sa.Column("excluded", sa.Boolean(), nullable=False),
        sa.Column("excluded_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owners", JSON, nullable=False),
        sa.Column("alternatives", JSON, nullable=False),
        sa.Column("modules", JSON, nullable=False),
        sa.Column("classes", JSON, nullable=False),
        sa.Column("included_on", sa.Date(), nullable=True),
        sa.Column("exclusion_number", sa.Text(), nullable=False),
        sa.Column("exclusion_kind", sa.Text(), nullable=False),
        sa.Column("description_link", sa.Text(), nullable=False),
        sa.Column("cost_link", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["registry_snapshots.id"],
            name=op.f("fk_registry_products_snapshot_id_registry_snapshots"),
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "key", name=op.f("pk_registry_products")),
    )
    op.create_index(
        op.f("ix_registry_products_snapshot_id_pair_key"),
        "registry_products",
        ["snapshot_id", "pair_key"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_registry_products_snapshot_id_pair_key"), table_name="registry_products")
    op.drop_table("registry_products")
    op.drop_index(op.f("ix_registry_matches_workspace_id_platform_id"), table_name="registry_matches")
    op.drop_table("registry_matches")
    op.drop_index(op.f("ix_registry_snapshots_state_as_of"), table_name="registry_snapshots")
    op.drop_table("registry_snapshots")
