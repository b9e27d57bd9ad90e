"""Which reader opens which file: one table, by the first bytes, then by the name."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from vestnik.audit.sources.apps.android import MANIFESTS, read_android
from vestnik.audit.sources.apps.property_list import read_plist
from vestnik.audit.sources.archives.packed import read_bzip2, read_gzip, read_xz
from vestnik.audit.sources.archives.refused import refuse
from vestnik.audit.sources.archives.tars import read_tar
from vestnik.audit.sources.archives.zips import read_zip
from vestnik.audit.sources.budget import Budget, Reader
from vestnik.audit.sources.letters.letter import read_letter
from vestnik.audit.sources.letters.mailbox import read_mailbox
from vestnik.audit.sources.model import Given, Source
from vestnik.audit.sources.papers.office import read_office
from vestnik.audit.sources.papers.old_office import read_ole
from vestnik.audit.sources.papers.pdf import read_pdf
from vestnik.audit.sources.papers.rich_text import read_rtf
from vestnik.audit.sources.pictures.picture import read_picture
from vestnik.audit.sources.pictures.vector import read_svg


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what its files begin with, or how they are called when they begin with anything."""

    name: str
    reader: Reader
    magic: tuple[bytes, ...] = ()
    at: int = 0
    """Where in the file the magic bytes stand."""
    suffixes: tuple[str, ...] = ()
    picture: bool = False
    """Gives codes alone, and a damaged one shows nothing to a visitor either."""


def _read_zip_family(source: Source, budget: Budget) -> Iterator[Given]:
    """Look at the names inside: documents and applications are archives too."""
    with source.open() as file, zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
    if "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names:
        return read_office(source, budget)
    if not names.isdisjoint(MANIFESTS):
        return read_android(source, budget)
    return read_zip(source, budget)


_UNPACK = "Распакуйте его и проверьте папку."
_LETTER = Format("письмо", read_letter, suffixes=(".eml", ".mht", ".mhtml", ".emlx"))
FORMATS = (
    Format("zip", _read_zip_family, (b"PK\x03\x04", b"PK\x05\x06")),
    Format("tar", read_tar, (b"ustar",), at=257),
    Format("gzip", read_gzip, (b"\x1f\x8b",)),
    Format("bzip2", read_bzip2, (b"BZh",)),
    Format("xz", read_xz, (b"\xfd7zXZ\0", b"\x5d\0\0\x80\0")),
    Format("7z", refuse(f"Архив 7z не читаем. {_UNPACK}"), (b"7z\xbc\xaf\x27\x1c",)),
    Format("rar", refuse(f"Архив RAR не читаем. {_UNPACK}"), (b"Rar!\x1a\x07",)),
    Format(
        "tnef",
        refuse("Вложение winmail.dat (TNEF) не читаем: попросите прислать письмо в .eml."),
        (b"\x78\x9f\x3e\x22",),
    ),
    Format("pdf", read_pdf, (b"%PDF-",)),
    Format("ole", read_ole, (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)),
    Format("rtf", read_rtf, (b"{\\rtf",)),
    Format("plist", read_plist, (b"bplist00",)),
    Format("mbox", read_mailbox, (b"From ",), suffixes=(".mbox", ".mbx")),
    Format("png", read_picture, (b"\x89PNG\r\n\x1a\n",), picture=True),
    Format("jpeg", read_picture, (b"\xff\xd8\xff",), picture=True),
    Format("gif", read_picture, (b"GIF87a", b"GIF89a"), picture=True),
    Format("webp", read_picture, (b"WEBP",), at=8, picture=True),
    Format("avif", read_picture, (b"ftypavif",), at=4, picture=True),
    Format("bmp", read_picture, (b"BM",), picture=True),
    Format("tiff", read_picture, (b"II*\0", b"MM\0*"), picture=True),
    Format("ico", read_picture, (b"\0\0\1\0",), picture=True),
    Format("svg", read_svg, suffixes=(".svg",)),
    _LETTER,
)
OPAQUE = frozenset(
    (
        *(".woff", ".woff2", ".ttf", ".otf", ".eot"),
        *(".mp3", ".mp4", ".m4a", ".webm", ".ogg", ".wav", ".avi", ".mov", ".mkv", ".flv", ".swf"),
        *(".exe", ".dll", ".so", ".dylib", ".o", ".a", ".pyc", ".class", ".wasm", ".sqlite", ".db", ".mo"),
        *(".psd", ".eps"),
    )
)
"""Endings of files that nobody looks into: not even opened."""
_Row = tuple[bytes, int, Format]
_ROWS: list[_Row] = [(magic, known.at, known) for known in FORMATS for magic in known.magic]
_LATER: list[_Row] = [row for row in _ROWS if row[1]]
_BY_FIRST: dict[int, list[_Row]] = {
    first: [row for row in _ROWS if row[1] or row[0][0] == first]
    for first in {magic[0] for magic, at, _ in _ROWS if not at}
}
_BY_SUFFIX: dict[str, Format] = {suffix: known for known in FORMATS for suffix in known.suffixes}
_MAILDIR = re.compile(r"(?:^|/)(?:cur|new)/[^/]+$")
_HEADER = re.compile(rb"[A-Za-z][A-Za-z-]{1,40}: ")


def suffix_of(name: str) -> str:
    """Return the ending with its dot, in lower case, a URL's query left out."""
    if "?" in name or "#" in name:
        name = name.partition("?")[0].partition("#")[0]
    return name[name.rfind(".") :].lower()


def format_of(name: str, head: bytes) -> Format | None:
    """Return how to open a file, or None when it is plain text or something nobody looks into.

    Asked of every file, so it costs a few comparisons where nothing is to be opened.
    """
    if not head:
        return None
    for magic, at, form in _BY_FIRST.get(head[0], _LATER):
        if head.startswith(magic, at):
            return form
    if (found := _BY_SUFFIX.get(suffix_of(name))) is not None:
        return found
    if ("cur/" in name or "new/" in name) and _MAILDIR.search(name) and _HEADER.match(head):
        return _LETTER
    return None
