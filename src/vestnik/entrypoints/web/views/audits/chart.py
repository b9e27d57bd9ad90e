"""The trend of a site as bars and a line: numbers for an inline SVG; the style sheet colours it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vestnik.audit.model import Severity
from vestnik.audit.runs.model import TrendPoint

WIDTH: Final = 720
HEIGHT: Final = 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 12, 12, 26
_SHOWN: Final = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
_WIDEST: Final = 36.0
_LABELS: Final = 8
_STEPS: Final = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar."""

    severity: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One audit."""

    audit_id: str
    at: datetime
    x: float
    middle: float
    parts: tuple[Part, ...]
    total: int
    contact_points: int
    dot: float
    """Height of the contact points' line, in the same scale."""
    labelled: bool
    incomplete: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across with its number."""

    value: int
    y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the template puts into the SVG, in units of its ``viewBox``."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    line: str
    """Points of the contact points' line: ``x,y x,y``."""
    bar_width: float
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    floor: int = HEIGHT - _BOTTOM


def draw(trend: Sequence[TrendPoint]) -> Chart | None:
    """Return the chart of at least two audits; None when there is nothing to compare."""
    if len(trend) < 2:  # noqa: PLR2004 — a trend has two ends
        return None
    totals = [sum(_count(point, severity) for severity in _SHOWN) for point in trend]
    step = _step(max([*totals, *(point.contact_points for point in trend), 1]))
    top = step * -(-max([*totals, *(point.contact_points for point in trend), 1]) // step)
    scale = (HEIGHT - _TOP - _BOTTOM) / top
    slot = (WIDTH - _LEFT - _RIGHT) / len(trend)
    width = min(slot * 0.62, _WIDEST)
    every = -(-len(trend) // _LABELS)
    bars = []
    for number, (point, total) in enumerate(zip(trend, totals, strict=True)):
        middle = _LEFT + slot * (number + 0.5)
        bars.append(
            Bar(
                point.audit_id,
                point.at,
                round(middle - width / 2, 1),
                round(middle, 1),
                _parts(point, scale),
                total,
                point.contact_points,
                round(HEIGHT - _BOTTOM - point.contact_points * scale, 1),
                labelled=(len(trend) - 1 - number) % every == 0,
                incomplete=point.incomplete,
            )
        )
    ticks = tuple(
        Tick(value, round(HEIGHT - _BOTTOM - value * scale, 1)) for value in range(0, top + 1, step)
    )
    line = " ".join(f"{bar.middle},{bar.dot}" for bar in bars)
    return Chart(tuple(bars), ticks, line, round(width, 1))


def _parts(point: TrendPoint, scale: float) -> tuple[Part, ...]:
    """Stack the worst at the bottom, where lengths are compared best."""
    parts, floor = [], float(HEIGHT - _BOTTOM)
    for severity in _SHOWN:
        height = _count(point, severity) * scale
        if height:
            floor -= height
            parts.append(Part(severity.name.lower(), round(floor, 1), round(height, 1)))
    return tuple(parts)


def _count(point: TrendPoint, severity: Severity) -> int:
    return int(point.by_severity.get(severity.name.lower(), 0))


def _step(most: int) -> int:
    """Return a round step of 1, 2 or 5 tens that makes at most five lines."""
    ten = 1
    while True:
        for factor in _STEPS:
            if most / (factor * ten) <= 5:  # noqa: PLR2004 — lines that are read at a glance
                return factor * ten
        ten *= 10
