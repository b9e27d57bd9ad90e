"""``POST /v1/calls``: the PBX says who is on the phone. The number stands in the body, never in a URL."""

from typing import Literal

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from vestnik.access.model import Permission
from vestnik.entrypoints.api.door import Caller, House
from vestnik.entrypoints.guards import guard
from vestnik.kernel.phone import parse_phone
from vestnik.notify.calls import report_call

router = APIRouter(tags=["calls"])


class CallReport(BaseModel):
    """A call began or ended; ``at`` is when (with a time zone), now when not said."""

    model_config = ConfigDict(extra="forbid")

    phone: str = Field(max_length=40)
    state: Literal["in_progress", "ended"]
    at: AwareDatetime | None = None


class CallRecorded(BaseModel):
    """How many codes held for this call were released."""

    state: str
    released: int


@router.post("/calls")
@guard(Permission.CALLS_REPORT)
async def post_call(vestnik: House, caller: Caller, report: CallReport) -> CallRecorded:
    """Record the state of a call; codes held for it leave after it ends and a short grace."""
    released = await report_call(
        vestnik.core,
        caller,
        parse_phone(report.phone),
        in_progress=report.state == "in_progress",
        at=report.at,
    )
    return CallRecorded(state=report.state, released=released)
