"""``/v1/inbox``: what lies in a person's cabinet, for the company's own site or app to show.

The person's reference is the company's own and stands in the body, never in a URL.
"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from vestnik.access.allow import require
from vestnik.access.model import Permission
from vestnik.access.views import record_view
from vestnik.entrypoints.api.door import Caller, House
from vestnik.entrypoints.guards import guard
from vestnik.kernel.address import AddressKind, parse_address
from vestnik.kernel.errors import NotFound
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_

router = APIRouter(tags=["inbox"])


class InboxQuery(BaseModel):
    """Whose cabinet, and how many of its newest messages."""

    model_config = ConfigDict(extra="forbid")

    person: str = Field(max_length=128)
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class CabinetMessage(BaseModel):
    """A message as its person reads it."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    subject: str | None
    text: str
    delivered_at: datetime
    read_at: datetime | None


class Cabinet(BaseModel):
    """The newest messages first."""

    messages: list[CabinetMessage]


class InboxRead(BaseModel):
    """The person opened a message."""

    model_config = ConfigDict(extra="forbid")

    person: str = Field(max_length=128)
    message_id: str


class Marked(BaseModel):
    """The receipt was written."""

    state: str


@router.post("/inbox/query")
@guard(Permission.MESSAGES_REVEAL)
async def post_inbox_query(vestnik: House, caller: Caller, query: InboxQuery) -> Cabinet:
    """Return what lies in a person's cabinet; each message shown is written to the view log."""
    require(caller, Permission.MESSAGES_REVEAL)
    person = parse_address(AddressKind.PERSON, query.person, field="person").value
    found = await vestnik.inbox.messages(caller.workspace_id, person, query.limit)
    for message in found:
        await record_view(vestnik.core, caller, "message", message.id)
    return Cabinet(messages=[CabinetMessage.model_validate(message) for message in found])


@router.post("/inbox/read")
@guard(Permission.MESSAGES_SEND)
async def post_inbox_read(vestnik: House, caller: Caller, read: InboxRead) -> Marked:
    """Record that a person opened a message: its receipt ``read``."""
    require(caller, Permission.MESSAGES_SEND)
    person = parse_address(AddressKind.PERSON, read.person, field="person").value
    known = is_id(read.message_id) and await vestnik.inbox.mark_read(
        caller.workspace_id, person, read.message_id
    )
    if not known:
        raise NotFound(N_("В кабинете нет такого непрочитанного сообщения."), field="message_id")
    return Marked(state="read")
