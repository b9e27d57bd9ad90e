"""The pack's own cases: what each must answer, and that a wrong expectation is seen."""

from dataclasses import replace
from typing import Any

import pytest

from vestnik.kernel.errors import InvalidInput
from vestnik.law.cases import run_cases
from vestnik.law.figures.model import Expected
from vestnik.law.model import Pack
from vestnik.law.packs.ask_case import asker


def test_the_shipped_rules_answer_every_case_as_it_expects(pack: Pack) -> None:
    assert run_cases(pack, asker(pack)) == []
    assert len(pack.cases) > 15


@pytest.mark.parametrize(
    "case_id",
    [
        "bank-to-citizen-whatsapp", "bank-to-citizen-telegram", "bank-to-citizen-viber",
        "bank-personal-data-viber", "operator-to-organisation-telegram", "shop-service-telegram",
        "anyone-advertising-telegram", "anyone-advertising-whatsapp-with-consent",
        "advertising-sms-without-consent", "sms-to-who-refused-at-the-operator",
        "mass-call-without-consent", "code-during-a-call", "tamtam-is-closed",
    ],
)  # fmt: skip
def test_every_row_of_the_first_decision_table_is_a_case(pack: Pack, case_id: str) -> None:
    assert case_id in {case.id for case in pack.cases}


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"verdict": Expected.PERMIT}, "ответ «deny», а ждали «permit»"),
        ({"norms": frozenset({"149fz-10-8"})}, "причины: 41fz-15-1, а ждали 149fz-10-8"),
        ({"warnings": frozenset({"38fz-18-1"})}, "предупреждения: ничего, а ждали 38fz-18-1"),
        ({"needs_decision": frozenset({"149fz-10-8"})}, "решает владелец: ничего, а ждали 149fz-10-8"),
        ({"rules": frozenset({"platform-closed"})}, "правило «platform-closed» молчит"),
    ],
)
def test_a_wrong_expectation_is_seen(pack: Pack, changes: dict[str, Any], what: str) -> None:
    first = pack.cases[0]
    wrong = replace(pack, cases=(replace(first, expect=replace(first.expect, **changes)),))
    problems = run_cases(wrong, asker(wrong))
    assert [str(problem) for problem in problems] == [f"cases.toml: case {first.id}: {what}"]


def test_an_expectation_left_out_is_not_checked(pack: Pack) -> None:
    first = pack.cases[0]
    loose = replace(first.expect, norms=None, warnings=None, needs_decision=None)
    assert run_cases(replace(pack, cases=(replace(first, expect=loose),)), asker(pack)) == []


def test_a_rule_that_falls_out_breaks_its_case(pack: Pack) -> None:
    weaker = replace(pack, rules=tuple(rule for rule in pack.rules if rule.id != "mass-call-without-consent"))
    assert [problem.row for problem in run_cases(weaker, asker(weaker))][:1] == [
        "case mass-call-without-consent"
    ]


def test_a_question_that_cannot_be_asked_is_a_problem_of_its_case(pack: Pack) -> None:
    first = pack.cases[0]
    odd = replace(pack, cases=(replace(first, question={**first.question, "channel": "pigeon"}),))
    assert "pigeon" in run_cases(odd, asker(odd))[0].what
    with pytest.raises(InvalidInput):
        asker(pack)({**first.question, "at": "tomorrow"})
