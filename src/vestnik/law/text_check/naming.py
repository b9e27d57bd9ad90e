"""Find messengers named in a text, however the name is spelled."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vestnik.law.signatures import Signatures
from vestnik.law.text_check.fold import Cleaned, as_cyrillic, as_latin, collapse
from vestnik.law.text_check.model import LINKED, Edition, Name, Word
from vestnik.law.text_check.words import (
    COMMON_NAMES,
    DOMESTIC,
    ENDINGS,
    NEVER,
    NEVER_JOINED,
    NOT_MESSENGERS,
    ONLY_AS_LISTED,
    SLANG,
    UNSURE,
)

_WORD = re.compile(r"[^\W_]+(?:[@$€|][^\W_]+)*")
_CYRILLIC = re.compile(r"[а-яё]+")
_LATIN_CYRILLIC_TAIL = re.compile(r"([a-z]{4,})[а-яё]{1,2}")
_HARD = frozenset("бвгджзклмнпрстфхцчшщ")
_FOLDED = frozenset("ёй")
_LONG_RUN = re.compile(r"(.)\1\1")
_SPACES = re.compile(r"[ \u00a0]{1,3}")
_SIGNS = re.compile(r"(?:[^\w\s]|_){1,3}|[ \u00a0]?[^\w\s,.!?;:]{1,3}[ \u00a0]?")
"""What may stand between pieces of one name: signs without spaces, or emoji and dashes with them."""
_SHORTEST = 5
"""Shorter names are not looked for in disguise: «т.г.» is «текущего года», ``w.a.`` are initials."""
_PIECE = 3
_SCATTERED = 3


@dataclass(frozen=True, slots=True)
class Names:
    """All spellings of the signatures, laid out for look-up."""

    exact: Mapping[str, tuple[str | None, bool]]
    """Spelling without spaces → platform (None: not foreign) and whether it is sure."""
    spaced: frozenset[str]
    """Spellings of several words."""
    native: Mapping[str, str]
    """Collapsed spelling → exact one."""
    latin: Mapping[str, str]
    cyrillic: Mapping[str, str]
    beginnings: frozenset[str]
    """Every beginning of a collapsed spelling or of a class: where joining pieces may go on."""
    heads: frozenset[str]
    """First two and three letters of all spellings, so that most words need no second look."""


def names_of(signatures: Signatures) -> Names:
    """Lay out the spellings, once per version of the data."""
    return _names(Edition(signatures.digest, signatures))


@lru_cache(maxsize=4)
def _names(key: Edition) -> Names:
    exact: dict[str, tuple[str | None, bool]] = dict.fromkeys(DOMESTIC, (None, True))
    spaced: set[str] = set()
    for sure, table in ((False, SLANG), (False, key.signatures.loose), (True, key.signatures.words)):
        for spelling, platform in table.items():
            if platform in NOT_MESSENGERS:
                continue
            for form in _forms(spelling):
                exact["".join(form.split())] = (platform, sure and form not in UNSURE)
                if " " in form:
                    spaced.add(form)
    for word in NEVER:
        exact.pop(word, None)
    hidden = [name for name, (platform, _) in exact.items() if platform and name not in ONLY_AS_LISTED]
    native = _classes(hidden, collapse)
    latin = _classes((name for name in hidden if name.isascii()), as_latin)
    cyrillic = _classes((name for name in hidden if not name.isascii()), as_cyrillic)
    whole = {*native, *latin, *cyrillic}
    beginnings = frozenset(name[:size] for name in whole for size in range(1, len(name) + 1))
    spelled = (*exact, *native, *map(str.lower, COMMON_NAMES))
    heads = frozenset((*(name[:2] for name in spelled), *(name[:3] for name in (*spelled, *whole))))
    return Names(exact, frozenset(spaced), native, latin, cyrillic, beginnings, heads)


def _forms(spelling: str) -> Iterator[str]:
    """Yield the spelling with its case endings, when it is a Cyrillic noun on a consonant."""
    bare = spelling.replace("'", " ")
    yield bare
    if bare not in UNSURE and bare[-1] in _HARD:
        yield from (bare + ending for ending in ENDINGS)


def _classes(names: Iterable[str], fold: Callable[[str], str]) -> dict[str, str]:
    """Folded spelling → exact one; sure spellings come last and win."""
    folded = ((fold(name), name) for name in names)
    return {key: name for key, name in folded if len(key) >= _SHORTEST}


def words_of(lower: str) -> list[Word]:
    """Split a cleaned text into words."""
    return [Word(found[0], found.start(), found.end()) for found in _WORD.finditer(lower)]


def find_names(names: Names, cleaned: Cleaned, words: Sequence[Word]) -> list[Name]:
    """Return the names among ``words``, in order; «MAX» and the like have no platform."""
    found: list[Name] = []
    at = 0
    while at < len(words):
        if _is_ordinary(names, words[at].text):
            at += 1
            continue
        name = _single(names, cleaned, words, at) or _joined(names, cleaned, words, at)
        if name is not None:
            found.append(name)
            at = name.last
        at += 1
    return found


def _is_ordinary(names: Names, text: str) -> bool:
    """Whether different letters at its beginning already show that it is no name nor a part of one."""
    if text == LINKED:
        return True
    if len(text) == 1 or text[0] == text[1] or (text[:2] in names.heads and _may_begin(names, text)):
        return False
    return _is_native(text)


def _may_begin(names: Names, text: str) -> bool:
    """The same of the third letter; «ё» and «й», which a spelling may hold as «е» and «и», are not judged."""
    return text[:3] in names.heads or text[1] == text[2] or not _FOLDED.isdisjoint(text[1:3])


def _single(names: Names, cleaned: Cleaned, words: Sequence[Word], at: int) -> Name | None:
    word = words[at]
    known = names.exact.get(word.text)
    if known is not None:
        return Name(known[0], at, at, word.start, word.end, known[1], disguised=False)
    common = COMMON_NAMES.get(cleaned.text[word.start : word.end])
    if common is not None:
        return Name(common, at, at, word.start, word.end, sure=False, disguised=False)
    spelling = _spelling(names, word.text)
    if spelling is None:
        return None
    platform, sure = names.exact[spelling]
    plain = _is_native(word.text) and not _LONG_RUN.search(word.text)
    plain = plain or _LATIN_CYRILLIC_TAIL.fullmatch(word.text) is not None
    return Name(platform, at, at, word.start, word.end, sure, disguised=not plain)


def _is_native(text: str) -> bool:
    """Whether it is written in one alphabet and nothing else."""
    return _CYRILLIC.fullmatch(text) is not None or (text.isascii() and text.isalpha())


def _spelling(names: Names, text: str) -> str | None:
    """The spelling of the signatures that a disguised or misspelled word stands for."""
    if len(text) < _SHORTEST or text in NEVER:
        return None
    if _is_native(text):
        return names.native.get(collapse(text))
    tailed = _LATIN_CYRILLIC_TAIL.fullmatch(text)
    if tailed and tailed[1] in names.exact:
        return tailed[1]
    return names.latin.get(as_latin(text)) or names.cyrillic.get(as_cyrillic(text))


def _joined(names: Names, cleaned: Cleaned, words: Sequence[Word], at: int) -> Name | None:
    """Join pieces from ``at`` on while they may still become a name; the longest name wins."""
    text = words[at].text
    if not _may_go_on(names, text):
        return None
    best: Name | None = None
    last, tight = at, True
    while last + 1 < len(words):
        gap = cleaned.lower[words[last].end : words[last + 1].start]
        signs = _SIGNS.fullmatch(gap) is not None
        if not signs and not _SPACES.fullmatch(gap):
            break
        if text == words[last + 1].text[0] or _single(names, cleaned, words, last + 1):
            break  # «в ватс ап», «24/7: вотсап»: what stands before is no piece of the name
        last, tight = last + 1, tight and signs
        text += words[last].text
        if not _may_go_on(names, text):
            break
        pieces = [word.text for word in words[at : last + 1]]
        best = _assembled(names, pieces, (words[at].start, words[last].end), (at, last), tight) or best
    return best


def _may_go_on(names: Names, text: str) -> bool:
    begin = names.beginnings
    if text in begin:
        return True
    native = _is_native(text)
    if native and text[0] != text[1:2] and _FOLDED.isdisjoint(text[:2]) and text[:2] not in begin:
        return False
    if collapse(text) in begin:
        return True
    return not native and (as_latin(text) in begin or as_cyrillic(text) in begin)


def _assembled(
    names: Names, pieces: list[str], span: tuple[int, int], numbers: tuple[int, int], tight: bool
) -> Name | None:
    text = "".join(pieces)
    listed = " ".join(pieces) in names.spaced
    if text in NEVER_JOINED:
        return None
    spelling = text if listed else _spelling(names, text)
    if spelling is None:
        return None
    platform, sure = names.exact[spelling]
    scattered = len(pieces) >= _SCATTERED and all(len(piece) <= _PIECE for piece in pieces)
    return Name(platform, *numbers, *span, sure=sure and (listed or tight or scattered), disguised=not listed)
