"""The XML export is read to the last letter, or refused with the place and the way to mend it."""

import gzip
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.depth import depth
from tests.law.registry.exports import GEN_DATE, Record, holder, item, records, write_xml

from vestnik.kernel.errors import InvalidInput, NotFound
from vestnik.law.registry.fold import one_line
from vestnik.law.registry.model import ExportFormat, RawRecord
from vestnik.law.registry.reading import read_xml
from vestnik.law.registry.reading.open_export import open_export
from vestnik.law.registry.reading.read_xml import XmlExport

HEAD = '<?xml version="1.0" encoding="windows-1251"?><registry genDate="2026.09.12 01:37">'
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\t\n"), min_size=1, max_size=80
)


def read(text: str | bytes, block: int = 1 << 16) -> list[RawRecord]:
    data = text if isinstance(text, bytes) else text.encode("cp1251")
    return list(
        XmlExport("export.xml").records(data[start : start + block] for start in range(0, len(data), block))
    )


def refused(text: str | bytes) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        read(text)
    assert caught.value.field is not None
    assert caught.value.field.startswith("export.xml:")
    assert caught.value.hint is not None
    return caught.value


def test_every_element_of_a_record_arrives(tmp_path: Path) -> None:
    given_one = Record(
        number="17",
        name="Мессенджер «Образец»",
        owners=(holder(1), holder(2)),
        alternatives=("Прежний", "Ещё прежнее"),
        modules=("Ядро", "Вход"),
        classes=("02.09", "09.01"),
        excluded="true",
        excluded_on="2026-09-01",
        exclusion_number="Приказ 1",
        exclusion_kind="По заявлению",
    )
    path = write_xml(tmp_path / "a.xml", [given_one])
    reader = XmlExport("a.xml")
    [raw] = reader.records([path.read_bytes()])
    assert reader.generated == GEN_DATE
    assert raw.fields["registrationnumber"] == "17"
    assert raw.fields["name"] == "Мессенджер «Образец»"
    assert raw.alternatives == ("Прежний", "Ещё прежнее")
    assert raw.modules == ("Ядро", "Вход")
    assert raw.classes == ("02.09", "09.01")
    assert [(one.name, one.short_name, one.inn, one.ogrn) for one in raw.owners] == [
        (one.name, one.short_name, one.inn, one.ogrn) for one in given_one.owners
    ]
    assert raw.fields["exclusiontype"] == "По заявлению"
    assert raw.fields["descriptionlink"] == "https://product.example/"
    assert raw.place == 3


@pytest.mark.parametrize(
    "tax", [("INN", "OGRN"), ("inn", "ogrn"), ("Inn", "Ogrn"), ("ownerINN", "ownerOGRN")]
)
def test_the_case_of_tax_numbers_does_not_matter(tax: tuple[str, str]) -> None:
    [record] = records(1)
    [raw] = read(f"{HEAD}{item(record, tax)}</registry>")
    assert raw.owners[0].inn == record.owners[0].inn
    assert raw.owners[0].ogrn == record.owners[0].ogrn


def test_tax_numbers_may_be_attributes_and_lists_may_be_wrapped() -> None:
    [raw] = read(
        f'{HEAD}<items><item><name>A</name><owners><owner INN="1" OGRN="2"><name>B</name></owner></owners>'
        '<modules><module><name>C</name></module></modules><softwareClasses><softwareClass code="9"/>'
        "</softwareClasses></item></items></registry>"
    )
    assert (raw.owners[0].inn, raw.owners[0].ogrn, raw.owners[0].name) == ("1", "2", "B")
    assert (raw.fields["name"], raw.modules, raw.classes) == ("A", ("C",), ("9",))


@given(name=TEXT, owner=TEXT, block=st.integers(1, 97))
@settings(max_examples=depth(100, 2_000))
def test_any_text_comes_through_numeric_references(name: str, owner: str, block: int) -> None:
    [record] = records(1)
    record = replace(record, name=name, owners=(replace(record.owners[0], name=owner),))
    [raw] = read(f"{HEAD}{item(record)}</registry>", block)
    assert one_line(raw.fields.get("name", "")) == one_line(name)
    assert one_line(raw.owners[0].name) == one_line(owner)


