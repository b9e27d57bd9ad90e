"""APK and AAB → the manifest as text, strings of programs and resources, everything else as in any ZIP."""

import re
import zipfile
from collections.abc import Iterator

from vestnik.audit.documents import Kind
from vestnik.audit.sources.apps.binary_xml import is_binary_xml, table_strings, xml_text
from vestnik.audit.sources.archives.zips import read_entries
from vestnik.audit.sources.budget import Budget, Passed
from vestnik.audit.sources.model import BROKEN, Given, Note, Part, Source, reason_of

MANIFESTS = ("AndroidManifest.xml", "base/manifest/AndroidManifest.xml")
_PRINTABLE = re.compile(rb"[\x20-\x7e\x80-\xfe]{5,4000}")
_COMPILED = (".dex", ".arsc", ".pb")


def read_android(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield the parts of a package."""
    with source.open() as file, zipfile.ZipFile(file) as archive:
        rest = []
        for entry in archive.infolist():
            name = entry.filename
            if (
                name in MANIFESTS
                or name.endswith(_COMPILED)
                or (name.startswith("res/") and name.endswith(".xml"))
            ):
                yield from _compiled(archive, entry, budget)
            else:
                rest.append(entry)
        yield from read_entries(archive, budget, rest)


def _compiled(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> Iterator[Given]:
    name = entry.filename
    try:
        with archive.open(entry) as stream:
            data = budget.whole(budget.meter(stream, entry.compress_size))
        text, kind = _text(name, data)
    except Passed as passed:
        yield Note(passed.note.kind, passed.note.detail, name)
        return
    except BROKEN as error:
        yield Note("unreadable", f"Файл приложения повреждён: {reason_of(error)}.", name)
        return
    yield Part(name, text, kind)


def _text(name: str, data: bytes) -> tuple[bytes, Kind]:
    if is_binary_xml(data):
        return xml_text(data).encode("utf-8", "replace"), Kind.XML
    if name.endswith(".arsc"):
        return "\n".join(table_strings(data)).encode("utf-8", "replace"), Kind.DATA
    if b"\0" in data or name.endswith(_COMPILED):  # a program, or a manifest of a bundle: protobuf
        return b"\n".join(_PRINTABLE.findall(data)), Kind.DATA
    return data, Kind.XML
