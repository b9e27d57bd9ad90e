"""What an attempt came to: the outcome row, the message's next state, the receipt; written in groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from vestnik.kernel.core import Tx
from vestnik.kernel.rows import BulkInsert, grouped
from vestnik.notify import store
from vestnik.notify.driver import SendError, Sent
from vestnik.notify.model import AttemptOutcome, MessageState, Ready, ReceiptEvent
from vestnik.notify.tables import attempt_results, messages

MAX_ATTEMPTS: Final = 8
_FIRST_WAIT_S: Final = 30.0
_LONGEST_WAIT_S: Final = 3600.0
_MAX_DETAIL: Final = 500


@dataclass(frozen=True, slots=True)
class Result:
    """One attempt's end."""

    workspace_id: str
    message_id: str
    attempt_id: str
    at: datetime
    outcome: AttemptOutcome | None
    """None: nobody knows; the message goes to ``in_doubt`` and no outcome row is written."""
    after: MessageState
    retry_at: datetime | None = None
    reference: str | None = None
    kind: str | None = None
    detail: str | None = None
    raw: Mapping[str, Any] | None = None


def taken(ready: Ready, attempt_id: str, at: datetime, sent: Sent) -> Result:
    """The provider took it, or for a test key would have."""
    return Result(
        ready.workspace_id,
        ready.id,
        attempt_id,
        at,
        AttemptOutcome.ACCEPTED if ready.live else AttemptOutcome.SIMULATED,
        MessageState.DELIVERED if sent.delivered else MessageState.SENT,
        reference=sent.reference,
        raw=sent.raw,
    )


def refused(ready: Ready, attempt_id: str, at: datetime, error: SendError) -> Result:
    """The provider did not take it, or nobody knows."""
    tries = ready.attempts + 1
    outcome: AttemptOutcome | None
    retry_at: datetime | None = None
    if error.in_doubt:
        outcome, after = None, MessageState.IN_DOUBT
    elif error.permanent:
        outcome, after = AttemptOutcome.PERMANENT, MessageState.FAILED
    elif tries >= MAX_ATTEMPTS:
        outcome, after = AttemptOutcome.TEMPORARY, MessageState.FAILED
    else:
        outcome, after = AttemptOutcome.TEMPORARY, MessageState.ACCEPTED
        retry_at = at + timedelta(seconds=_wait_s(error, tries))
    return Result(
        ready.workspace_id,
        ready.id,
        attempt_id,
        at,
        outcome,
        after,
        retry_at=retry_at,
        kind=error.kind,
        detail=error.detail[:_MAX_DETAIL],
        raw=error.raw,
    )


def _wait_s(error: SendError, tries: int) -> float:
    if error.retry_after_s is not None:
        return min(error.retry_after_s, _LONGEST_WAIT_S)
    return min(_FIRST_WAIT_S * 2.0 ** (tries - 1), _LONGEST_WAIT_S)


_RECEIPT_OF: Final = {
    MessageState.SENT: ReceiptEvent.SENT,
    MessageState.DELIVERED: ReceiptEvent.DELIVERED,
    MessageState.FAILED: ReceiptEvent.FAILED,
}


def write_results(tx: Tx, items: Sequence[Result]) -> list[Exception | None]:
    """Write a group of results: outcomes, receipts, states. Safe to repeat."""
    _insert(tx, [_outcome_row(item, item.outcome) for item in items if item.outcome is not None])
    store.insert_receipts(tx, [_receipt_row(item) for item in items if item.after in _RECEIPT_OF])
    for (workspace_id, after), group in grouped(items, lambda item: (item.workspace_id, item.after)).items():
        ids = [item.message_id for item in group]
        store.move(tx, workspace_id, ids, max(item.at for item in group), after)
        if after is MessageState.ACCEPTED:
            _postpone(tx, workspace_id, group)
    return [None] * len(items)


_insert: Final = BulkInsert(attempt_results, *attempt_results.c.keys())


def _outcome_row(item: Result, outcome: AttemptOutcome) -> tuple[Any, ...]:
    return (
        item.workspace_id,
        item.message_id,
        item.attempt_id,
        outcome.value,
        item.at,
        item.reference,
        item.kind,
        item.detail,
        dict(item.raw or {}),
    )


def _receipt_row(item: Result) -> tuple[Any, ...]:
    event = _RECEIPT_OF[item.after].value
    return (item.workspace_id, item.message_id, item.attempt_id, event, item.at, {})


def _postpone(tx: Tx, workspace_id: str, group: Sequence[Result]) -> None:
    tx.execute(
        sa.update(messages)
        .where(messages.c.workspace_id == workspace_id, messages.c.id == sa.bindparam("message_id"))
        .values(due_at=sa.bindparam("retry_at")),
        [{"message_id": item.message_id, "retry_at": item.retry_at or item.at} for item in group],
    )
