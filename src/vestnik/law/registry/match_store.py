"""Rows of matches ↔ nouns."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from vestnik.kernel.core import Tx
from vestnik.law.profile import ByWhom
from vestnik.law.registry.model import Match, Product
from vestnik.law.registry.store import inns_text
from vestnik.law.registry.tables import registry_matches


def add_match(tx: Tx, workspace_id: str, match: Match, product: Product) -> None:
    """Write a match with what its record said on that day."""
    tx.execute(
        sa.insert(registry_matches).values(
            id=match.id,
            workspace_id=workspace_id,
            platform_id=match.platform_id,
            key=match.key,
            pair_key=product.pair_key,
            number=match.number,
            product_name=match.product_name,
            inns=inns_text(match.owner_inns),
            snapshot_id=match.snapshot_id,
            note=match.note,
            matched_by=match.matched_by.user_id,
            matched_key=match.matched_by.api_key_id,
            matched_label=match.matched_by.label,
            matched_at=match.matched_at,
        )
    )


def standing(tx: Tx, workspace_id: str) -> list[Match]:
    """Return the matches that were not ended, by platform; a pack has some dozens of platforms."""
    rows = tx.execute(
        sa.select(registry_matches)
        .where(registry_matches.c.workspace_id == workspace_id, registry_matches.c.ended_at.is_(None))
        .order_by(registry_matches.c.platform_id, registry_matches.c.id)
    )
    return [_match(row) for row in rows]


def end_matches(tx: Tx, workspace_id: str, platform_id: str, at: datetime, by: ByWhom) -> int:
    """End the standing match of a platform; return how many there were (one or none)."""
    return tx.execute(
        sa.update(registry_matches)
        .where(
            registry_matches.c.workspace_id == workspace_id,
            registry_matches.c.platform_id == platform_id,
            registry_matches.c.ended_at.is_(None),
        )
        .values(ended_at=at, ended_by=by.user_id, ended_label=by.label)
    ).rowcount


def _match(row: sa.Row[Any]) -> Match:
    return Match(
        id=row.id,
        platform_id=row.platform_id,
        key=row.key,
        number=row.number,
        product_name=row.product_name,
        owner_inns=tuple(row.inns.split()),
        snapshot_id=row.snapshot_id,
        note=row.note,
        matched_by=ByWhom(row.matched_by, row.matched_key, row.matched_label),
        matched_at=row.matched_at,
        ended_at=row.ended_at,
    )
