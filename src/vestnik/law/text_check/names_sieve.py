"""May a text name a messenger? A necessary condition of ``find_names``.

All letters of the text stand side by side, without what divides them, so that «т е л е г р а м» and a name
cut in two are one piece; three times, in the folds by which ``naming.py`` compares; runs of a letter are one.
In this every name is a substring that begins and ends where words do.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, compress
from typing import Final

from ahocorasick_rs import BytesAhoCorasick

from vestnik.law.text_check.codepage import LETTERS, RUSSIAN, SIGNS, encode, table
from vestnik.law.text_check.fold import as_cyrillic, as_latin, collapse
from vestnik.law.text_check.model import Edition
from vestnik.law.text_check.naming import Names, names_of

_MANY: Final = 64
"""Candidates looked at one by one; a text with more is read in full."""
_TAILED: Final = 4
"""Shortest Latin name that may carry a Russian ending: «whatsappе»."""
_LOOSE_SIGN: Final = re.compile(b"[%b](?:(?<![%b].)|(?![%b]))" % (SIGNS, LETTERS, LETTERS))
_SEPARATORS: Final = bytes(byte for byte in range(256) if byte not in LETTERS + SIGNS)


def _wide_latin(word: str) -> str:
    """``as_latin`` with ``w`` as ``v``: then «vv» is a run, and the same wherever a text is cut."""
    return collapse(as_latin(word).replace("w", "v"))


_NATIVE: Final = table(collapse)
_FOLDS: Final = (_NATIVE, table(_wide_latin), table(as_cyrillic))
_SPACED: Final = bytes(ord(" ") if byte in _SEPARATORS else folded for byte, folded in enumerate(_NATIVE))
_ALL_OR_NOTHING: Final = b"\0" + b"\xff" * 255


@dataclass(frozen=True, slots=True)
class _Sieve:
    """The patterns of one edition of the data, numbered."""

    patterns: BytesAhoCorasick
    short: int
    """The first so many are short names as whole words with their blanks."""
    tailed: int
    """From this one on they are Latin names, which may carry a Russian ending."""


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A text as the sieve sees it."""

    joined: bytes
    """Letters and signs within words, nothing between them."""
    ends: Sequence[int]
    """Where words end in ``joined``."""
    places: Sequence[int]
    """Where each byte that was searched stands in the folds, which are laid one after another."""


def may_name(edition: Edition, data: bytes) -> bool:
    """Whether ``find_names`` may find a foreign messenger in the encoded text in lower case."""
    sieve = _sieve(edition)
    if any(sign in data for sign in SIGNS):
        data = _LOOSE_SIGN.sub(b" ", data)
    spaced = data.translate(_SPACED)
    joined = data.translate(None, _SEPARATORS)
    folds = b"\n".join((*map(joined.translate, _FOLDS), b" %b " % spaced))
    marked = _mark_repeated(folds)
    hits = sieve.patterns.find_matches_as_indexes(marked.replace(b"\0", b""), overlapping=True)
    if not hits:
        return False
    if len(hits) > _MANY:
        return True
    ends = [0, *accumulate(map(len, spaced.split()))]
    pieces = _Pieces(joined, ends, list(compress(range(len(marked)), marked)))
    return any(_stands(sieve, pieces, *hit) for hit in hits)


def _mark_repeated(data: bytes) -> bytes:
    """Put a zero for each byte that repeats the one before: whole numbers do it without a loop."""
    number = int.from_bytes(data, "big")
    before = int.from_bytes(b"\1" + data[:-1], "big")
    differs = (number ^ before).to_bytes(len(data), "big").translate(_ALL_OR_NOTHING)
    return (number & int.from_bytes(differs, "big")).to_bytes(len(data), "big")


def _stands(sieve: _Sieve, pieces: _Pieces, number: int, start: int, end: int) -> bool:
    """Whether a hit begins and ends where words do, and is in the writing that its fold is for."""
    fold, low = divmod(pieces.places[start], len(pieces.joined) + 1)
    if number < sieve.short:
        return True
    if fold >= len(_FOLDS):
        return False  # a word with its blanks; the name in it is seen in the first fold too
    base = pieces.places[start] - low
    high, beyond = pieces.places[end - 1] - base, pieces.places[end] - base
    if not _is_cut(pieces.ends, low, pieces.places[start + 1] - base - 1):
        return False
    if not _is_cut(pieces.ends, high + 1, beyond):
        return number >= sieve.tailed and pieces.joined[beyond : beyond + 1] in RUSSIAN
    return fold == 0 or not _is_native(pieces.joined[low:beyond])


def _is_cut(ends: Sequence[int], low: int, high: int) -> bool:
    """Whether a word ends, and so the next begins, between two places of one run."""
    at = bisect_left(ends, low)
    return at < len(ends) and ends[at] <= high


def _is_native(joined: bytes) -> bool:
    """Whether it is written in one alphabet and nothing else: such words are compared as they are."""
    return (joined.isascii() and joined.isalpha()) or not joined.translate(None, RUSSIAN)


@lru_cache(maxsize=4)
def _sieve(edition: Edition) -> _Sieve:
    names = names_of(edition.signatures)
    short = [
        b" %b " % _folded(name, 0)
        for name, (platform, _) in names.exact.items()
        if platform and collapse(name) not in names.native
    ]
    hidden = sorted({*_hidden(names)})
    latin = [
        _folded(name, 0)
        for name, (platform, _) in names.exact.items()
        if platform and name.isascii() and name.isalpha() and len(name) >= _TAILED
    ]
    return _Sieve(BytesAhoCorasick([*short, *hidden, *latin]), len(short), len(short) + len(hidden))


def _hidden(names: Names) -> Iterator[bytes]:
    """Yield what disguised names and names of several words are in their folds."""
    for fold, table_of_names in enumerate((names.native, names.latin, names.cyrillic)):
        yield from (_folded(name, fold) for name in table_of_names.values())
    yield from (_folded("".join(form.split()), 0) for form in names.spaced)


def _folded(name: str, fold: int) -> bytes:
    """Return a spelling as the text is searched for it."""
    folded = (encode(name) or b"").translate(_FOLDS[fold])
    return _mark_repeated(folded).replace(b"\0", b"")
