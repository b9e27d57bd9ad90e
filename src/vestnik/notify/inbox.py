"""The cabinet's inbox: messages that lie with us until their person reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from vestnik.kernel.core import AnyRow, Core, Tx
from vestnik.kernel.rows import BulkInsert
from vestnik.notify.model import Content, Receipt, ReceiptEvent
from vestnik.notify.receipts import record_receipt
from vestnik.notify.tables import attempts, inbox_messages

MAX_PAGE: Final = 100


class _Packed(msgspec.Struct, array_like=True, frozen=True):
    text: str
    subject: str | None


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """One message in a person's cabinet."""

    id: str
    subject: str | None
    text: str
    delivered_at: datetime
    read_at: datetime | None


class Inbox:
    """The cabinets of all workspaces' people; a person is known by the company's own reference."""

    def __init__(self, core: Core) -> None:
        """Stand on the database."""
        self._core = core

    async def deliver(self, workspace_id: str, person: str, message_id: str, content: Content) -> str:
        """Put a message into a person's cabinet once, however often it is asked; return the message's id."""
        core = self._core
        keys = await core.keyring.of(workspace_id)
        packed = msgspec.msgpack.encode(_Packed(content.text, content.subject))
        row = (
            workspace_id,
            message_id,
            message_id,
            keys.blind_index("person", person),
            keys.seal(packed, f"inbox_messages.sealed:{message_id}"),
            core.clock.now(),
            None,
        )
        await core.db.submit(_put, row)
        return message_id

    async def messages(self, workspace_id: str, person: str, limit: int = MAX_PAGE) -> list[InboxMessage]:
        """Return a person's newest messages, at most ``limit``."""
        keys = await self._core.keyring.of(workspace_id)
        index = keys.blind_index("person", person)
        rows = await self._core.db.read(lambda tx: _list(tx, workspace_id, index, min(limit, MAX_PAGE)))
        opened = []
        for row in rows:
            packed = msgspec.msgpack.decode(
                keys.open(bytes(row.sealed), f"inbox_messages.sealed:{row.id}"), type=_Packed
            )
            opened.append(InboxMessage(row.id, packed.subject, packed.text, row.delivered_at, row.read_at))
        return opened

    async def mark_read(self, workspace_id: str, person: str, message_id: str) -> bool:
        """Record that the person opened a message; False when it is none of theirs or was read before."""
        core = self._core
        keys = await core.keyring.of(workspace_id)
        index, now = keys.blind_index("person", person), core.clock.now()
        return await core.db.write(lambda tx: _read(tx, workspace_id, index, message_id, now))


_insert: Final = BulkInsert(inbox_messages, *inbox_messages.c.keys(), skip_known=True)


def _put(tx: Tx, items: Sequence[tuple[Any, ...]]) -> Sequence[Exception | None]:
    _insert(tx, items)
    return [None] * len(items)


def _list(tx: Tx, workspace_id: str, index: bytes, limit: int) -> list[AnyRow]:
    return list(
        tx.execute(
            sa.select(inbox_messages)
            .where(inbox_messages.c.workspace_id == workspace_id, inbox_messages.c.person_index == index)
            .order_by(inbox_messages.c.id.desc())
            .limit(limit)
        )
    )


def _read(tx: Tx, workspace_id: str, index: bytes, message_id: str, now: datetime) -> bool:
    marked = tx.execute(
        sa.update(inbox_messages)
        .where(
            inbox_messages.c.workspace_id == workspace_id,
            inbox_messages.c.id == message_id,
            inbox_messages.c.person_index == index,
            inbox_messages.c.read_at.is_(None),
        )
        .values(read_at=now)
    )
    if marked.rowcount != 1:
        return False
    attempt_id = tx.execute(
        sa.select(attempts.c.id)
        .where(attempts.c.workspace_id == workspace_id, attempts.c.message_id == message_id)
        .order_by(attempts.c.id.desc())
    ).scalar()
    if attempt_id is not None:
        receipt = Receipt(workspace_id, message_id, attempt_id, ReceiptEvent.READ, now)
        record_receipt(tx, receipt)
    return True
