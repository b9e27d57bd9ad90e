"""Tables of the company's answers and of rule packs.

Rows are added; nothing but an acceptance's end and the choice of a pack is ever changed.
"""

import sqlalchemy as sa

from vestnik.kernel.tables import ID, JSON, UTC_TIME, metadata, workspace_column
from vestnik.law.registry.tables import registry_matches, registry_products, registry_snapshots

__all__ = ["norm_acceptances", "profiles", "registry_matches", "registry_products", "registry_snapshots"]

profiles = sa.Table(
    "profiles",
    metadata,
    sa.Column("id", ID, primary_key=True),
    workspace_column(),
    sa.Column("subjects", JSON, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("pack_version", sa.String(40), nullable=False),
    sa.Column("answered_by", ID),
    sa.Column("answered_key", ID),
    sa.Column("answered_label", sa.String(254), nullable=False),
    sa.Column("answered_at", UTC_TIME, nullable=False),
    sa.Column("operator_contract", sa.Boolean),
    sa.Index(None, "workspace_id", "answered_at"),
)

norm_acceptances = sa.Table(
    "norm_acceptances",
    metadata,
    sa.Column("id", ID, primary_key=True),
    workspace_column(),
    sa.Column("norm_id", sa.String(64), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("pack_version", sa.String(40), nullable=False),
    sa.Column("accepted_by", ID),
    sa.Column("accepted_key", ID),
    sa.Column("accepted_label", sa.String(254), nullable=False),
    sa.Column("accepted_at", UTC_TIME, nullable=False),
    sa.Column("revoked_at", UTC_TIME),
    sa.Column("revoked_by", ID),
    sa.Column("revoked_label", sa.String(254)),
    sa.Index(None, "workspace_id", "norm_id"),
)

law_packs = sa.Table(
    "law_packs",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("pack_id", sa.String(64), nullable=False),
    sa.Column("version", sa.String(40), nullable=False),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("archive", sa.LargeBinary, nullable=False),
    sa.Column("installed_at", UTC_TIME, nullable=False),
    sa.Column("installed_by", sa.String(254), nullable=False),
    sa.Column("in_use_since", UTC_TIME),
)
"""Every pack that was in the program or installed: decisions are replayed under the pack of their day."""
