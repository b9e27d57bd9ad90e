"""The findings as CSV for Excel in Russian: UTF-8 with a mark, semicolons, no formulas."""

import csv
import io
from typing import Final

from vestnik.audit.report.columns import FINDINGS, Cell
from vestnik.audit.report.model import Report, ids_of

_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
_FORMULA: Final = tuple("=+-@\t\r＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula; the full-width signs too."""


def render_csv(report: Report) -> str:
    """Return one row a finding, lines ending as RFC 4180 asks."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    writer.writerow(column.title for column in FINDINGS)
    findings = report.result.findings
    for finding, made in zip(findings, ids_of(one.fingerprint for one in findings), strict=True):
        writer.writerow(harmless(column.of(report, finding, made)) for column in FINDINGS)
    return _MARK + page.getvalue()


def harmless(value: Cell) -> Cell:
    """Return a value that a spreadsheet shows and never computes."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
