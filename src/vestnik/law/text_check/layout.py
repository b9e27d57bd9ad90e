"""Lay a text out for judging: words in sentences and clauses, messengers named among them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from vestnik.law.text_check.fold import Cleaned
from vestnik.law.text_check.marks import Marks, mark
from vestnik.law.text_check.model import LINKED, Link, Name, Word
from vestnik.law.text_check.naming import Names, find_names, words_of
from vestnik.law.text_check.words import BREAKS, SHORTENED

PHONE: Final = re.compile(
    r"(?<![\d.,/=-])(?:\+?[78][\s(-]{0,3}\d{3}[\s)-]{0,3}\d{3}[\s-]{0,2}\d{2}[\s-]{0,2}\d{2}(?!\d)"
    r"|\+\d{1,3}[\s(-]{0,2}\d{2,3}[\s)-]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2,4}(?!\d))"
)
HANDLE: Final = re.compile(r"(?<![\w.@/])@[a-z]\w{3,31}\b(?![(\"'{-])", re.ASCII)
_ENDS: Final = re.compile(r"[!?…;]|\.(?=[\s\x00»\")]|$)|\n")
_PAUSE: Final = re.compile(r"[:(—–-]|[,)|•«»\"]")
_DASH: Final = re.compile(r"\s[—–-]+\s|[→⇒➡👉⬇↓>]")
_LIST: Final = re.compile(r"[\s•—–*·|✅▪️\-\d.)]*")
"""Between two names of a list set in lines."""


class Gap(IntEnum):
    """What divides a word from the next."""

    NONE = 0
    COMMA = 1
    INTRODUCES = 2
    """A colon, a dash, a bracket: what follows belongs to what was said."""
    SENTENCE = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """A text ready to be judged; all places are of the cleaned text."""

    words: Sequence[Word]
    gaps: Sequence[Gap]
    """``gaps[n]`` stands after word ``n``; the last is a sentence's end."""
    names: Sequence[Name]
    phones: Sequence[tuple[int, int]]
    handles: Sequence[tuple[int, int]]
    masked: str
    """The text with addresses, accounts and numbers blotted out: their dots end no sentence."""
    named: frozenset[int]
    """Numbers of the words that are part of some name."""

    spelled: Sequence[str]
    """The words as the vocabulary spells them, «ё» as «е»."""
    cuts: Sequence[int]
    """Numbers of the words that end a clause."""
    marks: Marks

    def clause(self, word: int, reach: int = 40) -> tuple[int, int]:
        """First and last word of the clause around ``word``."""
        at = bisect_left(self.cuts, word)
        first = self.cuts[at - 1] + 1 if at else 0
        return max(first, word - reach), min(self.cuts[at], word + reach)

    def one_sentence(self, first: int, last: int) -> bool:
        """Whether no sentence ends between two words that are not far apart."""
        return last - first <= _FAR and Gap.SENTENCE not in self.gaps[first:last]

    def divided(self, low: int, high: int) -> bool:
        """Whether a sentence ends between two places, or they are far apart."""
        return high - low > _FAR_PLACES or _gap("", self.masked[low:high]) is Gap.SENTENCE

    def text(self, word: int) -> str:
        """The word as the vocabulary spells it, «ё» as «е»; nothing beyond the ends."""
        return self.spelled[word] if 0 <= word < len(self.spelled) else ""


_FAR = 60
_FAR_PLACES = 300


def lay_out(names: Names, cleaned: Cleaned, links: Sequence[Link]) -> Layout | None:
    """Return the layout, or None when the text names no foreign messenger in words."""
    words = words_of(cleaned.lower)
    taken = [(link.start, link.end) for link in links]
    handles = _free(HANDLE, cleaned.lower, taken)
    taken = sorted((*taken, *handles))
    words = _outside(words, taken)
    known = {(link.start, link.end): link.platform for link in links if link.platform and not link.invites}
    words = sorted((*words, *(Word(LINKED, *span) for span in known)), key=lambda word: word.start)
    found = find_names(names, cleaned, words)
    found += _named_by_links(words, known)
    if not any(name.platform for name in found):
        return None
    found.sort(key=lambda name: name.first)
    phones = _free(PHONE, cleaned.lower, taken)
    masked = _mask(cleaned.lower, sorted((*taken, *phones)))
    named = frozenset(number for name in found for number in range(name.first, name.last + 1))
    gaps = _gaps(words, masked, named)
    spelled = [word.text.replace("ё", "е") for word in words]
    cuts = [number for number, gap in enumerate(gaps) if gap is not Gap.NONE]
    return Layout(words, gaps, found, phones, handles, masked, named, spelled, cuts, mark(spelled))


def _named_by_links(words: Sequence[Word], known: Mapping[tuple[int, int], str]) -> Iterator[Name]:
    """Yield the messengers' own sites as names: «t.me», «whatsapp.com»."""
    for number, word in enumerate(words):
        platform = known.get((word.start, word.end))
        if platform is not None:
            yield Name(platform, number, number, word.start, word.end, sure=True, disguised=False)


def _free(
    pattern: re.Pattern[str], text: str, taken: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Matches that lie outside the stretches taken already."""
    free, at = [], 0
    for match in pattern.finditer(text):
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if at == len(taken) or taken[at][0] >= match.end():
            free.append(match.span())
    return tuple(free)


def _outside(words: Sequence[Word], taken: Sequence[tuple[int, int]]) -> list[Word]:
    kept, at = [], 0
    for word in words:
        while at < len(taken) and taken[at][1] <= word.start:
            at += 1
        if at == len(taken) or word.end <= taken[at][0]:
            kept.append(word)
    return kept


def _mask(text: str, taken: Sequence[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in taken:
        if start >= at:
            parts += [text[at:start], "\0" * (end - start)]
            at = end
    return "".join((*parts, text[at:]))


def _gaps(words: Sequence[Word], masked: str, named: frozenset[int]) -> list[Gap]:
    gaps = []
    for number in range(len(words) - 1):
        between = masked[words[number].end : words[number + 1].start]
        if between == " ":
            kind = Gap.NONE
        elif "\n" in between and number in named and number + 1 in named and _LIST.fullmatch(between):
            kind = Gap.COMMA
        else:
            kind = _gap(words[number].text, between)
        if kind is Gap.NONE and words[number + 1].text in BREAKS:
            kind = Gap.COMMA
        gaps.append(kind)
    return [*gaps, Gap.SENTENCE]


def _gap(before: str, between: str) -> Gap:
    end = _ENDS.search(between)
    if end and not (end[0] == "." and before in SHORTENED):
        if end[0] == "\n" and ":" in between[: end.start() + 1]:
            return Gap.INTRODUCES
        return Gap.SENTENCE
    if ":" in between or "(" in between or _DASH.search(between):
        return Gap.INTRODUCES
    return Gap.COMMA if _PAUSE.search(between.replace("-", "")) else Gap.NONE
