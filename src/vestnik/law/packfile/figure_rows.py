"""TOML rows → sums, terms, days and thresholds. Pure."""

from datetime import date

from vestnik.law.figures.model import DatedFact, Sum, SumUnit, Term, TermUnit, Threshold, ThresholdUnit, Whom
from vestnik.law.packfile.row import Row


def sum_of(row: Row) -> Sum:
    """Read one of ``sums``."""
    found = Sum(
        who=row.one_of("who", Whom),
        least=row.number("from"),
        most=row.number("to"),
        unit=row.one_of("unit", SumUnit),
        evidence=row.tier("evidence"),
        note=row.optional("note", str),
        people_from=row.number("people_from"),
        people_to=row.number("people_to"),
    )
    if found.least is None and found.most is None:
        raise row.error("нужен «from», «to» или оба")
    row.close()
    return found


def term_of(row: Row) -> Term:
    """Read one of ``terms``."""
    term = Term(
        number=row.count("number"),
        unit=row.one_of("unit", TermUnit),
        what=row.text("what"),
        evidence=row.tier("evidence"),
    )
    row.close()
    return term


def date_of(row: Row) -> DatedFact:
    """Read one of ``dates``."""
    fact = DatedFact(on=row.required("on", date), what=row.text("what"), evidence=row.tier("evidence"))
    row.close()
    return fact


def threshold_of(row: Row | None) -> Threshold | None:
    """Read the ``threshold`` of a subject; None stays None."""
    if row is None:
        return None
    threshold = Threshold(
        number=row.count("number"),
        unit=row.one_of("unit", ThresholdUnit),
        evidence=row.tier("evidence"),
    )
    row.close()
    return threshold