@given(st.text(st.characters(codec="cp1251", exclude_categories=["Cc"]), min_size=1, max_size=60))
def test_any_letter_of_windows_1251_is_read_as_it_stands(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    [raw] = read(f"{HEAD}<item><name>{escaped}</name></item></registry>")
    assert one_line(raw.fields.get("name", "")) == one_line(text)


def test_utf_8_and_utf_16_are_read_too() -> None:
    text = '<registry genDate="2026.09.12 01:37"><item><name>Ёж</name></item></registry>'
    assert read(text.encode())[0].fields["name"] == "Ёж"
    assert read(text.encode("utf-16"))[0].fields["name"] == "Ёж"


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "billion laughs": f'<!DOCTYPE r [<!ENTITY a0 "ha">{BOMB}]><r genDate="1"><item>&a9;</item></r>',
    "external entity": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hosts">]><r genDate="1">&x;</r>',
    "external DTD": '<!DOCTYPE r SYSTEM "http://evil.example/r.dtd"><r genDate="1"/>',
    "parameter entity": '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://e.example/p">%p;]><r genDate="1"/>',
    "quadratic blowup": f'<!DOCTYPE r [<!ENTITY a "{"x" * 9_999}">]><r genDate="1">{"&a;" * 99}</r>',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_dtd_is_refused_before_anything_is_expanded(text: str) -> None:
    assert "DTD" in str(refused(text))


@pytest.mark.parametrize(
    "text",
    [
        "<html><body>403</body></html>",
        "<registry><item><name>A</name></item></registry>",
        '<registry genDate="2026.09.12 01:37"></registry>',
        f"{HEAD}<item><name>A</wrong></item></registry>",
        f"{HEAD}<item><name>&unknown;</name></item></registry>",
        f"{HEAD}<item><name>&#0;</name></item></registry>",
        f"{HEAD}{'<a>' * 40}",
        '<?xml version="1.0" encoding="martian"?><registry genDate="1"/>',
        '<?xml version="1.0" encoding="shift_jis"?><registry genDate="1"/>',
        "",
    ],
)
def test_what_is_no_export_is_refused(text: str) -> None:
    refused(text)


@given(cut=st.floats(0.01, 0.99))
def test_a_file_that_was_cut_off_is_refused_wherever_the_cut_is(cut: float) -> None:
    whole = f"{HEAD}{''.join(map(item, records(3)))}</registry>"
    refused(whole[: max(1, int(len(whole) * cut))])


def test_a_refusal_names_the_line_and_the_record() -> None:
    error = refused(
        f"{HEAD}\n<item>\n<name>A</name>\n</item>\n<item><name>{'я' * 20_001}</name></item>\n</registry>"
    )
    assert error.field == "export.xml:5"
    assert "Запись 2" in str(error)


def test_limits_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    refused(f"{HEAD}<item><registrationNumber>{'1' * 65}</registrationNumber></item></registry>")
    refused(f'{HEAD}<item><softwareClass code="{"1" * 20_001}"/></item></registry>')
    refused(f"{HEAD}<item>{'<previousAlternativeName>A</previousAlternativeName>' * 5_001}</item></registry>")
    refused(f'{HEAD}<item><owner INN="{"1" * 3_000_000}"/></item></registry>')
    monkeypatch.setattr(read_xml, "MAX_RECORDS", 2)
    refused(f"{HEAD}{'<item><name>A</name></item>' * 3}</registry>")


def _packed(tmp_path: Path) -> Iterator[Path]:
    plain = write_xml(tmp_path / "export.xml", records(30))
    yield plain
    gz = tmp_path / "export.xml.gz"
    gz.write_bytes(gzip.compress(plain.read_bytes()))
    yield gz
    zipped = tmp_path / "export.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, "export.xml")
        archive.writestr("__MACOSX/._export.xml", "x")
    yield zipped


def test_a_packed_export_is_read_like_a_plain_one(tmp_path: Path) -> None:
    read_as = []
    for path in _packed(tmp_path):
        told: list[int] = []
        export = open_export(str(path))
        assert export.format is ExportFormat.XML
        read_as.append(list(export.records(told.append)))
        assert told[-1] <= path.stat().st_size
    assert read_as[0] == read_as[1] == read_as[2]
    assert len(read_as[0]) == 30


def test_a_packed_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vestnik.law.registry.reading.open_export.MAX_UNPACKED", 1 << 20)
    bomb = tmp_path / "bomb.xml.gz"
    bomb.write_bytes(gzip.compress(HEAD.encode() + b" " * (2 << 20)))
    with pytest.raises(InvalidInput, match="развёрнутом"):
        list(open_export(str(bomb)).records(lambda _: None))


def test_damaged_archives_pages_and_strangers_are_refused(tmp_path: Path) -> None:
    strangers = {
        "cut.gz": gzip.compress(b"<r" * 5_000)[:40],
        "cut.zip": b"PK\x03\x04" + b"\0" * 40,
        "page.xml": b"<!DOCTYPE html><title>403 Forbidden</title>",
        "old.xls": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "words.txt": "реестр".encode(),
        "empty.xml": b"",
    }
    for name, data in strangers.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(InvalidInput) as caught:
            list(open_export(str(path)).records(lambda _: None))
        assert (caught.value.field or "").startswith(name)
        assert caught.value.hint is not None
    with pytest.raises(NotFound):
        open_export(str(tmp_path / "nowhere.xml"))
    with pytest.raises(NotFound):
        open_export(str(tmp_path))


def test_a_file_that_is_too_big_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vestnik.law.registry.reading.open_export.MAX_FILE", 1_000)
    with pytest.raises(InvalidInput, match="1000"):
        open_export(str(write_xml(tmp_path / "a.xml", records(9))))


@given(st.binary(max_size=300))
@settings(max_examples=depth(100, 5_000))
def test_no_bytes_end_in_anything_but_records_or_a_refusal(data: bytes) -> None:
    for start in (b"", HEAD.encode()):
        try:
            read(start + data)
        except InvalidInput as error:
            assert error.field  # noqa: PT017 — a refusal is one of two right answers
