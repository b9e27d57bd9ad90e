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
from vestnik.law.policy.question import CallFact, CallState, Company
from vestnik.notify.accept import READY
from vestnik.notify.model import MessageState
from vestnik.notify.tables import calls, messages

SKEW: Final = timedelta(minutes=5)
"""How far ahead of ours a reporter's clock may run."""
GRACE: Final = Company().call_grace
"""How long after a hang-up a code still waits."""


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
        .values(due_at=at + GRACE)
    ).rowcount


def call_facts(tx: Tx, workspace_id: str, indices: set[bytes]) -> dict[bytes, CallFact]:
    """Return what the feed knows of each number; one never reported is unknown."""
    rows = tx.execute(
        sa.select(calls.c.phone_index, calls.c.in_progress, calls.c.at).where(
            calls.c.workspace_id == workspace_id, calls.c.phone_index.in_(indices)
        )
    )
    return {
        bytes(index): CallFact(CallState.ACTIVE, at) if in_progress else CallFact(CallState.IDLE, at, at)
        for index, in_progress, at in rows
    }
