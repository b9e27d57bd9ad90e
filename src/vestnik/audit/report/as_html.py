"""The report for people: one HTML page that needs nothing from anywhere, reads on paper and on a phone."""

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from importlib import resources
from typing import Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from vestnik.audit.model import Finding, Role, Severity, Shot
from vestnik.audit.report import words
from vestnik.audit.report.facts import fix_of, title_of
from vestnik.audit.report.model import Report, grouped, heading
from vestnik.audit.report.pictures import Pictures, ShotView
from vestnik.audit.report.trend import trend_of
from vestnik.audit.report.words import counted, plural
from vestnik.audit.report.work import PointView, Worry, point_views, steps, worries

MAX_FINDINGS: Final = 3000
"""More than a browser shows with pleasure; the JSON report holds all."""
_MAX_POINTS: Final = 200
_MAX_STEPS: Final = 300
_MAX_ROWS: Final = 500
_MAX_SIGNALS: Final = 200
_OPEN_FILES: Final = 10
_OPEN_POINTS: Final = 3
_PLACES: Final = 12
_MOSCOW: Final = timezone(timedelta(hours=3), "МСК")
_UNSEEN: Final = dict.fromkeys(
    [*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)],
    "\N{REPLACEMENT CHARACTER}",
)
"""What no page may hold, and what turns the direction of text to mislead a reader."""
_MONTHS: Final = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A finding with its excerpt cut in three, so that the template marks the middle."""

    finding: Finding
    before: str
    middle: str
    after: str
    fix: str
    shots: list[ShotView]
    parts: list[Finding]
    """Its icon and label, which are closed together with it."""


@dataclass(frozen=True, slots=True)
class _Point:
    """A contact point with its first pictures."""

    view: PointView
    shots: list[ShotView]


@dataclass(frozen=True, slots=True)
class _Sign:
    """A signal with its pictures."""

    worry: Worry
    shots: list[ShotView]


def render_html(report: Report, by: str = "path") -> str:
    """Return the page, findings gathered ``by`` one of ``GROUPINGS``.

    Every text from the audited files is escaped; the only script is the filter's.
    """
    script = _part("filter.js")
    environment = Environment(
        loader=FunctionLoader(_part),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    pictures = Pictures(report.result.artefacts)
    values = {
        "report": report,
        "words": words,
        "title_of": title_of,
        **_summary(report),
        **_parts(report, pictures),
        **_findings(report, pictures, by),
        **_rest(report),
        "finished": _moment(report.finished_at),
        "took": _duration(report.seconds),
        "script_digest": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        # Our own files of this package, not a word of them from outside:
        "style": Markup(_part("page.css")),  # noqa: S704
        "script": Markup(script),  # noqa: S704
        # Base64 and numbers of ours:
        "pictures": Markup(pictures.style),  # noqa: S704
    }
    contents = _contents(values)
    anchors = {anchor for anchor, _title, _number in contents}
    page = environment.get_template("page.html.jinja").render(contents=contents, anchors=anchors, **values)
    return page.translate(_UNSEEN).encode("utf-8", "replace").decode()


def _summary(report: Report) -> dict[str, Any]:
    result = report.result
    severities = Counter(finding.severity for finding in _folded(result.findings)[0])
    found, points = report.actionable, len(report.contact_points)
    work = steps(report)
    cards = [
        (found, f"{plural(found, 'место', 'места', 'мест')} с мессенджерами", "findings"),
        (points, plural(points, "точка контакта", "точки контакта", "точек контакта"), "points"),
        (len(work), f"{plural(len(work), 'правка', 'правки', 'правок')} в плане работ", "plan"),
        (len(result.troubles), plural(len(result.troubles), "помеха", "помехи", "помех"), "troubles"),
    ]
    if result.signals:
        number = len(result.signals)
        said = f"{plural(number, 'признак', 'признака', 'признаков')} по 152-ФЗ"
        cards.insert(3, (number, said, "signals"))
    return {
        "cards": cards,
        "lead": _lead(report, len(work)),
        "severities": [(one, severities[one]) for one in reversed(Severity) if severities[one]],
        "platforms": Counter(f.platform for f in result.findings if f.actionable and not f.part).most_common(
            12
        ),
        "trend": trend_of(report),
        "plan": work[:_MAX_STEPS],
        "plan_all": len(work),
    }


def _lead(report: Report, edits: int) -> str:
    """Return the sentence a director reads: how much stands open and how much work it is."""
    open_points = sum(point.severity >= Severity.HIGH for point in report.contact_points)
    work = (
        f"В плане работ {counted(edits, 'правка', 'правки', 'правок')}: одинаковые места закрываются вместе."
    )
    if not open_points:
        return work
    channels = counted(open_points, "действующий способ", "действующих способа", "действующих способов")
    return f"Людям открыто: {channels} написать через мессенджер. {work}"


def _parts(report: Report, pictures: Pictures) -> dict[str, Any]:
    signs = worries(report)
    return {
        "points": [
            _Point(view, pictures.first(_shots(finding) for finding in view.findings))
            for view in point_views(report)[:_MAX_POINTS]
        ],
        "open_points": _OPEN_POINTS,
        "places_shown": _PLACES,
        "signals": [_Sign(one, pictures.views(one.main.shots)) for one in signs[:_MAX_SIGNALS]],
        "signals_all": len(signs),
        "forms": report.result.forms[:_MAX_ROWS],
        "trackers": sorted(
            report.result.trackers, key=lambda tracker: (not tracker.foreign, -tracker.pages, tracker.name)
        )[:_MAX_ROWS],
    }


def _findings(report: Report, pictures: Pictures, by: str) -> dict[str, Any]:
    findings, parts = _folded(report.result.findings)
    files: list[tuple[str, list[_Shown]]] = []
    room = MAX_FINDINGS
    for name, group in grouped(findings, by).items():
        if room <= 0:
            break
        title = heading(report, name, by)
        files.append((title, [_cut(one, pictures, by, parts.get(_spot(one), [])) for one in group[:room]]))
        room -= len(group[:room])
    roles = Counter(finding.role for finding in findings)
    return {
        "files": files,
        "listed": len(findings),
        "left_out": len(findings) - (MAX_FINDINGS - room),
        "open_files": _OPEN_FILES,
        "roles": [(role, roles[role]) for role in Role if roles[role]],
        "all_platforms": sorted({finding.platform for finding in findings}, key=report.platform),
    }


def _rest(report: Report) -> dict[str, Any]:
    comparison = report.comparison
    aside = [entry for _item, entry in comparison.put_aside] if comparison else []
    expired = list(comparison.expired) if comparison else []
    return {
        "aside": aside[:_MAX_ROWS],
        "expired": expired[:_MAX_ROWS],
        "aside_all": len(aside) + len(expired),
        "troubles": sorted(report.result.troubles, key=lambda one: (not one.incomplete, one.path))[
            :_MAX_ROWS
        ],
    }


def _contents(values: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Return the sections there are: anchor, title, number of rows."""
    report: Report = values["report"]
    all_of = [
        ("points", "Точки контакта", len(report.contact_points)),
        ("plan", "План работ", values["plan_all"]),
        ("signals", "Признаки по 152-ФЗ", values["signals_all"]),
        ("forms", "Формы", len(report.result.forms)),
        ("trackers", "Трекеры", len(report.result.trackers)),
        ("findings", "Находки", values["listed"]),
        ("aside", "Отложено", values["aside_all"]),
        ("troubles", "Не прочитано", len(report.result.troubles)),
    ]
    return [row for row in all_of if row[2] or row[0] == "findings"]


