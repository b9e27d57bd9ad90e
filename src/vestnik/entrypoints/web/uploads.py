"""One file in a form: read as a stream, kept in a nameless file on disk for as long as it is looked at.

The page's secret has to come before the file: nothing that another site sent is ever written down.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from vestnik.entrypoints.web.forms import MAX_BODY, Form
from vestnik.kernel.errors import InvalidInput, TooMany
from vestnik.kernel.text import N_

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MAX_FILE: Final = 200 * 1024 * 1024
"""Bytes of the file."""
PATIENCE_S: Final = 15 * 60
"""How long a file may take to arrive."""
_AT_ONCE: Final = 4
_RETRY_S: Final = 30
_MAX_PARTS: Final = 20
_SPOOL: Final = 1024 * 1024
_CHUNK: Final = 64 * 1024


@dataclass(slots=True)
class Upload:
    """The file a form brought; closing it is its end, for it has no name anywhere."""

    file: IO[bytes]
    name: str = ""
    """As the browser named it, without folders; empty while no file was chosen."""
    size: int = 0

    def chunks(self) -> Iterator[bytes]:
        """Yield the content from its beginning."""
        self.file.seek(0)
        while chunk := self.file.read(_CHUNK):
            yield chunk


class Uploads:
    """How many files a process takes at once, so that nobody fills the disk by patience."""

    def __init__(self, at_once: int = _AT_ONCE) -> None:
        """Allow ``at_once`` files."""
        self._places = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def receive(
        self, request: Request, admit: Callable[[Form], None]
    ) -> AsyncIterator[tuple[Form, Upload]]:
        """Read a form with at most one file; ``admit`` is asked about the fields before a byte is written.

        Raises:
            TooMany: enough files are being looked at already.
            InvalidInput: it is no such form, is too large or too slow.
            Whatever ``admit`` raises.
        """
        if self._places.locked():
            raise TooMany(
                N_("Сейчас обрабатываются другие файлы. Подождите полминуты и отправьте ещё раз."),
                retry_after_s=_RETRY_S,
            )
        async with self._places:
            with tempfile.TemporaryFile(prefix="vestnik-") as spool:
                reading = _Reading(Upload(spool), admit)
                try:
                    async with asyncio.timeout(PATIENCE_S):
                        await reading.read(request)
                except TimeoutError as error:
                    raise InvalidInput(N_("Файл приходил слишком долго."), field="file") from error
                yield reading.form, reading.upload


@dataclass(slots=True)
class _Reading:
    """What the parser's calls add up to."""

    upload: Upload
    admit: Callable[[Form], None]
    admitted: bool = False
    parts: int = 0
    fields: dict[str, list[str]] = field(default_factory=dict)
    waiting: bytearray = field(default_factory=bytearray)
    """Bytes of the file that are not on disk yet."""
    _held: bytearray = field(default_factory=bytearray)
    """Bytes of the field that is being read."""
    _spent: int = 0
    _name: str = ""
    _is_file: bool = False
    _ended: bool = False
    _header: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)
    _disposition: bytes = b""

    @property
    def form(self) -> Form:
        """The fields so far."""
        return Form({name: tuple(values) for name, values in self.fields.items()})

    async def read(self, request: Request) -> None:
        """Feed the body to the parser and the file to the disk; the disk is waited for in a thread."""
        kind, options = parse_options_header(request.headers.get("content-type"))
        boundary = options.get(b"boundary")
        if kind != b"multipart/form-data" or not boundary:
            raise _unreadable()
        length = request.headers.get("content-length", "")
        if length.isdigit() and int(length) > MAX_FILE + MAX_BODY:
            raise _too_large()
        total = 0
        try:
            parser = MultipartParser(boundary, self._calls())
            async for chunk in request.stream():
                total += len(chunk)
                if total > MAX_FILE + MAX_BODY:
                    raise _too_large()
                parser.write(chunk)
                if len(self.waiting) >= _SPOOL:
                    await self._flush()
        except FormParserError as error:
            raise _unreadable() from error
        if not self._ended:
            raise _unreadable()
        await self._flush()
        self._admit()

    async def _flush(self) -> None:
        data = bytes(self.waiting)
        self.waiting.clear()
        await asyncio.to_thread(self.upload.file.write, data)

    def _admit(self) -> None:
        if not self.admitted:
            self.admit(self.form)
            self.admitted = True

    def _calls(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._on_field,
            "on_header_value": self._on_value,
            "on_header_end": self._on_header,
            "on_headers_finished": self._on_headers,
            "on_part_data": self._on_data,
            "on_part_end": self._end_part,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self.parts += 1
        if self.parts > _MAX_PARTS:
            raise _unreadable()
        self._name, self._is_file, self._disposition = "", False, b""
        self._held.clear()

    def _on_field(self, data: bytes, start: int, end: int) -> None:
        self._spend(end - start)
        self._header.extend(data[start:end])

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._spend(end - start)
        self._value.extend(data[start:end])

    def _on_header(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _on_headers(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = _text(options.get(b"name", b""))
        self._is_file = b"filename" in options
        if not self._is_file:
            return
        if self.upload.name or self.upload.size:
            raise _unreadable()
        self._admit()
        self.upload.name = _base_name(_text(options[b"filename"]))

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if not self._is_file:
            self._spend(end - start)
            self._held.extend(data[start:end])
            return
        self.upload.size += end - start
        if self.upload.size > MAX_FILE:
            raise _too_large()
        self.waiting.extend(data[start:end])

    def _end_part(self) -> None:
        if not self._is_file:
            self.fields.setdefault(self._name, []).append(_text(bytes(self._held)).replace("\x00", ""))

    def _end(self) -> None:
        self._ended = True

    def _spend(self, size: int) -> None:
        self._spent += size
        if self._spent > MAX_BODY:
            raise InvalidInput(N_("Форма больше %(limit)s КБ.", limit=MAX_BODY // 1024))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _unreadable() from error


def _base_name(name: str) -> str:
    """Return a file's name without folders (old browsers send them) and without what cannot be printed."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable())[:200]


def _unreadable() -> InvalidInput:
    return InvalidInput(N_("Форму не удалось прочитать."))


def _too_large() -> InvalidInput:
    return InvalidInput(
        N_("Файл больше %(limit)s МБ.", limit=MAX_FILE // 1024 // 1024),
        field="file",
        hint=N_("Посчитайте его на сервере командой: vestnik law reach ФАЙЛ."),
    )
