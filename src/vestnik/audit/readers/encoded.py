"""Addresses and names that a page hides from a plain search: references, escapes, a letter an element."""

import html
import re
from dataclasses import dataclass

from vestnik.law.signatures import Match, Signatures

_REACH = 600
_ENTITIES = re.compile(r"(?:&#?\w{2,8};|[\w./:?=@+%-])*")
_ESCAPES = re.compile(r"(?:\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\?/|[\w.:?=&@+%-])*")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(/))")
_OPEN = r"<(?:span|i|b|em)[^<>]{0,60}>"
_LETTERS = re.compile(rf"(?:{_OPEN}\s?)?(?:[^<>\s]{{1,2}}</(?:span|i|b|em)>\s?(?:{_OPEN})?\s?)+")
_TAG = re.compile(r"<[^<>]*>|\s")
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,20}:)?/{0,2}[\w@.-]+(?:[/?][^\s\"'<>\\]*|\.[a-z]{2,}|\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """Characters ``start`` up to ``end`` of the source, and what a visitor or a program makes of them."""

    start: int
    end: int
    plain: str


def entities_at(text: str, start: int, end: int) -> Hidden:
    """Read the run of character references around a place."""
    begin, stop = _around(_ENTITIES, text, start, end)
    return Hidden(begin, stop, html.unescape(text[begin:stop]))


def escapes_at(text: str, start: int, end: int) -> Hidden:
    r"""Read the run of ``\x..`` and ``\u....`` escapes around a place."""
    begin, stop = _around(_ESCAPES, text, start, end)
    plain = _ESCAPE.sub(lambda found: found[3] or chr(int(found[1] or found[2], 16)), text[begin:stop])
    return Hidden(begin, stop, plain)


def letters_at(text: str, start: int) -> Hidden | None:
    """Read a word whose every letter is an element of its own."""
    begin = max(text.rfind(">", max(0, start - 80), start) + 1, 0) if start else 0
    opened = text.rfind("<", max(0, begin - 80), begin)
    found = _LETTERS.match(text, opened if opened >= 0 else begin, start + _REACH)
    if found is None:
        return None
    return Hidden(found.start(), found.end(), _TAG.sub("", found[0]))


def address_in(signatures: Signatures, hidden: Hidden) -> Match | None:
    """Return the messenger's address among the plain characters."""
    for place in _ADDRESS.finditer(hidden.plain):
        match = signatures.classify_url(place[0])
        if match is not None:
            return match
    return None


def word_in(signatures: Signatures, hidden: Hidden) -> tuple[str, str] | None:
    """Return the spelling and the platform named by the plain characters."""
    plain = hidden.plain.lower()
    return next(((word, platform) for word, platform in signatures.words.items() if word in plain), None)


def _around(run: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of the run: from its beginning on the same line, found by stepping over what precedes."""
    low = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    begin = low
    while begin < start:
        found = run.match(text, begin, start)
        if found is not None and found.end() == start:
            break
        begin = (found.end() if found is not None and found.end() > begin else begin) + 1
    stop = run.match(text, min(begin, start), end + _REACH)
    return min(begin, start), max(end, stop.end() if stop else end)
