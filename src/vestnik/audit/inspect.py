"""A document → its findings. Pure: nothing is read or written."""

import codecs
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from vestnik.audit.detectors import (
    api,
    app,
    button,
    data,
    link,
    meta,
    script,
    server,
    share,
    style,
    text,
    widget,
)
from vestnik.audit.documents import Document
from vestnik.audit.findings import finish
from vestnik.audit.marks import Sighting
from vestnik.audit.model import Finding, Trouble
from vestnik.audit.prefilter import MAX_HITS, Hit, Prefilter
from vestnik.audit.readers.reading import Reading, read
from vestnik.law.signatures import Signatures, load

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OF_EACH = 2
DETECTORS: tuple[Callable[[Reading], Iterator[Sighting]], ...] = (
    server.detect,
    link.detect,
    button.detect,
    script.detect,
    share.detect,
    meta.detect,
    widget.detect,
    api.detect,
    app.detect,
    text.detect,
    data.detect,
    style.detect,
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one document gave; ``cut`` when it holds more candidate places than are looked at."""

    findings: list[Finding]
    cut: bool

    def trouble(self, path: str) -> list[Trouble]:
        """Return the line that says what was left out, or nothing."""
        if not self.cut:
            return []
        said = f"Мест слишком много: рассмотрены первые {MAX_HITS}. Разделите файл и проверьте снова."
        return [Trouble(path, "limit", said)]


class Inspector:
    """Signatures compiled once; keep one per process (an instance serves one thread at a time)."""

    def __init__(self, signatures: Signatures | None = None) -> None:
        """Compile the given signatures, or the packaged ones; costs some 50 ms."""
        self.signatures = signatures or load()
        self.prefilter = Prefilter(self.signatures)

    def survives(self, data: bytes) -> bool:
        """Whether the bytes may hold a finding at all; asked before anything is decoded."""
        return data.startswith(_WIDE) or self.prefilter.survives(data)

    def inspect(self, document: Document) -> list[Finding]:
        """Return the findings of a document in source order."""
        return self.examine(document).findings

    def examine(self, document: Document) -> Inspection:
        """Return the findings of a document in source order, and whether all of it was looked at."""
        hits = self.prefilter.hits(document.searched)
        cut = len(hits) > MAX_HITS
        hits = _first_of_each(hits) if document.vendor else hits[:MAX_HITS]
        if not hits:
            return Inspection([], cut)
        reading = read(document, hits, self.signatures)
        sightings: Sequence[Sighting] = [item for detect in DETECTORS for item in detect(reading)]
        return Inspection(finish(reading, sightings), cut)


def _first_of_each(hits: Sequence[Hit]) -> list[Hit]:
    """A vendor's file is a note, not work: the first few places of every name say enough."""
    counted: Counter[str] = Counter()
    kept: list[Hit] = []
    for hit in hits:
        counted[hit.literal.text] += 1
        if counted[hit.literal.text] <= _OF_EACH:
            kept.append(hit)
    return kept


def inspect(document: Document, inspector: Inspector | None = None) -> list[Finding]:
    """Return the findings of one document; pass an ``Inspector`` when there are many."""
    return (inspector or Inspector()).inspect(document)
