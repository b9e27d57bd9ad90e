"""The report as Markdown, for a merge request or a ticket."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from vestnik.audit.model import Finding
from vestnik.audit.report.columns import said
from vestnik.audit.report.model import Report, grouped, heading
from vestnik.audit.report.words import (
    CARRIER,
    CLAIM,
    NO_ADDRESS,
    SEVERITY,
    SIGNALS_NOTE,
    STATE,
    TROUBLE,
    places,
    word,
)
from vestnik.audit.report.work import Worry, point_views, steps, worries

_MOST: Final = 200
_TICKS: Final = re.compile("`+")


def render_markdown(report: Report, by: str = "path") -> str:
    """Return the report; text from the audited files stands in code spans, where nothing of it is obeyed."""
    parts = [
        f"# Проверка {code(report.result.target)}",
        f"**{report.verdict}** Прочитано: {report.read}, {report.size}.",
        _points(report),
        _plan(report),
        *_findings(report, by),
        _signals(worries(report)),
        _troubles(report),
        _aside(report),
    ]
    said_by = f"Vestnik {report.version}" + (
        f", правовой пакет {report.pack_version}" if report.pack_version else ""
    )
    return "\n\n".join([part for part in parts if part] + [f"<sub>{said_by}</sub>"]) + "\n"


def code(text: str) -> str:
    """Return a text from outside as a code span that fits a table cell."""
    line = said(text)
    if not line:
        return "—"
    fence = "`" * (max((len(run) for run in _TICKS.findall(line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    escaped = line.replace("|", r"\|")
    return f"{fence}{pad}{escaped}{pad}{fence}"


def _points(report: Report) -> str:
    views = point_views(report)
    if not views:
        return ""
    rows = [
        (
            SEVERITY[view.point.severity],
            report.platform(view.point.platform),
            code(view.point.shown) if view.point.target else NO_ADDRESS,
            str(view.point.places),
            str(view.point.files),
            str(view.templates),
        )
        for view in views
    ]
    unit = "Страниц" if report.on_site else "Файлов"
    return _table("Точки контакта", ("Важность", "Мессенджер", "Куда ведёт", "Мест", unit, "Шаблонов"), rows)


def _plan(report: Report) -> str:
    rows = [
        (
            SEVERITY[step.severity],
            report.platform(step.main.platform),
            code(f"{step.main.place.path}:{step.main.place.line}"),
            code(step.main.matched),
            str(step.places),
            step.what or "—",
        )
        for step in steps(report)
    ]
    return _table("План работ", ("Важность", "Мессенджер", "Где", "Что", "Мест", "Как закрыть"), rows)


def _findings(report: Report, by: str) -> list[str]:
    parts: list[str] = []
    room = _MOST * 5
    for name, findings in grouped(report.result.findings, by).items():
        if room <= 0:
            break
        rows = [_row(report, finding, by) for finding in findings[:room]]
        parts.append(
            f"### {code(heading(report, name, by))} — {places(len(findings))}\n\n"
            + _rows(("Место", "Важность", "Мессенджер", "Что это", "Найдено", "Правило"), rows)
        )
        room -= len(rows)
    left = len(report.result.findings) - (_MOST * 5 - room)
    if parts:
        parts.insert(0, "## Находки")
    return [*parts, f"… и ещё {places(left)}; всё целиком — в отчёте JSON."] if left > 0 else parts


def _row(report: Report, finding: Finding, by: str) -> tuple[str, ...]:
    place = f"{finding.place.line}:{finding.place.column}"
    state = "" if finding.state.value == "live" else f", {word(STATE, finding.state)}"
    return (
        place if by == "path" else code(f"{finding.place.path}:{place}"),
        SEVERITY[finding.severity],
        report.platform(finding.platform),
        f"{word(CARRIER, finding.carrier)}{state}",
        code(finding.matched),
        code(finding.rule),
    )


def _signals(found: list[Worry]) -> str:
    rows = [
        (
            SEVERITY[one.main.severity],
            code(one.main.check),
            f"{code(one.main.place.path)}, {places(one.places)}",
            code(one.main.observed),
            code(one.main.inferred),
            word(CLAIM, one.main.claim),
        )
        for one in found
    ]
    heads = ("Важность", "Проверка", "Где", "Что видно", "Что это может значить", "Откуда известно")
    table = _table("Признаки по 152-ФЗ", heads, rows)
    return f"{table}\n\n{SIGNALS_NOTE}" if table else ""


def _troubles(report: Report) -> str:
    rows = [
        (TROUBLE.get(trouble.kind) or code(trouble.kind), code(trouble.path), code(trouble.detail))
        for trouble in report.result.troubles
        if trouble.incomplete
    ]
    return _table("Что не прочитано", ("Что", "Где", "Почему"), rows)


def _aside(report: Report) -> str:
    return (
        f"Отложено по списку известного: {places(report.result.suppressed)}."
        if report.result.suppressed
        else ""
    )


def _table(title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    more = f"\n\n… и ещё {len(rows) - _MOST}" if len(rows) > _MOST else ""
    return f"## {title}\n\n{_rows(heads, rows[:_MOST])}{more}"


def _rows(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _head in heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
