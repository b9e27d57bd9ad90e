"""Rows of the company's answers ↔ nouns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from vestnik.kernel.core import Tx
from vestnik.law.profile import Acceptance, ByWhom, WhoWeAre
from vestnik.law.tables import norm_acceptances, profiles


def add_answer(tx: Tx, workspace_id: str, answer: WhoWeAre) -> None:
    """Write a new answer to "who are we"."""
    tx.execute(
        sa.insert(profiles),
        [
            {
                "id": answer.id,
                "workspace_id": workspace_id,
                "subjects": sorted(answer.subjects),
                "note": answer.note,
                "pack_version": answer.pack_version,
                "answered_by": answer.answered_by.user_id,
                "answered_key": answer.answered_by.api_key_id,
                "answered_label": answer.answered_by.label,
                "answered_at": answer.answered_at,
                "operator_contract": answer.operator_contract,
            }
        ],
    )


def answers(tx: Tx, workspace_id: str, limit: int) -> list[WhoWeAre]:
    """Return the newest ``limit`` answers, newest first."""
    rows = tx.execute(
        sa.select(profiles)
        .where(profiles.c.workspace_id == workspace_id)
        .order_by(profiles.c.answered_at.desc(), profiles.c.id.desc())
        .limit(limit)
    )
    return [
        WhoWeAre(
            id=row.id,
            subjects=frozenset(row.subjects),
            note=row.note,
            pack_version=row.pack_version,
            answered_by=ByWhom(row.answered_by, row.answered_key, row.answered_label),
            answered_at=row.answered_at,
            operator_contract=row.operator_contract,
        )
        for row in rows
    ]


def add_acceptance(tx: Tx, workspace_id: str, acceptance: Acceptance) -> None:
    """Write that a norm was accepted."""
    tx.execute(
        sa.insert(norm_acceptances),
        [
            {
                "id": acceptance.id,
                "workspace_id": workspace_id,
                "norm_id": acceptance.norm_id,
                "note": acceptance.note,
                "pack_version": acceptance.pack_version,
                "accepted_by": acceptance.accepted_by.user_id,
                "accepted_key": acceptance.accepted_by.api_key_id,
                "accepted_label": acceptance.accepted_by.label,
                "accepted_at": acceptance.accepted_at,
            }
        ],
    )


def standing_acceptances(tx: Tx, workspace_id: str) -> list[Acceptance]:
    """Return acceptances that were not taken back, oldest first; a pack has at most some hundred norms."""
    rows = tx.execute(
        sa.select(norm_acceptances)
        .where(norm_acceptances.c.workspace_id == workspace_id, norm_acceptances.c.revoked_at.is_(None))
        .order_by(norm_acceptances.c.accepted_at, norm_acceptances.c.id)
    )
    return [_acceptance(row) for row in rows]


def end_acceptances(tx: Tx, workspace_id: str, ids: Sequence[str], at: datetime, by: ByWhom) -> None:
    """Mark acceptances as taken back."""
    tx.execute(
        sa.update(norm_acceptances)
        .where(
            norm_acceptances.c.workspace_id == workspace_id,
            norm_acceptances.c.id.in_(ids),
            norm_acceptances.c.revoked_at.is_(None),
        )
        .values(revoked_at=at, revoked_by=by.user_id, revoked_label=by.label)
    )


def _acceptance(row: sa.Row[Any]) -> Acceptance:
    return Acceptance(
        id=row.id,
        norm_id=row.norm_id,
        note=row.note,
        pack_version=row.pack_version,
        accepted_by=ByWhom(row.accepted_by, row.accepted_key, row.accepted_label),
        accepted_at=row.accepted_at,
        revoked_at=row.revoked_at,
    )
