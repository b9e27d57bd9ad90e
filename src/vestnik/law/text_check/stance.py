"""Does the text call its reader to the messengers named at one place, or deny, leave, warn, only mention?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from vestnik.law.text_check import words as vocabulary
from vestnik.law.text_check.denial import (
    goes_home,
    is_against,
    is_channel,
    is_denied,
    preposition_of,
    says_not,
    taken_back,
)
from vestnik.law.text_check.layout import Gap, Layout
from vestnik.law.text_check.marks import between, moves
from vestnik.law.text_check.model import Name
from vestnik.law.text_check.words import ALL_CALLS, FILLERS, FROM, IDIOMS, PLACE, SOURCE, SPEAK, WEAK

_CLAUSES: Final = 6
_REACH: Final = 8
_MOVES_TO: Final = frozenset({"в", "во", "на", "к", "to", "on"})


class Stance(Enum):
    """What the words around a name say."""

    CALLS = "calls"
    DENIES = "denies"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A stance and the number of the word that says it."""

    stance: Stance
    witness: int | None = None


_SILENT: Final = Verdict(Stance.SILENT)
_DENIES: Final = Verdict(Stance.DENIES)


@dataclass(frozen=True, slots=True)
class _Scene:
    """A list of names and the clause around it."""

    layout: Layout
    first: int
    last: int
    start: int
    end: int
    sure: bool
    preposition: str | None

    @property
    def place(self) -> bool:
        return self.preposition in PLACE

    @property
    def bare(self) -> bool:
        return _is_bare(self.layout, self.start, self.end)

    @property
    def channel(self) -> bool:
        """Whether the name is of a channel or a bot: «наш Telegram-канал», «канал Telegram»."""
        return any(is_channel(self.layout.text(at)) for at in (self.first - 1, self.last + 1))


def judge(layout: Layout, group: Sequence[Name]) -> Verdict:
    """Judge names that stand as one list."""
    first, last = group[0].first, group[-1].last
    scene = _Scene(
        layout,
        first,
        last,
        start=layout.clause(first)[0],
        end=layout.clause(last)[1],
        sure=all(name.sure for name in group),
        preposition=preposition_of(layout, first),
    )
    if scene.preposition == "не" or scene.preposition in SOURCE:
        return _DENIES
    own = _left(scene) or _right(scene) or _offer(scene)
    if own is not None:
        return own
    if _denied_after(scene):
        return _DENIES
    if scene.bare:
        return _inherited(scene)
    return _called_after_channel(scene) if scene.sure else _SILENT


def _left(scene: _Scene) -> Verdict | None:
    """The nearest word to the left that calls or denies."""
    layout = scene.layout
    for at in reversed(between(layout.marks.telling, scene.start, scene.first - 1)):
        text = layout.text(at)
        said: Verdict | None = None
        if at in layout.named:
            continue
        if text in IDIOMS and layout.text(at - 1) in vocabulary.DENY:
            said = Verdict(Stance.CALLS, at - 1)
        elif text in ALL_CALLS:
            said = _call(scene, at)
        elif moves(text):
            to = scene.preposition in _MOVES_TO and not says_not(layout, at - 1, scene.start)
            said = Verdict(Stance.CALLS, at) if to else _DENIES
        elif is_against(layout, at, scene.start):
            said = _DENIES
        if said is not None:
            return said
    return None


def _call(scene: _Scene, at: int) -> Verdict | None:
    """What a call to the left of the names says, when it is meant for them."""
    text = scene.layout.text(at)
    if is_denied(scene.layout, at, scene.start):
        return _DENIES
    if text in vocabulary.MOVES and scene.preposition in FROM:
        return _DENIES
    fits = text in SPEAK or (scene.sure and (text in vocabulary.DIRECT or scene.place or scene.channel))
    if not fits or not _aims(scene, at):
        return None
    return _DENIES if taken_back(scene.layout, scene.last) else Verdict(Stance.CALLS, at)


def _aims(scene: _Scene, call: int) -> bool:
    """Whether the call is to the messenger and not to something on the way to its name."""
    for at in range(call + 1, scene.first):
        text = scene.layout.text(at)
        if text.startswith(vocabulary.OBJECTS):
            return False
        if at in scene.layout.named and text in vocabulary.HOME and not scene.place:
            return False
    return True


def _right(scene: _Scene) -> Verdict | None:
    """A call to the right («в WhatsApp пишите до 18»), or a denial anywhere in the clause."""
    layout, last = scene.layout, scene.last
    for at in between(layout.marks.telling, last + 1, scene.end):
        text = layout.text(at)
        if text in ALL_CALLS:
            if is_denied(layout, at, last + 1):
                return _DENIES
            near = at - last <= (3 if is_channel(layout.text(last + 1)) else 1)
            beside = scene.sure and near and not goes_home(layout, at, scene.end)
            if beside or (scene.place and (scene.sure or text in SPEAK)):
                return Verdict(Stance.CALLS, at)
        elif is_against(layout, at, scene.start):
            return _DENIES
    return _DENIES if _around(scene, layout.marks.denying) else None


