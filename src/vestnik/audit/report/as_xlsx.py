"""The report as a workbook: summary, contact points, findings, forms, trackers, work list."""

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from vestnik.audit.model import Severity
from vestnik.audit.report.columns import FINDINGS, Cell, cited, said
from vestnik.audit.report.model import Report, ids_of, is_url
from vestnik.audit.report.words import (
    CLAIM,
    CONSENT,
    DATA,
    KIND,
    NO_ADDRESS,
    SEVERITY,
    SIGNALS_NOTE,
    TROUBLE,
    YES_NO,
    plain,
    word,
)
from vestnik.audit.report.work import point_views, steps, worries

_MOST_ROWS: Final = 1_000_000
"""A sheet holds 1 048 576."""
_MOST_LINKS: Final = 60_000
"""A sheet holds 65 530."""
_MOST_LETTERS: Final = 32_000
"""A cell holds 32 767."""
_MOST_URL: Final = 2_000
_FILL: Final = {
    Severity.CRITICAL: "#F8C6D3",
    Severity.HIGH: "#FAD4D4",
    Severity.MEDIUM: "#FBE3C3",
    Severity.LOW: "#D6E9F8",
    Severity.INFO: "#ECEEF2",
}
_FILL_BY_WORD: Final = {SEVERITY[severity]: colour for severity, colour in _FILL.items()}
Row = Sequence[Cell]


def render_xlsx(report: Report) -> bytes:
    """Return the file. Every text is a text: nothing becomes a formula, and only pages become links."""
    file = io.BytesIO()
    import xlsxwriter  # type: ignore[import-untyped]  # it ships no types; late: only a workbook needs it

    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": f"Проверка {said(report.result.target)}", "author": "Vestnik"})
    book.set_calc_mode("manual")
    pages = _Book(book)
    pages.summary("Сводка", _summary(report))
    pages.sheet("Точки контакта", _POINTS, _point_rows(report))
    columns = [(column.title, column.width) for column in FINDINGS]
    pages.sheet("Находки", columns, _finding_rows(report))
    pages.sheet("Признаки 152-ФЗ", _SIGNALS, _signal_rows(report))
    pages.sheet("Формы", _FORMS, _form_rows(report))
    pages.sheet("Трекеры", _TRACKERS, _tracker_rows(report))
    pages.sheet("План работ", _PLAN, _plan_rows(report))
    pages.sheet("Не прочитано", _TROUBLES, _trouble_rows(report))
    book.close()
    return file.getvalue()


_POINTS: Final = (
    ("Важность", 12),
    ("Мессенджер", 18),
    ("Куда ведёт", 48),
    ("Вид", 26),
    ("Мест", 8),
    ("Файлов или страниц", 12),
    ("Шаблонов", 11),
    ("Первое место", 48),
)
_SIGNALS: Final = (
    ("Важность", 12),
    ("Проверка", 14),
    ("Где", 48),
    ("Строка", 8),
    ("Мест", 8),
    ("Что видно", 60),
    ("Что это может значить", 60),
    ("Откуда известно", 20),
    ("Нормы", 24),
)
_FORMS: Final = (
    ("Где", 48),
    ("Строка", 8),
    ("Куда отправляет", 48),
    ("Способ", 10),
    ("Что спрашивает", 40),
    ("Согласие", 24),
    ("Ссылка на согласие", 48),
)
_TRACKERS: Final = (
    ("Название", 28),
    ("Узел", 34),
    ("Иностранный", 14),
    ("Страниц", 10),
    ("Первая страница", 48),
    ("До выбора посетителя", 22),
    ("Назван в политике", 20),
)
_PLAN: Final = (
    ("№", 6),
    ("Важность", 12),
    ("Мессенджер", 18),
    ("Где начать", 48),
    ("Строка", 8),
    ("Что стоит", 44),
    ("Мест закроется", 12),
    ("Файлов или страниц", 12),
    ("Как закрыть", 60),
    ("Правила", 26),
    ("Исполнитель", 18),
    ("Срок", 12),
    ("Готово", 10),
)
_TROUBLES: Final = (("Что", 22), ("Где", 60), ("Почему", 70), ("Влияет на итог", 16))


def _summary(report: Report) -> list[Row]:
    result = report.result
    rows: list[Row] = [
        ("Проверено", said(result.target)),
        ("Итог", report.verdict),
        ("Когда", report.finished_at.strftime("%d.%m.%Y %H:%M UTC")),
        ("Прочитано", f"{report.read}, {report.size}"),
        ("Мест с мессенджерами", report.actionable),
        ("Точек контакта", len(report.contact_points)),
        ("Отложено по списку известного", result.suppressed),
        ("Признаков по 152-ФЗ", len(result.signals)),
        ("Помех при чтении", len(result.troubles)),
        ("Vestnik", report.version),
        ("Правовой пакет", report.pack_version or "—"),
        ("", ""),
        ("Важность", "Находок"),
    ]
    severities = Counter(finding.severity for finding in result.findings)
    rows += [(SEVERITY[severity], severities[severity]) for severity in reversed(Severity)]
    platforms = Counter(finding.platform for finding in result.findings if finding.actionable)
    rows += [("", ""), ("Мессенджер", "Мест")]
    rows += [(report.platform(platform), number) for platform, number in platforms.most_common()]
    if result.signals:
        rows += [("", ""), ("О признаках", SIGNALS_NOTE)]
    return rows


