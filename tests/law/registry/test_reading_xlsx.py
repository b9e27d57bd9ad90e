"""The XLSX export: columns by their words, INNs made whole, hostile files refused."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.depth import depth
from tests.law.registry.exports import (
    COLUMNS,
    Holder,
    Record,
    company_inn,
    exclude,
    holder,
    person_inn,
    records,
    write_xlsx,
)

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.inn import inn_is_right
from vestnik.law.registry.model import ExportFormat, RawRecord
from vestnik.law.registry.reading.open_export import open_export


def read(path: Path) -> list[RawRecord]:
    export = open_export(str(path))
    assert export.format is ExportFormat.XLSX
    return list(export.records(lambda _: None))


def refused(path: Path) -> str:
    with pytest.raises(InvalidInput) as caught:
        read(path)
    assert (caught.value.field or "").startswith(path.name)
    assert caught.value.hint is not None
    return str(caught.value)


def with_part(path: Path, name: str, text: str | bytes) -> Path:
    """Write the workbook again with one part replaced."""
    old = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, text)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def sheet_with(cells: str) -> str:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'


def test_the_known_columns_arrive(tmp_path: Path) -> None:
    given_one = exclude(Record("5", "Образец", (holder(3),), classes=("02.09", "09.01")), "2026-09-01")
    [raw] = read(write_xlsx(tmp_path / "a.xlsx", [given_one]))
    assert raw.fields == {
        "name": "Образец",
        "registrationnumber": "5",
        "exclusiondate": "01.09.2026",
        "inclusiondate": "",
    }
    assert raw.classes == ("02.09", "09.01")
    assert [(one.short_name, one.inn) for one in raw.owners] == [(holder(3).short_name, holder(3).inn)]
    assert raw.place == 5


@pytest.mark.parametrize("above", [0, 1, 9])
def test_the_header_may_stand_in_any_of_the_first_ten_rows(tmp_path: Path, above: int) -> None:
    assert len(read(write_xlsx(tmp_path / "a.xlsx", records(3), above=above))) == 3


def test_a_header_below_or_absent_is_refused(tmp_path: Path) -> None:
    assert "Наименование ПО" in refused(write_xlsx(tmp_path / "a.xlsx", records(3), above=10))
    refused(write_xlsx(tmp_path / "b.xlsx", records(3), columns=["Город", "Улица"]))
    refused(write_xlsx(tmp_path / "c.xlsx", []))


def test_headings_are_known_by_their_words_and_further_columns_do_no_harm(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", records(1))
    [plain] = read(path)
    strings = zipfile.ZipFile(path).read("xl/sharedStrings.xml").decode()
    for column in COLUMNS:
        assert column in strings
        strings = strings.replace(column, f" {column.upper().replace(' ', '  ')}\n")
    assert read(with_part(path, "xl/sharedStrings.xml", strings)) == [plain]
    wide = ("Вид", *COLUMNS, "Предыдущие и (или) альтернативные наименования ПО", "Адрес")
    [raw] = read(write_xlsx(tmp_path / "b.xlsx", records(1), columns=wide))
    assert raw.fields == plain.fields
    assert raw.alternatives == ("прочее",)


def test_a_sheet_without_numbers_is_read(tmp_path: Path) -> None:
    [raw] = read(write_xlsx(tmp_path / "a.xlsx", records(1), columns=COLUMNS[1:]))
    assert raw.fields["registrationnumber"] == ""
    assert raw.fields["name"]


def test_several_owners_in_one_cell_are_several(tmp_path: Path) -> None:
    [raw] = read(write_xlsx(tmp_path / "a.xlsx", [Record("1", "Образец", (holder(1), holder(2)))]))
    assert [(one.short_name, one.inn) for one in raw.owners] == [
        (holder(1).short_name, holder(1).inn),
        (holder(2).short_name, holder(2).inn),
    ]


@given(
    st.one_of(
        st.text("0123456789", min_size=9, max_size=9)
        .filter(lambda text: not text.startswith("00"))
        .map(company_inn),
        st.text("0123456789", min_size=10, max_size=10)
        .filter(lambda text: not text.startswith("00"))
        .map(person_inn),
    )
)
@settings(max_examples=depth(50, 500))
def test_an_inn_that_a_sheet_kept_as_a_number_is_whole_again(
    tmp_path_factory: pytest.TempPathFactory, inn: str
) -> None:
    path = tmp_path_factory.mktemp("inn") / "a.xlsx"
    [raw] = read(write_xlsx(path, [Record("1", "Образец", (Holder("", "ООО", inn),))]))
    assert raw.owners[0].inn == inn
    assert inn_is_right(raw.owners[0].inn)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=60))
@settings(max_examples=depth(50, 500))
def test_any_name_comes_through(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    path = tmp_path_factory.mktemp("name") / "a.xlsx"
    [raw] = read(write_xlsx(path, [Record("1", f"«{name}»", (holder(1),))]))
    assert raw.fields["name"] == f"«{name}»"


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_a_dtd_in_any_part_is_refused(tmp_path: Path, part: str) -> None:
    path = with_part(write_xlsx(tmp_path / "a.xlsx", records(1)), part, f"{BOMB}<x>&b;</x>")
    assert "DTD" in refused(path)


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD1", "ZZZZ1", "мимо"])
def test_a_far_cell_that_would_ask_for_terabytes_is_refused(tmp_path: Path, cell: str) -> None:
    cells = f'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="{cell}"><v>1</v></c></row>'
    refused(with_part(write_xlsx(tmp_path / "a.xlsx", records(1)), SHEET, sheet_with(cells)))


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"/></row><row r="200000"><c r="IV200000"/></row>',
        f"<row>{'<c/>' * 300}</row>",
        f"{'<row/>' * 200_011}",
        '<row r="99999999999"><c/></row>',
    ],
    ids=["a far corner", "a wide row", "many rows", "a far row"],
)
def test_a_sheet_that_spans_too_much_is_refused(tmp_path: Path, cells: str) -> None:
    refused(with_part(write_xlsx(tmp_path / "a.xlsx", records(1)), SHEET, sheet_with(cells)))


def test_a_sheet_hidden_behind_another_ending_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", records(1))
    relations = "xl/_rels/workbook.xml.rels"
    hidden = zipfile.ZipFile(path).read(relations).decode().replace("sheet1.xml", "sheet1.dat")
    assert "sheet1.dat" in refused(with_part(path, relations, hidden))


def test_a_promise_of_countless_strings_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", records(3))
    strings = zipfile.ZipFile(path).read("xl/sharedStrings.xml").decode()
    strings = strings.replace("<sst ", '<sst count="4294967295" uniqueCount="4294967295" ')
    assert "4294967295" in refused(with_part(path, "xl/sharedStrings.xml", strings))


@pytest.mark.parametrize("span", ["A1:XFD1048576", "A1:ZZZZ99999999999", "x"])
def test_a_false_span_of_the_sheet_costs_nothing(tmp_path: Path, span: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", records(3))
    sheet = zipfile.ZipFile(path).read(SHEET).decode()
    sheet = sheet.replace("<sheetData>", f'<dimension ref="{span}"/><sheetData>')
    path = with_part(path, SHEET, sheet)
    try:
        assert len(read(path)) == 3
    except InvalidInput as error:
        assert error.field == "a.xlsx"  # noqa: PT017 — a refusal is the other right answer


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = "vestnik.law.registry.reading.read_xlsx"
    monkeypatch.setattr(f"{reader}.MAX_SHEET_UNPACKED", 1 << 20)
    path = with_part(write_xlsx(tmp_path / "a.xlsx", records(1)), "xl/media/x.bin", "\0" * (2 << 20))
    assert "развёрнутом" in refused(path)
    monkeypatch.setattr(f"{reader}.MAX_PARTS", 3)
    assert "Частей" in refused(write_xlsx(tmp_path / "b.xlsx", records(1)))


def test_too_many_records_and_too_long_values_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(write_xlsx(tmp_path / "a.xlsx", [Record("1", "я" * 20_001, (holder(1),))]))
    refused(write_xlsx(tmp_path / "b.xlsx", [Record("1" * 65, "Образец", (holder(1),))]))
    monkeypatch.setattr("vestnik.law.registry.reading.read_xlsx.MAX_RECORDS", 2)
    refused(write_xlsx(tmp_path / "c.xlsx", records(3)))


@given(place=st.floats(0, 1), byte=st.integers(0, 255))
@settings(max_examples=depth(100, 3_000))
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, place: float, byte: int
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "a.xlsx"
    data = bytearray(write_xlsx(path, records(5)).read_bytes())
    data[int(place * (len(data) - 1))] = byte
    path.write_bytes(data)
    try:
        list(open_export(str(path)).records(lambda _: None))
    except InvalidInput as error:
        assert error.field  # noqa: PT017 — a refusal is one of two right answers


PARTS = (SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "docProps/core.xml")


@given(
    part=st.sampled_from(PARTS),
    place=st.floats(0, 1),
    put=st.one_of(
        st.binary(min_size=1, max_size=4),
        st.sampled_from(
            [b"-1", b"9" * 20, b"1e308", b't="d"', b't="b"', b't="e"', b't="inlineStr"', b"<", b'"']
        ),
    ),
    cut=st.integers(0, 9),
)
@settings(max_examples=depth(100, 5_000))
def test_a_damaged_part_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, part: str, place: float, put: bytes, cut: int
) -> None:
    path = write_xlsx(tmp_path_factory.mktemp("part") / "a.xlsx", records(3), core="2026-10-01T08:00:00Z")
    data = zipfile.ZipFile(path).read(part)
    start = int(place * len(data))
    with_part(path, part, data[:start] + put + data[start + cut :])
    try:
        list(open_export(str(path)).records(lambda _: None))
    except InvalidInput as error:
        assert error.field  # noqa: PT017 — a refusal is one of two right answers


def test_a_workbook_cut_off_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", records(50))
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InvalidInput):
        list(open_export(str(path)).records(lambda _: None))
