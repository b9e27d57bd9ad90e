"""How the number of places changed from audit to audit, as bars. Pure."""

from dataclasses import dataclass
from typing import Final

from vestnik.audit.report.model import Past, Report
from vestnik.audit.report.words import places

_MOST: Final = 12
_HEIGHT: Final = 150
_STEP: Final = 76
_BAR: Final = 40
_ROOM: Final = 100.0
_FLOOR: Final = 128.0
_FEWEST: Final = 6
"""A shorter history is drawn as wide as this, so that its bars stay slim."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    number: int
    day: str


@dataclass(frozen=True, slots=True)
class Trend:
    """The bars of the newest audits and one sentence about them."""

    width: int
    height: int
    marks: tuple[Mark, ...]
    words: str


def trend_of(report: Report) -> Trend | None:
    """Return the bars, or None when there is nothing to compare with."""
    if not report.history:
        return None
    now = Past(report.finished_at.strftime("%d.%m.%Y"), report.actionable, len(report.contact_points))
    row = (*report.history, now)[-_MOST:]
    top = max(*(past.places for past in row), 1)
    marks = tuple(_mark(number, past, top) for number, past in enumerate(row))
    before = report.history[-1]
    said = f"{before.day} — {places(before.places)}, сейчас — {places(now.places)}."
    return Trend(_STEP * max(len(row), _FEWEST), _HEIGHT, marks, said)


def _mark(number: int, past: Past, top: int) -> Mark:
    height = max(2.0, _ROOM * past.places / top)
    x = number * _STEP + (_STEP - _BAR) / 2
    return Mark(x, round(_FLOOR - height, 1), _BAR, round(height, 1), x + _BAR / 2, past.places, past.day)
