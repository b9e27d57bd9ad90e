"""Taxpayer and register numbers in a text, by the words before them and their check digits. Pure."""

import re

from vestnik.audit.pages.model import Requisites
from vestnik.kernel.inn import inn_is_right, ogrn_is_right

_CALLED = re.compile(
    r"(?<![А-Яа-яA-Za-z])(?P<name>ИНН|ОГРНИП|ОГРН)(?:\s*/\s*(?P<second>КПП|ОГРН|ОГРНИП))?[\s:№#—–-]{0,6}"
    r"(?P<number>\d[\d\s\u00a0]{8,18}\d)(?P<rest>\s*/\s*\d{9,15})?"
)


def requisites_of(text: str) -> Requisites:
    """Return the numbers that are called INN or OGRN; those whose check digits do not fit stand apart."""
    if "ИНН" not in text and "ОГРН" not in text:
        return Requisites()
    inn: set[str] = set()
    ogrn: set[str] = set()
    wrong: set[str] = set()
    for found in _CALLED.finditer(text):
        number = _cut(found["name"], found["number"])
        if found["name"] == "ИНН":
            (inn if inn_is_right(number) else wrong).add(number)
        else:
            (ogrn if ogrn_is_right(number) else wrong).add(number)
    return Requisites(
        frozenset(inn), frozenset(ogrn), frozenset(number for number in wrong if number.strip("0"))
    )


def _cut(name: str, written: str) -> str:
    """The number without spaces; what follows after a space and does not belong to it is left out."""
    digits = re.sub(r"\D", "", written)
    fits = inn_is_right if name == "ИНН" else ogrn_is_right
    lengths = (10, 12) if name == "ИНН" else (13, 15)
    first = re.match(r"\d+", written)
    if first and len(first[0]) in lengths:
        return first[0]
    return next((digits[:length] for length in lengths if fits(digits[:length])), digits)
