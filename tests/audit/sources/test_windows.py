"""Long texts: nothing at a border is lost, and every place is where it is in the whole."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audit.finding import inspector
from tests.depth import depth

from vestnik.audit.documents import read_document
from vestnik.audit.model import Finding
from vestnik.audit.sources.long_text import examine_long
from vestnik.audit.sources.model import OpenLimits
from vestnik.audit.sources.windows import OVERLAP, windows

WINDOW = 70_000


def places(findings: list[Finding]) -> list[tuple[object, ...]]:
    return [
        (item.rule, item.target, item.place, item.fingerprint, item.group, item.part) for item in findings
    ]


def both(name: str, data: bytes) -> tuple[list[Finding], list[Finding]]:
    whole = inspector().inspect(read_document(name, data))
    given_in_windows = examine_long(name, io.BytesIO(data), inspector(), OpenLimits(window=WINDOW))
    assert given_in_windows.bytes == len(data)
    return whole, given_in_windows.findings


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_long_text_gives_what_it_gives_at_once(encoding: str, ending: str) -> None:
    lines = [f"Иван Петров;клиент номер {number};город Тверь" for number in range(6_000)]
    for number in range(0, 6_000, 37):
        lines[number] = f"Пишите в Телеграм: https://t.me/shop_number_{number}"
    whole, parts = both("clients.csv", ending.join(lines).encode(encoding))
    assert len(whole) > 150
    assert places(parts) == places(whole)


def test_a_line_longer_than_a_window_is_cut_between_characters() -> None:
    row = "('Иван', 'https://t.me/shop_{}', 'ёлка и щука'),"
    rows = "".join(row.format(number) for number in range(2_000))
    data = b"INSERT INTO x VALUES " + rows.encode()
    whole, parts = both("dump.sql", data)
    assert len(whole) == 2_000
    assert places(parts) == places(whole)


def test_equal_places_keep_fingerprints_of_their_own() -> None:
    data = b'<a href="https://t.me/some_shop">x</a>\n' * 2_400
    whole, parts = both("page.html", data)
    assert len({item.fingerprint for item in parts}) == 2_400
    assert places(parts) == places(whole)


def test_more_places_than_are_looked_at_is_said() -> None:
    data = b"https://t.me/some_shop\n" * 10_000
    told = examine_long("a.txt", io.BytesIO(data), inspector(), OpenLimits(window=WINDOW, findings=100))
    assert (len(told.findings), told.cut) == (100, True)


@settings(max_examples=depth(30, 2_000))
@given(
    st.lists(
        st.sampled_from([b"\n", b"\r\n", "ж".encode(), b"a" * 50_000, "ю".encode() * 40_000, b"\xff"]),
        max_size=30,
    ),
    st.integers(60_000, 140_000),
)
def test_cores_cover_a_text_exactly(pieces: list[bytes], size: int) -> None:
    data = b"".join(pieces)
    at = 0
    for window in windows(io.BytesIO(data), size):
        assert window.core[0] == at
        at = window.core[1]
        assert data[window.offset : window.offset + len(window.data)] == window.data
        assert window.offset + len(window.data) >= min(len(data), at)
        assert len(window.data) <= size + 3 * OVERLAP
    assert at == len(data)
