"""ZIP → its files. Nothing is written to disk, so a name that climbs out of the archive leads nowhere."""

import stat
import zipfile
from collections import Counter
from collections.abc import Iterator

from vestnik.audit.sources.archives.naming import Names
from vestnik.audit.sources.model import BROKEN, Budget, Given, Note, Part, Source, reason_of

_ENCRYPTED = 1
_UNIX = 16
"""Bits below the Unix mode in an entry's attributes."""


def read_zip(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield the files of an archive in its own order, then what could not be read, a line for each kind."""
    try:
        with source.open() as file, zipfile.ZipFile(file, metadata_encoding="cp866") as archive:
            yield from read_entries(archive, budget, archive.infolist())
    except BROKEN as error:
        yield Note("unreadable", f"Архив повреждён: {reason_of(error)}.")


def read_entries(archive: zipfile.ZipFile, budget: Budget, entries: list[zipfile.ZipInfo]) -> Iterator[Given]:
    """Yield the given entries of an open archive."""
    names = Names(budget.limits.skip)
    refused: Counter[str] = Counter()
    for entry in entries:
        if entry.is_dir() or not names.wanted(entry.filename):
            continue
        if stat.S_ISLNK(entry.external_attr >> _UNIX):
            names.linked(entry.filename)
        elif entry.flag_bits & _ENCRYPTED:
            refused["encrypted"] += 1
        else:
            yield _read(archive, entry, names.shown(entry.filename), budget)
    if refused["encrypted"]:
        said = (
            f"Под паролем файлов: {refused['encrypted']}, не прочитаны. Распакуйте архив и проверьте папку."
        )
        yield Note("unreadable", said)
    yield from names.notes()


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, budget: Budget) -> Given:
    try:
        with archive.open(entry) as stream:
            got = budget.read(stream, entry.compress_size)
    except BROKEN as error:
        return Note("unreadable", f"Файл в архиве повреждён: {reason_of(error)}.", name)
    return Part(name, got) if isinstance(got, bytes) else Note(got.kind, got.detail, name)
