"""Raw records become products: dates and flags are read, INNs checked, oddities counted, keys made. Pure."""

import hashlib
import re
from collections import Counter
from datetime import date, datetime
from typing import Final

from vestnik.kernel.inn import inn_is_right
from vestnik.law.registry.fold import fold, one_line
from vestnik.law.registry.model import Oddity, Owner, Product, RawOwner, RawRecord

_YES: Final = frozenset({"1", "true", "да", "yes", "y", "исключен", "исключено", "исключена"})
_NO: Final = frozenset({"0", "false", "нет", "no", "n", ""})
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?![\d])")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?![\d])")
_TIME: Final = re.compile(r"[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")


class Records:
    """Makes the products of one export; holds what must be known of those before."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._keys: set[str] = set()
        self._pair_keys: set[str] = set()
        self.oddities: Counter[Oddity] = Counter()
        self.count = 0
        self.excluded = 0
        self.numbered = 0

    def product(self, raw: RawRecord) -> Product:
        """Return the product of a raw record; what does not read as it should is kept and counted."""
        text = raw.fields.get
        name, number = one_line(text("name", "")), one_line(text("registrationnumber", ""))
        owners = tuple(self._owner(owner) for owner in raw.owners)
        inns = sorted({owner.inn for owner in owners if owner.inn})
        excluded_on = self._day(text("exclusiondate", ""))
        excluded = self._excluded(text("excluded", ""), excluded_on, text("exclusionnumber", ""))
        pair_key = _unique(_digest(name, inns), self._pair_keys)
        key = _unique(number or f"~{pair_key}", self._keys)
        if number and key != number:
            self.oddities[Oddity.REPEATED_NUMBER] += 1
        if not name:
            self.oddities[Oddity.NAMELESS] += 1
        if not inns:
            self.oddities[Oddity.NO_INN] += 1
        self.count += 1
        self.excluded += excluded
        self.numbered += bool(number)
        return Product(
            key=key,
            pair_key=pair_key,
            number=number,
            name=name,
            owners=owners,
            alternatives=_lines(raw.alternatives),
            modules=_lines(raw.modules),
            classes=_lines(raw.classes),
            included_on=self._day(text("inclusiondate", "") or text("gosregistrationdate", "")),
            excluded=excluded,
            excluded_on=excluded_on,
            exclusion_number=one_line(text("exclusionnumber", "")),
            exclusion_kind=one_line(text("exclusiontype", "")),
            description_link=one_line(text("descriptionlink", "")),
            cost_link=one_line(text("costlink", "")),
        )

    def _owner(self, raw: RawOwner) -> Owner:
        inn = one_line(raw.inn)
        right = inn_is_right(inn) if inn else None
        if right is False:
            self.oddities[Oddity.WRONG_INN] += 1
        return Owner(one_line(raw.name), one_line(raw.short_name), inn, one_line(raw.ogrn), right)

    def _day(self, text: str) -> date | None:
        day = parse_day(text)
        if day is None and text.strip():
            self.oddities[Oddity.UNREAD_DATE] += 1
        return day

    def _excluded(self, flag: str, on: date | None, number: str) -> bool:
        """Believe the flag; where it is absent or unread, an exclusion's date or number stands for it."""
        word = fold(flag)
        if word in _YES:
            return True
        if word and word in _NO:
            return False
        if word:
            self.oddities[Oddity.UNREAD_FLAG] += 1
        return on is not None or bool(number.strip())


def parse_day(text: str) -> date | None:
    """Return the day at the start of ``text`` (year first or day first); None when it is none."""
    text = text.strip()
    year_first, day_first = _YEAR_FIRST.match(text), _DAY_FIRST.match(text)
    if year_first:
        parts = year_first.groups()
    elif day_first:
        parts = day_first.groups()[::-1]
    else:
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def parse_moment(text: str) -> datetime | None:
    """Return the naive moment that ``text`` names (``2026.09.12 01:37``); midnight where no time stands."""
    day = parse_day(text)
    if day is None:
        return None
    found = _TIME.search(text)
    hour, minute, second = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    try:
        return datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 — the reader knows the zone
    except ValueError:
        return None


def search_text(product: Product) -> str:
    """Return what words are looked for in: folded lines, the product's name first."""
    lines = [product.name, *product.alternatives]
    lines += [name for owner in product.owners for name in (owner.name, owner.short_name) if name]
    lines += product.modules
    return "".join(f"{fold(line)}\n" for line in lines)


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for text in texts if (line := one_line(text))))


def _digest(name: str, inns: list[str]) -> str:
    return hashlib.sha256(f"{fold(name)}\n{' '.join(inns)}".encode()).hexdigest()[:32]


def _unique(key: str, seen: set[str]) -> str:
    """Return ``key``, or ``key#2``, ``key#3``… when it has been seen; remember it."""
    wanted, number = key, 1
    while wanted in seen:
        number += 1
        wanted = f"{key}#{number}"
    seen.add(wanted)
    return wanted
