"""The report for people: one HTML page that needs nothing from anywhere, reads on paper and on a phone."""

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from importlib import resources

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from vestnik.audit.model import Finding, Severity
from vestnik.audit.report import words
from vestnik.audit.report.model import Report

MAX_FINDINGS = 3000
"""More than a browser shows with pleasure; the JSON report holds all."""
_MAX_POINTS = 500
_MAX_TROUBLES = 500
_OPEN_FILES = 25
_MOSCOW = timezone(timedelta(hours=3), "МСК")
_MONTHS = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A finding with its excerpt cut in three, so that the template marks the middle."""

    finding: Finding
    before: str
    middle: str
    after: str


def render_html(report: Report) -> str:
    """Return the page. Every text from the audited files is escaped; the only script is the filter's."""
    script = _part("filter.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    template = environment.from_string(_part("page.html.jinja"))
    files, left_out = _files(report)
    severities = Counter(finding.severity for finding in report.result.findings)
    page = template.render(
        report=report,
        words=words,
        Severity=Severity,
        severities=[
            (severity, severities[severity]) for severity in reversed(Severity) if severities[severity]
        ],
        platforms=Counter(f.platform for f in report.result.findings if f.actionable).most_common(12),
        all_platforms=sorted({f.platform for f in report.result.findings}, key=report.platform),
        points=report.contact_points[:_MAX_POINTS],
        files=files,
        left_out=left_out,
        open_files=_OPEN_FILES,
        troubles=sorted(report.result.troubles, key=lambda t: (not t.incomplete, t.path))[:_MAX_TROUBLES],
        meaning=words.MEANING,
        finished=_moment(report.finished_at),
        took=_duration((report.finished_at - report.started_at).total_seconds()),
        # Our own files of this package, not a word of them from outside:
        style=Markup(_part("page.css")),  # noqa: S704
        script=Markup(script),  # noqa: S704
        script_digest=digest,
    )
    return page.encode("utf-8", "replace").decode()


def _files(report: Report) -> tuple[list[tuple[str, list[_Shown]]], int]:
    files: list[tuple[str, list[_Shown]]] = []
    room = MAX_FINDINGS
    for path, findings in report.by_path.items():
        if room <= 0:
            break
        files.append((path, [_cut(finding) for finding in findings[:room]]))
        room -= len(findings[:room])
    return files, len(report.result.findings) - (MAX_FINDINGS - room)


def _cut(finding: Finding) -> _Shown:
    excerpt, matched = " ".join(finding.excerpt.split()), " ".join(finding.matched.split())
    before, middle, after = excerpt.partition(matched) if matched else (excerpt, "", "")
    return (
        _Shown(finding, before, middle, after)
        if middle
        else _Shown(finding, "", matched, f" {excerpt}".rstrip())
    )


def _part(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def _moment(moment: datetime) -> str:
    there = moment.astimezone(_MOSCOW)
    return f"{there.day} {_MONTHS[there.month - 1]} {there.year}, {there:%H:%M} МСК"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 1:
        return "меньше чем за секунду"
    minutes, rest = divmod(whole, 60)
    return f"за {minutes} мин {rest} с" if minutes else f"за {rest} с"
