"""Writes exports of the registry in the two shapes of the Ministry's site, about companies that do not exist.

Seen on the site: the elements of ``<item>``, ``genDate``, windows-1251 with Cyrillic as numeric
references, the sheet's columns. Not seen, and so chosen here: the root's name, the case of INN and OGRN,
the form of dates.
"""

import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from vestnik.kernel.inn import inn_is_right

GEN_DATE = "2026.09.12 01:37"
REAL_RECORDS = 32_523
"""As many as the export of 12 September 2026 had."""
REAL_BYTES = 161_381_070
COLUMNS = (
    "Порядковый номер реестровой записи",
    "Наименование ПО",
    "Сокращенное наименование (ФИО) правообладателя",
    "Идентификационный номер (ИНН)",
    "Код продукции",
    "Дата исключения",
)
_KINDS = ("Мессенджер", "Редактор", "Склад", "Планировщик", "Защита", "Почта", "Бухгалтерия")


@dataclass(frozen=True, slots=True)
class Holder:
    name: str
    short_name: str
    inn: str
    ogrn: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    number: str
    name: str
    owners: tuple[Holder, ...]
    alternatives: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    classes: tuple[str, ...] = ("02.09",)
    included_on: str = "2020-02-03"
    excluded: str = "false"
    excluded_on: str = ""
    exclusion_number: str = ""
    exclusion_kind: str = ""
    link: str = "https://product.example/"


def holder(number: int) -> Holder:
    """A company of a tax office that registers none (0100), so that its INN is nobody's."""
    return Holder(
        f"Общество с ограниченной ответственностью «Вымысел {number}»",
        f"ООО «Вымысел {number}»",
        company_inn(f"0100{number:05}"),
        f"{1_000_000_000_000 + number}",
    )


def company_inn(first_nine: str) -> str:
    """Nine digits with the check digit that fits them."""
    return next(inn for digit in range(10) if inn_is_right(inn := f"{first_nine}{digit}"))


def person_inn(first_ten: str) -> str:
    """Ten digits with the two check digits that fit them."""
    return next(inn for digits in range(100) if inn_is_right(inn := f"{first_ten}{digits:02}"))


def records(count: int, excluded: Collection[int] = ()) -> Iterator[Record]:
    """Records 1 to ``count``; the numbers in ``excluded`` were excluded on 1 September 2026."""
    for number in range(1, count + 1):
        record = Record(
            number=str(number),
            name=f"{_KINDS[number % len(_KINDS)]} «Образец {number}»",
            owners=(holder(number % 9_000), holder(number % 9_000 + 1))
            if number % 50 == 0
            else (holder(number % 9_000),),
            alternatives=(f"Прежний образец {number}",) if number % 10 == 0 else (),
            modules=(f"Модуль входа {number}", "Ядро ёмкости") if number % 25 == 0 else (),
            link=f"https://product.example/{number}",
        )
        yield exclude(record, "2026-09-01") if number in excluded else record


def exclude(record: Record, day: str) -> Record:
    return replace(
        record,
        excluded="true",
        excluded_on=day,
        exclusion_number="Приказ-образец",
        exclusion_kind="По заявлению правообладателя",
    )


def write_xml(
    path: Path,
    given: Iterable[Record],
    gen_date: str = GEN_DATE,
    *,
    tax: tuple[str, str] = ("INN", "OGRN"),
    filler: int = 0,
    head: str = "",
) -> Path:
    """Write the XML export; ``filler`` adds so many bytes a record in an element that nobody reads."""
    more = ""
    if filler:
        more = f"<comment>{'&#1086;' * (filler // 7)}</comment>\r\n"
    with path.open("w", encoding="ascii", newline="") as file:
        file.write(
            f'<?xml version="1.0" encoding="windows-1251"?>\r\n{head}<registry genDate="{gen_date}">\r\n'
        )
        for record in given:
            file.write(item(record, tax, more))
        file.write("</registry>\r\n")
    return path


