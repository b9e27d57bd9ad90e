"""Rows of counts and choices ↔ nouns."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from vestnik.kernel.core import Tx
from vestnik.law.choices.model import Choice, Counted, ReachCount
from vestnik.law.choices.tables import platform_choices, reach_counts
from vestnik.law.model import Purpose
from vestnik.law.profile import ByWhom

_OWN_COLUMNS = ("sha256", "size", "people", "reachable", "unreadable")
"""Numbers of a counted list that stand in columns of their own; the others are kept together."""


def add_count(tx: Tx, workspace_id: str, count: ReachCount) -> None:
    """Write a count."""
    numbers = asdict(count.counted)
    row = {
        "id": count.id,
        "workspace_id": workspace_id,
        "name": count.name,
        **{column: numbers.pop(column) for column in _OWN_COLUMNS},
        "numbers": numbers,
        "counted_by": count.counted_by.user_id,
        "counted_key": count.counted_by.api_key_id,
        "counted_label": count.counted_by.label,
        "counted_at": count.counted_at,
    }
    tx.execute(sa.insert(reach_counts), [row])


def counts(tx: Tx, workspace_id: str, limit: int) -> list[ReachCount]:
    """Return the newest ``limit`` counts, newest first."""
    rows = tx.execute(
        sa.select(reach_counts)
        .where(reach_counts.c.workspace_id == workspace_id)
        .order_by(reach_counts.c.counted_at.desc(), reach_counts.c.id.desc())
        .limit(limit)
    )
    return [_count(row) for row in rows]


def add_choice(tx: Tx, workspace_id: str, choice: Choice) -> None:
    """Write a choice."""
    row = {
        "id": choice.id,
        "workspace_id": workspace_id,
        "platform_id": choice.platform_id,
        "purposes": sorted(choice.purposes),
        "reason": choice.reason,
        "registry": sa.null() if choice.registry is None else dict(choice.registry),
        "pack_version": choice.pack_version,
        "chosen_by": choice.chosen_by.user_id,
        "chosen_key": choice.chosen_by.api_key_id,
        "chosen_label": choice.chosen_by.label,
        "chosen_at": choice.chosen_at,
    }
    tx.execute(sa.insert(platform_choices).values(row))


def choices(tx: Tx, workspace_id: str, limit: int) -> list[Choice]:
    """Return the newest ``limit`` choices, ended ones among them, newest first."""
    rows = tx.execute(
        sa.select(platform_choices)
        .where(platform_choices.c.workspace_id == workspace_id)
        .order_by(platform_choices.c.chosen_at.desc(), platform_choices.c.id.desc())
        .limit(limit)
    )
    return [_choice(row) for row in rows]


def standing_choice(tx: Tx, workspace_id: str, platform_id: str) -> Choice | None:
    """Return the choice of a platform that nobody ended."""
    row = tx.execute(
        sa.select(platform_choices).where(
            platform_choices.c.workspace_id == workspace_id,
            platform_choices.c.platform_id == platform_id,
            platform_choices.c.ended_at.is_(None),
        )
    ).first()
    return None if row is None else _choice(row)


def end_choice(tx: Tx, workspace_id: str, choice_id: str, at: datetime, by: ByWhom, reason: str) -> None:
    """Mark a choice as ended."""
    tx.execute(
        sa.update(platform_choices)
        .where(
            platform_choices.c.workspace_id == workspace_id,
            platform_choices.c.id == choice_id,
            platform_choices.c.ended_at.is_(None),
        )
        .values(
            ended_at=at,
            ended_by=by.user_id,
            ended_key=by.api_key_id,
            ended_label=by.label,
            end_reason=reason,
        )
    )


def _count(row: sa.Row[Any]) -> ReachCount:
    numbers: Mapping[str, Any] = row.numbers
    return ReachCount(
        id=row.id,
        name=row.name,
        counted=Counted(
            **{column: getattr(row, column) for column in _OWN_COLUMNS},
            **{**numbers, "unreadable_lines": tuple(numbers["unreadable_lines"])},
        ),
        counted_by=ByWhom(row.counted_by, row.counted_key, row.counted_label),
        counted_at=row.counted_at,
    )


def _choice(row: sa.Row[Any]) -> Choice:
    ended = row.ended_at is not None
    return Choice(
        id=row.id,
        platform_id=row.platform_id,
        purposes=frozenset(Purpose(purpose) for purpose in row.purposes),
        reason=row.reason,
        registry=row.registry,
        pack_version=row.pack_version,
        chosen_by=ByWhom(row.chosen_by, row.chosen_key, row.chosen_label),
        chosen_at=row.chosen_at,
        ended_at=row.ended_at,
        ended_by=ByWhom(row.ended_by, row.ended_key, row.ended_label) if ended else None,
        end_reason=row.end_reason,
    )
