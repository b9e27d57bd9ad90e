"""What a question to the law asks of a message and of a company: invitations in the text, operators' contract."""

import sqlalchemy as sa
from alembic import op

from vestnik.kernel.tables import JSON

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("invites", JSON, nullable=True))
    op.add_column("profiles", sa.Column("operator_contract", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("profiles", "operator_contract")
    op.drop_column("messages", "invites")
