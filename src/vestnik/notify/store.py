"""Rows of messages ↔ nouns: reading what is due, moving states, telling one message's story."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from vestnik.kernel.core import AnyRow, Tx
from vestnik.kernel.rows import BulkInsert
from vestnik.law.model import Purpose
from vestnik.notify.model import NEXT, MessageRow, MessageState, Ready
from vestnik.notify.tables import attempt_results, attempts, decisions, messages, receipts

_WAITING = (MessageState.ACCEPTED, MessageState.HELD)


def _in_states(states: Iterable[MessageState]) -> sa.ColumnElement[bool]:
    """Name states in the statement's text: a partial index matches no parameter."""
    return messages.c.state.in_([sa.literal_column(f"'{state.value}'") for state in states])


def due(tx: Tx, now: datetime, limit: int) -> list[Ready]:
    """Return messages of all workspaces whose time has come: lowest lane first, then the longest due."""
    rows = tx.execute(
        sa.select(
            messages.c.workspace_id,
            messages.c.id,
            messages.c.channel,
            messages.c.purpose,
            messages.c.state,
            messages.c.live,
            messages.c.to_index,
            messages.c.call_index,
            messages.c.sealed,
            messages.c.expires_at,
            messages.c.attempts,
            messages.c.invites,
        )
        .where(_in_states(_WAITING))
        .where(messages.c.due_at <= now)
        .order_by(messages.c.lane, messages.c.due_at)
        .limit(limit)
    )
    return [
        Ready(
            row[0],
            row[1],
            row[2],
            Purpose(row[3]),
            MessageState(row[4]),
            row[5],
            bytes(row[6]),
            None if row[7] is None else bytes(row[7]),
            bytes(row[8]),
            row[9],
            row[10],
            None if row[11] is None else frozenset(row[11]),
        )
        for row in rows
    ]


def next_due_at(tx: Tx) -> datetime | None:
    """Return when the next waiting message becomes due, None when none waits."""
    return tx.execute(sa.select(sa.func.min(messages.c.due_at)).where(_in_states(_WAITING))).scalar()


def claim(tx: Tx, workspace_id: str, ids: Collection[str], now: datetime) -> set[str]:
    """Move waiting messages to ``sending``; return those that were still waiting."""
    rows = tx.execute(
        sa.update(messages)
        .where(messages.c.workspace_id == workspace_id, messages.c.id.in_(ids))
        .where(_in_states(_WAITING))
        .values(
            state=MessageState.SENDING.value, state_at=now, waits_for=None, attempts=messages.c.attempts + 1
        )
        .returning(messages.c.id)
    )
    return {row[0] for row in rows}


def move(
    tx: Tx,
    workspace_id: str,
    ids: Collection[str],
    at: datetime,
    after: MessageState,
    *,
    due_at: datetime | None = None,
    waits_for: str | None = None,
) -> int:
    """Move messages to ``after`` where the state table allows it; return how many moved.

    A message already past ``after`` stays where it is: states never go back.
    """
    if not ids:
        return 0
    before = [state for state, following in NEXT.items() if after in following]
    if after is MessageState.HELD:
        before.append(MessageState.HELD)  # a hold may be prolonged
    values: dict[str, Any] = {"state": after.value, "state_at": at, "waits_for": waits_for}
    if due_at is not None:
        values["due_at"] = due_at
    result = tx.execute(
        sa.update(messages)
        .where(messages.c.workspace_id == workspace_id, messages.c.id.in_(ids), _in_states(before))
        .values(**values)
    )
    return result.rowcount


def state_of(tx: Tx, workspace_id: str, message_id: str) -> MessageState | None:
    """Return where a message stands, None when there is none."""
    value = tx.execute(
        sa.select(messages.c.state).where(
            messages.c.workspace_id == workspace_id, messages.c.id == message_id
        )
    ).scalar()
    return None if value is None else MessageState(value)


_ROW = (
    messages.c.id,
    messages.c.channel,
    messages.c.purpose,
    messages.c.state,
    messages.c.state_at,
    messages.c.live,
    messages.c.to_masked,
    messages.c.accepted_at,
    messages.c.accepted_by,
    messages.c.due_at,
    messages.c.expires_at,
    messages.c.waits_for,
    messages.c.attempts,
    messages.c.ledger_index,
)


