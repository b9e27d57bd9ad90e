"""Sums, shares, periods and days as Russian sentences name them. Pure.

«30–50 тыс.», «до 18 млн», «10 рабочих дней», «1 марта 2027 года»; numbers spelt in words
are not seen. A sum without its unit («повторно 15–30, 100–200, 300–500 тыс.») takes the unit of the next one
in its list.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from vestnik.law.figures.model import TermUnit

Range = tuple[int | float | None, int | float | None]
"""From and to; None is an open side, and twice the same number is one number."""

_SPACE: Final = r"\s"
_NUMBER: Final = rf"\d+(?:{_SPACE}\d{{3}})*(?:,\d+)?"
_PERCENT: Final = "%"
_SCALES: Final = (
    ("тыс", 10**3), ("млн", 10**6), ("миллион", 10**6), ("млрд", 10**9), ("миллиард", 10**9),
)  # fmt: skip
_SCALE: Final = r"тыс(?=[.\s,;):]|$)\.?|тысяч\w*|млн\.?|миллион\w*|млрд\.?|миллиард\w*"
_UNIT: Final = rf"(?:(?:{_SCALE})(?:{_SPACE}*руб\w*)?|руб\w*|₽|%)"
_RANGE: Final = re.compile(
    rf"(?:(?P<side>до|от|свыше|более|больше|не менее|не более){_SPACE}+)?"
    rf"(?<![\w.,№-])(?P<low>{_NUMBER}){_SPACE}*(?P<low_unit>{_UNIT})?"
    rf"(?:{_SPACE}*[–—-]{_SPACE}*(?P<high>{_NUMBER}){_SPACE}*(?P<high_unit>{_UNIT})?)?",
    re.IGNORECASE,
)
_FROM_TO: Final = re.compile(
    rf"\bот{_SPACE}+({_NUMBER}{_SPACE}*(?:{_UNIT})?){_SPACE}*до{_SPACE}+(?={_NUMBER})", re.IGNORECASE
)
_PLACE: Final = re.compile(rf"(?:\b(?:ст|ч|п|пп)|№)\.?{_SPACE}*$", re.IGNORECASE)
"""Before the number of an article, a part, a decree."""
_LIST: Final = re.compile(rf"{_SPACE}*[,/]{_SPACE}*|{_SPACE}+и{_SPACE}+", re.IGNORECASE)
_DATE: Final = re.compile(r"(?<!\d)(\d{1,2})\.(\d{2})\.(\d{4})(?!\d)")
_MONTHS: Final = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_WRITTEN: Final = re.compile(rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+(\d{{4}})", re.IGNORECASE)
_TERM: Final = re.compile(
    r"(?<![\d.,–-])(\d{1,3})[-\s]+(рабоч\w+\s+|календарн\w+\s+)?"
    r"(час(?:а|ов)?|дн(?:я|ей)|день|сут(?:ки|ок)|месяц(?:а|ев)?|год(?:а)?|лет)\b",
    re.IGNORECASE,
)
_UNITS: Final = {
    "ч": TermUnit.HOURS,
    "д": TermUnit.DAYS,
    "с": TermUnit.DAYS,
    "м": TermUnit.MONTHS,
    "г": TermUnit.YEARS,
    "л": TermUnit.YEARS,
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of rubles or people, or a share, with the words it was written in."""

    range: Range
    percent: bool
    words: str


@dataclass(frozen=True, slots=True)
class Period:
    """A number of days, hours, years, with the words it was written in."""

    number: int
    unit: TermUnit
    words: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day; ``on`` is None when there is no such day."""

    on: date | None
    words: str


def amounts(text: str) -> Iterator[Amount]:
    """Yield every number that has a scale, a currency or a percent sign, or stands in a list before one."""
    text = _FROM_TO.sub(r"\1–", text)
    waiting: list[re.Match[str]] = []
    end = -1
    for match in _RANGE.finditer(text):
        if waiting and not _LIST.fullmatch(text[end : match.start()]):
            waiting = []
        end = match.end()
        if _PLACE.search(text, 0, match.start()):
            continue
        unit = match["high_unit"] or match["low_unit"]
        if match["high"] is not None and match["high_unit"] is None:
            unit = None
        if unit is None:
            # «30–50» may still get the unit of its neighbour; a lone «15» in «ст. 15, 300 тыс.» may not.
            waiting = [*waiting, match] if match["high"] is not None else []
            continue
        for one in (*waiting, match):
            yield _amount(one, unit)
        waiting = []


def periods(text: str) -> Iterator[Period]:
    """Yield every period."""
    for match in _TERM.finditer(text):
        unit = _UNITS[match[3][0].lower()]
        working = match[2] is not None and match[2].lower().startswith("рабоч")
        yield Period(int(match[1]), TermUnit.WORKING_DAYS if working else unit, match[0].strip())


def days(text: str) -> Iterator[Day]:
    """Yield every full date; «декабря 2025 года» without a day is none."""
    for match in _DATE.finditer(text):
        yield Day(_day(int(match[3]), int(match[2]), int(match[1])), match[0])
    for match in _WRITTEN.finditer(text):
        yield Day(_day(int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1])), match[0])


def _amount(match: re.Match[str], unit: str) -> Amount:
    scale = _scale(unit)
    low = _number(match["low"], _scale(match["low_unit"]) if match["low_unit"] else scale)
    high = _number(match["high"], scale) if match["high"] is not None else low
    side = (match["side"] or "").lower()
    if match["high"] is None and side in {"до", "не более"}:
        found: Range = (None, low)
    elif match["high"] is None and side:
        found = (low, None)
    else:
        found = (low, high)
    return Amount(found, unit == _PERCENT, match[0].strip())


def _scale(unit: str) -> int:
    if unit == _PERCENT:
        return 1
    return next((scale for word, scale in _SCALES if unit.lower().startswith(word)), 1)


def _number(digits: str, scale: int) -> int | float:
    value = Decimal(re.sub(_SPACE, "", digits).replace(",", ".")) * scale
    return int(value) if value == int(value) else float(value)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
