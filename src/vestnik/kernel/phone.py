"""Telephone numbers in E.164, read by Google's phonenumbers."""

from dataclasses import dataclass

import phonenumbers

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_

_MAX_RAW = 40


@dataclass(frozen=True, slots=True, order=True)
class Phone:
    """A number that can exist in its country's plan; ``e164`` looks like ``+79001234567``."""

    e164: str

    def __str__(self) -> str:
        return self.e164

    @property
    def masked(self) -> str:
        """The number with its middle hidden, for screens and logs: ``+7900•••4567``."""
        return f"{self.e164[:5]}•••{self.e164[-4:]}"


def parse_phone(raw: str, *, region: str = "RU", field: str = "phone") -> Phone:
    """Read a number as people write it (``8 (900) 123-45-67``, ``+7…``).

    Raises:
        InvalidInput: the text is no number, or no such number can exist in its plan.
    """
    if len(raw) > _MAX_RAW:
        raise InvalidInput(
            N_("Номер телефона длиннее %(limit)s знаков.", limit=_MAX_RAW),
            field=field,
            hint=N_("Передайте один номер, например +79001234567."),
        )
    try:
        number = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException as error:
        raise InvalidInput(
            N_("Это не похоже на номер телефона."), field=field, hint=N_("Пример: +79001234567.")
        ) from error
    if not phonenumbers.is_possible_number(number):
        raise InvalidInput(
            N_("Номер с таким числом цифр не существует."), field=field, hint=N_("Пример: +79001234567.")
        )
    return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
