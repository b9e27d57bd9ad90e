"""The same rules in three engines: equal answers, and a translation that is wrong does not stay unseen."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from bench.policy_cedar import FACTS as CEDAR_FACTS
from bench.policy_cedar import Cedar
from bench.policy_clauses import clauses
from bench.policy_questions import Answer, DisagreementError, answer_of, compare, questions
from bench.policy_rego import FACTS as REGO_FACTS
from bench.policy_rego import Rego, RegoBytecode
from tests.depth import depth

from vestnik.law.decide import decide
from vestnik.law.model import Effect, NormStatus, Pack
from vestnik.law.pack import load_pack
from vestnik.law.policy.question import Question
from vestnik.law.policy.rules import FACTS

COUNT = depth(300, 20_000)
PACK = load_pack()
ENGINES = pytest.mark.parametrize(
    ("peer", "facts"),
    [(Cedar, CEDAR_FACTS), (Rego, REGO_FACTS), (RegoBytecode, REGO_FACTS)],
    ids=["cedar", "rego", "rego bytecode"],
)
Made = Callable[..., Any]


@pytest.fixture(scope="module")
def asked() -> list[Question]:
    return questions(PACK, COUNT)


def ours(pack: Pack, asked: list[Question]) -> list[Answer]:
    return [answer_of(decide(pack, question)) for question in asked]


def theirs(engine: Any, asked: list[Question]) -> list[Answer]:
    results = engine.ask([engine.prepared(question) for question in asked])
    return [engine.answer(result) for result in results]


@ENGINES
def test_every_engine_gives_our_verdicts_for_our_reasons(
    peer: Made, facts: Mapping[str, str], asked: list[Question]
):
    answers = ours(PACK, asked)

    compare(asked, answers, theirs(peer(PACK, facts), asked), "the peer")
    assert {answer.verdict for answer in answers} == {"permit", "hold", "deny"}


@ENGINES
def test_they_agree_on_other_packs_too(peer: Made, facts: Mapping[str, str], asked: list[Question]):
    """Norms that end, that owners must accept and that only warn; the shipped pack has not all of them."""
    for status in NormStatus:
        norms = {
            key: replace(
                norm, status=status, in_force_to=norm.in_force_from and norm.in_force_from.replace(year=2027)
            )
            for key, norm in PACK.norms.items()
        }
        pack = replace(PACK, norms=norms)
        compare(asked, ours(pack, asked), theirs(peer(pack, facts), asked), f"the peer with {status} norms")


@ENGINES
@pytest.mark.parametrize(
    ("broken", "instead"),
    [
        ("no_advertising_consent", "advertising_consent_unproven"),
        ("sensitive_data", "sensitive_data_unknown"),
        ("call_in_progress", "call_unknown"),
        ("client_wrote_first", "operator_opt_out"),
        ("quiet_hours_now", "quiet_hours_without_zone"),
    ],
)
def test_a_rule_that_is_translated_wrongly_is_noticed(
    peer: Made, facts: Mapping[str, str], asked: list[Question], broken: str, instead: str
):
    wrong = peer(PACK, {**facts, broken: facts[instead]})

    with pytest.raises(DisagreementError, match=r"(?s)the peer disagrees:\nQuestion.*ours: Answer"):
        compare(asked, ours(PACK, asked), theirs(wrong, asked), "the peer")


@ENGINES
def test_a_rule_that_one_side_lacks_is_noticed(peer: Made, facts: Mapping[str, str], asked: list[Question]):
    fewer = replace(PACK, rules=tuple(rule for rule in PACK.rules if rule.effect is not Effect.HOLD))

    with pytest.raises(DisagreementError):
        compare(asked, ours(PACK, asked), theirs(peer(fewer, facts), asked), "the peer")


@pytest.mark.parametrize("facts", [CEDAR_FACTS, REGO_FACTS], ids=["cedar", "rego"])
def test_every_condition_of_the_rules_has_a_translation(facts: Mapping[str, str]):
    assert facts.keys() == FACTS.keys()


def test_a_secondary_norm_makes_a_denial_that_is_accepted_and_a_warning_that_is_not():
    made = [clause for clause in clauses(PACK) if clause.rule == "covered-company-foreign-messenger"]

    assert [(one.effect, one.accepted, one.not_accepted) for one in made] == [
        (Effect.DENY, "41fz-15-1", None),
        (Effect.WARN, None, "41fz-15-1"),
    ]


def test_the_questions_are_the_same_every_time_and_no_two_are_equal():
    first, second = questions(PACK, COUNT), questions(PACK, COUNT)

    assert first == second
    assert len(set(first)) == COUNT
    assert questions(PACK, COUNT, seed=7) != first


def test_the_questions_ask_about_every_platform_and_make_every_rule_of_the_law_speak():
    asked = questions(PACK, 5_000)
    answers = ours(PACK, asked)
    spoken = {rule for answer in answers for rule in (*answer.reasons, *(answer.warnings or ()))}

    assert {question.platform for question in asked} == PACK.platforms.keys()
    assert {rule.id for rule in PACK.rules} - spoken == set()


def test_warnings_are_compared_where_both_engines_tell_them():
    told = Answer("deny", frozenset({"a"}), frozenset({"b"}))

    assert told.agrees(replace(told, warnings=None))
    assert not told.agrees(replace(told, warnings=frozenset()))
    assert not told.agrees(replace(told, reasons=frozenset()))
    assert not told.agrees(replace(told, verdict="hold"))


def test_no_answer_of_ours_is_kept_for_the_next_equal_question():
    (question,) = questions(PACK, 1)
    first, second = decide(PACK, question), decide(PACK, replace(question))

    assert first == second
    assert first is not second
