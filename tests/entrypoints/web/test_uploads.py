"""A form with a file is read as a stream: whole or not at all, and not before it is admitted."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.types import Message

from vestnik.entrypoints.web.forms import Form
from vestnik.entrypoints.web.uploads import Uploads
from vestnik.kernel.errors import InvalidInput, NotAllowed, TooMany
from vestnik.kernel.text import N_

KIND = "multipart/form-data; boundary=x"
CSRF = b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nsecret\r\n'
FILE = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
)
END = b"\r\n--x--\r\n"


def _request(pieces: Iterable[bytes], kind: str = KIND) -> Request:
    waiting = list(pieces)

    async def receive() -> Message:
        await asyncio.sleep(0)
        body = waiting.pop(0) if waiting else b""
        return {"type": "http.request", "body": body, "more_body": bool(waiting)}

    headers = [(b"content-type", kind.encode())]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


def _admit(form: Form) -> None:
    if form.get("csrf") != "secret":
        raise NotAllowed(N_("Чужая форма."))


async def _read(pieces: Iterable[bytes], kind: str = KIND) -> tuple[Form, str, bytes]:
    async with Uploads().receive(_request(pieces, kind), _admit) as (form, upload):
        return form, upload.name, b"".join(upload.chunks())


@given(content=st.binary(max_size=300), cuts=st.lists(st.integers(0, 600), max_size=12))
def test_a_file_is_the_same_however_its_bytes_arrive(content: bytes, cuts: list[int]) -> None:
    if b"\r\n--x" in content:
        return
    body = CSRF + FILE + content + END
    places = sorted({0, len(body), *(cut for cut in cuts if cut < len(body))})
    pieces = [body[start:end] for start, end in pairwise(places)]
    form, name, read = asyncio.run(_read(pieces))
    assert (form.get("csrf"), name, read) == ("secret", "a.csv", content)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (CSRF + FILE + b"email\n", KIND),
        (CSRF + FILE, KIND),
        (CSRF, KIND),
        (b"", KIND),
        (b"csrf=secret", KIND),
        (CSRF + FILE + b"a\r\n" + FILE + b"b" + END, KIND),
        (CSRF + CSRF * 20 + FILE + b"a" + END, KIND),
        (CSRF.replace(b"secret", b"\xff") + FILE + b"a" + END, KIND),
        (CSRF.replace(b"csrf", b"x" * 10_000) + FILE + b"a" + END, KIND),
        (CSRF.replace(b"secret", b"x" * 70_000) + FILE + b"a" + END, KIND),
        (CSRF + FILE + b"a" + END, "multipart/form-data"),
        (CSRF + FILE + b"a" + END, "multipart/form-data; boundary=" + "x" * 1000),
        (b"csrf=secret", "application/x-www-form-urlencoded"),
        (b"", ""),
    ],
)
async def test_what_is_no_whole_form_with_one_file_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(InvalidInput):
        await _read([body], kind)


@pytest.mark.parametrize(
    "body",
    [
        FILE + b"a\r\n" + CSRF.removesuffix(b"\r\n") + END,
        CSRF.replace(b"secret", b"made up") + FILE + b"a" + END,
        CSRF.replace(b"secret", b"made up").removesuffix(b"\r\n") + END,
    ],
)
async def test_nothing_is_read_before_the_secret_is_right(body: bytes) -> None:
    with pytest.raises(NotAllowed):
        await _read([body])


async def test_a_form_without_a_file_brings_an_empty_one() -> None:
    form, name, content = await _read([CSRF.removesuffix(b"\r\n") + END])
    assert (form.get("csrf"), name, content) == ("secret", "", b"")


async def test_more_files_than_there_are_places_are_asked_to_wait() -> None:
    uploads = Uploads(at_once=1)
    whole = [CSRF + FILE + b"a" + END]

    async def again() -> AsyncIterator[bytes]:
        async with uploads.receive(_request(whole), _admit) as (_, upload):
            for chunk in upload.chunks():
                yield chunk

    async with uploads.receive(_request(whole), _admit):
        with pytest.raises(TooMany):
            await anext(again())
    assert [chunk async for chunk in again()] == [b"a"]
