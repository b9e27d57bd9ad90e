"""``POST /v1/decisions``: ask the policy without sending anything."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vestnik.access.allow import require
from vestnik.access.model import Permission
from vestnik.entrypoints.api.door import Caller, House, read_struct
from vestnik.entrypoints.api.faults import as_json
from vestnik.entrypoints.guards import guard
from vestnik.law.answer import AnswerForm, answer_of
from vestnik.law.decide import decide
from vestnik.law.organisation_of import organisation_of
from vestnik.law.policy.form import OrganisationForm, QuestionForm, question_of

router = APIRouter(tags=["law"])


class DecisionQuery(QuestionForm, kw_only=True):
    """May this message go? ``at`` absent is now; ``organisation`` absent is this workspace's own answers."""

    at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None  # type: ignore[assignment]


FORMS: Final = (DecisionQuery, AnswerForm)
"""Shapes that the description of the API holds."""

_decoder: Final = msgspec.json.Decoder(DecisionQuery)
_SHAPES: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/DecisionQuery"}}},
    }
}
_SAID: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The answer",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AnswerForm"}}},
    }
}


@router.post("/decisions", openapi_extra=_SHAPES, responses=_SAID)
@guard(Permission.LAW_READ)
async def post_decision(vestnik: House, caller: Caller, request: Request) -> Response:
    """Answer for this workspace, with reasons, sources, what is missing and every rule that was tried."""
    require(caller, Permission.LAW_READ)
    query = await read_struct(request, _decoder)
    if query.at is None:
        query = msgspec.structs.replace(query, at=vestnik.clock.now())
    question = question_of(query, vestnik.pack, vestnik.invites)
    if query.organisation == OrganisationForm():
        own = await organisation_of(vestnik.core, caller.workspace_id)
        question = replace(question, organisation=own)
    return as_json(answer_of(vestnik.pack, decide(vestnik.pack, question), trace=True), 200)
