"""Which words stand in a warning: a sentence about fraud, and what the fraudsters are quoted to say."""

from vestnik.law.text_check.fold import Cleaned
from vestnik.law.text_check.layout import Gap, Layout
from vestnik.law.text_check.words import ABOUT_THEM, WARNING

_QUOTED = 500
_QUOTES = {"«": "»", "“": "”", "„": "“"}


def warned_words(layout: Layout, cleaned: Cleaned) -> frozenset[int]:
    """Numbers of the words that a warning covers."""
    covered: set[int] = set()
    start = 0
    for at, gap in enumerate(layout.gaps):
        if gap is not Gap.SENTENCE:
            continue
        if any(_warns(layout, number) for number in range(start, at + 1)):
            covered.update(range(start, at + 1))
            covered.update(_rest_of_quotation(layout, cleaned, start, at))
        start = at + 1
    return frozenset(covered)


def _warns(layout: Layout, at: int) -> bool:
    if not layout.words[at].text.startswith(WARNING):
        return False
    return not any(layout.text(number) in ABOUT_THEM for number in range(max(0, at - 2), at))


def _rest_of_quotation(layout: Layout, cleaned: Cleaned, first: int, last: int) -> range:
    """Words after the sentence that belong to a quotation opened in it."""
    begin, end = layout.words[first].start, layout.words[last].end
    opened = max(cleaned.text.rfind(sign, begin, end) for sign in _QUOTES)
    if opened < 0:
        return range(0)
    closed = cleaned.text.find(_QUOTES[cleaned.text[opened]], opened, opened + _QUOTED)
    stop = last + 1
    while stop < len(layout.words) and layout.words[stop].end <= closed:
        stop += 1
    return range(last + 1, stop)
