"""ZIP → its files. Nothing is written to disk, so a name that climbs out of the archive leads nowhere."""

import stat
import zipfile
from collections.abc import Iterable, Iterator

from vestnik.audit.sources.archives.naming import Names
from vestnik.audit.sources.budget import Budget
from vestnik.audit.sources.model import BROKEN, Given, Note, Packed, Source, reason_of

_ENCRYPTED = 1
_UNIX = 16
"""Bits below the Unix mode in an entry's attributes."""


def read_zip(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield the files of an archive in its own order, then what could not be read, a line for each kind."""
    with source.open() as file, zipfile.ZipFile(file, metadata_encoding="cp866") as archive:
        yield from read_entries(archive, budget, archive.infolist())


def read_entries(
    archive: zipfile.ZipFile, budget: Budget, entries: Iterable[zipfile.ZipInfo]
) -> Iterator[Given]:
    """Yield the given entries of an open archive."""
    names = Names(budget.limits.skip)
    locked = 0
    for entry in entries:
        if entry.is_dir() or not names.wanted(entry.filename):
            continue
        if stat.S_ISLNK(entry.external_attr >> _UNIX):
            names.linked(entry.filename)
        elif entry.flag_bits & _ENCRYPTED:
            locked += 1
        else:
            yield from _read(archive, entry, names.shown(entry.filename))
    if locked:
        said = f"Под паролем файлов: {locked}, не прочитаны. Распакуйте архив и проверьте папку."
        yield Note("unreadable", said)
    yield from names.notes()


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Iterator[Given]:
    try:
        stream = archive.open(entry)
    except BROKEN as error:
        yield Note("unreadable", f"Файл в архиве повреждён: {reason_of(error)}.", name)
        return
    with stream:
        yield Packed(name, stream, entry.compress_size)
