"""Accept a message: when this returns, it is durable, and nothing will lose it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, TypeAlias

import sqlalchemy as sa

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict
from vestnik.kernel.rows import BulkInsert, grouped
from vestnik.kernel.text import N_
from vestnik.law.model import Purpose
from vestnik.ledger import store as ledger
from vestnik.ledger.model import Entry
from vestnik.notify.envelope import seal
from vestnik.notify.model import LANES, Accepted, Draft, MessageState
from vestnik.notify.tables import messages

READY: Final = "notify.ready"
"""The bus topic that wakes the dispatcher."""


async def accept(core: Core, principal: Principal, draft: Draft) -> Accepted:
    """Commit ``draft`` together with its ledger entry, then wake the dispatcher.

    The same idempotency key with the same body returns the first answer (``repeated``).

    Raises:
        NotAllowed: the principal may not send (or not send advertising).
        Conflict: the key was used for another body.
        TooMany, Unavailable: nothing was written.
    """
    require(principal, Permission.MESSAGES_SEND)
    if draft.purpose is Purpose.ADVERTISING:
        require(principal, Permission.ADVERTISING_SEND)
    keys = await core.keyring.of(principal.workspace_id)
    message_id, now = core.ids.new(), core.clock.now()
    candidate = _Candidate(
        workspace_id=principal.workspace_id,
        id=message_id,
        draft=draft,
        live=principal.live,
        accepted_by=principal.label,
        now=now,
        to_index=keys.blind_index(draft.to.kind.value, draft.to.value),
        call_index=keys.blind_index("phone", draft.phone.e164) if draft.phone else None,
        sealed=seal(keys, message_id, draft.to, draft.content),
    )
    accepted = await core.db.submit(_write, candidate)
    if not accepted.repeated:
        await core.bus.publish(READY)
    return accepted


@dataclass(frozen=True, slots=True)
class _Candidate:
    workspace_id: str
    id: str
    draft: Draft
    live: bool
    accepted_by: str
    now: datetime
    to_index: bytes
    call_index: bytes | None
    sealed: bytes

    @property
    def key(self) -> "_Key":
        return self.workspace_id, self.live, self.draft.idempotency_key


_Key: TypeAlias = tuple[str, bool, str]
"""Workspace, live or test, idempotency key."""


def _write(tx: Tx, items: Sequence[_Candidate]) -> list[Accepted | Exception]:
    """Write a group of messages with four statements a workspace, whatever its size."""
    known = _known(tx, items)
    fresh: dict[_Key, _Candidate] = {}
    for item in items:
        if item.key not in known:
            fresh.setdefault(item.key, item)
    places = _ledger(tx, list(fresh.values()))
    _insert(tx, [_row(item, places[item.id]) for item in fresh.values()])
    answers: list[Accepted | Exception] = []
    for item in items:
        first = fresh.get(item.key)
        if first is None:
            message_id, body_hash, state, accepted_at = known[item.key]
        else:
            message_id, body_hash = first.id, first.draft.body_hash
            state, accepted_at = MessageState.ACCEPTED.value, first.now
        answers.append(_answer(item, message_id, body_hash, state, accepted_at))
    return answers


def _answer(
    item: _Candidate, message_id: str, body_hash: bytes, state: str, accepted_at: datetime
) -> Accepted | Exception:
    if bytes(body_hash) != item.draft.body_hash:
        return Conflict(
            N_("Этот ключ идемпотентности уже занят другим сообщением."),
            field="Idempotency-Key",
            hint=N_("Для нового сообщения возьмите новый ключ; для повтора — пришлите то же тело."),
        )
    return Accepted(
        message_id,
        MessageState(state),
        accepted_at,
        item.draft.idempotency_key,
        repeated=message_id != item.id,
    )


def _known(tx: Tx, items: Sequence[_Candidate]) -> dict[_Key, tuple[str, bytes, str, datetime]]:
    known = {}
    for (workspace_id, live), group in grouped(items, lambda item: (item.workspace_id, item.live)).items():
        rows = tx.execute(
            sa.select(
                messages.c.idempotency_key,
                messages.c.id,
                messages.c.body_hash,
                messages.c.state,
                messages.c.accepted_at,
            ).where(
                messages.c.workspace_id == workspace_id,
                messages.c.live == live,
                messages.c.idempotency_key.in_([item.draft.idempotency_key for item in group]),
            )
        )
        for row in rows:
            known[workspace_id, live, row[0]] = (row[1], row[2], row[3], row[4])
    return known


def _ledger(tx: Tx, items: Sequence[_Candidate]) -> dict[str, int]:
    places: dict[str, int] = {}
    for workspace_id, group in grouped(items, lambda item: item.workspace_id).items():
        entries = [
            Entry(
                "message.accepted",
                {
                    "message": item.id,
                    "channel": item.draft.channel,
                    "purpose": item.draft.purpose.value,
                    # the sealed bytes hold a random nonce, so their hash gives nothing away
                    "sealed": sha256(item.sealed).hexdigest(),
                },
            )
            for item in group
        ]
        indices = ledger.append(tx, workspace_id, entries, group[-1].now)
        places.update(zip((item.id for item in group), indices, strict=True))
    return places


_insert: Final = BulkInsert(messages, *messages.c.keys())


def _row(item: _Candidate, ledger_index: int) -> tuple[Any, ...]:
    """Return the values in the order of the table's columns."""
    draft = item.draft
    return (
        item.workspace_id,
        item.id,
        draft.channel,
        draft.purpose.value,
        LANES[draft.purpose],
        MessageState.ACCEPTED.value,
        item.now,
        item.live,
        draft.idempotency_key,
        draft.body_hash,
        draft.to.masked,
        item.to_index,
        item.call_index,
        item.sealed,
        item.now,
        item.accepted_by,
        draft.due_at or item.now,
        draft.expires_at,
        None,
        0,
        ledger_index,
        sorted(draft.invites),
    )
