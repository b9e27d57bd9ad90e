"""The smallest nouns: times, ids, phones, addresses, sentences."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.kernel.address import AddressKind, parse_address
from vestnik.kernel.clock import ManualClock, SystemClock, from_micros, micros
from vestnik.kernel.errors import InvalidInput, TooMany
from vestnik.kernel.ids import Uuid7Ids, is_id
from vestnik.kernel.phone import parse_phone
from vestnik.kernel.text import N_

MOMENTS = st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS)
def test_a_moment_survives_its_number(moment: datetime):
    assert from_micros(micros(moment)) == moment


@given(MOMENTS, MOMENTS)
def test_numbers_of_moments_stand_in_their_order(one: datetime, two: datetime):
    assert (one < two) == (micros(one) < micros(two))


def test_the_zone_of_a_moment_does_not_change_its_number():
    moment = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=3)))
    assert micros(moment) == micros(moment.astimezone(UTC))


def test_a_naive_moment_is_refused_everywhere():
    naive = datetime(2026, 11, 23)  # noqa: DTZ001
    with pytest.raises(ValueError, match="naive"):
        micros(naive)
    with pytest.raises(ValueError, match="aware"):
        ManualClock(naive)


def test_a_clock_moves_forward_only_and_the_systems_is_aware():
    clock = ManualClock(datetime(2026, 1, 1, tzinfo=UTC))
    clock.advance(timedelta(seconds=1))
    with pytest.raises(ValueError, match="back"):
        clock.advance(timedelta(seconds=-1))
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_ids_are_canonical_and_sort_by_their_making():
    ids = [Uuid7Ids().new() for _ in range(1000)]
    assert all(is_id(one) for one in ids)
    assert sorted(ids) == ids
    assert len(set(ids)) == 1000


@pytest.mark.parametrize("wrong", ["", "x", "0192F3C4-0000-7000-8000-000000000001", "0" * 36, "a" * 37])
def test_what_is_no_id_is_not_taken_for_one(wrong: str):
    assert not is_id(wrong)


@pytest.mark.parametrize(
    "written", ["+79001234567", "8 (900) 123-45-67", "8-900-123-45-67", "+7 900 1234567", "9001234567"]
)
def test_a_russian_number_is_read_however_it_is_written(written: str):
    assert parse_phone(written).e164 == "+79001234567"


@pytest.mark.parametrize("wrong", ["", "телефон", "12", "+7900123456789", "1" * 41])
def test_what_cannot_be_a_number_names_its_field(wrong: str):
    with pytest.raises(InvalidInput) as caught:
        parse_phone(wrong, field="to")
    assert caught.value.field == "to"


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers_of_addresses(raw: str):
    for kind in AddressKind:
        try:
            address = parse_address(kind, raw)
        except InvalidInput:
            continue
        assert parse_address(kind, address.value) == address


@given(st.from_regex(r"[a-z][a-z0-9.]{0,8}[a-z0-9]@[a-z]{2,8}\.(ru|example|com)", fullmatch=True))
def test_an_address_is_masked_beyond_recognition(raw: str):
    try:
        address = parse_address(AddressKind.EMAIL, raw)
    except InvalidInput:
        assert ".." in raw or ".@" in raw
        return
    local, _, domain = address.value.partition("@")
    assert address.masked == f"{local[0]}•••@{domain}"


def test_a_domain_in_cyrillic_becomes_ascii():
    assert parse_address(AddressKind.EMAIL, "anna@Пример.РФ").value == "anna@xn--e1afmkfd.xn--p1ai"


@pytest.mark.parametrize(
    "wrong",
    [
        "anna",
        "@example.ru",
        "anna@",
        "anna@example",
        "an na@example.ru",
        "a@b@c.ru",
        "a@-x.ru",
        "x" * 65 + "@example.ru",
        "a\r\nBcc: x@y.ru",
    ],
)
def test_what_is_no_mail_address_is_refused(wrong: str):
    with pytest.raises(InvalidInput):
        parse_address(AddressKind.EMAIL, wrong)


def test_references_of_people_differ_in_a_list_without_being_readable():
    masks = {parse_address(AddressKind.PERSON, f"client-{n}").masked for n in range(10, 20)}
    assert len(masks) == 10
    assert parse_address(AddressKind.PERSON, "ivan").masked == "iv•••"


def test_a_sentence_is_translated_with_its_values():
    said = N_("Очередь: %(limit)s", limit=5)
    assert str(said) == "Очередь: 5"
    assert said.render({"Очередь: %(limit)s": "Queue: %(limit)s"}.get) == "Queue: 5"
    assert str(N_("100 %")) == "100 %"


def test_an_error_says_where_what_and_how_to_mend_it():
    error = InvalidInput(N_("Нельзя."), field="to", hint=N_("Сделайте так."))
    assert str(error) == "to: Нельзя. Сделайте так."
    assert TooMany(N_("Много."), retry_after_s=7).retry_after_s == 7
