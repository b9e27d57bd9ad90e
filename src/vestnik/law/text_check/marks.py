"""Which words of a text do anything in a clause: found once, so that judging walks over them alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vestnik.law.text_check import words as vocabulary

_SHORT: Final = 4
_PAST: Final = ("ли", "лись")
_STEMS: Final = vocabulary.MOTION + vocabulary.AGAINST
_OPENING: Final = min(map(len, _STEMS))
_OPENINGS: Final = frozenset(stem[:_OPENING] for stem in _STEMS)


@dataclass(frozen=True, slots=True)
class Marks:
    """Numbers of words in order, by what they do."""

    telling: Sequence[int]
    """Calls, movement, departure and prohibition."""
    denying: Sequence[int]
    """A «не» that denies: no «не только», no «не забудьте»."""
    over: Sequence[int]
    """Verbs of the past and thanks: what makes no offer."""
    weak: Sequence[int]


def between(marked: Sequence[int], first: int, last: int) -> Sequence[int]:
    """Return those from ``first`` to ``last``, both included."""
    return marked[bisect_left(marked, first) : bisect_right(marked, last)]


def mark(spelled: Sequence[str]) -> Marks:
    """Mark the words of a text, spelled as the vocabulary spells them."""
    distinct = set(spelled)
    telling = {text for text in distinct if _tells(text)}
    over = {text for text in distinct if is_past(text) or text in vocabulary.ASIDE}
    after = (*spelled[1:], "")
    return Marks(
        [at for at, text in enumerate(spelled) if text in telling],
        [
            at
            for at, text in enumerate(spelled)
            if text in vocabulary.NOT and after[at] not in vocabulary.ONLY_OR_IDIOM
        ],
        [at for at, text in enumerate(spelled) if text in over],
        [at for at, text in enumerate(spelled) if text in vocabulary.WEAK],
    )


def _tells(text: str) -> bool:
    if text in vocabulary.ALL_CALLS or text in vocabulary.IDIOMS:
        return True
    return text[:_OPENING] in _OPENINGS and (text + " ").startswith(_STEMS)


def is_leaving(text: str) -> bool:
    """Whether the word tells of leaving, closing, forbidding."""
    return (text + " ").startswith(vocabulary.AGAINST)


def moves(text: str) -> bool:
    """Whether the word says where somebody goes to or comes from."""
    return text.startswith(vocabulary.MOTION) and text not in vocabulary.MOTION_NOT


def is_past(text: str) -> bool:
    """Whether the word is a verb of the past: what was sent or written invites nobody."""
    return len(text) > _SHORT and text.endswith(_PAST) and text not in vocabulary.NOT_PAST
