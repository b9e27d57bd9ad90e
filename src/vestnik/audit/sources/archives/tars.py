"""TAR → its files, read as a stream from the beginning to the end."""

import tarfile
from collections.abc import Iterator

from vestnik.audit.sources.archives.naming import Names
from vestnik.audit.sources.budget import Budget
from vestnik.audit.sources.model import Given, Packed, Readable, Source


def read_tar(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield the files of a tar that is not compressed."""
    with source.open() as file:
        yield from read_tar_stream(file, budget)


def read_tar_stream(stream: Readable, budget: Budget) -> Iterator[Given]:
    """Yield the files of a tar; links and devices are not followed."""
    names = Names(budget.limits.skip)
    with tarfile.open(fileobj=stream, mode="r|", errors="replace") as archive:  # type: ignore[call-overload]
        for member in archive:
            if member.issym() or member.islnk():
                names.linked(member.name)
            elif member.isreg() and names.wanted(member.name) and (file := archive.extractfile(member)):
                with file:
                    yield Packed(names.shown(member.name), file, member.size)
            archive.members.clear()  # it would keep every member it has met
    yield from names.notes()
