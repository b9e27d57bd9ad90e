"""The arithmetic and the printing of side-by-side measurements.

A bench file ``bench/bench_<name>.py`` declares one ``BENCH``: sides that are measured in turn, and figures
that set one side against another. Everything is compared by medians of the same run on the same machine.
"""

import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

ROUNDS: Final = 5
QUIET_LOAD: Final = 0.3
"""Per core: above it somebody else is at work and the figures are worth less."""
DURABILITY: Final = {
    "D0": "in memory",
    "D1": "written, not synced",
    "D2": "synced to disk before the answer",
    "-": "no durability involved",
}


@dataclass(frozen=True)
class Side:
    """One system at one task: ``run(bench state)`` does a round and returns units per second."""

    name: str
    version: str
    durability: str
    run: Callable[[Any], float]


@dataclass(frozen=True)
class Figure:
    """One comparison.

    ``floor`` is the least ratio ours/peer that is acceptable; None only shows it. ``aim`` is the ratio
    we work towards; it is printed beside the floor and fails nothing.
    """

    name: str
    ours: str
    peer: str
    floor: float | None
    aim: float | None = None


@dataclass(frozen=True)
class Bench:
    """What a bench file declares.

    ``open(folder)`` prepares what all rounds share (in a scratch folder) and cleans up after them.
    ``missing()`` returns a sentence that says what to install, or None.
    """

    name: str
    what: str
    unit: str
    sides: tuple[Side, ...]
    figures: tuple[Figure, ...]
    open: Callable[[Path], AbstractContextManager[Any]]
    missing: Callable[[], str | None] = lambda: None
    rounds: int = ROUNDS
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [side.name for side in self.sides]
        if len(set(names)) != len(names):
            msg = f"{self.name}: two sides share a name"
            raise ValueError(msg)
        if self.rounds < ROUNDS:
            msg = f"{self.name}: fewer than {ROUNDS} rounds prove nothing"
            raise ValueError(msg)
        for side in self.sides:
            if side.durability not in DURABILITY:
                msg = f"{self.name}: {side.name} has no durability class"
                raise ValueError(msg)
        for figure in self.figures:
            if {figure.ours, figure.peer} - set(names):
                msg = f"{self.name}: {figure.name} compares a side that is not there"
                raise ValueError(msg)


@dataclass(frozen=True)
class Measured:
    """The rounds of one side, in units per second."""

    rates: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.rates)

    @property
    def span(self) -> tuple[float, float]:
        return min(self.rates), max(self.rates)


@dataclass(frozen=True)
class Outcome:
    """A figure with its numbers; serialised as one JSON line."""

    bench: str
    figure: str
    unit: str
    ours: float
    peer: float
    peer_name: str
    ratio: float
    floor: float | None
    holds: bool

    def as_json(self) -> str:
        return json.dumps(
            {
                "bench": self.bench,
                "figure": self.figure,
                "unit": self.unit,
                "ours": round(self.ours, 2),
                "peer": round(self.peer, 2),
                "peer_name": self.peer_name,
                "ratio": round(self.ratio, 3),
                "floor": self.floor,
                "holds": self.holds,
            },
            ensure_ascii=False,
        )


@dataclass
class Report:
    """All that one bench measured."""

    bench: Bench
    measured: dict[str, Measured] = field(default_factory=dict)

    def outcomes(self) -> list[Outcome]:
        return [compare(self.bench, figure, self.measured) for figure in self.bench.figures]


def measure(bench: Bench, folder: Path, say: Callable[[str], None]) -> Report:
    """Warm every side up once, then take turns: A B C, A B C, … for ``bench.rounds`` rounds."""
    rates: dict[str, list[float]] = {side.name: [] for side in bench.sides}
    with bench.open(folder) as state:
        for side in bench.sides:
            say(f"  warm-up          {side.name}")
            side.run(state)
        for number in range(1, bench.rounds + 1):
            for side in bench.sides:
                rate = side.run(state)
                if not rate > 0:
                    msg = f"{side.name} measured {rate}: nothing was done"
                    raise RuntimeError(msg)
                rates[side.name].append(rate)
                say(f"  round {number} of {bench.rounds}     {side.name}: {shown(rate)} {bench.unit}")
    return Report(bench, {name: Measured(tuple(values)) for name, values in rates.items()})


def compare(bench: Bench, figure: Figure, measured: dict[str, Measured]) -> Outcome:
    """Set the medians of a figure's two sides against each other."""
    ours, peer = measured[figure.ours].median, measured[figure.peer].median
    ratio = ours / peer
    return Outcome(
        bench=bench.name,
        figure=figure.name,
        unit=bench.unit,
        ours=ours,
        peer=peer,
        peer_name=figure.peer,
        ratio=ratio,
        floor=figure.floor,
        holds=figure.floor is None or ratio >= figure.floor,
    )


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """0 when every floor holds, 1 when one is missed."""
    return 0 if all(outcome.holds for outcome in outcomes) else 1


def table(report: Report) -> str:
    """Return what a person reads: the sides with their spread, then the figures with their floors."""
    bench = report.bench
    lines = [f"{bench.name}: {bench.what}", ""]
    width = max(len(f"{side.name} ({side.version})") for side in bench.sides)
    lines.append(f"  {'side':{width}}  class  {'median':>12}  {'range':>25}  {bench.unit}")
    for side in bench.sides:
        got = report.measured[side.name]
        low, high = got.span
        spread = f"{shown(low)} – {shown(high)}"
        label = f"{side.name} ({side.version})"
        lines.append(f"  {label:{width}}  {side.durability:5}  {shown(got.median):>12}  {spread:>25}")
    lines.append("")
    for figure, outcome in zip(bench.figures, report.outcomes(), strict=True):
        floor = "shown, no floor" if outcome.floor is None else f"floor {outcome.floor:g}x"
        floor += "" if figure.aim is None else f", aim {figure.aim:g}x"
        verdict = "holds" if outcome.holds else "MISSED"
        verdict = "" if outcome.floor is None else f"  {verdict}"
        lines.append(f"  {outcome.figure}: {outcome.ratio:.2f}x {outcome.peer_name}  ({floor}){verdict}")
    used = sorted({side.durability for side in bench.sides})
    lines += ["", *(f"  {name}: {DURABILITY[name]}" for name in used if name != "-")]
    lines += [f"  {note}" for note in bench.notes]
    return "\n".join(lines)


def shown(rate: float) -> str:
    """Return a rate with as many digits as mean something."""
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.2f}"


def machine() -> str:
    """Return one line about where this runs, the load before the start included."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    cores = os.cpu_count() or 1
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    busy = "" if load <= QUIET_LOAD * cores else "  ← the machine is not quiet: trust the ratios only"
    return (
        f"{cores} × {model}, {platform.system()} {platform.release()}, Python {platform.python_version()}\n"
        f"load average before the start: {load:.2f}{busy}"
    )


def version_of(package: str) -> str:
    """Return the installed version of a Python package, or ``absent``."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def say(line: str) -> None:
    """Tell progress on stderr: stdout holds the tables alone."""
    print(line, file=sys.stderr, flush=True)
