"""TOML rows → purposes, cases and releases, as strictly as ``law.rows`` reads the others. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from vestnik.law.figures.model import Case, Expectation, Expected, Release
from vestnik.law.model import Purpose, PurposeWords
from vestnik.law.packfile.row import Row

NEEDED: Final = ("channel", "purpose", "at")
"""What the question of a case cannot do without."""

_PLAIN: Final = (str, int, float, bool)


def purpose_of(row: Row) -> PurposeWords:
    """Read one ``[[purpose]]``."""
    words = PurposeWords(
        code=row.one_of("code", Purpose),
        name=row.text("name"),
        what=row.text("what"),
        needs=row.text("needs"),
    )
    row.close()
    return words


def case_of(row: Row) -> Case:
    """Read one ``[[case]]``; what the question says is for the reader of questions to judge."""
    case = Case(
        id=row.text("id"),
        norm=row.optional("norm", str),
        title=row.text("title"),
        question=_question_of(row),
        expect=_expectation_of(row),
    )
    row.close()
    return case


def release_of(row: Row, version: str) -> Release:
    """Read the rest of one entry of the changelog, whose ``version`` was read already."""
    release = Release(version=version, on=row.required("on", date), what=row.text("what"))
    row.close()
    return release


def _question_of(row: Row) -> Mapping[str, Any]:
    question: dict[str, Any] = row.required("question", dict)
    for key in NEEDED:
        if not isinstance(question.get(key), str) or not question[key]:
            raise row.error(f"в «question» нужна строка «{key}»")
    organisation = question.get("organisation", {})
    if not isinstance(organisation, dict):
        raise row.error("«organisation» в «question» — таблица")
    who = Row(row.file, f"{row.name}, organisation", organisation)
    who.words("subjects")
    who.words("accepted_norms")
    if not _is_plain(question):
        raise row.error("«question» — то же, что прислали бы в JSON: время пишут строкой")
    return question


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_is_plain(one) for one in value.values())
    if isinstance(value, list):
        return all(_is_plain(one) for one in value)
    return isinstance(value, _PLAIN)


def _expectation_of(row: Row) -> Expectation:
    expect = row.required_row("expect")
    expectation = Expectation(
        verdict=expect.one_of("verdict", Expected),
        norms=expect.set_of("norms"),
        warnings=expect.set_of("warnings"),
        needs_decision=expect.set_of("needs_decision"),
        rules=frozenset(expect.words("rules")),
    )
    expect.close()
    return expectation
