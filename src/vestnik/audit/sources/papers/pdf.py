"""PDF → pages as text with their links, codes drawn on them, attached files."""

import ctypes
import threading
from collections.abc import Iterator
from typing import Any, Final

from vestnik.audit.documents import Kind
from vestnik.audit.sources.archives.naming import Names
from vestnik.audit.sources.budget import Budget
from vestnik.audit.sources.model import Code, Given, Note, Part, Source, reason_of
from vestnik.audit.sources.pages import Run, inline, page, paragraph
from vestnik.audit.sources.pictures.codes import read_codes

_LOCK: Final = threading.Lock()
"""PDFium serves one thread at a time, whatever the document."""
_DOTS_AN_INCH: Final = 150
_LONGEST_SIDE: Final = 2_000
"""Pixels of a drawn page."""
_MOST_TEXT: Final = 500_000
_MOST_LINKS: Final = 2_000
_MOST_ATTACHED: Final = 100
_WRAPPED: Final = 0.8
"""Of the longest line of a page: a line as long as that was broken by its end, not by its sense."""
_DRAWN: Final = 20
"""Lines and shapes that make a code: fewer cannot."""


def read_pdf(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield the pages of a PDF: links in the text they stand on, then what codes say, then attached files."""
    import pypdfium2  # type: ignore[import-untyped]

    with source.open() as file:
        try:
            with _LOCK:
                document = pypdfium2.PdfDocument(file)
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower()
            said = "PDF под паролем, не прочитан." if locked else f"PDF повреждён: {reason_of(error)}."
            yield Note("unreadable", said)
            return
        try:
            yield from _pages(document, budget)
            yield from _attached(document, budget)
        finally:
            with _LOCK:
                document.close()


def _pages(document: Any, budget: Budget) -> Iterator[Given]:
    import pypdfium2

    count, drawn = len(document), 0
    for number in range(min(count, budget.limits.pages)):
        name = f"page-{number + 1}"
        try:
            with _LOCK:
                sheet = document[number]
                data, image = _read(sheet, draw=drawn < budget.limits.rendered_pages)
                sheet.close()
        except pypdfium2.PdfiumError as error:
            yield Note("unreadable", f"Страница не читается: {reason_of(error)}.", name)
            continue
        if data:
            yield Part(name, data, Kind.HTML)
        if image is not None:
            drawn += 1
            yield from (Code(text, name) for text in read_codes(image))
    if count > budget.limits.pages:
        yield Note("limit", f"Страниц {count}, прочитаны первые {budget.limits.pages}.")


def _read(sheet: Any, *, draw: bool) -> tuple[bytes, Any]:
    """Return a page's HTML and, when something on it may be a code, its picture in grey."""
    text_page = sheet.get_textpage()
    try:
        text = text_page.get_text_range(0, min(text_page.count_chars(), _MOST_TEXT))
        links = [(href, _label(text_page, box)) for href, box in _links(sheet)]
    finally:
        text_page.close()
    image = None
    if draw and _may_hold_code(sheet):
        width, height = sheet.get_size()
        scale = min(_DOTS_AN_INCH / 72, _LONGEST_SIDE / max(width, height, 1))
        image = sheet.render(scale=scale, grayscale=True).to_pil()
    return _as_html(text, links), image


def _links(sheet: Any) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Yield the address of every link of a page and the box it covers."""
    from pypdfium2 import raw

    place, link, box = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    for _ in range(_MOST_LINKS):
        if not raw.FPDFLink_Enumerate(sheet, place, link):
            return
        action = raw.FPDFLink_GetAction(link)
        size = raw.FPDFAction_GetURIPath(sheet.pdf, action, None, 0) if action else 0
        if size > 1 and raw.FPDFLink_GetAnnotRect(link, box):
            held = ctypes.create_string_buffer(size)
            raw.FPDFAction_GetURIPath(sheet.pdf, action, held, size)
            yield held.value.decode("utf-8", "replace"), (box.left, box.bottom, box.right, box.top)


def _label(text_page: Any, box: tuple[float, float, float, float]) -> str:
    left, bottom, right, top = box
    found = text_page.get_text_bounded(left=left, bottom=bottom, right=right, top=top)
    return " ".join(str(found).split())


def _as_html(text: str, links: list[tuple[str, str]]) -> bytes:
    """Put every link where its label stands; one without a label (a picture) stands below the text."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    marks: dict[int, list[tuple[int, int, str]]] = {}
    below: list[str] = []
    at = 0
    for href, label in links:
        place = _place(lines, marks, label, at)
        if place is None:
            below.append(paragraph([Run(label or "→", href)]))
        else:
            at, start = place
            marks.setdefault(at, []).append((start, start + len(label), href))
    shown = [inline(_runs(line, sorted(marks.get(number, ())))) for number, line in enumerate(lines)]
    return page([*_blocks(lines, shown), *below]) if lines or below else b""


def _blocks(lines: list[str], shown: list[str]) -> Iterator[str]:
    """Yield the lines, those that go on in the next one in one block with it; the count of lines stays."""
    longest = max(map(len, lines), default=0)
    inside = False
    for number, (line, html) in enumerate(zip(lines, shown, strict=True), 1):
        wrapped = len(line) > _WRAPPED * longest and not line.endswith((".", "!", "?", ";"))
        goes_on = number < len(lines) and (wrapped or line.endswith((":", ",", "—", "-")))
        yield f"{'' if inside else '<p>'}{html}{'' if goes_on else '</p>'}"
        inside = goes_on


def _place(
    lines: list[str], marks: dict[int, list[tuple[int, int, str]]], label: str, at: int
) -> tuple[int, int] | None:
    """Find a label that is not yet a link: links come in the order of the text, mostly."""
    if not label:
        return None
    for number in (*range(at, len(lines)), *range(at)):
        start = lines[number].find(label)
        while start >= 0:
            if all(end <= start or start + len(label) <= begin for begin, end, _ in marks.get(number, ())):
                return number, start
            start = lines[number].find(label, start + 1)
    return None


def _runs(line: str, marks: list[tuple[int, int, str]]) -> Iterator[Run]:
    at = 0
    for start, end, href in marks:
        yield Run(line[at:start])
        yield Run(line[start:end], href)
        at = end
    yield Run(line[at:])


def _may_hold_code(sheet: Any) -> bool:
    """Tell whether the page has a picture, or enough shapes to be a drawn code."""
    from pypdfium2 import raw

    shapes = 0
    for item in sheet.get_objects(max_depth=4):
        if item.type in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING}:
            return True
        shapes += item.type == raw.FPDF_PAGEOBJ_PATH
        if shapes >= _DRAWN:
            return True
    return False


def _attached(document: Any, budget: Budget) -> Iterator[Given]:
    names = Names(budget.limits.skip)
    with _LOCK:
        count = min(document.count_attachments(), _MOST_ATTACHED)
    for number in range(count):
        with _LOCK:
            attachment = document.get_attachment(number)
            name, data = attachment.get_name(), bytes(attachment.get_data())
        yield Part(names.shown(name or str(number + 1)), data)
