"""Old Office files and Outlook letters: one container (OLE), told apart by the names inside it."""

import re
from collections.abc import Iterator

from vestnik.audit.documents import Kind
from vestnik.audit.sources.budget import Budget
from vestnik.audit.sources.letters.outlook import read_outlook
from vestnik.audit.sources.model import Given, Note, Part, Source
from vestnik.audit.sources.pages import Run, page, paragraph
from vestnik.audit.sources.papers.old_sheets import read_book
from vestnik.audit.sources.papers.ole import Ole

_PAPERS = (".doc", ".dot", ".xls", ".xlt", ".ppt", ".pps", ".msg", ".vsd", ".pub")
_MOST_ADDRESSES = 5_000
_WIDE = re.compile(rb"(?:[\x21-\x7e]\0){8,2000}")
_NARROW = re.compile(rb"[\x21-\x7e]{8,2000}")


def _named(name: str) -> bytes:
    return name.encode("utf-16-le")


def read_ole(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield what is inside an OLE file, or the sentence that says what to save it as."""
    data = budget.load(source)
    if _named("EncryptedPackage") in data:
        yield Note("unreadable", "Документ под паролем, не прочитан.")
    elif _named("__properties_version1.0") in data:
        yield from read_outlook(data, budget)
    elif _named("Workbook") in data or _named("Book\0") in data:
        book = Ole(data).stream("Workbook", "Book")
        yield from read_book(book or b"")
    elif _named("WordDocument") in data:
        yield from _addresses(data)
        said = "Старый формат Word (.doc): прочитаны только адреса ссылок. Сохраните файл как .docx."
        yield Note("unreadable", said)
    elif _named("PowerPoint Document") in data:
        yield from _addresses(data)
        said = "Старый формат PowerPoint (.ppt): прочитаны только адреса ссылок. Сохраните файл как .pptx."
        yield Note("unreadable", said)
    else:
        paper = source.name.lower().endswith(_PAPERS)
        said = "Документ повреждён или неизвестного вида, не прочитан."
        yield Note("unreadable" if paper else "binary", said, incomplete=paper)


def _addresses(data: bytes) -> Iterator[Given]:
    """Yield the addresses that stand in the bytes as such, one a line, each once."""
    found: dict[str, None] = {}
    for raw in (*_NARROW.findall(data), *(run[::2] for run in _WIDE.findall(data))):
        if b":" in raw and (b"://" in raw or b"viber:" in raw or b"skype:" in raw):
            for piece in re.split(r"[\"<>]", raw.decode("ascii")):
                if ":" in piece and len(found) < _MOST_ADDRESSES:
                    found[piece] = None
    if found:
        yield Part("links", page(paragraph([Run("→", one)]) for one in found), Kind.HTML)
