"""What is written in a cell → an address of its kind, or nothing. Pure."""

import re
from typing import Final

from vestnik.kernel.address import AddressKind, parse_address
from vestnik.kernel.errors import InvalidInput

NO: Final = frozenset(
    {"", "-", "—", "–", "0", "нет", "no", "n", "false", "ложь", "null", "none", "n/a", "н/д"}
)
"""Words by which a cell says that there is nothing; to be compared with what was casefolded."""

MARK: Final = ""
"""A cell that says yes and names no address: usable, but nothing to compare with others."""

_YES: Final = frozenset({"1", "+", "да", "есть", "yes", "y", "true", "истина", "v", "x"})
_MOBILE: Final = re.compile(r"(?:\+7|[78])(9[0-9]{9})\Z")
_BLANKS: Final = str.maketrans("", "", " ()-")
_SEVERAL: Final = re.compile(r"[,;/|\n]+")


def usable_phone(cell: str) -> str | None:
    """Return the number in E.164, or None: the cell holds none.

    The commonest spelling of a Russian mobile number is read without the library, which takes far longer.
    """
    plain = _MOBILE.match(cell.translate(_BLANKS))
    if plain is not None:
        return f"+7{plain[1]}"
    return _first(AddressKind.PHONE, cell.removesuffix(".0"))


def usable_email(cell: str) -> str | None:
    """Return the address as it is compared, or None."""
    address = _first(AddressKind.EMAIL, cell)
    return None if address is None else address.casefold()


def usable_id(cell: str) -> str | None:
    """Return an id of another platform, ``MARK`` for a mere yes, None for a no."""
    word = cell.casefold()
    if word in NO:
        return None
    return MARK if word in _YES else _parsed(AddressKind.PERSON, cell)


def _first(kind: AddressKind, cell: str) -> str | None:
    found = _parsed(kind, cell)
    if found is None and _SEVERAL.search(cell):
        return next(filter(None, (_parsed(kind, part) for part in _SEVERAL.split(cell))), None)
    return found


def _parsed(kind: AddressKind, text: str) -> str | None:
    try:
        return parse_address(kind, text).value
    except InvalidInput:
        return None
