"""A company's own list of people is counted as a stream, and gives numbers only."""

import csv
import io
from hashlib import sha256

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.phone import parse_phone
from vestnik.law.choices import count_reach as counting
from vestnik.law.choices.count_reach import count_reach
from vestnik.law.choices.model import Counted
from vestnik.law.choices.reading import MAX_LINE, MAX_RECORD_LINES
from vestnik.law.choices.usable import usable_phone
from vestnik.law.model import Pack
from vestnik.law.pack import load_pack

PACK = load_pack()
PEOPLE = """ФИО;Почта;Телефон;MAX;Личный кабинет;Telegram
Анна;anna@example.ru;+7 900 000-00-01;101;да;да
Борис;boris@пример.рф;;;нет;да
Вера;;8 (900) 000-00-02;;;
Глеб;Anna@Example.RU;не звонить;;;
Дина;;;;;да
"""


def count(text: str | bytes, pack: Pack = PACK) -> Counted:
    return count_reach(pack, [text.encode() if isinstance(text, str) else text])


def test_people_are_counted_by_what_is_known_of_them() -> None:
    counted = count(PEOPLE)
    assert counted.people == 5
    assert counted.reached == {
        "email": 3, "max": 1, "cabinet": 1, "telegram": 3, "sms": 2, "voice": 2,
    }  # fmt: skip
    assert counted.unusable == {"email": 0, "phone": 1, "max": 0, "cabinet": 0, "telegram": 0}
    assert counted.repeats == {"email": 1, "phone": 0, "max": 0, "cabinet": 0, "telegram": 0}
    assert counted.columns == {
        "Почта": "email",
        "Телефон": "phone",
        "MAX": "max",
        "Личный кабинет": "cabinet",
        "Telegram": "telegram",
    }
    assert (counted.encoding, counted.delimiter) == ("utf-8", ";")
    assert (counted.size, counted.sha256) == (len(PEOPLE.encode()), sha256(PEOPLE.encode()).hexdigest())


def test_whoever_has_only_a_foreign_messenger_or_a_closed_one_is_not_reachable() -> None:
    assert count(PEOPLE).reachable == 4
    assert count("whatsapp,tamtam\nда,да\n").reachable == 0


def test_by_a_telephone_vk_is_possible_and_not_reached() -> None:
    counted = count(PEOPLE)
    assert counted.possible == {"vk_notify": 2}
    assert "vk_notify" not in counted.reached
    assert count("email\nanna@example.ru\n").possible == {}


def test_a_platform_the_list_says_nothing_of_is_not_counted_as_nobody() -> None:
    counted = count("email,max\nanna@example.ru,\n")
    assert counted.reached == {"email": 1, "max": 0}


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("E-mail", "email"),
        ("email 2", "email"),
        ("Эл. почта", "email"),
        ("Электронная почта", "email"),
        ("Номер телефона", "phone"),
        ("SMS", "phone"),
        ("моб.телефон", "phone"),
        ("vk_workspace", "vk_workspace"),
        ("ВКонтакте", "vk"),
        ("rustore_push", "rustore_push"),
        ("Push", "webpush"),
        ("личный  кабинет", "cabinet"),
        ("eXpress", "express"),
        ("Уведомления в браузере", "webpush"),
    ],
)
def test_columns_are_known_by_ids_names_and_plain_words(heading: str, meaning: str) -> None:
    assert count(f"№,{heading}\n1,да\n").columns == {heading: meaning}


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_cells_may_be_parted_in_three_ways_and_quoted(delimiter: str, ends: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ends)
    writer.writerows(
        [["Имя", "Почта", "Телефон"], ['ООО "Ромашка";,\tи другие', "a@example.ru", "+79000000001"]]
    )
    writer.writerow(["адрес\nв две строки", "b@example.ru", ""])
    counted = count(out.getvalue())
    assert (counted.people, counted.unreadable, counted.delimiter) == (2, 0, delimiter)
    assert counted.reached == {"email": 2, "sms": 1, "voice": 1}


def test_several_columns_and_several_numbers_in_a_cell_are_one_person() -> None:
    counted = count("телефон 1;телефон 2\nне помнит;+79000000001\n+79000000002 / +79000000003;\n;\n")
    assert counted.people == 2
    assert counted.reached["sms"] == 2
    assert counted.unusable["phone"] == 0


def test_rows_that_cannot_be_read_are_counted_by_their_lines() -> None:
    text = (
        'имя;email\nАнна;anna@example.ru\nБорис;b@example.ru;лишнее\n"Вера;v@example.ru\nГлеб;g@example.ru\n'
    )
    counted = count(text)
    assert (counted.people, counted.unreadable, counted.unreadable_lines) == (2, 2, (3, 4))
    assert counted.reached["email"] == 2


def test_an_open_quote_costs_its_own_row_only() -> None:
    many = "".join(f"u{number};u{number}@example.ru\n" for number in range(3 * MAX_RECORD_LINES))
    counted = count(f'имя;email\n"сломано;x@example.ru\n{many}')
    assert (counted.people, counted.unreadable_lines) == (3 * MAX_RECORD_LINES, (2,))
    swallowed = count('имя;email\n"a;a@example.ru\nb;b@example.ru\n"c";c@example.ru\n')
    assert (swallowed.people, swallowed.unreadable_lines) == (2, (2,))
    joined = count('имя;email\n"a;a@example.ru\nb;b@example.ru"\nc;c@example.ru\n')
    assert (joined.people, joined.unreadable_lines, joined.reached["email"]) == (2, (2,), 1)


