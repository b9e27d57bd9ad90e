"""The nouns of notify: message, attempt, receipt, and the one table of states. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from vestnik.kernel.address import Address
from vestnik.kernel.phone import Phone
from vestnik.law.model import Purpose


class MessageState(StrEnum):
    """Where a message stands; it never goes back."""

    ACCEPTED = "accepted"
    """Committed, waiting for its turn."""
    HELD = "held"
    """Waiting for a call to end or a moment to come; the law room said Hold."""
    SENDING = "sending"
    """The intent to send is committed; the driver is at work."""
    SENT = "sent"
    """The provider took it."""
    DELIVERED = "delivered"
    READ = "read"
    IN_DOUBT = "in_doubt"
    """The intent was committed, the outcome is unknown (crash or time-out); never silently resent."""
    DENIED = "denied"
    """The law room said no; the decision names the norm."""
    FAILED = "failed"
    """The provider or the address refused for good."""
    EXPIRED = "expired"
    """Its time ran out while it waited."""


NEXT: Final[dict[MessageState, frozenset[MessageState]]] = {
    MessageState.ACCEPTED: frozenset(
        {
            MessageState.HELD,
            MessageState.SENDING,
            MessageState.DENIED,
            MessageState.FAILED,
            MessageState.EXPIRED,
        }
    ),
    MessageState.HELD: frozenset(
        {MessageState.SENDING, MessageState.DENIED, MessageState.FAILED, MessageState.EXPIRED}
    ),
    MessageState.SENDING: frozenset(
        {
            MessageState.SENT,
            MessageState.DELIVERED,
            MessageState.READ,
            MessageState.FAILED,
            MessageState.ACCEPTED,
            MessageState.IN_DOUBT,
            MessageState.EXPIRED,
        }
    ),
    MessageState.IN_DOUBT: frozenset(
        {MessageState.SENT, MessageState.DELIVERED, MessageState.READ, MessageState.FAILED}
    ),
    MessageState.SENT: frozenset({MessageState.DELIVERED, MessageState.READ, MessageState.FAILED}),
    MessageState.DELIVERED: frozenset({MessageState.READ}),
    MessageState.READ: frozenset(),
    MessageState.DENIED: frozenset(),
    MessageState.FAILED: frozenset(),
    MessageState.EXPIRED: frozenset(),
}
"""Every lawful step. ``sending → accepted`` is a temporary refusal that will be tried again."""


def may_follow(before: MessageState, after: MessageState) -> bool:
    """Tell whether a message may go from ``before`` to ``after``."""
    return after in NEXT[before]


TERMINAL: Final = frozenset(state for state, after in NEXT.items() if not after)


@dataclass(frozen=True, slots=True)
class Content:
    """What the recipient reads; ``subject`` is used where the channel has one."""

    text: str
    subject: str | None = None
    html: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as the caller asks for it, validated, not yet accepted."""

    channel: str
    to: Address
    purpose: Purpose
    content: Content
    idempotency_key: str
    body_hash: bytes
    invites: frozenset[str] = frozenset()
    """Foreign platforms into which the words themselves invite."""
    phone: Phone | None = None
    """The recipient's number, by which the call feed knows them; a phone channel uses ``to``."""
    due_at: datetime | None = None
    """Not before this moment; None is now."""
    expires_at: datetime | None = None


class AttemptOutcome(StrEnum):
    """How one attempt ended; an attempt without an outcome is in doubt after a restart."""

    ACCEPTED = "accepted"
    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    SIMULATED = "simulated"
    """A test key: the driver was not called."""


class ReceiptEvent(StrEnum):
    """What a provider told us afterwards."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


LANES: Final[dict[Purpose, int]] = {
    Purpose.CODE: 0,
    Purpose.SECURITY: 0,
    Purpose.SERVICE_CRITICAL: 1,
    Purpose.SERVICE: 2,
    Purpose.CHAT_REPLY: 3,
    Purpose.PUBLIC_POST: 9,
    Purpose.ADVERTISING: 9,
    Purpose.MASS_CALL: 9,
}
"""Which queue a message stands in follows from its purpose alone; nobody sets a priority."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the caller is told: the message is committed (or was, under the same key)."""

    id: str
    state: MessageState
    accepted_at: datetime
    idempotency_key: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """A message whose time has come, as the dispatcher reads it."""

    workspace_id: str
    id: str
    channel: str
    purpose: Purpose
    state: MessageState
    live: bool
    to_index: bytes
    call_index: bytes | None
    sealed: bytes
    expires_at: datetime | None
    attempts: int
    invites: frozenset[str] | None
    """Foreign platforms into which the words invite; None for a message nobody looked at."""


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message in a list; the address is masked."""

    id: str
    channel: str
    purpose: Purpose
    state: MessageState
    state_at: datetime
    live: bool
    to_masked: str
    accepted_at: datetime
    accepted_by: str
    due_at: datetime
    expires_at: datetime | None
    waits_for: str | None
    attempts: int
    ledger_index: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """One thing a provider, or a cabinet, told us about an attempt; ``raw`` is its own wording."""

    workspace_id: str
    message_id: str
    attempt_id: str
    event: ReceiptEvent
    at: datetime
    raw: Mapping[str, Any] = field(default_factory=dict)
