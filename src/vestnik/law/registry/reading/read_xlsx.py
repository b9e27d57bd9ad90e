"""The XLSX export → raw records.

python-calamine reads cells; before it sees the file, every part is unpacked once against limits and every
XML part is looked through for a DTD, because calamine has no limits of its own (see docs/adr/0007).
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any, Final
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.inn import padded_inn
from vestnik.kernel.text import N_, Text
from vestnik.law.registry.fold import fold, one_line
from vestnik.law.registry.limits import (
    HEADER_ROWS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_FIELD,
    MAX_NUMBER,
    MAX_PARTS,
    MAX_RECORDS,
    MAX_SHEET_UNPACKED,
)
from vestnik.law.registry.model import RawOwner, RawRecord

_BLOCK: Final = 1 << 16
_CORE: Final = "docProps/core.xml"
_BOOK_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_PROMISES: Final = frozenset({"count", "uniqueCount"})
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")
_AGAIN: Final = N_("Скачайте выгрузку заново кнопкой экспорта на reestr.digital.gov.ru.")
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
"""What reading a damaged or protected archive raises."""

_COLUMNS: Final[dict[str, Callable[[str], bool]]] = {
    "inn": lambda head: "инн" in head.split() or "идентификационный номер" in head,
    "ogrn": lambda head: "огрн" in head or "огрнип" in head,
    "alternatives": lambda head: "альтернативн" in head or "предыдущ" in head,
    "name": lambda head: (
        head in {"наименование по", "наименование программного обеспечения"}
        or head.startswith("наименование программы")
    ),
    "owner_short": lambda head: "правообладател" in head and "сокращен" in head,
    "owner_name": lambda head: (
        "правообладател" in head and ("наименование" in head or "фио" in head or head == "правообладатель")
    ),
    "classes": lambda head: "код продукции" in head or "код класса" in head,
    "exclusiondate": lambda head: "дата исключения" in head,
    "inclusiondate": lambda head: head.startswith(("дата включения", "дата внесения", "дата регистрации")),
    "registrationnumber": lambda head: (
        "номер" in head
        and "огрн" not in head
        and ("реестров" in head or "регистрационн" in head or "в реестре" in head)
    ),
}
"""Columns by the words of their folded heading, without punctuation; the first that fits takes the column."""


class XlsxExport:
    """One pass over a sheet; ``generated`` comes from the file's properties, empty where they are silent."""

    def __init__(self, path: str, name: str) -> None:
        """Prepare to read the file at ``path`` that errors call ``name``."""
        self.generated = ""
        self.rows = 0
        """Rows of the sheet, for the progress bar; known before the first record."""
        self._path = path
        self._name = name

    def records(self) -> Iterator[RawRecord]:
        """Yield the records of the first sheet that has the registry's header.

        Raises:
            InvalidInput: the file is no export, is damaged, declares a DTD, or passes a limit.
        """
        self._look_through()
        try:
            with CalamineWorkbook.from_path(self._path) as book:
                for sheet_name in book.sheet_names:
                    sheet = book.get_sheet_by_name(sheet_name)
                    self.rows = sheet.height
                    rows = enumerate(sheet.iter_rows(), (sheet.start or (0, 0))[0] + 1)
                    columns = _header(rows)
                    if columns:
                        yield from self._below(rows, columns)
                        return
        except CalamineError as error:
            raise self._refusal(
                N_("Таблица испорчена: %(reason)s.", reason=one_line(str(error))[:200])
            ) from error
        raise InvalidInput(
            N_(
                "В первых %(rows)s строках нет заголовков «Наименование ПО» "
                "и «Идентификационный номер (ИНН)».",
                rows=HEADER_ROWS,
            ),
            field=self._name,
            hint=N_("Нужна выгрузка реестра без правки: строка заголовков на месте."),
        )

    def _below(self, rows: Iterator[tuple[int, list[Any]]], columns: dict[str, int]) -> Iterator[RawRecord]:
        count = 0
        for place, row in rows:
            cells = {name: _cell(row, column) for name, column in columns.items()}
            if not any(cells.values()):
                continue
            count += 1
            if count > MAX_RECORDS:
                raise self._refusal(N_("Записей больше %(limit)s.", limit=MAX_RECORDS))
            if any(len(cell) > MAX_FIELD for cell in cells.values()) or (
                len(cells.get("registrationnumber", "")) > MAX_NUMBER
            ):
                raise self._refusal(N_("Запись %(record)s: значение слишком длинное.", record=count), place)
            yield _record(place, cells)
        if not count:
            raise self._refusal(N_("Под заголовком нет ни одной записи."))

    def _look_through(self) -> None:
        """Unpack every part once: nothing is larger than it may be, and no XML declares a DTD."""
        try:
            with zipfile.ZipFile(self._path) as archive:
                parts = archive.infolist()
                if len(parts) > MAX_PARTS:
                    raise self._refusal(N_("Частей в архиве больше %(limit)s.", limit=MAX_PARTS))
                left = MAX_SHEET_UNPACKED
                for part in parts:
                    with archive.open(part) as stream:
                        left -= self._part(part.filename, stream, left)
        except BROKEN as error:
            raise self._refusal(
                N_("Файл повреждён или зашифрован: %(reason)s.", reason=one_line(str(error))[:200])
            ) from error

    def _part(self, part: str, stream: IO[bytes], left: int) -> int:
        look = _Look(part)
        parser = look.parser if part.lower().endswith((".xml", ".rels", ".vml")) else None
        size = 0
        try:
            while block := stream.read(_BLOCK):
                size += len(block)
                if size > left:
                    raise self._refusal(
                        N_("В развёрнутом виде больше %(limit)s байт.", limit=MAX_SHEET_UNPACKED)
                    )
                if parser:
                    parser.Parse(block, False)
            if parser:
                parser.Parse(b"", True)
        except (expat.ExpatError, LookupError) as error:  # LookupError: an encoding nobody knows
            raise self._refusal(
                N_("Часть «%(part)s» испорчена: %(reason)s.", part=one_line(part)[:80], reason=str(error))
            ) from error
        except _Refused as refused:
            raise self._refusal(refused.what) from refused
        if part == _CORE:
            self.generated = one_line(look.modified)[:40]
        return size

    def _refusal(self, what: Text, row: int | None = None) -> InvalidInput:
        return InvalidInput(what, field=f"{self._name}:{row}" if row else self._name, hint=_AGAIN)