def item(record: Record, tax: tuple[str, str] = ("INN", "OGRN"), more: str = "") -> str:
    parts = [
        ("registrationNumber", record.number),
        ("name", record.name),
        *(("previousAlternativeName", name) for name in record.alternatives),
    ]
    inside = "".join(f"<{tag}>{referenced(text)}</{tag}>\r\n" for tag, text in parts)
    inside += "".join(f"<module><name>{referenced(name)}</name></module>\r\n" for name in record.modules)
    for one in record.owners:
        inside += (
            f"<owner><name>{referenced(one.name)}</name><shortName>{referenced(one.short_name)}</shortName>"
            f"<{tax[0]}>{one.inn}</{tax[0]}><{tax[1]}>{one.ogrn}</{tax[1]}></owner>\r\n"
        )
    inside += "".join(f"<softwareClass code={quoteattr(code)}/>\r\n" for code in record.classes)
    last = [
        ("descriptionLink", record.link),
        ("costLink", record.link),
        ("gosRegistrationDate", ""),
        ("gosRegistrationNumber", ""),
        ("inclusionDate", record.included_on),
        ("inclusionNumber", "Приказ-образец о включении"),
        ("excluded", record.excluded),
        ("exclusionDate", record.excluded_on),
        ("exclusionNumber", record.exclusion_number),
        ("exclusionType", record.exclusion_kind),
    ]
    inside += "".join(f"<{tag}>{referenced(text)}</{tag}>\r\n" for tag, text in last)
    return f"<item>\r\n{inside}{more}</item>\r\n"


def referenced(text: str) -> str:
    """Escape for XML; what is not ASCII becomes numeric references."""
    return escape(text).encode("ascii", "xmlcharrefreplace").decode().replace("\r", "&#13;")


def real_size(path: Path) -> Path:
    """Write an export as large as the real one."""
    each = REAL_BYTES // REAL_RECORDS
    usual = len(item(next(records(1))))
    return write_xml(path, records(REAL_RECORDS), filler=each - usual)


def write_xlsx(
    path: Path,
    given: Iterable[Record],
    *,
    columns: Sequence[str] = COLUMNS,
    above: int = 3,
    core: str = "",
    parts: dict[str, str] | None = None,
) -> Path:
    """Write the sheet: ``above`` rows of titles, the header, a row a record; INN a number, as on the site."""
    rows: list[Sequence[Any]] = [[f"Реестр российского ПО, строка {number}"] for number in range(above)]
    rows.append(list(columns))
    strings: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("xl/workbook.xml", _WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _BOOK_RELS)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for number, row in enumerate(_rows(rows, given, columns), 1):
                sheet.write(_row(number, row, strings).encode())
            sheet.write(b"</sheetData></worksheet>")
        texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
        archive.writestr("xl/sharedStrings.xml", f'{_XML}<sst xmlns="{_MAIN}">{texts}</sst>')
        if core:
            archive.writestr("docProps/core.xml", f"{_XML}{_CORE % core}")
        for name, text in (parts or {}).items():
            archive.writestr(name, text)
    return path


def _rows(
    head: list[Sequence[Any]], given: Iterable[Record], columns: Sequence[str]
) -> Iterator[Sequence[Any]]:
    yield from head
    for record in given:
        inns = [one.inn for one in record.owners]
        cells: dict[str, Any] = {
            COLUMNS[0]: record.number,
            COLUMNS[1]: record.name,
            COLUMNS[2]: "\n".join(one.short_name for one in record.owners),
            COLUMNS[3]: float(inns[0]) if len(inns) == 1 and inns[0].isdigit() else "\n".join(inns),
            COLUMNS[4]: "\n".join(record.classes),
            COLUMNS[5]: _dotted(record.excluded_on),
        }
        yield [cells.get(column, "прочее") for column in columns]


def _dotted(day: str) -> str:
    return date.fromisoformat(day).strftime("%d.%m.%Y") if day else ""


def _row(number: int, row: Sequence[Any], strings: dict[str, int]) -> str:
    cells = []
    for column, value in enumerate(row):
        place = f"{chr(65 + column)}{number}"
        if isinstance(value, float):
            cells.append(f'<c r="{place}"><v>{value!r}</v></c>')
        elif value != "":
            index = strings.setdefault(str(value), len(strings))
            cells.append(f'<c r="{place}" t="s"><v>{index}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPES}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_SHEET_TYPES}.sharedStrings+xml"/></Types>'
)
_RELS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_WORKBOOK = (
    f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Реестр" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_BOOK_RELS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
_CORE = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    '<dcterms:created xsi:type="dcterms:W3CDTF">2015-01-01T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified></cp:coreProperties>'
)
