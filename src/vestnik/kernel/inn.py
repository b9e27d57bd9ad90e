"""Taxpayer numbers (INN) and numbers of the state register (OGRN); the last digits check the rest. Pure.

The weights and divisors are those of the tax service's published rules for the numbers.
"""

from typing import Final

_COMPANY: Final = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_PERSON_11: Final = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_PERSON_12: Final = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_OGRN_DIVISORS: Final = {13: 11, 15: 13}


def inn_is_right(inn: str) -> bool:
    """Tell whether ``inn`` is 10 or 12 digits whose check digits fit."""
    if not (inn.isascii() and inn.isdigit()):
        return False
    digits = [int(char) for char in inn]
    if len(digits) == len(_COMPANY) + 1:
        return digits[-1] == _check(_COMPANY, digits)
    if len(digits) == len(_PERSON_12) + 1:
        return digits[-2:] == [_check(_PERSON_11, digits), _check(_PERSON_12, digits)]
    return False


def ogrn_is_right(ogrn: str) -> bool:
    """Tell whether ``ogrn`` is 13 digits (a company) or 15 (a sole trader) whose last digit fits.

    The last digit is the last digit of what remains of the rest divided by 11, or by 13 for a sole trader.
    """
    if not (ogrn.isascii() and ogrn.isdigit() and len(ogrn) in _OGRN_DIVISORS):
        return False
    return int(ogrn[:-1]) % _OGRN_DIVISORS[len(ogrn)] % 10 == int(ogrn[-1])


def padded_inn(inn: str) -> str:
    """Return ``inn`` with the leading zero that a spreadsheet took: 9 digits become 10, 11 become 12."""
    lost = len(inn) in {len(_COMPANY), len(_PERSON_12)}
    return f"0{inn}" if lost and inn.isascii() and inn.isdigit() else inn


def _check(weights: tuple[int, ...], digits: list[int]) -> int:
    return sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11 % 10
