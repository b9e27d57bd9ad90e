"""Reading messages: the list, and one message's whole story."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import NotFound
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_
from vestnik.notify import store
from vestnik.notify.envelope import unseal
from vestnik.notify.model import Content, MessageRow, MessageState

MAX_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Decided:
    """One answer of the law room about a message."""

    at: datetime
    verdict: str
    answer: Mapping[str, Any]
    """As ``law.explain`` gave it."""
    ledger_index: int


@dataclass(frozen=True, slots=True)
class Attempted:
    """One attempt; ``outcome`` None means that nobody knows."""

    id: str
    number: int
    intent_at: datetime
    outcome: str | None
    at: datetime | None
    reference: str | None
    kind: str | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class Received:
    """One receipt."""

    event: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that happened to one message, in order."""

    message: MessageRow
    decisions: tuple[Decided, ...]
    attempts: tuple[Attempted, ...]
    receipts: tuple[Received, ...]


async def list_messages(
    core: Core,
    principal: Principal,
    *,
    state: str | None = None,
    channel: str | None = None,
    purpose: str | None = None,
    before: str | None = None,
    limit: int = 50,
) -> list[MessageRow]:
    """Return the newest messages, addresses masked; page on with ``before`` = the last id."""
    require(principal, Permission.MESSAGES_READ)
    given = {"state": state, "channel": channel, "purpose": purpose}
    filters = {name: value for name, value in given.items() if value}
    page = max(1, min(limit, MAX_PAGE))
    if before is not None and not is_id(before):
        return []
    return await core.db.read(
        lambda tx: store.message_rows(tx, principal.workspace_id, filters, before, page)
    )


async def message_story(core: Core, principal: Principal, message_id: str) -> Story:
    """Return one message's story.

    Raises:
        NotFound: the workspace has no such message.
    """
    require(principal, Permission.MESSAGES_READ)
    story = None
    if is_id(message_id):
        story = await core.db.read(lambda tx: _story(tx, principal.workspace_id, message_id))
    if story is None:
        raise _no_message()
    return story


async def reveal(core: Core, principal: Principal, message_id: str) -> tuple[str, Content]:
    """Return a message's address and words in clear; the caller records the look in the view log.

    Raises:
        NotAllowed: the principal may only see masked addresses.
        NotFound: the workspace has no such message.
    """
    require(principal, Permission.MESSAGES_REVEAL)
    sealed = None
    if is_id(message_id):
        sealed = await core.db.read(lambda tx: store.sealed_of(tx, principal.workspace_id, message_id))
    if sealed is None:
        raise _no_message()
    keys = await core.keyring.of(principal.workspace_id)
    address, content = unseal(keys, message_id, sealed)
    return address.value, content


async def count_messages(core: Core, principal: Principal) -> dict[MessageState, int]:
    """Return how many messages of the workspace stand in each state."""
    require(principal, Permission.MESSAGES_READ)
    return await core.db.read(lambda tx: store.counts_by_state(tx, principal.workspace_id))


def _no_message() -> NotFound:
    return NotFound(
        N_("Такого сообщения нет."), hint=N_("Проверьте номер; сообщения других компаний не видны.")
    )


def _story(tx: Tx, workspace_id: str, message_id: str) -> Story | None:
    message = store.message_row(tx, workspace_id, message_id)
    if message is None:
        return None
    return Story(
        message,
        tuple(
            Decided(row.at, row.verdict, row.answer, row.ledger_index)
            for row in store.decisions_of(tx, workspace_id, message_id)
        ),
        tuple(
            Attempted(**row._mapping)  # noqa: SLF001 — public in SQLAlchemy
            for row in store.attempts_of(tx, workspace_id, message_id)
        ),
        tuple(Received(row.event, row.at) for row in store.receipts_of(tx, workspace_id, message_id)),
    )
