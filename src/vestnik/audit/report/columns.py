"""The columns that tables of a report share: spreadsheets and CSV say the same words. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from vestnik.audit.model import Finding
from vestnik.audit.report.facts import fix_of
from vestnik.audit.report.model import Report
from vestnik.audit.report.words import CARRIER, CONFIDENCE, KIND, ROLE, SEVERITY, STATE, plain, word

Cell = str | int


@dataclass(frozen=True, slots=True)
class Column:
    """One column of findings."""

    title: str
    width: int
    """In characters, as spreadsheets count."""
    of: Callable[[Report, Finding, str], Cell]
    """The report, the finding, its id."""


FINDINGS: Final = (
    Column("Важность", 12, lambda _r, finding, _i: SEVERITY[finding.severity]),
    Column("Мессенджер", 16, lambda report, finding, _i: report.platform(finding.platform)),
    Column("Где", 44, lambda _r, finding, _i: said(finding.place.path)),
    Column("Строка", 8, lambda _r, finding, _i: finding.place.line),
    Column("Столбец", 9, lambda _r, finding, _i: finding.place.column),
    Column("Что это", 18, lambda _r, finding, _i: word(CARRIER, finding.carrier)),
    Column("Что делает", 22, lambda _r, finding, _i: word(ROLE, finding.role)),
    Column("Вид", 22, lambda _r, finding, _i: word(KIND, finding.channel_kind)),
    Column("Состояние", 20, lambda _r, finding, _i: word(STATE, finding.state)),
    Column("Уверенность", 16, lambda _r, finding, _i: word(CONFIDENCE, finding.confidence)),
    Column("Найдено", 40, lambda _r, finding, _i: said(finding.matched)),
    Column("Куда ведёт", 36, lambda _r, finding, _i: said(finding.target or "")),
    Column("Отрывок", 60, lambda _r, finding, _i: said(finding.excerpt)),
    Column("Как закрыть", 50, lambda _r, finding, _i: fix_of(finding.rule)),
    Column("Правило", 16, lambda _r, finding, _i: finding.rule),
    Column("Нормы", 24, lambda report, finding, _i: cited(report, finding.norm_ids)),
    Column("Группа", 14, lambda _r, finding, _i: said(finding.group)),
    Column("Номер", 20, lambda _r, _f, made: made),
)


def said(text: str) -> str:
    """Return a text from outside as one line without what no table holds."""
    return plain(" ".join(text.split()))


def cited(report: Report, norm_ids: tuple[str, ...]) -> str:
    """Return how norms are cited."""
    return "; ".join(report.norms.get(norm_id, norm_id) for norm_id in norm_ids)
