"""Who is on the phone: what the company's call feed reports, and what the gate asks of it."""

from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.phone import Phone
from vestnik.kernel.text import N_
from vestnik.law.model import CallFact, CallState
from vestnik.notify.accept import READY
from vestnik.notify.model import MessageState
from vestnik.notify.tables import calls, messages

STALE_AFTER: Final = timedelta(hours=2)
"""A call reported longer ago is taken for a lost hang-up: its state becomes unknown."""
SKEW: Final = timedelta(minutes=5)
"""How far ahead of ours a reporter's clock may run."""
GRACE_S: Final = 15
"""Seconds after a hang-up during which a code still waits."""


async def report_call(
    core: Core, principal: Principal, phone: Phone, *, in_progress: bool, at: datetime | None = None
) -> int:
    """Record that ``phone`` is, or is no longer, in a call since ``at``; return how many codes it released.

    An older report never overrides a newer one.

    Raises:
        NotAllowed: the principal may not report calls.
        InvalidInput: ``at`` lies in the future.
    """
    require(principal, Permission.CALLS_REPORT)
    now = core.clock.now()
    moment = at or now
    if moment > now + SKEW:
        raise InvalidInput(
            N_("Событие звонка из будущего."), field="at", hint=N_("Сверьте часы АТС с часами сервера.")
        )
    keys = await core.keyring.of(principal.workspace_id)
    index = keys.blind_index("phone", phone.e164)
    released = await core.db.write(
        lambda tx: _record(tx, principal, index, phone.masked, in_progress, min(moment, now))
    )
    if released:
        await core.bus.publish(READY)
    return released


def _record(tx: Tx, principal: Principal, index: bytes, masked: str, in_progress: bool, at: datetime) -> int:
    mine = (calls.c.workspace_id == principal.workspace_id) & (calls.c.phone_index == index)
    known = tx.execute(sa.select(calls.c.at).where(mine).with_for_update()).first()
    values = {"in_progress": in_progress, "at": at, "reported_by": principal.label}
    if known is None:
        row = {"workspace_id": principal.workspace_id, "phone_index": index, "phone_masked": masked}
        tx.execute(sa.insert(calls), [row | values])
    elif known[0] <= at:
        tx.execute(sa.update(calls).where(mine).values(**values))
    else:
        return 0
    if in_progress:
        return 0
    return tx.execute(
        sa.update(messages)
        .where(
            messages.c.workspace_id == principal.workspace_id,
            messages.c.call_index == index,
            messages.c.state == MessageState.HELD.value,
            messages.c.waits_for == "call_end",
        )
        .values(due_at=at + timedelta(seconds=GRACE_S))
    ).rowcount


def call_facts(tx: Tx, workspace_id: str, indices: set[bytes], now: datetime) -> dict[bytes, CallFact]:
    """Return what the feed knows of each number; one never reported is unknown."""
    rows = tx.execute(
        sa.select(calls.c.phone_index, calls.c.in_progress, calls.c.at).where(
            calls.c.workspace_id == workspace_id, calls.c.phone_index.in_(indices)
        )
    )
    facts = {}
    for index, in_progress, at in rows:
        state = CallState.IN_PROGRESS if in_progress else CallState.NONE
        if in_progress and now - at > STALE_AFTER:
            state = CallState.UNKNOWN
        facts[bytes(index)] = CallFact(state, at)
    return facts
