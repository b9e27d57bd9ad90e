"""``/v1/messages``. The POST is the hot way in: msgspec and a plain endpoint between socket and committer."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
import msgspec.structs
from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.access.views import record_view
from vestnik.entrypoints.api.door import Caller, House, house, principal, read_struct
from vestnik.entrypoints.api.faults import as_json, fault
from vestnik.entrypoints.guards import guard
from vestnik.kernel.errors import VestnikError
from vestnik.notify import messages as reading
from vestnik.notify.accept import accept
from vestnik.notify.draft import Request as Wanted
from vestnik.notify.messages import Story
from vestnik.notify.model import Accepted, MessageRow

router = APIRouter(tags=["messages"])


class NewMessage(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One message to one person.

    ``to`` is the channel's address: an e-mail address, a phone, a person's reference in the cabinet.
    ``phone`` lets a code wait while the person is in a call. ``due_at`` and ``expires_at`` carry a time
    zone; a code lives 10 minutes when nothing is said.
    """

    channel: str
    to: str
    purpose: Literal[
        "code",
        "security",
        "service_critical",
        "service",
        "chat_reply",
        "advertising",
        "public_post",
        "mass_call",
    ]
    text: str
    subject: str | None = None
    html: str | None = None
    phone: str | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None


class AcceptedMessage(msgspec.Struct, kw_only=True):
    """The message is durable; ask for its story by ``id``."""

    id: str
    state: str
    accepted_at: datetime
    idempotency_key: str
    repeated: bool
    """The key was known: this is the first answer again."""


_decoder = msgspec.json.Decoder(NewMessage)


@guard(Permission.MESSAGES_SEND)
async def post_message(request: Request) -> Response:
    """Accept a message: 202 when it is durable, 200 for a repeated ``Idempotency-Key``."""
    try:
        return await _post_message(request)
    except VestnikError as error:
        return fault(request, error)


async def _post_message(request: Request) -> Response:
    vestnik, caller = house(request), await principal(request)
    body = await read_struct(request, _decoder)
    key = request.headers.get("idempotency-key") or vestnik.core.ids.new()
    wanted = Wanted(**msgspec.structs.asdict(body))
    draft = vestnik.catalogue.read_draft(wanted, idempotency_key=key, now=vestnik.clock.now())
    accepted = await accept(vestnik.core, caller, draft)
    return as_json(_accepted(accepted), 200 if accepted.repeated else 202)


def _accepted(accepted: Accepted) -> AcceptedMessage:
    return AcceptedMessage(
        id=accepted.id,
        state=accepted.state.value,
        accepted_at=accepted.accepted_at,
        idempotency_key=accepted.idempotency_key,
        repeated=accepted.repeated,
    )


class Message(BaseModel):
    """A message without its words; the address is masked."""

    id: str
    channel: str
    to: str
    purpose: str
    state: str
    state_at: datetime
    live: bool
    accepted_at: datetime
    due_at: datetime
    expires_at: datetime | None
    waits_for: str | None
    ledger_index: int


class Attempt(BaseModel):
    """One try; ``outcome`` null means that nobody knows (in doubt)."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    number: int
    intent_at: datetime
    outcome: str | None
    at: datetime | None
    reference: str | None
    kind: str | None
    detail: str | None


class Received(BaseModel):
    """What the provider or the cabinet told us."""

    model_config = ConfigDict(from_attributes=True)

    event: str
    at: datetime


class MessageStory(Message):
    """Everything that happened to a message, in order."""

    decisions: list[dict[str, Any]]
    attempts: list[Attempt]
    receipts: list[Received]
    text: str | None = None
    subject: str | None = None


class MessagePage(BaseModel):
    """One page; go on with ``before`` = ``next``."""

    messages: list[Message]
    next: str | None


@router.get("/messages")
@guard(Permission.MESSAGES_READ)
async def get_messages(
    vestnik: House,
    caller: Caller,
    state: str | None = None,
    channel: str | None = None,
    purpose: str | None = None,
    before: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> MessagePage:
    """List messages, newest first."""
    rows = await reading.list_messages(
        vestnik.core, caller, state=state, channel=channel, purpose=purpose, before=before, limit=limit
    )
    found = [Message(**_row(row)) for row in rows]
    return MessagePage(messages=found, next=found[-1].id if len(found) == limit else None)


@router.get("/messages/{message_id}")
@guard(Permission.MESSAGES_READ)
async def get_message(
    vestnik: House, caller: Caller, message_id: str, *, reveal: bool = False
) -> MessageStory:
    """Tell one message's whole story; ``reveal=true`` adds address and words, and is written down."""
    story = await reading.message_story(vestnik.core, caller, message_id)
    told = _story(story)
    if reveal:
        to, content = await reading.reveal(vestnik.core, caller, message_id)
        await record_view(vestnik.core, caller, "message", message_id)
        told |= {"to": to, "text": content.text, "subject": content.subject}
    return MessageStory(**told)


def _row(row: MessageRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "channel": row.channel,
        "to": row.to_masked,
        "purpose": row.purpose.value,
        "state": row.state.value,
        "state_at": row.state_at,
        "live": row.live,
        "accepted_at": row.accepted_at,
        "due_at": row.due_at,
        "expires_at": row.expires_at,
        "waits_for": row.waits_for,
        "ledger_index": row.ledger_index,
    }


def _story(story: Story) -> dict[str, Any]:
    return _row(story.message) | {
        "decisions": [
            {"at": decided.at, "ledger_index": decided.ledger_index, **decided.answer}
            for decided in story.decisions
        ],
        "attempts": [Attempt.model_validate(attempt) for attempt in story.attempts],
        "receipts": [Received.model_validate(receipt) for receipt in story.receipts],
    }
