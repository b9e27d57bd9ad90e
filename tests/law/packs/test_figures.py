"""Figures are read out of Russian sentences as a lawyer writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.law.figures.model import TermUnit
from vestnik.law.figures.words import amounts, days, periods


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("штраф 30–50 тыс. рублей", [(30_000, 50_000)]),
        ("штраф 30-50 тысяч", [(30_000, 50_000)]),
        ("300 тыс. – 1 млн рублей", [(300_000, 1_000_000)]),
        ("1–1,5 млн", [(1_000_000, 1_500_000)]),
        ("от 2 до 3 млн", [(2_000_000, 3_000_000)]),
        ("от 300 тыс. до 1 млн рублей", [(300_000, 1_000_000)]),
        ("повторно до 18 млн", [(None, 18_000_000)]),
        ("свыше 100 тыс. человек", [(100_000, None)]),
        ("15–30, 100–200, 300–500 тыс.", [(15_000, 30_000), (100_000, 200_000), (300_000, 500_000)]),
        ("1–10 тыс. человек — 3–5 млн", [(1_000, 10_000), (3_000_000, 5_000_000)]),
        ("5 000 рублей", [(5_000, 5_000)]),
        ("300 000–500 000 руб.", [(300_000, 500_000)]),
        ("до 6 млн ₽", [(None, 6_000_000)]),
        ("1 миллиард рублей", [(10**9, 10**9)]),
        ("рост 5 тыс.", [(5_000, 5_000)]),
        ("ст. 13.11 ч. 12-15, 15–30 тыс.", [(15_000, 30_000)]),
        ("ст. 44.1 п. 2, 3; № 1110676-8; 28.08.2025; 32 символа; с 2023 года", []),
    ],
)
def test_amounts_are_found(text: str, found: list[tuple[int | None, int | None]]) -> None:
    assert [amount.range for amount in amounts(text)] == found
    assert not any(amount.percent for amount in amounts(text))


def test_a_share_is_no_sum_of_money() -> None:
    assert [(one.range, one.percent) for one in amounts("1–3 % выручки, доля больше 50%")] == [
        ((1, 3), True),
        ((50, None), True),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("за 10 рабочих дней", [(10, TermUnit.WORKING_DAYS)]),
        ("в срок до 30 дней", [(30, TermUnit.DAYS)]),
        ("30 календарных дней", [(30, TermUnit.DAYS)]),
        ("в течение 1 дня", [(1, TermUnit.DAYS)]),
        ("24 часа, 3 месяца, 6 лет, 1 год", [
            (24, TermUnit.HOURS), (3, TermUnit.MONTHS), (6, TermUnit.YEARS), (1, TermUnit.YEARS),
        ]),
        ("с 1 марта 2027 года; в 2025 году; 4 сообщения", []),
    ],
)  # fmt: skip
def test_periods_are_found(text: str, found: list[tuple[int, TermUnit]]) -> None:
    assert [(period.number, period.unit) for period in periods(text)] == found


def test_days_are_found_and_months_alone_are_none() -> None:
    text = "принят 16.12.2025, с 1 марта 2027 года, в декабре 2025 года, июль 2025; 31.02.2026"
    assert [day.on for day in days(text)] == [date(2025, 12, 16), None, date(2027, 3, 1)]


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    list(amounts(text))
    list(periods(text))
    list(days(text))


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(["тыс.", "млн", "тыс. рублей", "млн руб."]))
def test_a_written_range_is_read_back(low: int, high: int, unit: str) -> None:
    scale = 1_000 if unit.startswith("тыс") else 1_000_000
    found = [one.range for one in amounts(f"Юридическим лицам {low}–{high} {unit}, и только.")]
    assert found == [(low * scale, high * scale)]