def _row(row: AnyRow) -> MessageRow:
    typed = {"purpose": Purpose(row.purpose), "state": MessageState(row.state)}
    return MessageRow(**{**row._mapping, **typed})  # noqa: SLF001 — public in SQLAlchemy


def message_row(tx: Tx, workspace_id: str, message_id: str) -> MessageRow | None:
    """Return one message without its words."""
    row = tx.execute(
        sa.select(*_ROW).where(messages.c.workspace_id == workspace_id, messages.c.id == message_id)
    ).first()
    return None if row is None else _row(row)


def message_rows(
    tx: Tx, workspace_id: str, filters: Mapping[str, str], before: str | None, limit: int
) -> list[MessageRow]:
    """Return messages, newest first, below the id ``before``; ``filters``: state, channel, purpose."""
    query = sa.select(*_ROW).where(messages.c.workspace_id == workspace_id)
    for name in ("state", "channel", "purpose"):
        if name in filters:
            query = query.where(messages.c[name] == filters[name])
    if "to_index" in filters:
        query = query.where(messages.c.to_index == bytes.fromhex(filters["to_index"]))
    if before is not None:
        query = query.where(messages.c.id < before)
    return [_row(row) for row in tx.execute(query.order_by(messages.c.id.desc()).limit(limit))]


def sealed_of(tx: Tx, workspace_id: str, message_id: str) -> bytes | None:
    """Return a message's sealed envelope."""
    value = tx.execute(
        sa.select(messages.c.sealed).where(
            messages.c.workspace_id == workspace_id, messages.c.id == message_id
        )
    ).scalar()
    return None if value is None else bytes(value)


def counts_by_state(tx: Tx, workspace_id: str) -> dict[MessageState, int]:
    """Return how many messages stand in each state."""
    rows = tx.execute(
        sa.select(messages.c.state, sa.func.count())
        .where(messages.c.workspace_id == workspace_id)
        .group_by(messages.c.state)
    )
    return {MessageState(state): count for state, count in rows}


def decisions_of(tx: Tx, workspace_id: str, message_id: str) -> list[AnyRow]:
    """Return what the law room said about a message, oldest first."""
    return list(
        tx.execute(
            sa.select(decisions)
            .where(decisions.c.workspace_id == workspace_id, decisions.c.message_id == message_id)
            .order_by(decisions.c.id)
        )
    )


def attempts_of(tx: Tx, workspace_id: str, message_id: str) -> list[AnyRow]:
    """Return the attempts of a message with their results (None where there is none), oldest first."""
    joined = attempts.outerjoin(
        attempt_results,
        (attempt_results.c.workspace_id == attempts.c.workspace_id)
        & (attempt_results.c.message_id == attempts.c.message_id)
        & (attempt_results.c.attempt_id == attempts.c.id),
    )
    return list(
        tx.execute(
            sa.select(
                attempts.c.id,
                attempts.c.number,
                attempts.c.intent_at,
                attempt_results.c.outcome,
                attempt_results.c.at,
                attempt_results.c.reference,
                attempt_results.c.kind,
                attempt_results.c.detail,
            )
            .select_from(joined)
            .where(attempts.c.workspace_id == workspace_id, attempts.c.message_id == message_id)
            .order_by(attempts.c.id)
        )
    )


def receipts_of(tx: Tx, workspace_id: str, message_id: str) -> list[AnyRow]:
    """Return the receipts of a message, oldest first."""
    return list(
        tx.execute(
            sa.select(receipts)
            .where(receipts.c.workspace_id == workspace_id, receipts.c.message_id == message_id)
            .order_by(receipts.c.at, receipts.c.attempt_id, receipts.c.event)
        )
    )


_insert_receipts: Final = BulkInsert(receipts, *receipts.c.keys(), skip_known=True)


def insert_receipts(tx: Tx, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write receipts, in the order of their columns; one already known is left as it was."""
    _insert_receipts(tx, rows)
