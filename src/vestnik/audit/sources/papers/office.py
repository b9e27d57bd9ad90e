"""DOCX, PPTX, XLSX and OpenDocument → paragraphs, cells and their links; what is embedded as well."""

import posixpath
import zipfile
from collections.abc import Iterator

from vestnik.audit.documents import Kind
from vestnik.audit.sources.archives.zips import read_entries
from vestnik.audit.sources.budget import Budget, Passed
from vestnik.audit.sources.model import BROKEN, Given, Note, Part, Source, reason_of
from vestnik.audit.sources.pages import Run, page, paragraph
from vestnik.audit.sources.papers.flow import Flow
from vestnik.audit.sources.papers.relations import external_links
from vestnik.audit.sources.papers.sheets import read_sheets
from vestnik.audit.sources.xml_stream import read_xml

_DOCX = ("word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes", "word/comments")
_PPTX = ("ppt/slides/slide", "ppt/notesSlides/", "ppt/comments/", "ppt/slideMasters/", "ppt/slideLayouts/")
_XLSX = ("xl/comments", "xl/drawings/drawing", "xl/threadedComments/")
_OPEN = ("content.xml", "styles.xml")


def read_office(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield the texts of a document, a part under the name it has inside, then what is embedded."""
    with source.open() as file, zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        book = _Book(archive, budget)
        for entry in entries:
            named = entry.filename.endswith(".xml") and entry.filename.startswith((*_DOCX, *_PPTX, *_XLSX))
            if named or entry.filename in _OPEN:
                yield from book.text(entry)
        if "xl/workbook.xml" in archive.namelist():
            yield from read_sheets(archive, budget)
        yield from read_entries(archive, budget, [entry for entry in entries if _embedded(entry.filename)])


def _embedded(name: str) -> bool:
    """Whether it is a picture or a file somebody put into the document."""
    folders = ("/media/", "/embeddings/", "Pictures/")
    return any(folder in "/" + name for folder in folders) and not name.lower().endswith((".emf", ".wmf"))


class _Book:
    """The parts of one document and the links between them."""

    def __init__(self, archive: zipfile.ZipFile, budget: Budget) -> None:
        self._archive, self._budget = archive, budget

    def text(self, entry: zipfile.ZipInfo) -> Iterator[Given]:
        """Yield one part as a page: external links that no text carries first, then the paragraphs."""
        name = posixpath.basename(entry.filename).removesuffix(".xml")
        try:
            links = external_links(self._archive, entry.filename, self._budget)
            flow = Flow(links)
            with self._archive.open(entry) as stream:
                read_xml(self._budget.meter(stream, entry.compress_size), flow.start, flow.end, flow.text)
        except Passed:
            raise
        except BROKEN as error:
            yield Note("unreadable", f"Часть документа повреждена: {reason_of(error)}.", name)
            return
        unsaid = [paragraph([Run("→", href)]) for number, href in links.items() if number not in flow.used]
        lines = [*flow.lines, *unsaid]
        if lines:
            yield Part(name, page(lines), Kind.HTML)