def _folded(findings: Sequence[Finding]) -> tuple[list[Finding], dict[tuple[str, str], list[Finding]]]:
    """Return the findings to list, and by place and group the parts that are told with one of them."""
    whole = [finding for finding in findings if not finding.part]
    mains = {_spot(finding) for finding in whole if finding.group}
    parts: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.part and _spot(finding) in mains:
            parts.setdefault(_spot(finding), []).append(finding)
        elif finding.part:
            whole.append(finding)
    return whole, parts


def _spot(finding: Finding) -> tuple[str, str]:
    return finding.place.path, finding.group


def _cut(finding: Finding, pictures: Pictures, by: str, parts: list[Finding]) -> _Shown:
    excerpt, matched = " ".join(finding.excerpt.split()), " ".join(finding.matched.split())
    before, middle, after = excerpt.partition(matched) if matched else (excerpt, "", "")
    if not middle:
        before, middle, after = "", matched, f" {excerpt}".rstrip()
    if by != "path":
        before = f"{finding.place.path}  {before}"
    shots = pictures.views(_shots(finding))
    return _Shown(finding, before, middle, after, fix_of(finding.rule), shots, parts if finding.group else [])


def _shots(finding: Finding) -> Sequence[Shot]:
    return finding.rendered.shots if finding.rendered else ()


def _part(name: str) -> str:
    return resources.files(__package__).joinpath("page", name).read_text("utf-8")


def _moment(moment: datetime) -> str:
    there = moment.astimezone(_MOSCOW)
    return f"{there.day} {_MONTHS[there.month - 1]} {there.year}, {there:%H:%M} МСК"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < 1:
        return "меньше чем за секунду"
    minutes, rest = divmod(whole, 60)
    return f"за {minutes} мин {rest} с" if minutes else f"за {rest} с"
