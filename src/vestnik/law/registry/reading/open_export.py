"""The file somebody downloaded: what it is, its SHA-256, and its bytes within limits."""

import gzip
import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Final, Protocol

from vestnik.kernel.errors import InvalidInput, NotFound
from vestnik.kernel.text import N_, Text
from vestnik.law.registry.fold import one_line
from vestnik.law.registry.limits import MAX_FILE, MAX_PARTS, MAX_UNPACKED
from vestnik.law.registry.model import ExportFormat, RawRecord
from vestnik.law.registry.reading.read_xlsx import BROKEN, XlsxExport
from vestnik.law.registry.reading.read_xml import XmlExport

_BLOCK: Final = 1 << 18
_ZIP, _GZIP, _OLD_XLS = b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0"
_PAGE: Final = (b"<!doctype html", b"<html")
_WHERE: Final = N_(
    "Нужна выгрузка реестра: XML или XLSX с сайта reestr.digital.gov.ru, можно в .gz или .zip."
)

Progress = Callable[[int], None]
"""Told how many bytes of the file have been read."""


class Readable(Protocol):
    """What is left of a file object when its packing is forgotten."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, empty at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Export:
    """An export that was recognised and hashed, and is not read yet."""

    path: str
    name: str
    """The file's name without its folder."""
    format: ExportFormat
    size: int
    sha256: str
    reader: XmlExport | XlsxExport
    packing: str
    """``plain``, ``gzip`` or ``zip``: how an XML is packed."""

    def records(self, progress: Progress) -> Iterator[RawRecord]:
        """Yield the raw records.

        Raises:
            InvalidInput: as the readers say; or the archive is damaged or grows beyond its limit.
        """
        if isinstance(self.reader, XmlExport):
            yield from self.reader.records(self._blocks(progress))
            return
        for count, record in enumerate(self.reader.records(), 1):
            if count % 1_000 == 0:
                progress(self.size * count // max(self.reader.rows, count))
            yield record
        progress(self.size)

    def _blocks(self, progress: Progress) -> Iterator[bytes]:
        size = 0
        try:
            with open(self.path, "rb") as file, _unpacked(file, self.packing) as stream:  # noqa: PTH123 — the room has no pathlib
                while block := stream.read(_BLOCK):
                    size += len(block)
                    if size > MAX_UNPACKED:
                        raise InvalidInput(
                            N_("В развёрнутом виде больше %(limit)s байт.", limit=MAX_UNPACKED),
                            field=self.name,
                            hint=_WHERE,
                        )
                    progress(file.tell())
                    yield block
        except BROKEN as error:
            raise _damaged(self.name, error) from error


def open_export(path: str) -> Export:
    """Recognise the file at ``path`` and hash it.

    Raises:
        NotFound: there is no such file, or it may not be read.
        InvalidInput: it is too big, empty, or nothing that the registry gives away.
    """
    name = path.replace("\\", "/").rpartition("/")[2]
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            digest, size = hashlib.sha256(), 0
            start = file.read(_BLOCK)
            block = start
            while block:
                size += len(block)
                if size > MAX_FILE:
                    raise InvalidInput(
                        N_("Файл больше %(limit)s байт.", limit=MAX_FILE), field=name, hint=_WHERE
                    )
                digest.update(block)
                block = file.read(_BLOCK)
    except OSError as error:
        raise NotFound(
            N_("Файл не читается: %(reason)s.", reason=error.strerror or error), field=name
        ) from error
    kind, packing = _kind(path, name, start)
    reader = XmlExport(name) if kind is ExportFormat.XML else XlsxExport(path, name)
    return Export(path, name, kind, size, digest.hexdigest(), reader, packing)


def _kind(path: str, name: str, start: bytes) -> tuple[ExportFormat, str]:
    if start.startswith(_GZIP):
        return ExportFormat.XML, "gzip"
    if start.startswith(_ZIP):
        return _zipped(path, name)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:20].lower().startswith(_PAGE):
        raise InvalidInput(
            N_("Это страница сайта, а не выгрузка."),
            field=name,
            hint=N_("Сайт отвечает программам отказом (403): скачайте файл браузером."),
        )
    if start.startswith(_OLD_XLS):
        raise InvalidInput(
            N_("Это старый формат XLS или файл под паролем."), field=name, hint=N_("Сохраните его как XLSX.")
        )
    if not text.startswith(b"<") and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InvalidInput(N_("Это не XML и не XLSX."), field=name, hint=_WHERE)
    return ExportFormat.XML, "plain"


def _zipped(path: str, name: str) -> tuple[ExportFormat, str]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [part.filename for part in archive.infolist()]
    except BROKEN as error:
        raise _damaged(name, error) from error
    if "[Content_Types].xml" in names:
        return ExportFormat.XLSX, "zip"
    if len(names) > MAX_PARTS or len(_xml_names(names)) != 1:
        raise InvalidInput(N_("В архиве должен быть один файл XML."), field=name, hint=_WHERE)
    return ExportFormat.XML, "zip"


def _xml_names(names: list[str]) -> list[str]:
    return [name for name in names if name.lower().endswith(".xml") and not name.startswith("__MACOSX/")]


@contextmanager
def _unpacked(file: IO[bytes], packing: str) -> Iterator[Readable]:
    if packing == "gzip":
        with gzip.GzipFile(fileobj=file) as stream:
            yield stream
    elif packing == "zip":
        with (
            zipfile.ZipFile(file) as archive,
            archive.open(_xml_names(archive.namelist())[0]) as stream,
        ):
            yield stream
    else:
        yield file


def _damaged(name: str, error: Exception) -> InvalidInput:
    what: Text = N_("Файл повреждён или зашифрован: %(reason)s.", reason=one_line(str(error))[:200])
    return InvalidInput(what, field=name, hint=_WHERE)
