"""CSV, XLSX, JUnit and Markdown: what a spreadsheet, a build server and a merge request are given."""

import csv
import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from python_calamine import CalamineWorkbook
from tests.audit.report.sample import HOSTILE, LINK, hostile, marked, report, whole

from vestnik.audit.model import Place, Severity, Span
from vestnik.audit.report.as_csv import harmless, render_csv
from vestnik.audit.report.as_junit import render_junit
from vestnik.audit.report.as_markdown import code, render_markdown
from vestnik.audit.report.as_xlsx import is_link, render_xlsx
from vestnik.audit.report.model import Report

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def rows(made: Report) -> list[dict[str, str]]:
    return list(
        csv.DictReader(io.StringIO(render_csv(made).removeprefix("\ufeff"), newline=""), delimiter=";")
    )


def sheets(made: Report) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_xlsx(made)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def parts(made: Report) -> dict[str, str]:
    """The files inside the workbook."""
    with zipfile.ZipFile(io.BytesIO(render_xlsx(made))) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def test_a_row_of_the_csv_keeps_its_columns() -> None:
    assert rows(report(LINK)) == snapshot(
        [
            {
                "Важность": "высокая",
                "Мессенджер": "Telegram",
                "Где": "contacts.html",
                "Строка": "3",
                "Столбец": "10",
                "Что это": "ссылка",
                "Что делает": "приглашает написать",
                "Вид": "чат с пользователем",
                "Состояние": "работает",
                "Уверенность": "уверенно",
                "Найдено": "https://t.me/lavka_fiction",
                "Куда ведёт": "https://t.me/lavka_fiction",
                "Отрывок": '<a href="https://t.me/lavka_fiction">Написать</a>',
                "Как закрыть": "",
                "Правило": "DEMO-TG-LINK-001",
                "Нормы": "41-ФЗ, ст. 15, ч. 1",
                "Группа": "",
                "Номер": "0123456789abcdef",
            }
        ]
    )


def test_excel_opens_the_csv_as_russian_text() -> None:
    assert render_csv(report(LINK)).encode().startswith(b"\xef\xbb\xbf")
    assert render_csv(report(LINK)).count("\r\n") == 2


def test_no_cell_of_the_csv_is_a_formula() -> None:
    told = rows(hostile())
    assert len(told) == len(HOSTILE)
    for row in told:
        assert not [value for value in row.values() if value.startswith(FORMULA)]
    assert told[0]["Найдено"] == "'=cmd|'/C calc'!A0"
    assert told[1]["Куда ведёт"] == "'+7 916 000-00-00"


@given(st.text())
def test_a_harmless_cell_never_begins_a_formula(text: str) -> None:
    assert not str(harmless(text)).startswith(FORMULA)


def test_the_workbook_has_a_sheet_for_every_reader() -> None:
    told = sheets(whole())
    assert list(told) == snapshot(
        [
            "Сводка",
            "Точки контакта",
            "Находки",
            "Признаки 152-ФЗ",
            "Формы",
            "Трекеры",
            "План работ",
            "Не прочитано",
        ]
    )
    assert told["Точки контакта"][1] == snapshot(
        [
            "высокая",
            "Telegram",
            "https://t.me/lavka_fiction",
            "чат с пользователем",
            4.0,
            4.0,
            1.0,
            "https://lavka.example/",
        ]
    )


def test_the_work_list_leaves_room_for_who_and_when() -> None:
    told = sheets(whole())
    assert told["План работ"][1:] == snapshot(
        [
            [
                1.0,
                "критично",
                "Telegram",
                "https://lavka.example/js/order.js",
                12.0,
                "https://api.telegram.org/bot1234567890:***/sendMessage",
                1.0,
                1.0,
                "",
                "DEMO-TG-API-001",
                "",
                "",
                "",
            ],
            [
                2.0,
                "высокая",
                "Telegram",
                "https://lavka.example/",
                88.0,
                "https://t.me/lavka_fiction",
                4.0,
                4.0,
                "",
                "DEMO-TG-LINK-001",
                "",
                "",
                "",
            ],
        ]
    )


def test_forms_and_trackers_have_their_sheets() -> None:
    told = sheets(whole())
    assert told["Формы"][1] == snapshot(
        [
            "https://lavka.example/contacts/",
            61.0,
            "https://forms.example/send",
            "post",
            "имя, телефон, свободный текст",
            "нет",
            "",
        ]
    )
    assert told["Трекеры"][1:] == snapshot(
        [
            ["Счётчик", "counter.example", "да", 21.0, "https://lavka.example/", "да", "нет"],
            ["Метрика", "metrika.example", "нет", 20.0, "https://lavka.example/", "не проверено", "да"],
        ]
    )


def test_numbers_are_numbers_and_everything_else_is_text() -> None:
    row = dict(zip(*sheets(report(LINK))["Находки"], strict=True))
    assert (row["Строка"], row["Столбец"]) == (3.0, 10.0)
    evil = replace(LINK, matched="=1+1", target="12345", excerpt="0x10")
    row = dict(zip(*sheets(report(evil))["Находки"], strict=True))
    assert (row["Найдено"], row["Куда ведёт"]) == ("=1+1", "12345")


