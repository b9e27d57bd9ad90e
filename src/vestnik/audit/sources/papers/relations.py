"""The relationships of one part of an Office document: ids → addresses, or other parts."""

import posixpath
import zipfile
from collections.abc import Iterator, Mapping

from vestnik.audit.sources.budget import Budget
from vestnik.audit.sources.xml_stream import read_xml


def external_links(archive: zipfile.ZipFile, part: str, budget: Budget) -> dict[str, str]:
    """Return what leads out of the document."""
    return {number: target for number, target, external in _relations(archive, part, budget) if external}


def targets(archive: zipfile.ZipFile, part: str, budget: Budget) -> dict[str, str]:
    """Return what leads to another part, by its name in the archive."""
    folder = posixpath.dirname(part)
    return {
        number: posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
        for number, target, external in _relations(archive, part, budget)
        if not external
    }


def _relations(archive: zipfile.ZipFile, part: str, budget: Budget) -> Iterator[tuple[str, str, bool]]:
    folder, name = posixpath.split(part)
    found: list[tuple[str, str, bool]] = []

    def start(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship":
            external = given.get("TargetMode") == "External"
            found.append((given.get("Id", ""), given.get("Target", ""), external))

    try:
        entry = archive.getinfo(f"{folder}/_rels/{name}.rels")
    except KeyError:
        return
    with archive.open(entry) as stream:
        read_xml(budget.meter(stream, entry.compress_size), start, _nothing, _nothing)
    yield from found


def _nothing(_ignored: str) -> None:
    return