def _around(scene: _Scene, marked: Sequence[int]) -> bool:
    """Whether any of the marked words stands in the clause, outside the list of names."""
    left = between(marked, scene.start, scene.first - 1)
    return bool(left or between(marked, scene.last + 1, scene.end))


def _offer(scene: _Scene) -> Verdict | None:
    """Words that make an offer when nothing in the clause denies it or tells of the past."""
    layout = scene.layout
    if _around(scene, layout.marks.over):
        return _SILENT
    for at in reversed(between(layout.marks.weak, scene.start, scene.first - 1)):
        if at not in layout.named:
            if (scene.place or _beside(scene, at)) and _is_enough(scene, at) and _aims(scene, at):
                return Verdict(Stance.CALLS, at)
            break
    for at in range(scene.last + 1, min(scene.end, scene.last + _REACH) + 1):
        offers = layout.text(at) in WEAK and (scene.place or layout.text(at - 1) in {"для", "for"})
        if scene.sure and (offers or (at == scene.last + 1 and layout.text(at) == "us")):
            return Verdict(Stance.CALLS, at)
    return None


def _is_enough(scene: _Scene, weak: int) -> bool:
    """Whether the word offers also what may be another thing: «написать в тг», but not «наша телега»."""
    text = scene.layout.text(weak)
    return scene.sure or (
        scene.place and (text in vocabulary.OURS or text.endswith(("ть", "ться", "ит", "ет")))
    )


def _beside(scene: _Scene, weak: int) -> bool:
    """Whether only words without sense of their own stand between: «наш официальный WhatsApp»."""
    between = range(weak + 1, scene.first)
    return all(scene.layout.text(at).startswith(vocabulary.TRANSPARENT) for at in between)


def _denied_after(scene: _Scene) -> bool:
    """Whether the clause after a dash or a bracket says that it does not work: «Telegram — закрыт»."""
    layout, end = scene.layout, scene.end
    if not all(is_channel(layout.text(at)) for at in range(scene.last + 1, end + 1)):
        return False
    if layout.gaps[end] is Gap.SENTENCE:
        return False
    start, stop = layout.clause(end + 1)
    if layout.text(start) == "увы" and layout.gaps[stop] is Gap.COMMA:
        start, stop = layout.clause(stop + 1)
    elif layout.gaps[end] is not Gap.INTRODUCES:
        return False
    clause = range(start, stop + 1)
    if any(at in layout.named for at in clause):
        return False
    return any(is_against(layout, at, start) or says_not(layout, at, start) for at in clause)


def _is_bare(layout: Layout, start: int, end: int) -> bool:
    """Whether the clause holds nothing but names and words without sense of their own."""
    return all(
        at in layout.named or layout.text(at) in FILLERS or is_channel(layout.text(at))
        for at in range(start, end + 1)
    )


def _inherited(scene: _Scene) -> Verdict:
    """A bare label says what the clause before it says, else the one after it."""
    layout, start = scene.layout, scene.start
    for _ in range(_CLAUSES):
        if start == 0 or layout.gaps[start - 1] is Gap.SENTENCE:
            break
        introduced = layout.gaps[start - 1] is Gap.INTRODUCES
        start, stop = layout.clause(start - 1)
        said = _said(layout, start, stop, introduced=introduced)
        if said is not None:
            return said
        if not _is_bare(layout, start, stop):
            break
    if layout.gaps[scene.end] is Gap.SENTENCE:
        return _SILENT
    start, stop = layout.clause(scene.end + 1)
    for at in range(start, stop + 1):
        if layout.text(at) in SPEAK and not is_denied(layout, at, start):
            return _SILENT if goes_home(layout, at, stop) else Verdict(Stance.CALLS, at)
    return _SILENT


def _said(layout: Layout, start: int, stop: int, *, introduced: bool) -> Verdict | None:
    """What a clause says of the bare names after it."""
    weak: int | None = None
    denied = False
    for at in range(stop, start - 1, -1):
        text = layout.text(at)
        if text in ALL_CALLS:
            return _DENIES if is_denied(layout, at, start) else Verdict(Stance.CALLS, at)
        if is_against(layout, at, start) or (at in layout.named and preposition_of(layout, at) in SOURCE):
            return _DENIES
        denied = denied or says_not(layout, at, start)
        weak = at if text in WEAK and weak is None else weak
    if denied:
        return _DENIES
    return Verdict(Stance.CALLS, weak) if weak is not None and introduced else None


def _called_after_channel(scene: _Scene) -> Verdict:
    """«Телеграм-канал со скидками: подписывайтесь!» — the call stands in the next clause."""
    layout, following = scene.layout, scene.end + 1
    if not scene.channel or layout.gaps[scene.end] is Gap.SENTENCE or layout.text(following) not in SPEAK:
        return _SILENT
    home = goes_home(layout, following, layout.clause(following)[1])
    return _SILENT if home else Verdict(Stance.CALLS, following)