def test_nothing_in_the_workbook_is_a_formula_or_a_dangerous_link() -> None:
    inside = parts(hostile())
    sheets_of = [text for name, text in inside.items() if "worksheets/sheet" in name]
    assert len(sheets_of) == 8
    assert not [text for text in sheets_of if "<f>" in text or "<f " in text]
    assert not [text for name, text in inside.items() if name.endswith(".rels") and "javascript" in text]


def test_only_pages_of_the_site_can_be_clicked() -> None:
    links = [text for name, text in parts(whole()).items() if "worksheets/_rels" in name]
    assert links
    assert all("lavka.example" in text for text in links)
    assert not [text for text in links if "t.me" in text or "api.telegram" in text]
    assert not is_link("javascript:alert(1)")
    assert not is_link("https://a.example/\n")
    assert not is_link("https://a.example/" + "a" * 3000)


def test_a_hostile_text_comes_back_from_the_workbook_as_it_was() -> None:
    found = [row[10] for row in sheets(hostile())["Находки"][1:]]
    assert "=cmd|'/C calc'!A0" in found
    assert "</script><script>alert(1)</script>" in found
    assert "_x000D_" in found


def test_tables_have_a_frozen_head_and_filters() -> None:
    for name, text in parts(whole()).items():
        if "worksheets/sheet" in name and name != "xl/worksheets/sheet1.xml":
            assert 'state="frozen"' in text
            assert "<autoFilter" in text


def test_a_case_of_junit_is_a_rule_on_a_page() -> None:
    second = marked(replace(LINK, place=Place("contacts.html", 9, 2, Span(400, 426))), "second")
    other = marked(replace(LINK, place=Place("index.html", 1, 1, Span(0, 26))), "other")
    suite = ET.fromstring(render_junit(report(LINK, second, other))).find("testsuite")  # noqa: S314 — ours
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("2", "2")
    cases = [(case.get("classname"), case.get("name")) for case in suite]
    assert cases == [("contacts.html", "DEMO-TG-LINK-001"), ("index.html", "DEMO-TG-LINK-001")]
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == "Telegram: 2 места, высокая"
    assert (failure.text or "").count("\n") == 1


def test_junit_tells_failures_skips_errors_and_what_passed() -> None:
    suite = ET.fromstring(render_junit(whole())).find("testsuite")  # noqa: S314 — ours
    assert suite is not None
    counts = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped", "time")}
    assert counts == snapshot(
        {"tests": "11", "failures": "5", "errors": "1", "skipped": "1", "time": "75.000"}
    )
    assert [case.get("message") for case in suite.findall("testcase/skipped")] == snapshot(
        ["Отложено: закроет отдел продаж"]
    )


def test_a_clean_audit_is_one_case_that_passed() -> None:
    suite = ET.fromstring(render_junit(report())).find("testsuite")  # noqa: S314 — ours
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures"), len(suite[0])) == ("1", "0", 0)


@pytest.mark.parametrize("made", [hostile(), whole()])
def test_junit_is_xml_whatever_was_found(made: Report) -> None:
    ET.fromstring(render_junit(made).encode())  # noqa: S314 — ours


def test_the_markdown_of_a_small_audit() -> None:
    assert render_markdown(report(LINK)) == snapshot("""\
# Проверка `site`

**Найдено 1 место с иностранными мессенджерами (1 файл).** Прочитано: 12 файлов, 34 КБ.

## Точки контакта

| Важность | Мессенджер | Куда ведёт | Мест | Файлов | Шаблонов |
| --- | --- | --- | --- | --- | --- |
| высокая | Telegram | `https://t.me/lavka_fiction` | 1 | 1 | 1 |

## План работ

| Важность | Мессенджер | Где | Что | Мест | Как закрыть |
| --- | --- | --- | --- | --- | --- |
| высокая | Telegram | `contacts.html:3` | `https://t.me/lavka_fiction` | 1 | — |

## Находки

### `contacts.html` — 1 место

| Место | Важность | Мессенджер | Что это | Найдено | Правило |
| --- | --- | --- | --- | --- | --- |
| 3:10 | высокая | Telegram | ссылка | `https://t.me/lavka_fiction` | `DEMO-TG-LINK-001` |

<sub>Vestnik 0.1.0, правовой пакет 2026.10.1</sub>
""")


def test_text_from_files_is_code_in_markdown_and_keeps_its_table() -> None:
    text = render_markdown(hostile())
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert tables
    for line in tables:
        inside = line.replace(r"\|", "")
        assert inside.count("|") in {4, 7}
    assert "<script>" not in "".join(part for line in text.splitlines() for part in line.split("`")[::2])


@given(st.text(alphabet="`|a <\n"))
def test_a_code_span_is_closed_by_its_own_fence(text: str) -> None:
    said = code(text)
    if said == "—":
        return
    fence = said[: len(said) - len(said.lstrip("`"))]
    assert said.endswith(fence)
    assert fence not in said[len(fence) : -len(fence)].replace("|", "").split(" ")
    assert "\n" not in said


def test_findings_can_be_gathered_by_messenger() -> None:
    text = render_markdown(whole(), "messenger")
    assert "### `Telegram` — 6 мест" in text
    assert "https://lavka.example/contacts/:88:14" in text


def test_info_is_no_failure() -> None:
    note = replace(LINK, severity=Severity.INFO)
    suite = ET.fromstring(render_junit(report(note))).find("testsuite")  # noqa: S314 — ours
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
