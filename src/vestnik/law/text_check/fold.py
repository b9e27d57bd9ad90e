"""Take disguises off: invisible characters, full-width letters, look-alikes, digits for letters."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_STRANGE = re.compile(r"[^\t\n\x20-\x7e\u00a0«»Ёё\u0410-\u044f\u2013\u2014\u2018-\u201e\u2022\u2026\u2116]")
"""Anything outside plain Russian and English text; a text without it needs no character-by-character work."""
_BLANK = "\u2800"
"""The empty Braille cell: a symbol by its category, a space to the eye."""
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u17b4\u17b5")
"""Letters by their category, nothing to the eye."""
_WHOLE = frozenset("йЙёЁ№…")
"""Composed characters that are letters and signs of their own."""
_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cc", "Co", "Cn", "Cs"})


def _pairs(table: str) -> dict[str, str]:
    return {pair[0]: pair[1] for pair in table.split()}


_DRAWN = _pairs("ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz") | {
    chr(first + number): chr(ord("a") + number) for first in (0x1F150, 0x1F170) for number in range(26)
}
"""Small capitals and white letters on black: Unicode knows no plain letters for them."""
_LOOKS = _pairs(
    "аa вb гr еe ёe иu йu кk мm нh оo пn рp сc тt уy хx шw ьb іi їi јj һh ѕs єe ԁd ԛq ԝw ѵv ӏl"
    " αa βb εe ηn ιi κk νv οo ρp τt υu χx ωw γy"
)
"""What a letter of another alphabet looks like in Latin; the text is in lower case by then."""
_DIGITS = _pairs("0o 1l 3e 4a 5s 6b 7t 8b 9g @a $s €e |l")
_LATIN_ONE = _pairs("il cs")
"""``i`` and ``l`` are drawn alike; Cyrillic «с» is written both for ``c`` and, by its sound, for ``s``."""
_SOUNDS = _pairs(
    "aа bв cс dд eе fф gр hн iи jи kк lи mм nр oо pр rр sс tт uи vв wв xх yу zе"
    " бв гр пр ли йи ёе зе іи їи ји һн ѕс єе ӏи"
    " 0о 1и 3е 4а 5с 6в 7т 8в 9р @а $с €е |и"
    " αа βв εе ηн ιи κк νв οо ρр τт υи χх ωв γу"
)
"""Latin letters and digits as Cyrillic, by look or by sound, into classes wide enough for both readings:
``р`` of «телеграм» may stand as p, r, and ``r`` also as «г». Used only for words of mixed writing."""

LATIN = str.maketrans(_LOOKS)
"""One character for one, digits kept: for addresses."""
LATIN_CLASS = str.maketrans(
    {char: _LATIN_ONE.get(to, to) for char, to in (_LOOKS | _DIGITS).items()} | _LATIN_ONE
)
CYRILLIC_CLASS = str.maketrans(_SOUNDS)
_NATIVE = str.maketrans("ёйЁЙ", "еиЕИ")
_RUNS = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without what no eye sees; ``places`` lead back to the original."""

    original: str
    text: str
    """Letters as they were written, in compatible forms; cases kept."""
    lower: str
    """The same, character for character, in lower case."""
    places: Sequence[int]
    """Place in the original of each character here."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a non-empty stretch stands in the original."""
        return self.places[start], self.places[end - 1] + 1

    def altered(self, start: int, end: int) -> bool:
        """Whether something was dropped or replaced in a stretch, beyond the two ways to write «й»."""
        low, high = self.span(start, end)
        seen = unicodedata.normalize("NFC", self.original[low:high]).translate(_NATIVE)
        return seen.lower() != self.lower[start:end].translate(_NATIVE)


def clean(text: str) -> Cleaned:
    """Drop the invisible, bring letters to plain forms."""
    if not _STRANGE.search(text):
        return Cleaned(text, text, text.lower(), range(len(text)))
    letters: list[str] = []
    lowers: list[str] = []
    places: list[int] = []
    plain, done = text.replace("\u00a0", " "), 0
    for strange in _STRANGE.finditer(text):
        place = strange.start()
        letters.append(plain[done:place])
        lowers.append(plain[done:place].lower())
        places.extend(range(done, place))
        for letter in _plain(strange[0]):
            low = letter.lower()
            letters.append(letter)
            lowers.append(low if len(low) == 1 else letter)
            places.append(place)
        done = strange.end()
    letters.append(plain[done:])
    lowers.append(plain[done:].lower())
    places.extend(range(done, len(text)))
    return Cleaned(text, "".join(letters), "".join(lowers), places)


def _plain(char: str) -> str:
    """One character → what it reads as; nothing for what is not seen."""
    if char in _WHOLE or char in "\n\t":
        return char
    if char in _FILLERS or (kind := unicodedata.category(char)) in _INVISIBLE:
        return "\n" if char in "\r\x0b\x0c\x85" else ""
    if kind[0] == "Z" or char == _BLANK:
        return "\n" if kind in {"Zl", "Zp"} else " "
    if char in _DRAWN:
        return _DRAWN[char]
    broken = unicodedata.normalize("NFKD", char)
    return "".join(part for part in broken if unicodedata.category(part) not in _INVISIBLE)


def collapse(word: str) -> str:
    """Runs of one letter as one, «ё» and «й» as their plain sisters."""
    return _RUNS.sub(r"\1", word.translate(_NATIVE))


def as_latin(word: str) -> str:
    """Return the class of Latin words that look like this one."""
    return _RUNS.sub(r"\1", word.translate(LATIN_CLASS).replace("vv", "w"))


def as_cyrillic(word: str) -> str:
    """Return the class of Cyrillic words that look or sound like this one."""
    return _RUNS.sub(r"\1", word.translate(CYRILLIC_CLASS))