def _point_rows(report: Report) -> Iterable[Row]:
    for view in point_views(report):
        first = view.findings[0].place if view.findings else None
        yield (
            SEVERITY[view.point.severity],
            report.platform(view.point.platform),
            said(view.point.shown) or NO_ADDRESS,
            ", ".join(word(KIND, kind) for kind in view.kinds),
            view.point.places,
            view.point.files,
            view.templates,
            said(first.path) if first else "",
        )


def _finding_rows(report: Report) -> Iterable[Row]:
    findings = report.result.findings
    for finding, made in zip(findings, ids_of(one.fingerprint for one in findings), strict=True):
        yield tuple(column.of(report, finding, made) for column in FINDINGS)


def _signal_rows(report: Report) -> Iterable[Row]:
    for one in worries(report):
        signal = one.main
        yield (
            SEVERITY[signal.severity],
            signal.check,
            said(signal.place.path),
            signal.place.line,
            one.places,
            said(signal.observed),
            said(signal.inferred),
            word(CLAIM, signal.claim),
            cited(report, signal.norm_ids),
        )


def _form_rows(report: Report) -> Iterable[Row]:
    for form in report.result.forms:
        yield (
            said(form.place.path),
            form.place.line,
            said(form.action) or "эта же страница",
            said(form.method),
            ", ".join(DATA.get(kind, said(kind)) for kind in form.data),
            CONSENT.get(form.consent, said(form.consent)),
            said(form.consent_link or ""),
        )


def _tracker_rows(report: Report) -> Iterable[Row]:
    for tracker in report.result.trackers:
        yield (
            said(tracker.name),
            said(tracker.host),
            YES_NO[tracker.foreign],
            tracker.pages,
            said(tracker.first_page),
            YES_NO[tracker.before_choice],
            YES_NO[tracker.disclosed],
        )


def _plan_rows(report: Report) -> Iterable[Row]:
    for number, step in enumerate(steps(report), 1):
        yield (
            number,
            SEVERITY[step.severity],
            report.platform(step.main.platform),
            said(step.main.place.path),
            step.main.place.line,
            said(step.main.matched),
            step.places,
            step.files,
            step.what,
            ", ".join(step.rules),
            "",
            "",
            "",
        )


def _trouble_rows(report: Report) -> Iterable[Row]:
    for trouble in report.result.troubles:
        yield (
            TROUBLE.get(trouble.kind, said(trouble.kind)),
            said(trouble.path),
            said(trouble.detail),
            YES_NO[trouble.incomplete],
        )


class _Book:
    """Sheets that look alike."""

    def __init__(self, book: Any) -> None:
        self._book = book
        wrap = {"text_wrap": True, "valign": "top"}
        self._plain = book.add_format(wrap)
        self._bold = book.add_format({**wrap, "bold": True})
        self._head = book.add_format(
            {**wrap, "bold": True, "bg_color": "#E8EAF3", "bottom": 1, "bottom_color": "#9AA0B5"}
        )
        self._link = book.add_format({**wrap, "font_color": "#2443A8", "underline": 1})
        self._of = {
            name: book.add_format({**wrap, "bg_color": colour}) for name, colour in _FILL_BY_WORD.items()
        }

    def summary(self, name: str, rows: Iterable[Row]) -> None:
        """Write pairs, the first of each in bold."""
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 90)
        for number, (title, value) in enumerate(rows):
            self._write(sheet, number, 0, title, self._of.get(str(title), self._bold))
            self._write(sheet, number, 1, value, self._plain)

    def sheet(self, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Row]) -> None:
        """Write a table with a frozen head and filters; what does not fit is said in its last row."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 30)
        for number, (title, width) in enumerate(columns):
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, title, self._head)
        last = 0
        links = 0
        for row in rows:
            last += 1
            if last > _MOST_ROWS:
                sheet.write_string(last, 0, "Строк больше, чем держит лист; все — в отчёте JSON.", self._bold)
                break
            for number, value in enumerate(row):
                if is_link(value) and columns[number][0] in _LINKED and links < _MOST_LINKS:
                    sheet.write_url(last, number, value, self._link, string=value)
                    links += 1
                else:
                    self._write(sheet, last, number, value, self._of.get(str(value)))
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _write(self, sheet: Any, row: int, column: int, value: Cell, form: Any) -> None:
        if isinstance(value, int):
            sheet.write_number(row, column, value, form or self._plain)
        elif value:
            sheet.write_string(row, column, plain(value)[:_MOST_LETTERS], form or self._plain)


_LINKED: Final = frozenset({"Где", "Первое место", "Где начать", "Первая страница"})
"""Pages of the audited site alone are worth a click; what they lead to is not."""


def is_link(value: Cell) -> bool:
    """Whether a value may be clicked: a short web address and nothing else."""
    return isinstance(value, str) and is_url(value) and len(value) < _MOST_URL and value.isprintable()