class _Refused(Exception):  # noqa: N818 — it says what happened
    def __init__(self, what: Text) -> None:
        super().__init__(what)
        self.what = what


class _Look:
    """What one XML part of a workbook is looked through for."""

    def __init__(self, part: str) -> None:
        self.modified = ""
        self._tag = ""
        self._row = self._column = self._widest = self._deepest = 0
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._relation if part == _BOOK_RELATIONS else self._start
        if part == _CORE:
            self.parser.CharacterDataHandler = self._core

    def _doctype(self, *_ignored: object) -> None:
        raise _Refused(N_("Внутри таблицы объявлен DTD: сущности и внешние ссылки не читаются никогда."))

    def _relation(self, _tag: str, attributes: dict[str, str]) -> None:
        # A sheet under another ending would not have been looked through.
        target = attributes.get("Target", ".xml")
        if not target.lower().endswith(".xml"):
            raise _Refused(N_("Часть «%(part)s» не нужна в выгрузке реестра.", part=one_line(target)[:80]))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        """Follow where cells stand, and what is promised: calamine makes room for all of it at once."""
        self._tag = tag
        local = tag.rpartition(":")[2]
        place = attributes.get("r", "")
        for promise in _PROMISES & attributes.keys():
            _number(attributes[promise], MAX_CELLS)
        if local == "row":
            self._row = _number(place, MAX_RECORDS + HEADER_ROWS) if place else self._row + 1
            self._column = 0
        elif local == "c":
            match = _CELL.match(place.upper())
            if match:
                self._column, self._row = _column(match[1]), int(match[2])
            elif place:
                raise _Refused(N_("Ячейка «%(cell)s» вне таблицы реестра.", cell=one_line(place)[:20]))
            else:
                self._column += 1
        else:
            return
        self._widest = max(self._widest, self._column)
        self._deepest = max(self._deepest, self._row)
        if (
            self._widest > MAX_COLUMNS
            or self._deepest > MAX_RECORDS + HEADER_ROWS
            or self._widest * self._deepest > MAX_CELLS
        ):
            raise _Refused(
                N_(
                    "Таблица не похожа на реестр: строк %(rows)s, столбцов %(columns)s.",
                    rows=self._deepest,
                    columns=self._widest,
                )
            )

    def _core(self, text: str) -> None:
        if self._tag == "dcterms:modified" and len(self.modified) < MAX_NUMBER:
            self.modified += text


def _number(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and int(text) <= most):
        raise _Refused(N_("Число «%(number)s» больше, чем бывает в реестре.", number=one_line(text)[:20]))
    return int(text)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _header(rows: Iterator[tuple[int, list[Any]]]) -> dict[str, int]:
    """Return where the columns stand, taking rows till the header; empty when it is not among the first."""
    for place, row in rows:
        if place > HEADER_ROWS:
            break
        columns: dict[str, int] = {}
        for column, cell in enumerate(row[:MAX_COLUMNS]):
            head = re.sub(r"[^\w]+", " ", fold(str(cell))[:200]).strip()
            name = next((name for name, fits in _COLUMNS.items() if name not in columns and fits(head)), None)
            if name is not None:
                columns[name] = column
        if {"name", "inn"} <= columns.keys():
            return columns
    return {}


def _cell(row: Sequence[Any], column: int) -> str:
    value = row[column] if column < len(row) else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()


def _record(place: int, cells: dict[str, str]) -> RawRecord:
    inns = [padded_inn(re.sub(r"\.0+\Z", "", inn)) for inn in re.split(r"[\s,;]+", cells["inn"]) if inn]
    names, shorts = _cell_lines(cells, "owner_name"), _cell_lines(cells, "owner_short")
    ogrns = _cell_lines(cells, "ogrn")
    several = len(inns) > 1
    if not several:  # one owner: a name on several lines is one name
        names, shorts = [one_line(" ".join(names))], [one_line(" ".join(shorts))]
    owners = [
        RawOwner(_at(names, number), _at(shorts, number), _at(inns, number), _at(ogrns, number))
        for number in range(max(len(inns), len(names), len(shorts)))
    ]
    return RawRecord(
        place=place,
        fields={
            name: cells.get(name, "")
            for name in ("name", "registrationnumber", "exclusiondate", "inclusiondate")
        },
        owners=tuple(owner for owner in owners if owner.inn or owner.name or owner.short_name),
        alternatives=tuple(_cell_lines(cells, "alternatives")),
        classes=tuple(_cell_lines(cells, "classes")),
    )


def _cell_lines(cells: dict[str, str], name: str) -> list[str]:
    return [line for line in cells.get(name, "").splitlines() if line.strip()]


def _at(values: list[str], number: int) -> str:
    return values[number] if number < len(values) else ""
