"""``POST /v1/law/decide``: ask the policy without sending anything."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from vestnik.access.allow import require
from vestnik.access.model import Permission
from vestnik.entrypoints.api.door import Caller, House
from vestnik.entrypoints.guards import guard
from vestnik.law.decide import decide
from vestnik.law.explain import explain
from vestnik.law.model import CallFact, CallState, Purpose, Question, RecipientKind
from vestnik.law.organisation_of import organisation_of

router = APIRouter(tags=["law"])


class DecisionQuery(BaseModel):
    """What is to be decided; a fact left out is unknown, and the answer says so."""

    model_config = ConfigDict(extra="forbid")

    platform: str = Field(max_length=64)
    purpose: Purpose
    recipient: RecipientKind = RecipientKind.CITIZEN
    personal_data: bool | None = None
    advertising_consent: bool | None = None
    call: Literal["in_progress", "none", "unknown"] = "unknown"


@router.post("/law/decide")
@guard(Permission.LAW_READ)
async def post_decide(vestnik: House, caller: Caller, query: DecisionQuery) -> dict[str, Any]:
    """Answer for this workspace, with reasons, sources, what is missing and every rule that was tried."""
    require(caller, Permission.LAW_READ)
    now = vestnik.clock.now()
    question = Question(
        organisation=await organisation_of(vestnik.core, caller.workspace_id),
        platform=vestnik.catalogue.platform_of(query.platform),
        purpose=query.purpose,
        at=now,
        recipient=query.recipient,
        personal_data=query.personal_data,
        advertising_consent=query.advertising_consent,
        call=CallFact(CallState(query.call), now),
    )
    return explain(vestnik.pack, decide(vestnik.pack, question), trace=True)
