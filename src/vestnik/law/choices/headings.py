"""The first line of a list: which column is what, by platform ids, platform names and plain words. Pure."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.choices.reading import DELIMITERS, Lines
from vestnik.law.model import Platform

MAX_COLUMNS: Final = 200

PHONE: Final = "phone"
"""The one meaning that is no platform: a telephone serves several."""

BY_PHONE: Final = ("sms", "voice")
"""Platforms that reach whoever has a telephone."""

POSSIBLY_BY_PHONE: Final = ("vk_notify",)
"""Platforms that may reach whoever has a telephone; nobody knows who was there lately."""

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    PHONE: (
        "phone", "phone number", "tel", "telephone", "mobile", "mobile phone", "sms", "смс", "voice",
        "звонок", "телефон", "номер телефона", "телефон клиента", "контактный телефон", "тел", "мобильный",
        "мобильный телефон", "моб", "моб телефон", "сотовый", "сотовый телефон",
    ),
    "email": (
        "email", "e mail", "mail", "email address", "e mail address", "почта", "эл почта",
        "электронная почта", "адрес почты", "адрес электронной почты", "email клиента", "имейл", "емейл",
    ),
    "max": ("макс", "max id", "id max", "max user id"),
    "vk": ("вк", "вконтакте", "vk id", "id vk", "vkontakte"),
    "cabinet": ("кабинет", "личный кабинет", "лк", "логин", "логин кабинета"),
    "webpush": ("push", "пуш", "web push", "push в браузере"),
    "rustore_push": ("rustore", "рустор", "push в приложении", "пуш в приложении"),
    "chat": ("чат",),
    "whatsapp": ("ватсап", "вотсап", "вацап"),
    "telegram": ("телеграм", "телеграмм", "tg"),
    "viber": ("вайбер",),
}  # fmt: skip

_BOM: Final = b"\xef\xbb\xbf"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_BOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of Excel begin."""

_BETWEEN = re.compile(r"[\s_\-./:]+")
_NUMBER = re.compile(r" \d{1,2}\Z")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a list, and what parts them."""

    headings: tuple[str, ...]
    delimiter: str
    meanings: tuple[str | None, ...]

    @property
    def columns(self) -> dict[str, str]:
        """Heading → meaning, of the columns that have one."""
        pairs = zip(self.headings, self.meanings, strict=True)
        return {heading: meaning for heading, meaning in pairs if meaning is not None}


def read_header(platforms: Mapping[str, Platform], lines: Lines) -> Header:
    """Take the first line of a file; the delimiter is the one that makes most sense of it.

    Raises:
        InvalidInput: the file is empty or no CSV, has too many columns or none that is known.
    """
    text = _text(lines)
    headers = [_header(text, delimiter, platforms) for delimiter in DELIMITERS]
    best = max(headers, key=lambda header: (len(header.columns), len(header.headings)))
    if not best.columns:
        # The first line may be somebody's data: it is not repeated here.
        raise InvalidInput(
            N_("В первой строке не нашлось ни одного знакомого столбца."),
            field="file",
            hint=N_(
                "Назовите столбцы: email, телефон, личный кабинет, push или id площадки, например max, vk."
            ),
        )
    if len(best.headings) > MAX_COLUMNS:
        raise InvalidInput(N_("В списке больше %(limit)s столбцов.", limit=MAX_COLUMNS), field="file")
    return best


def _text(lines: Lines) -> str:
    try:
        first = lines.raw()
    except StopIteration:
        raise InvalidInput(N_("Файл пуст."), field="file") from None
    if first is not None and first.startswith(_BOOKS):
        raise InvalidInput(
            N_("Это книга Excel, а не CSV."),
            field="file",
            hint=N_("Сохраните лист как «CSV UTF-8» и посчитайте снова."),
        )
    text = None
    if first is not None and b"\0" not in first and not first.startswith(_UTF_16):
        if first.startswith(_BOM):
            lines.encoding = "utf-8"
        text = lines.text(first.removeprefix(_BOM))
    if text is None:
        raise InvalidInput(
            N_("Это не CSV в кодировке UTF-8 или windows-1251."),
            field="file",
            hint=N_("Сохраните список как «CSV UTF-8» с заголовком в первой строке."),
        )
    return text


def _header(line: str, delimiter: str, platforms: Mapping[str, Platform]) -> Header:
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        cells = []
    while cells and not cells[-1].strip():
        cells.pop()
    headings = tuple(cell.strip() for cell in cells)
    return Header(headings, delimiter, tuple(_meanings(headings, platforms)))


def _meanings(headings: Sequence[str], platforms: Mapping[str, Platform]) -> list[str | None]:
    known = {_plain(platform.name): platform_id for platform_id, platform in platforms.items()}
    known |= {_plain(platform_id): platform_id for platform_id in platforms}
    for meaning, words in _WORDS.items():
        known |= dict.fromkeys(words, meaning)
    return [known.get(_plain(heading)) for heading in headings]


def _plain(heading: str) -> str:
    """Return ``E-mail 2`` and ``e_mail`` as one word: ``e mail``."""
    words = _BETWEEN.sub(" ", heading.casefold().replace("ё", "е")).strip()
    return _NUMBER.sub("", words)
