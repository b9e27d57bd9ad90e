"""What is to be done, one row an edit; and contact points with all their places. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from vestnik.audit.model import ChannelKind, ContactPoint, Finding, Role, Severity, Signal
from vestnik.audit.report.facts import fix_of, title_of
from vestnik.audit.report.model import Report


@dataclass(frozen=True, slots=True)
class Step:
    """One edit."""

    severity: Severity
    title: str
    """What it is called; empty when the catalogue does not know the rule."""
    what: str
    """How to close it, in a Russian sentence; empty when the catalogue has none."""
    main: Finding
    """The place that speaks for the others."""
    rules: tuple[str, ...]
    places: int
    files: int
    """Files, or pages of a site."""


@dataclass(frozen=True, slots=True)
class Worry:
    """One sign of how personal data is handled, with every page it stands on."""

    main: Signal
    places: int
    files: int


@dataclass(frozen=True, slots=True)
class PointView:
    """A contact point with what a report tells of it."""

    point: ContactPoint
    findings: tuple[Finding, ...]
    """Its places, in reading order."""
    templates: int
    """How many edits close it: equal elements of many pages count once."""
    kinds: tuple[ChannelKind, ...]


def steps(report: Report) -> list[Step]:
    """Return the edits that close everything that counts, the most serious and widest first."""
    groups: defaultdict[Hashable, list[Finding]] = defaultdict(list)
    for finding in report.result.findings:
        if finding.severity > Severity.INFO:
            groups[element_of(finding)].append(finding)
    made = [_step(group) for group in groups.values()]
    return sorted(made, key=lambda step: (-step.severity, -step.places, *_at(step.main)))


def worries(report: Report) -> list[Worry]:
    """Return the signals, equal ones of many pages as one, the most serious first."""
    groups: defaultdict[Hashable, list[Signal]] = defaultdict(list)
    for signal in report.result.signals:
        groups[signal.check, signal.group or (signal.place.path, signal.place.span)].append(signal)
    made = [
        Worry(
            max(group, key=lambda signal: signal.severity),
            len(group),
            len({signal.place.path for signal in group}),
        )
        for group in groups.values()
    ]
    return sorted(made, key=lambda one: (-one.main.severity, one.main.check, one.main.place.path))


def point_views(report: Report) -> list[PointView]:
    """Return the contact points, worst first, each with its places."""
    places: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.result.findings:
        if finding.role is Role.CONTACT and finding.actionable:
            places[finding.platform, finding.target or ""].append(finding)
    return [_view(point, places[point.platform, point.target]) for point in report.contact_points]


def element_of(finding: Finding) -> Hashable:
    """Return what ties a finding to others closed by the same edit."""
    if finding.group:
        return finding.group
    # The same line of source on many pages comes from one include.
    return finding.platform, finding.target, finding.excerpt or finding.matched


def _view(point: ContactPoint, findings: Iterable[Finding]) -> PointView:
    ordered = sorted(findings, key=_at)
    kinds = dict.fromkeys(
        finding.channel_kind for finding in ordered if finding.channel_kind is not ChannelKind.UNKNOWN
    )
    return PointView(point, tuple(ordered), len({element_of(finding) for finding in ordered}), tuple(kinds))


def _step(group: list[Finding]) -> Step:
    main = min(group, key=lambda finding: (finding.part, -finding.severity, *_at(finding)))
    return Step(
        severity=max(finding.severity for finding in group),
        title=title_of(main.rule),
        what=fix_of(main.rule),
        main=main,
        rules=tuple(sorted({finding.rule for finding in group})),
        places=sum(not finding.part for finding in group) or len(group),
        files=len({finding.place.path for finding in group}),
    )


def _at(finding: Finding) -> tuple[str, int, int]:
    return finding.place.path, finding.place.line, finding.place.column
