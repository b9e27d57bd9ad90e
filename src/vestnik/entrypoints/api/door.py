"""The door of the HTTP API: whose key is it, and what a body may hold."""

from typing import Annotated, Final, TypeVar

import msgspec
from fastapi import Depends
from starlette.requests import Request

from vestnik.access.model import Principal
from vestnik.app import Vestnik
from vestnik.kernel.errors import InvalidInput, NotSignedIn
from vestnik.kernel.text import N_

Struct = TypeVar("Struct")
_SCHEME: Final = "bearer"


def house(request: Request) -> Vestnik:
    """Return the running product."""
    vestnik: Vestnik = request.app.state.vestnik
    return vestnik


async def principal(request: Request) -> Principal:
    """Return who asks, by the API key of the ``Authorization`` header.

    Raises:
        NotSignedIn: there is no key, or none that we know.
    """
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != _SCHEME or not secret.strip():
        raise NotSignedIn(
            N_("Нужен ключ API."),
            field="Authorization",
            hint=N_("Заголовок: Authorization: Bearer vk_live_…; ключи — Настройки → Ключи API."),
        )
    return await house(request).api_keys.by_api_key(secret.strip())


House = Annotated[Vestnik, Depends(house)]
Caller = Annotated[Principal, Depends(principal)]


async def read_struct(request: Request, decoder: msgspec.json.Decoder[Struct]) -> Struct:
    """Return the body decoded.

    Raises:
        InvalidInput: it is no JSON, or a field is missing, unknown or of another type; names the field.
    """
    body = await request.body()
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        why, _, path = str(error).partition(" - at `$")
        raise wrong_body(path.strip("`.") or _named(why), why) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise wrong_body("body", str(error)) from error


def wrong_body(where: str, why: str) -> InvalidInput:
    """Name the field of a request that does not fit."""
    return InvalidInput(
        N_("Запрос не подходит: %(why)s.", why=why[:300].rstrip(".")),
        field=where or "body",
        hint=N_("Описание полей: /docs"),
    )


def _named(why: str) -> str:
    """Return the field that a sentence like "Object missing required field `to`" names."""
    told, _, name = why.rstrip("`").rpartition("`")
    return name if told.startswith("Object ") else ""
