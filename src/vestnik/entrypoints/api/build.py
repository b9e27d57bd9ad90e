"""The HTTP API as one FastAPI application, mounted at ``/v1``; its description serves ``/docs``."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

import msgspec
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.routing import Route

from vestnik import __version__
from vestnik.app import Vestnik
from vestnik.entrypoints.api import (
    audit_history,
    audit_schedules,
    audit_shares,
    audits,
    calls,
    inbox,
    law,
    messages,
)
from vestnik.entrypoints.api.faults import on_crash, on_fault, on_invalid, on_status
from vestnik.kernel.errors import VestnikError

_ROUTERS: Final = (
    messages.router,
    calls.router,
    inbox.router,
    law.router,
    audits.router,
    audit_history.router,
    audit_schedules.router,
    audit_shares.router,
)
_ABOUT: Final = (
    "Every call carries `Authorization: Bearer vk_live_…` (or `vk_test_…`, which reaches nobody). "
    'Errors have one shape: `{"error": {"code", "message", "field", "hint"}}`. '
    "No personal data stands in a URL."
)


def create_api(vestnik: Vestnik) -> FastAPI:
    """Return the API over a built application."""
    api = FastAPI(
        title="Vestnik",
        version=__version__,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    api.state.vestnik = vestnik
    api.router.routes.insert(0, Route("/messages", messages.post_message, methods=["POST"]))
    for router in _ROUTERS:
        api.include_router(router)
    api.add_exception_handler(VestnikError, on_fault)
    api.add_exception_handler(RequestValidationError, on_invalid)
    api.add_exception_handler(HTTPException, on_status)
    api.add_exception_handler(Exception, on_crash)
    return api


def describe(api: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description, with the hot route that FastAPI does not see."""
    described = get_openapi(
        title=api.title,
        version=api.version,
        description=api.description,
        routes=api.routes,
        servers=[{"url": "/v1"}],
    )
    components = described.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    _, hot = msgspec.json.schema_components(
        [messages.NewMessage, messages.AcceptedMessage, *law.FORMS],
        ref_template="#/components/schemas/{name}",
    )
    schemas |= hot
    schemas["Fault"] = _FAULT
    components["securitySchemes"] = {"api_key": {"type": "http", "scheme": "bearer"}}
    described["security"] = [{"api_key": []}]
    described["paths"]["/messages"] = {"post": deepcopy(_POST_MESSAGE), **described["paths"]["/messages"]}
    for path in described["paths"].values():
        for operation in path.values():
            operation["summary"], _, rest = operation["description"].replace("``", "`").partition("\n")
            operation["description"] = rest.strip()
            _say_faults(operation["responses"])
    for replaced in ("HTTPValidationError", "ValidationError"):
        schemas.pop(replaced, None)  # the framework's own form of an error, which we never send
    return described


def _say_faults(responses: dict[str, Any]) -> None:
    """Put our own error shape in place of the framework's."""
    for status, why in _FAULTS.items():
        responses[status] = {"description": why, "content": _json("Fault")}


def _json(name: str) -> Mapping[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


_FAULTS: Final = {
    "401": "No key, or none that we know",
    "403": "The key's role does not permit this",
    "404": "No such thing in this workspace",
    "409": "Contradicts what is recorded",
    "422": "The request does not fit; names the field",
    "429": "A limit was reached; Retry-After says when to come back",
    "503": "The database does not answer; nothing was written",
}

_FAULT: Final = {
    "title": "Fault",
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "field", "hint"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "field": {"type": ["string", "null"]},
                "hint": {"type": ["string", "null"]},
            },
        }
    },
}

_POST_MESSAGE: Final = {
    "tags": ["messages"],
    "description": "Accept a message: 202 when it is durable, 200 for a repeated `Idempotency-Key`.",
    "operationId": "post_message",
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "1 to 200 printable characters; the same key and body return the first answer.",
            "schema": {"type": "string", "maxLength": 200},
        }
    ],
    "requestBody": {"required": True, "content": _json("NewMessage")},
    "responses": {
        "202": {"description": "Accepted and durable", "content": _json("AcceptedMessage")},
        "200": {"description": "The first answer again", "content": _json("AcceptedMessage")},
    },
}
