"""The one-byte code page in which the prefilter looks at a text."""

import re
from collections.abc import Callable
from typing import Final

from vestnik.law.text_check.fold import CYRILLIC_CLASS, LATIN, LATIN_CLASS

_CODE: Final = "cp1251"
"""One byte a character for Russian and English; what it lacks becomes ``?``, a sign between words."""
_CHARS: Final = tuple(bytes([byte]).decode(_CODE, "replace") for byte in range(256))
_FOLDED: Final = {chr(code) for code in {*LATIN, *LATIN_CLASS, *CYRILLIC_CLASS}}
_LACKING: Final = re.compile("[{}∙。]".format("".join(sorted(_FOLDED - {*_CHARS}))))
"""Look-alikes and dots that the code page has no place for."""

LETTERS: Final = bytes(byte for byte, char in enumerate(_CHARS) if re.fullmatch(r"[^\W_]", char))
"""Letters and digits."""
RUSSIAN: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя".encode(_CODE)
SIGNS: Final = "@$€|".encode(_CODE)
"""Part of a word between two letters, elsewhere no more than signs."""


def encode(text: str) -> bytes | None:
    """One byte for each character, or None when a look-alike would be lost."""
    try:
        return text.encode(_CODE)
    except UnicodeEncodeError:
        return None if _LACKING.search(text) else text.encode(_CODE, "replace")


def table(fold: Callable[[str], str]) -> bytes:
    """A fold of single characters as a table for ``bytes.translate``."""
    return b"".join(
        bytes([byte]) if char == "\ufffd" else fold(char).encode(_CODE) for byte, char in enumerate(_CHARS)
    )
