"""Platforms side by side: the most useful first, foreign ones last with why they are not offered."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from vestnik.law.choices.compare_platforms import compare
from vestnik.law.choices.count_reach import count_reach
from vestnik.law.choices.model import Choice, ComparedPlatform, ReachCount
from vestnik.law.choices.plain import platform_to_plain
from vestnik.law.model import Pack, Purpose
from vestnik.law.profile import ByWhom

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OLGA = ByWhom(None, None, "olga@shop.example")
LIST = """имя,email,телефон,max,express,telegram
Анна,,+79000000001,,,да
Борис,a@example.ru,+79000000002,,,да
Вера,,89000000003,5,,
Глеб,,,,,
"""


@pytest.fixture
def reach(pack: Pack) -> ReachCount:
    return ReachCount("1", "Клиенты", count_reach(pack, [LIST.encode()]), OLGA, AT)


def choice(pack: Pack, platform_id: str, *purposes: Purpose) -> Choice:
    return Choice("1", platform_id, frozenset(purposes), "Так решили.", None, pack.version, OLGA, AT)


def named(rows: tuple[ComparedPlatform, ...]) -> dict[str, ComparedPlatform]:
    return {row.platform.id: row for row in rows}


def said(row: ComparedPlatform) -> str:
    return " ".join(str(text) for text in row.warnings)


def test_every_platform_has_its_row_and_foreign_ones_stand_last(pack: Pack) -> None:
    rows = compare(pack, None, ())
    assert sorted(row.platform.id for row in rows) == sorted(pack.platforms)
    foreign = [row.platform.foreign_owned for row in rows]
    assert foreign == sorted(foreign)
    closed = next(place for place, row in enumerate(rows) if row.platform.id == "tamtam")
    assert foreign[closed + 1] and not foreign[closed]  # noqa: PT018 — one border


def test_before_counting_the_packs_order_decides_and_shares_are_unknown(pack: Pack) -> None:
    rows = compare(pack, None, ())
    assert [row.platform.id for row in rows[:5]] == ["max", "cabinet", "email", "sms", "vk"]
    assert {(row.share, row.reached, row.people) for row in rows} == {(None, None, None)}


def test_what_reaches_more_of_our_people_comes_first(pack: Pack, reach: ReachCount) -> None:
    rows = compare(pack, reach, ())
    assert [row.platform.id for row in rows[:4]] == ["sms", "voice", "max", "email"]
    by = named(rows)
    assert (by["sms"].reached, by["sms"].people, by["sms"].share) == (3, 4, 0.75)
    assert (by["express"].share, by["cabinet"].share) == (0.0, None)
    assert "не достать никого" in said(by["express"])
    assert by["telegram"].share == 0.5
    assert rows.index(by["telegram"]) > rows.index(by["tamtam"])


def test_vk_by_number_is_possible_and_has_no_share(pack: Pack, reach: ReachCount) -> None:
    row = named(compare(pack, reach, ()))["vk_notify"]
    assert (row.share, row.possible) == (None, 3)
    assert "людей: 3" in said(row)


def test_what_is_not_offered_says_why(pack: Pack) -> None:
    by = named(compare(pack, None, ()))
    why = {name: " ".join(str(text) for text in row.why_not) for name, row in by.items()}
    assert "иностранному лицу" in why["whatsapp"]
    assert "перечне Роскомнадзора" in why["whatsapp"]
    assert "перечне" not in why["signal"]
    assert why["tamtam"] == "Сервис закрыт 27.02.2026."
    assert "мало" in why["squadus"]
    for row in by.values():
        assert bool(row.why_not) == (row.platform.rank is None)


def test_unknown_is_said_to_be_unknown(pack: Pack) -> None:
    by = named(compare(pack, None, ()))
    assert str(by["r7"].effort) == "не известно"
    assert "не проверены" in said(by["express"])
    assert "не проверены" not in said(by["max"])
    assert "сообщает ли" in said(by["chat"])


def test_the_registrys_word_is_passed_on_and_its_absence_is_said(pack: Pack) -> None:
    states = {"max": "запись действует на 01.11.2026"}
    unloaded, loaded = named(compare(pack, None, ())), named(compare(pack, None, (), states))
    assert str(unloaded["max"].registry) == "реестр не загружен"
    assert str(loaded["max"].registry) == "по реестру: запись действует на 01.11.2026"
    assert str(loaded["express"].registry) == "в реестре не искали"
    assert loaded["email"].registry is None
    assert loaded["telegram"].registry is None


def test_a_standing_choice_is_shown_and_an_ended_one_is_not(pack: Pack) -> None:
    standing = choice(pack, "max", Purpose.CODE)
    ended = replace(choice(pack, "email"), ended_at=AT, ended_by=OLGA)
    by = named(compare(pack, None, [standing, ended]))
    assert by["max"].choice == standing
    assert not said(by["max"])
    assert by["email"].choice is None


def test_a_choice_that_no_longer_holds_is_warned_of(pack: Pack) -> None:
    old = replace(choice(pack, "email", Purpose.SERVICE, Purpose.MASS_CALL), pack_version="2025.1")
    words = said(named(compare(pack, None, [old, choice(pack, "tamtam")]))["email"])
    assert "массовый вызов" in words
    assert "сервисное" not in words
    assert "2025.1" in words
    assert "больше нельзя" in said(named(compare(pack, None, [choice(pack, "tamtam")]))["tamtam"])


def test_a_row_is_plain_data_for_programs(pack: Pack, reach: ReachCount) -> None:
    rows = [platform_to_plain(row) for row in compare(pack, reach, [choice(pack, "max")])]
    by = {row["platform"]: row for row in json.loads(json.dumps(rows))}
    assert (by["max"]["share"], by["max"]["chosen"]) == (0.25, True)
    assert by["max"]["national_since"] == "2025-09-01"
    assert (by["max"]["effort"], by["max"]["effort_evidence"]) == ("medium", "S1")
    assert by["r7"]["receipts"] is None
    assert not by["whatsapp"]["offered"]
    assert by["tamtam"]["events"] == [
        {"on": "2026-02-27", "what": "сервис закрыт владельцем", "evidence": "S2"}
    ]
