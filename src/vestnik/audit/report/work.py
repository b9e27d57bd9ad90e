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
    """How many different pieces of source make it: equal ones of many pages count once."""
    kinds: tuple[ChannelKind, ...]


def steps(report: Report) -> list[Step]:
    """Return the edits that close everything that counts, the most serious and widest first."""
    weighty = [finding for finding in report.result.findings if finding.severity > Severity.INFO]
    templates = templates_of(weighty)
    groups: defaultdict[Hashable, list[Finding]] = defaultdict(list)
    for finding in weighty:
        groups[templates[id(finding)]].append(finding)
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
    templates = templates_of(report.result.findings)
    places: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.result.findings:
        if finding.role is Role.CONTACT and finding.actionable:
            places[finding.platform, finding.target or ""].append(finding)
    return [_view(point, places[point.platform, point.target], templates) for point in report.contact_points]


def templates_of(findings: Iterable[Finding]) -> dict[int, Hashable]:
    """Return what each finding, by its ``id()``, is a copy of.

    An address with its icon and label is one element. Elements whose source reads the same come from one
    template: an include, or a line copied from page to page. One edit, repeated, closes them all.
    """
    elements: defaultdict[Hashable, list[Finding]] = defaultdict(list)
    for finding in findings:
        elements[finding.group or (finding.place.path, finding.place.span, finding.rule)].append(finding)
    told: dict[int, Hashable] = {}
    for element in elements.values():
        main = _main(element)
        words = " ".join(main.excerpt.split()) or main.place.path
        template = main.platform, main.rule, main.target or main.matched, words
        told.update((id(finding), template) for finding in element)
    return told


def _view(point: ContactPoint, findings: list[Finding], templates: dict[int, Hashable]) -> PointView:
    ordered = sorted(findings, key=_at)
    kinds = dict.fromkeys(
        finding.channel_kind for finding in ordered if finding.channel_kind is not ChannelKind.UNKNOWN
    )
    different = {templates[id(finding)] for finding in ordered}
    return PointView(point, tuple(ordered), len(different), tuple(kinds))


def _main(group: Iterable[Finding]) -> Finding:
    return min(group, key=lambda finding: (finding.part, -finding.severity, *_at(finding)))


def _step(group: list[Finding]) -> Step:
    main = _main(group)
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
