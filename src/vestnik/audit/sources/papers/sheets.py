"""XLSX → one page a sheet, one line a row: values of cells with their links, formulas that make links.

python-calamine reads values alone, and a price list leads into a messenger by links: the XML is read here.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape

from vestnik.audit.documents import Kind
from vestnik.audit.sources.archives.naming import Names
from vestnik.audit.sources.budget import Budget, Passed
from vestnik.audit.sources.model import BLOCK, BROKEN, Given, Note, Part, reason_of
from vestnik.audit.sources.pages import Run, page, paragraph
from vestnik.audit.sources.papers.relations import external_links, targets
from vestnik.audit.sources.xml_stream import Started, read_xml

_HYPERLINK = re.compile(rb"<(?:\w+:)?hyperlink\s[^>]*>")
_ATTRIBUTE = re.compile(r"(?:\w+:)?(\w+)\s*=\s*[\"']([^\"']*)[\"']")
_FORMULA = re.compile(r'HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
_MOST_ROWS = 1_048_576
_MOST_LINKS = 50_000


def read_sheets(archive: zipfile.ZipFile, budget: Budget) -> Iterator[Given]:
    """Yield the sheets of a workbook under their own names."""
    try:
        book = _Workbook(archive, budget)
    except Passed:
        raise
    except BROKEN as error:
        yield Note("unreadable", f"Таблица повреждена: {reason_of(error)}.")
        return
    names = Names(frozenset())
    for name, part in book.sheets:
        shown = names.shown(name.replace("/", "_"))
        try:
            sheet = book.read(part)
        except Passed:
            raise
        except BROKEN as error:
            yield Note("unreadable", f"Лист повреждён: {reason_of(error)}.", shown)
            continue
        if sheet.lines:
            yield Part(shown, page(sheet.lines), Kind.HTML)
        if sheet.cut:
            yield Note("limit", "Лист слишком длинный, прочитано его начало.", shown)


class _Workbook:
    """What all sheets share: the strings and where each sheet stands."""

    def __init__(self, archive: zipfile.ZipFile, budget: Budget) -> None:
        self._archive, self._budget = archive, budget
        found: list[tuple[str, str]] = []

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "sheet":
                found.append((attributes.get("name", ""), attributes.get("id", "")))

        self._read("xl/workbook.xml", start)
        parts = targets(archive, "xl/workbook.xml", budget)
        self.sheets = [(name or number, parts[number]) for name, number in found if number in parts]
        strings = _Strings(budget.limits.part_bytes)
        if "xl/sharedStrings.xml" in archive.namelist():
            with archive.open("xl/sharedStrings.xml") as stream:
                packed = archive.getinfo("xl/sharedStrings.xml").compress_size
                read_xml(budget.meter(stream, packed), strings.start, strings.end, strings.text)
        self._strings = strings.all

    def read(self, part: str) -> "_Sheet":
        """Read one sheet."""
        external = external_links(self._archive, part, self._budget)
        sheet = _Sheet(self._strings, self._links(part, external), self._budget.limits.part_bytes)
        with self._archive.open(part) as stream:
            metered = self._budget.meter(stream, self._archive.getinfo(part).compress_size)
            read_xml(metered, sheet.start, sheet.end, sheet.text)
        return sheet

    def _read(self, part: str, start: Started) -> None:
        with self._archive.open(part) as stream:
            metered = self._budget.meter(stream, self._archive.getinfo(part).compress_size)
            read_xml(metered, start, _nothing, _nothing)

    def _links(self, part: str, external: Mapping[str, str]) -> dict[str, str]:
        """Return cell → address; the links stand after the cells, so the sheet is looked through first."""
        links: dict[str, str] = {}
        if not external:
            return links
        with self._archive.open(part) as stream:
            tail = b""
            while (block := stream.read(BLOCK)) and len(links) < _MOST_LINKS:
                held = tail + block
                for tag in _HYPERLINK.findall(held):
                    given = dict(_ATTRIBUTE.findall(unescape(tag.decode("utf-8", "replace"))))
                    first = given.get("ref", "").partition(":")[0]
                    if first and given.get("id") in external:
                        links[first] = external[given["id"]]
                tail = held[-2_000:]
        return links


class _Strings:
    """The strings that cells refer to by number."""

    def __init__(self, most: int) -> None:
        self.all: list[str] = []
        self._now: list[str] = []
        self._phonetic = False
        self._left = most

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        self._phonetic |= tag == "rPh"

    def end(self, tag: str) -> None:
        if tag == "si":
            self.all.append("".join(self._now))
            self._now.clear()
        elif tag == "rPh":
            self._phonetic = False

    def text(self, said: str) -> None:
        self._left -= len(said)
        if not self._phonetic and self._left > 0:
            self._now.append(said)


class _Sheet:
    """Rows as lines; line N is row N."""

    def __init__(self, strings: list[str], links: Mapping[str, str], most: int) -> None:
        self.lines: list[str] = []
        self.cut = False
        self._strings, self._links, self._left = strings, links, most
        self._row: list[Run] = []
        self._number = 0
        self._place = self._type = ""
        self._value: list[str] = []
        self._formula: list[str] = []
        self._taking: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "row":
            given = attributes.get("r", "")
            self._number = int(given) if given.isdecimal() and len(given) < 8 else self._number + 1  # noqa: PLR2004
        elif tag == "c":
            self._place, self._type = attributes.get("r", ""), attributes.get("t", "")
            self._value, self._formula = [], []
        elif tag in {"v", "t"}:
            self._taking = self._value
        elif tag == "f":
            self._taking = self._formula

    def end(self, tag: str) -> None:
        if tag in {"v", "t", "f"}:
            self._taking = None
        elif tag == "c":
            self._cell()
        elif tag == "row":
            self._line()

    def text(self, said: str) -> None:
        if self._taking is not None:
            self._taking.append(said)

    def _cell(self) -> None:
        value = "".join(self._value)
        if self._type == "s":
            number = int(value) if value.isdecimal() and len(value) < 8 else -1  # noqa: PLR2004
            value = self._strings[number] if 0 <= number < len(self._strings) else ""
        made = _FORMULA.search("".join(self._formula))
        href = self._links.get(self._place, "") or (made[1] if made else "")
        if value or href:
            self._row += [Run(value or "→", href), Run(" ")]

    def _line(self) -> None:
        if self._row and (self._left <= 0 or self._number > _MOST_ROWS):
            self.cut = True
        elif self._row:
            self.lines.extend("" for _ in range(len(self.lines) + 1, self._number))
            self.lines.append(paragraph(self._row))
            self._left -= len(self.lines[-1])
        self._row = []


def _nothing(_ignored: str) -> None:
    return
