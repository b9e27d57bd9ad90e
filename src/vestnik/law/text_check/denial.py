"""What single words of a clause do: deny a verb, leave a messenger, tell of the past."""

from typing import Final

from vestnik.law.text_check import words as vocabulary
from vestnik.law.text_check.layout import Layout
from vestnik.law.text_check.marks import is_leaving
from vestnik.law.text_check.words import ALL_CALLS, DENY, ONLY_OR_IDIOM, WEAK

_WALK: Final = 4


def is_denied(layout: Layout, verb: int, start: int) -> bool:
    """Whether a «не» belongs to the verb, also through «и», «нам»; «отпишитесь от» denies by itself."""
    if layout.text(verb + 1) == "от":
        return True
    at = verb - 1
    while at >= max(start, verb - _WALK):
        text = layout.text(at)
        if text in DENY:
            return layout.text(at + 1) not in ONLY_OR_IDIOM
        if text not in vocabulary.PASSED and text not in ALL_CALLS and text not in WEAK:
            return False
        at -= 1
    return False


def says_not(layout: Layout, at: int, start: int) -> bool:
    """Whether the word is a «не», and no «не только» or «не забудьте»."""
    return at >= start and layout.text(at) in vocabulary.NOT and layout.text(at + 1) not in ONLY_OR_IDIOM


def is_against(layout: Layout, at: int, start: int) -> bool:
    """Whether the word tells of leaving, closing, forbidding, and is not denied itself."""
    return is_leaving(layout.text(at)) and not says_not(layout, at - 1, start)


def is_channel(text: str) -> bool:
    """Whether the word is a channel, a bot, a group."""
    return text.startswith(vocabulary.CHANNEL)


def taken_back(layout: Layout, last: int) -> bool:
    """Whether what follows the name undoes the call: «… в WhatsApp нельзя», «Telegram-маркетинг»."""
    end = min(layout.clause(last)[1], last + _WALK)
    if end > last and layout.text(last + 1).startswith(vocabulary.GOODS_AFTER):
        return True
    return any(
        layout.text(at) in vocabulary.IMPOSSIBLE or (layout.text(at) == "не" and says_not(layout, at, last))
        for at in range(last + 1, end + 1)
    )


def goes_home(layout: Layout, call: int, end: int) -> bool:
    """Whether the call goes on to a Russian platform: «WhatsApp, пишите в MAX»."""
    return any(layout.text(at) in vocabulary.HOME for at in range(call + 1, min(end, call + 5) + 1))


def speaks_for_itself(layout: Layout, last: int) -> bool:
    """Whether the name begins a statement: «пишите в MAX, Telegram мы закрыли»."""
    end = layout.clause(last)[1]
    return any(
        layout.text(at) == "мы" or is_against(layout, at, last + 1) or says_not(layout, at, last + 1)
        for at in range(last + 1, end + 1)
    )


def preposition_of(layout: Layout, first: int) -> str | None:
    """Walk from the name to the left to its preposition; «не» before it counts as one."""
    start = layout.clause(first)[0]
    for at in range(first - 1, max(start, first - _WALK - 1) - 1, -1):
        text = layout.text(at)
        if text in vocabulary.SOURCE:
            return text
        if text in vocabulary.PLACE or text in vocabulary.FROM:
            return "не" if at > start and layout.text(at - 1) in {"не", "not"} else text
        if text in DENY:
            return "не"
        if not text.startswith(vocabulary.TRANSPARENT) and at not in layout.named:
            return None
    return None
