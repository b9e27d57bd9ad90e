"""PD-COOK-02: a notice about cookies that can only be agreed to."""

import re
from collections.abc import Iterator
from functools import lru_cache

from vestnik.audit.model import Claim, Confidence
from vestnik.audit.pages.context import Context
from vestnik.audit.pages.dom import visible
from vestnik.audit.pages.seeds import Seed
from vestnik.audit.pages.signals import Sign, quoted
from vestnik.audit.pages.stems import CONTINUING, COOKIE, REFUSE, fold

_BEFORE, _AFTER = 500, 1_000
_BANNER = re.compile(
    r"""(?:class|id)\s*=\s*["'][^"'<>]*(?:cookie|gdpr|cc-|consent|warning-cook)""", re.IGNORECASE
)
_ACCEPT = re.compile(
    r"(?<![а-яa-z])(?:принять|принимаю|соглас(?:ен|на|иться)|хорошо|понятно|ясно|ок|окей|ok|okay|accept"
    r"|agree|got it|закрыть)(?![а-яa-z])"
)
_DENSE = 12
"""A page that says such words more often is a text about them, not a notice."""


def signs(context: Context) -> Iterator[Sign]:
    """Yield at most one sign for a page."""
    if context.url is None and not context.document.kind.marked_up:
        return
    places = context.seeds[Seed.COOKIE]
    if len(places) > 3 * _DENSE or len(context.seeds[Seed.PERSONAL]) > 2 * _DENSE:
        return
    for at in places:
        start = context.text.find("<", max(0, at - _BEFORE), at)
        words = _notice(context.text[start if start >= 0 else at : at + _AFTER])
        if words:
            continuing = CONTINUING.found(words)
            how = (
                "говорит, что согласием считается само пользование сайтом"
                if continuing
                else "даёт только согласиться"
            )
            yield Sign(
                "PD-COOK-02",
                at,
                at + len("cookie"),
                f"Плашка о cookie {how}; кнопки отказа или настройки рядом нет: "
                f"«{quoted(_near(words), 140)}».",
                "Похоже, отказаться от необязательных cookie здесь нельзя. Норма о cookie прямо не "
                "говорит: это рекомендация.",
                "notice",
                confidence=Confidence.MEDIUM if continuing else Confidence.LOW,
                claim=Claim.OBSERVED,
            )
            return


@lru_cache(maxsize=512)
def _notice(source: str) -> str:
    """The folded words of a notice without refusal, or an empty string."""
    words = fold(visible(source))
    found = COOKIE.first(words)
    if found is None or REFUSE.found(words[max(0, found.start() - 300) : found.end() + 600]):
        return ""
    around = words[max(0, found.start() - 250) : found.end() + 400]
    if CONTINUING.found(around) and (
        "соглаша" in around
        or "согласи" in around
        or "agree" in around
        or "consent" in around
        or _BANNER.search(source)
    ):
        return around
    return around if _BANNER.search(source) and _ACCEPT.search(around) else ""


def _near(words: str) -> str:
    """The words from the phrase itself on."""
    starts = [found.start() for pattern in (CONTINUING, COOKIE) if (found := pattern.first(words))]
    return words[min(starts, default=0) :]
