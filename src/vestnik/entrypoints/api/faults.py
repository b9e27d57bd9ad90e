"""Turns what rooms say into HTTP answers: one shape for every error, in the caller's language.

``{"error": {"code", "message", "field", "hint"}}``
"""

import logging
from typing import Any, Final

import msgspec
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from vestnik.entrypoints.api.door import wrong_body
from vestnik.entrypoints.i18n import choose, words
from vestnik.kernel.errors import (
    Conflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotSignedIn,
    TooMany,
    Unavailable,
    VestnikError,
)
from vestnik.kernel.text import N_

STATUS: Final[dict[type[VestnikError], int]] = {
    InvalidInput: 422,
    NotFound: 404,
    Conflict: 409,
    NotAllowed: 403,
    NotSignedIn: 401,
    TooMany: 429,
    Unavailable: 503,
}
_log = logging.getLogger(__name__)


def as_json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return a JSON answer that no cache keeps."""
    return Response(
        msgspec.json.encode(body),
        status,
        {"Cache-Control": "no-store", **(headers or {})},
        media_type="application/json",
    )


def fault(request: Request, error: VestnikError) -> Response:
    """Return the answer of an error."""
    said = words(choose(None, accept=request.headers.get("accept-language", "")))
    body = {
        "code": error.code,
        "message": said.say(error.message),
        "field": error.field,
        "hint": said.say(error.hint) if error.hint else None,
    }
    headers = {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, NotSignedIn):
        headers["WWW-Authenticate"] = "Bearer"
    return as_json({"error": body}, STATUS.get(type(error), 500), headers)


async def on_fault(request: Request, error: Exception) -> Response:
    """Answer an error that a room raised on purpose."""
    assert isinstance(error, VestnikError)  # noqa: S101 — registered for that class alone
    return fault(request, error)


async def on_invalid(request: Request, error: Exception) -> Response:
    """Answer a request that does not fit its declared shape; name its first wrong field."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 — registered for that class alone
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    return fault(request, wrong_body(where, str(first["msg"])))


async def on_status(request: Request, error: Exception) -> Response:
    """Answer what the framework itself refuses: no such address, no such method."""
    assert isinstance(error, HTTPException)  # noqa: S101 — registered for that class alone
    said = NotFound(N_("Такого адреса в API нет."), hint=N_("Список: /docs"))
    answer = fault(request, said)
    answer.status_code = error.status_code
    return answer


async def on_crash(request: Request, error: Exception) -> Response:
    """Answer our own fault without giving anything away; the log has the rest."""
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    crashed = Unavailable(
        N_("Внутренняя ошибка сервера."), hint=N_("Повторите; если повторяется — смотрите журнал сервера.")
    )
    answer = fault(request, crashed)
    answer.status_code = 500
    return answer
