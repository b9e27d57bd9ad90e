"""The check digits of taxpayer numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law.registry.exports import company_inn, person_inn

from vestnik.kernel.inn import inn_is_right, ogrn_is_right, padded_inn

DIGITS = "0123456789"


def test_numbers_worked_out_by_hand_are_right() -> None:
    # Company: 1*4 + 1*8 = 12, 12 mod 11 = 1.
    assert inn_is_right("0100000011")
    # Person: 1*2 + 1*8 = 10 gives 0 (mod 11, then mod 10); 1*7 + 1*6 + 0*8 = 13, 13 mod 11 = 2.
    assert inn_is_right("010000000102")


@given(st.text(DIGITS, min_size=9, max_size=9))
def test_one_check_digit_fits_a_company(first: str) -> None:
    assert sum(inn_is_right(f"{first}{digit}") for digit in range(10)) == 1


@given(st.text(DIGITS, min_size=10, max_size=10))
def test_one_pair_of_check_digits_fits_a_person(first: str) -> None:
    assert sum(inn_is_right(f"{first}{digits:02}") for digits in range(100)) == 1


@pytest.mark.parametrize(
    "text", ["", "123", "12345678901", "770000000x", "７７００００００００", "-100000001"]
)
def test_what_is_no_number_is_not_right(text: str) -> None:
    assert not inn_is_right(text)


@given(st.text(DIGITS, min_size=8, max_size=8), st.text(DIGITS, min_size=10, max_size=10))
def test_a_lost_leading_zero_comes_back(company: str, person: str) -> None:
    for inn in (company_inn(f"0{company}"), person_inn(f"0{person[1:]}")):
        assert padded_inn(inn[1:]) == inn
        assert padded_inn(inn) == inn


@pytest.mark.parametrize("text", ["", "12345678", "12345678x", "нет данных"])
def test_what_lost_no_zero_stays(text: str) -> None:
    assert padded_inn(text) == text


def test_numbers_of_the_register_are_checked_by_their_last_digit() -> None:
    assert ogrn_is_right("1027700132195")
    assert not ogrn_is_right("1027700132196")
    assert ogrn_is_right("304500116000157")
    assert not ogrn_is_right("304500116000158")


@given(st.text(DIGITS, min_size=12, max_size=12), st.text(DIGITS, min_size=14, max_size=14))
def test_one_last_digit_fits_a_number_of_the_register(company: str, trader: str) -> None:
    for first in (company, trader):
        assert sum(ogrn_is_right(f"{first}{digit}") for digit in range(10)) == 1


@pytest.mark.parametrize("text", ["", "123", "10277001321950", "102770013219x", "１０２７７００１３２１９５"])
def test_what_is_no_number_of_the_register_is_not_right(text: str) -> None:
    assert not ogrn_is_right(text)
