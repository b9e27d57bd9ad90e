"""No request is larger than the server is willing to hold."""

from collections.abc import Collection
from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY: Final = 1_048_576
"""Bytes of a request's body."""


class BodyLimit:
    """Stops reading a body beyond ``MAX_BODY`` and answers 413, whatever its headers claimed."""

    def __init__(self, app: ASGIApp, spared: Collection[str] = ()) -> None:
        """Stand before ``app``; a POST to an address in ``spared`` is limited by its own endpoint."""
        self.app = app
        self._spared = frozenset(spared)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what is received."""
        if scope["type"] != "http" or (scope["method"] == "POST" and scope["path"] in self._spared):
            await self.app(scope, receive, send)
            return
        for name, value in scope["headers"]:
            if name == b"content-length" and value.isdigit() and int(value) > MAX_BODY:
                await _refuse(send)
                return
        size, answered = 0, False

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > MAX_BODY:
                raise HTTPException(413)
            return message

        async def noticed(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self.app(scope, counted, noticed)
        except HTTPException as error:
            if error.status_code != 413 or answered:  # noqa: PLR2004 — our own refusal, raised above
                raise
            await _refuse(send)


async def _refuse(send: Send) -> None:
    body = (
        '{"error":{"code":"too_large","message":"Тело запроса больше 1 МиБ.","field":"body",'
        '"hint":"Отправляйте сообщения по одному."}}'
    ).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