def test_quotes_that_are_not_doubled_are_forgiven() -> None:
    counted = count('имя;email\n"ООО "Ромашка"";a@example.ru\nООО "Василёк;b@example.ru\n')
    assert (counted.people, counted.unreadable, counted.reached["email"]) == (2, 0, 2)


def test_a_line_without_end_or_encoding_is_left_out() -> None:
    long = b"x" * (MAX_LINE + 1)
    text = b"email;\xd0\xb8\xd0\xbc\xd1\x8f\na@example.ru;" + long + b"\nb@example.ru;\xff\nc@example.ru;\n"
    counted = count(text)
    assert (counted.people, counted.unreadable, counted.unreadable_lines) == (1, 2, (2, 3))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "пуст"),
        (b"email\n", "с людьми"),
        (b"email\n\n;;\n", "с людьми"),
        (b"a@example.ru\nb@example.ru\n", "знакомого столбца"),
        (b"PK\x03\x04\x14\x00", "Excel"),
        ("email\na@example.ru".encode("utf-16"), "UTF-8"),
        ("email".encode("utf-16-le"), "UTF-8"),
        (b"email;" + b"x;" * MAX_LINE, "UTF-8"),
        (b"email;" + b"x;" * 200, "200 столбцов"),
    ],
    ids=range(9),
)
def test_a_file_that_is_no_list_is_refused_in_words(content: bytes, says: str) -> None:
    with pytest.raises(InvalidInput, match=says) as caught:
        count(content)
    assert caught.value.field == "file"
    assert "example.ru" not in str(caught.value)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MAX_ROWS", 3)
    assert count("email\n" + "a@example.ru\n" * 3).people == 3
    with pytest.raises(InvalidInput, match="больше 3 строк"):
        count("email\n" + "a@example.ru\n" * 4)


def test_no_address_is_left_in_what_was_counted() -> None:
    said = repr(count(PEOPLE))
    assert not any(word in said for word in ("anna", "Анна", "9000", "example"))


CELLS = st.one_of(
    st.sampled_from(
        [
            "", "да", "нет", "anna@example.ru", "ANNA@example.ru", "не почта", "+7 900 000-00-01",
            "89000000001", "12", "a;b", "a,b", "c\td", 'кв"ычки', "две\nстроки", "Ёж", "user-17", "  ",
        ]
    ),
    st.text("абвгдеЁя@.,;\t\"'\n 0123456789abc+-", max_size=12),
)  # fmt: skip
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=12)


def written(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Имя", "Почта", "Телефон", "max"])
    writer.writerow(["Анна", "anna@example.ru", "+79000000001", "да"])
    writer.writerows(rows)
    return out.getvalue()


@given(rows=ROWS, cuts=st.lists(st.integers(0, 400), max_size=12))
def test_however_the_bytes_come_the_numbers_are_the_same(rows, cuts) -> None:
    content = written(rows).encode()
    places = sorted({min(cut, len(content)) for cut in cuts})
    bounds = zip([0, *places], [*places, len(content)], strict=True)
    assert count_reach(PACK, [content[start:end] for start, end in bounds]) == count(content)
    assert count_reach(PACK, (content[place : place + 1] for place in range(len(content)))) == count(content)


@given(rows=ROWS)
def test_windows_1251_and_utf_8_agree(rows) -> None:
    text = written(rows)
    plain, old, marked = (count(text.encode(name)) for name in ("utf-8", "windows-1251", "utf-8-sig"))
    assert (plain.encoding, old.encoding, marked.encoding) == ("utf-8", "windows-1251", "utf-8")
    for other in (old, marked):
        for number in ("people", "reachable", "reached", "possible", "repeats", "unusable", "unreadable"):
            assert getattr(other, number) == getattr(plain, number)


@given(content=st.one_of(st.binary(max_size=300), CELLS.map(str.encode)))
@example(b'"')
@example(b'\n"\n"\n')
@example(b"\xff;\r\r\n")
def test_counts_never_exceed_rows(content: bytes) -> None:
    counted = count("email;телефон;max;telegram\nanna@example.ru;;;\n".encode() + content)
    lines = content.count(b"\n") + 1
    assert 1 <= counted.people + counted.unreadable <= 1 + lines
    assert counted.reachable <= counted.people
    for numbers in (counted.reached, counted.possible, counted.unusable):
        assert all(0 <= number <= counted.people for number in numbers.values())
    for meaning, repeats in counted.repeats.items():
        usable = counted.reached["sms" if meaning == "phone" else meaning]
        assert repeats <= usable
        assert usable + counted.unusable[meaning] <= counted.people
    assert counted.unreadable >= len(counted.unreadable_lines)


@given(
    start=st.sampled_from(["+7", "7", "8", "", "+8", "(+7)", "+ 7", "8-"]),
    digits=st.text("0123456789 -()", min_size=5, max_size=14),
)
@example("8", "(900) 000-00-01")
def test_the_short_way_to_a_number_agrees_with_the_library(start: str, digits: str) -> None:
    cell = f"{start}{digits}".strip()
    try:
        expected = parse_phone(cell).e164
    except InvalidInput:
        expected = None
    assert usable_phone(cell) == expected
