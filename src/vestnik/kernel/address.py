"""How a person is reached: an address is a kind and a normalised value."""

import re
from dataclasses import dataclass
from enum import StrEnum

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.phone import parse_phone
from vestnik.kernel.text import N_

_MAX_EMAIL = 254
_MAX_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)\Z")
_MAX_REFERENCE = 128
_LONG_REFERENCE = 8
"""From here on the last two characters may be shown too, so that neighbours differ in a list."""


class AddressKind(StrEnum):
    """Which sort of address a channel needs."""

    EMAIL = "email"
    PHONE = "phone"
    PERSON = "person"
    """The company's own reference of a person: a cabinet login, a CRM id."""


@dataclass(frozen=True, slots=True)
class Address:
    """A normalised way to reach somebody; equal addresses compare equal."""

    kind: AddressKind
    value: str

    @property
    def masked(self) -> str:
        """The address with enough hidden that a screen or a log does not give it away."""
        if self.kind is AddressKind.PHONE:
            return f"{self.value[:5]}•••{self.value[-4:]}"
        if self.kind is AddressKind.EMAIL:
            local, _, domain = self.value.partition("@")
            return f"{local[:1]}•••@{domain}"
        tail = self.value[-2:] if len(self.value) >= _LONG_REFERENCE else ""
        return f"{self.value[:2]}•••{tail}"


def parse_address(kind: AddressKind, raw: str, *, field: str = "to") -> Address:
    """Read and normalise an address of the given kind.

    Raises:
        InvalidInput: the text cannot be such an address; names ``field``.
    """
    raw = raw.strip()
    if kind is AddressKind.PHONE:
        return Address(kind, parse_phone(raw, field=field).e164)
    if kind is AddressKind.EMAIL:
        return Address(kind, _email(raw, field))
    if not raw or len(raw) > _MAX_REFERENCE or not raw.isprintable():
        raise InvalidInput(
            N_("Ссылка на человека — от 1 до %(limit)s печатных знаков.", limit=_MAX_REFERENCE), field=field
        )
    return Address(kind, raw)


def _email(raw: str, field: str) -> str:
    local, at, domain = raw.rpartition("@")
    error = InvalidInput(
        N_("Это не похоже на адрес электронной почты."), field=field, hint=N_("Пример: anna@example.ru.")
    )
    if not at or len(raw) > _MAX_EMAIL or len(local) > _MAX_LOCAL or not _LOCAL.match(local):
        raise error
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise error from None
    labels = ascii_domain.split(".")
    if len(labels) < 2 or not all(_LABEL.match(label) for label in labels):  # noqa: PLR2004 — a name and a zone
        raise error
    return f"{local}@{ascii_domain}"
