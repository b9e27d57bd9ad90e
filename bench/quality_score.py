"""Counting for ``audit_quality.py``: labelled rows and what a tool said → figures with ranges."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random  # noqa: TID251 — seeded: the same ranges on every machine

LABELS = Path(__file__).resolve().parent / "labels" / "occurrences.tsv"
REACH = 120
"""Characters between a token and the finding that may speak for it: an icon beside its address."""
TOUCH = 12
"""Characters between a token and the finding that is about the token itself."""
DRAWS = 1_000
POSITIVE = frozenset({"link", "contact"})
NOISE = frozenset({"fp", "commented", "dead"})
SAID = ("contact", "share", "mention", "code", "info mention", "info code", "info other", "silence")
AGREES = {
    "contact": {"contact"},
    "share": {"share"},
    "mention": {"mention", "info mention"},
    "code": {"code", "info code"},
    "none": {"silence", "info mention", "info code", "info other"},
}
LOUD = frozenset({"contact", "share"})


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled occurrence; line and column from 1, the column in characters of the decoded text."""

    repository: str
    commit: str
    path: str
    line: int
    column: int
    label: str
    role: str
    half: str

    @property
    def at(self) -> tuple[str, str, int]:
        """The line it stands on."""
        return self.repository, self.path, self.line


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a tool reported on a line, ``length`` characters from ``column``."""

    column: int
    length: int
    role: str
    loud: bool
    """Above ``info``."""

    def away(self, column: int) -> int:
        """Characters between this and a token's column; 0 when it covers it."""
        return max(self.column - column, column - (self.column + max(self.length, 1) - 1), 0)

    @property
    def word(self) -> str:
        """One of ``SAID``."""
        if self.loud:
            return self.role
        return f"info {self.role}" if self.role in {"mention", "code"} else "info other"


Reports = Mapping[tuple[str, str, int], Sequence[Said]]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        return self.part / self.whole if self.whole else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """What one tool did on a set of rows."""

    precision: Share
    recall: Share
    links: Share
    noise: Share
    """Rows of fp, commented and dead places with a finding above ``info``; 0 is right."""
    roles: Share
    loudness: Share
    """Rows told rightly as contact, as share, or as neither."""
    table: Counter[tuple[str, str]]


def load(path: Path = LABELS) -> list[Row]:
    """Read the labelled rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                repository=line["repository"],
                commit=line["commit"],
                path=line["path"],
                line=int(line["line"]),
                column=int(line["column"]),
                label=line["label"],
                role=line["role"],
                half=line["half"],
            )
            for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def nearest(row: Row, reports: Reports, reach: int) -> Said | None:
    """Return what was said nearest to the row's column, the louder first, or None within ``reach``."""
    said = [item for item in reports.get(row.at, ()) if item.away(row.column) <= reach]
    return min(said, key=lambda item: (item.away(row.column), not item.loud), default=None)


def word_for(row: Row, reports: Reports) -> str:
    """Return the word of ``SAID`` that a tool gave for the row."""
    found = nearest(row, reports, REACH)
    return found.word if found else "silence"


def told(line: tuple[str, str, int], reports: Reports) -> bool:
    """Whether a contact above ``info`` was reported on the line."""
    return any(item.loud and item.role == "contact" for item in reports.get(line, ()))


def linked(row: Row, reports: Reports) -> bool:
    """Whether the address itself was reported as a contact."""
    return any(
        item.loud and item.role == "contact" and item.away(row.column) <= TOUCH
        for item in reports.get(row.at, ())
    )


def noisy(row: Row, reports: Reports) -> bool:
    """Whether the token itself got a finding above ``info``."""
    return any(item.loud and item.away(row.column) <= TOUCH for item in reports.get(row.at, ()))


def score(rows: Sequence[Row], reports: Reports) -> Score:
    """Compare what was said with the labels."""
    positive = {row.at for row in rows if row.label in POSITIVE}
    reported = {row.at for row in rows if told(row.at, reports)}
    links = [row for row in rows if row.label == "link"]
    noise = [row for row in rows if row.label in NOISE]
    table = Counter((row.role, word_for(row, reports)) for row in rows)
    agreed = sum(count for (role, word), count in table.items() if word in AGREES[role])
    loudness = sum(
        count
        for (role, word), count in table.items()
        if (role if role in LOUD else "") == (word if word in LOUD else "")
    )
    return Score(
        precision=Share(len(positive & reported), len(reported)),
        recall=Share(len(positive & reported), len(positive)),
        links=Share(sum(linked(row, reports) for row in links), len(links)),
        noise=Share(sum(noisy(row, reports) for row in noise), len(noise)),
        roles=Share(agreed, len(rows)),
        loudness=Share(loudness, len(rows)),
        table=table,
    )


def ranges(rows: Sequence[Row], reports: Reports, draws: int = DRAWS) -> dict[str, tuple[float, float]]:
    """Return 95 % ranges of the figures by drawing whole repositories again and again."""
    scores = {name: score(group, reports) for name, group in by_repository(rows).items()}
    names = sorted(scores)
    random = Random(1)
    figures = ("precision", "recall", "links", "noise", "roles", "loudness")
    values: dict[str, list[float]] = {figure: [] for figure in figures}
    for _ in range(draws):
        drawn = [scores[random.choice(names)] for _ in names]
        for figure in figures:
            shares: list[Share] = [getattr(item, figure) for item in drawn]
            values[figure].append(Share(sum(s.part for s in shares), sum(s.whole for s in shares)).value)
    return {
        figure: (sorted(drawn)[int(draws * 0.025)], sorted(drawn)[int(draws * 0.975) - 1])
        for figure, drawn in values.items()
    }


def by_repository(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Group rows by their repository."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.repository].append(row)
    return dict(groups)


def faults_of(row: Row, rows: Sequence[Row], reports: Reports) -> Iterable[str]:
    """Yield what is wrong about a row, in words."""
    positive = {item.at for item in rows if item.label in POSITIVE}
    if row.label in POSITIVE and not told(row.at, reports):
        yield "LINE MISSED"
    if row.at not in positive and told(row.at, reports):
        yield "LINE REPORTED IN VAIN"
    if row.label == "link" and not linked(row, reports):
        yield "LINK NOT FOUND"
    if row.label in NOISE and noisy(row, reports):
        yield "NOISE ABOVE INFO"
    if word_for(row, reports) not in AGREES[row.role]:
        yield "role differs"
