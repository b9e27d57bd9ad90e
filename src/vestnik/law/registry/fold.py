"""Text as it is compared: one line, small letters, ``ё`` as ``е``. Pure."""

import re
from typing import Final

_BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_WORD: Final = re.compile(r"[^\W_]+")
_REMARK: Final = re.compile(r"\([^()]*\)")
_FORMS: Final = frozenset(
    {"ооо", "ао", "пао", "зао", "оао", "нао", "ип", "фгуп", "гуп", "ано", "нко", "общество", "с", "и"}
    | {"ограниченной", "ответственностью", "акционерное", "публичное", "закрытое", "открытое"}
)


def one_line(text: str) -> str:
    """Return ``text`` on one line, every run of blanks and control characters as one space."""
    return _BLANKS.sub(" ", text).strip()


def fold(text: str) -> str:
    """Return ``text`` for comparing and searching."""
    return one_line(text).lower().replace("ё", "е")


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of ``text``: letters and digits, in order."""
    return tuple(_WORD.findall(fold(text)))


def owner_words(text: str) -> tuple[str, ...]:
    """Return the words of a company's name without its legal form and remarks in brackets.

    ``ООО «Ромашка» (группа «Луг»)`` gives ``ромашка``.
    """
    return tuple(word for word in words(_REMARK.sub(" ", text)) if word not in _FORMS)
