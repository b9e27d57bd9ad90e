"""Rule packs that the installation remembers."""

import sqlalchemy as sa
from alembic import op

from vestnik.kernel.tables import UTC_TIME

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "law_packs",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pack_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("archive", sa.LargeBinary(), nullable=False),
        sa.Column("installed_at", UTC_TIME, nullable=False),
        sa.Column("installed_by", sa.String(length=254), nullable=False),
        sa.Column("in_use_since", UTC_TIME, nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_law_packs")),
    )


def downgrade() -> None:
    op.drop_table("law_packs")
