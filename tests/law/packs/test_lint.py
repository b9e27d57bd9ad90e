"""Lint sees every damage that a pack's types cannot hold, each in its file and row."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from vestnik.law.figures.model import Sum, SumUnit, Term, TermUnit, Whom
from vestnik.law.lint import lint
from vestnik.law.model import Basis, Effect, NormKind, NormStatus, Pack, Purpose, Source

TODAY = date(2026, 11, 23)
FINE = Sum(Whom.ENTITIES, 100_000, 700_000, SumUnit.RUB, "S2")
PRESS = Source("https://news.example/1", "S1", None)

Break = Callable[[Pack], Pack]


def with_norm(norm_id: str, **changes: Any) -> Break:
    return lambda pack: replace(pack, norms={**pack.norms, norm_id: replace(pack.norms[norm_id], **changes)})


def with_subject(code: str, **changes: Any) -> Break:
    return lambda pack: replace(
        pack, subjects={**pack.subjects, code: replace(pack.subjects[code], **changes)}
    )


def with_rule(rule_id: str, **changes: Any) -> Break:
    return lambda pack: replace(
        pack,
        rules=tuple(replace(rule, **changes) if rule.id == rule_id else rule for rule in pack.rules),
    )


def with_case(**changes: Any) -> Break:
    return lambda pack: replace(pack, cases=(replace(pack.cases[0], **changes), *pack.cases[1:]))


def expecting(**changes: Any) -> Break:
    return lambda pack: with_case(expect=replace(pack.cases[0].expect, **changes))(pack)


def without_purpose(pack: Pack) -> Pack:
    return replace(
        pack, purposes={code: words for code, words in pack.purposes.items() if code is not Purpose.CODE}
    )


LINTED: list[tuple[Break, str, str]] = [
    # Evidence.
    (with_norm("41fz-15-1", sources=()), "norm 41fz-15-1", "нет источника"),
    (with_norm("38fz-18-2", sources=(PRESS,)), "norm 38fz-18-2", "без источника степени P или Q"),
    (with_norm("41fz-15-1", sources=(PRESS,)), "norm 41fz-15-1", "двух независимых"),
    (with_norm("41fz-15-1", status=NormStatus.CONFIRMED), "norm 41fz-15-1", "не следует из степени"),
    # References.
    (with_norm("38fz-18-1", subjects=frozenset()), "norm 38fz-18-1", "кого касается"),
    (with_norm("38fz-18-1", subjects=frozenset({"BAKERY"})), "norm 38fz-18-1", "BAKERY"),
    (with_norm("38fz-18-1", penalty_for=("38fz-18-2",)), "norm 38fz-18-1", "penalty_for"),
    (with_norm("38fz-18-1", sums=(FINE,)), "norm 38fz-18-1", "«sums» бывают только у санкции"),
    (with_norm("koap-14.3-4.1", penalty_for=("koap-13-11-2",)), "norm koap-14.3-4.1", "сама санкция"),
    (with_norm("koap-14.3-4.1", penalty_for=("38fz-99",)), "norm koap-14.3-4.1", "38fz-99"),
    (with_norm("koap-14.3-4.1", penalty_for=(), applies_if=None), "norm koap-14.3-4.1", "за что она"),
    (with_norm("41fz-15-1", supersedes=("41fz-99",)), "norm 41fz-15-1", "41fz-99"),
    (with_norm("41fz-15-1", supersedes=("41fz-15-1",)), "norm 41fz-15-1", "которую эта заменила"),
    # Days.
    (with_norm("41fz-15-1", in_force_to=date(2025, 1, 1)), "norm 41fz-15-1", "раньше, чем начала"),
    (with_norm("41fz-15-1", verified_by="юрист"), "norm 41fz-15-1", "verified_at"),
    (with_norm("41fz-15-1", review_due=date(2026, 11, 22)), "norm 41fz-15-1", "просрочен"),
    (with_norm("41fz-15-1", review_due=None), "norm 41fz-15-1", "нет срока пересмотра"),
    # Quotes.
    (with_norm("41fz-15-1", quote="слова", quote_sha256="0" * 64), "norm 41fz-15-1", "степени P"),
    (with_norm("38fz-18-2", quote="слова", quote_sha256="0" * 64), "norm 38fz-18-2", "не сходится"),
    (with_norm("38fz-18-2", quote="я" * 301, quote_sha256="0" * 64), "norm 38fz-18-2", "длиннее 300"),
    # Figures.
    (with_norm("koap-13-11-2", sums=(FINE,)), "norm koap-13-11-2", "«30–50 тыс. рублей» без строки"),
    (with_norm("38fz-18-1", summary="Штраф 5000 рублей."), "norm 38fz-18-1", "«5000 рублей» без строки"),
    (with_norm("38fz-18-1", caveats=("Называют 2 % выручки.",)), "norm 38fz-18-1", "«2 %» без строки"),
    (with_norm("38fz-18-1", confidence_note="До 1 млн."), "norm 38fz-18-1", "«До 1 млн.» без строки"),
    (with_norm("koap-13-11-2", summary="За иностранные мессенджеры."), "norm koap-13-11-2", "не названа"),
    (
        with_norm("koap-13-11-2", sums=(replace(FINE, least=900_000),)),
        "norm koap-13-11-2",
        "наоборот",
    ),
    (with_norm("152fz-20-term", terms=()), "norm 152fz-20-term", "«10 рабочих дней» без строки"),
    (with_norm("38fz-18-1", caveats=("Ждут 3 дня.",)), "norm 38fz-18-1", "«3 дня» без строки"),
    (
        with_norm("38fz-18-1", terms=(Term(3, TermUnit.MONTHS, "ждать", "S1"),)),
        "norm 38fz-18-1",
        "срок «3 months» не назван словами",
    ),
    (with_norm("38fz-18-1", dates=()), "norm 38fz-18-1", "«26.07.2026» без строки"),
    (with_norm("210fz-2026", in_force_from=None), "norm 210fz-2026", "«1 марта 2027» без строки"),
    (with_norm("38fz-18-1", caveats=("Принят 31.02.2026.",)), "norm 38fz-18-1", "«31.02.2026» без строки"),
    # Classes of companies.
    (with_subject("SOCIAL_500K", threshold=None), "subject SOCIAL_500K", "«от 500 тыс.» без «threshold»"),
    (with_subject("CREDIT_ORG", question=""), "subject CREDIT_ORG", "question"),
    (with_subject("ANY_ADVERTISER", question="Вы рекламодатель?"), "subject ANY_ADVERTISER", "question"),
    (with_subject("CREDIT_ORG", hint=""), "subject CREDIT_ORG", "hint"),
    # Rules.
    (
        with_norm("38fz-18-1", status=NormStatus.UNVERIFIED, evidence="S1"),
        "rule advertising-without-consent",
        "только предупреждать",
    ),
    (with_norm("38fz-18-1", kind=NormKind.GUIDANCE), "rule advertising-without-consent", "guidance"),
    (with_rule("platform-restricted", norm_id="38fz-18-1"), "rule platform-restricted", "только ему"),
    (with_rule("platform-restricted", norm_id="38fz-99"), "rule platform-restricted", "38fz-99"),
    (with_rule("platform-restricted", waits_for="sunrise"), "rule platform-restricted", "ждать можно"),
    (
        with_rule("platform-restricted", basis=Basis.NORM, effect=Effect.WARN),
        "rule platform-restricted",
        "основанию",
    ),
    # Cases, purposes, changelog.
    (with_case(norm="38fz-99"), "case bank-to-citizen-whatsapp", "38fz-99"),
    (expecting(warnings=frozenset({"38fz-98"})), "case bank-to-citizen-whatsapp", "38fz-98"),
    (expecting(needs_decision=frozenset({"38fz-97"})), "case bank-to-citizen-whatsapp", "38fz-97"),
    (expecting(rules=frozenset({"who"})), "case bank-to-citizen-whatsapp", "нет правила «who»"),
    (without_purpose, "файл", "нет назначения «code»"),
    (lambda pack: replace(pack, changelog=()), "заголовок", "changelog"),
    (lambda pack: replace(pack, changelog=pack.changelog[::-1]), "заголовок", "от новой версии к старой"),
]


@pytest.mark.parametrize(("damage", "row", "what"), LINTED)
def test_lint_sees_damage(pack: Pack, damage: Break, row: str, what: str) -> None:
    found = [problem for problem in lint(damage(pack), today=TODAY) if not problem.mild]
    assert any(problem.row == row and what in problem.what for problem in found), found


def test_a_problem_names_file_row_and_what(pack: Pack) -> None:
    one = with_norm("41fz-15-1", sources=(PRESS,))(pack)
    problem = lint(one)[0]
    assert (problem.file, problem.row) == ("norms/41fz.toml", "norm 41fz-15-1")
    assert str(problem).startswith("norms/41fz.toml: norm 41fz-15-1: ")


def test_a_review_is_overdue_only_after_its_day_and_only_when_a_day_is_given(pack: Pack) -> None:
    due = with_norm("41fz-15-1", review_due=TODAY)(pack)
    assert lint(due, today=TODAY) == []
    late = with_norm("41fz-15-1", review_due=date(2020, 1, 1))(pack)
    assert lint(late) == []
    assert len(lint(late, today=TODAY)) == 1


def test_a_rule_that_denies_without_a_case_is_worth_a_remark_not_a_refusal(pack: Pack) -> None:
    unproven = replace(pack, cases=())
    found = lint(unproven)
    assert found
    assert all(problem.mild and problem.file == "rules.toml" for problem in found)
    assert "rule who-we-are" in {problem.row for problem in found}


def test_a_quotation_with_its_hash_from_the_norms_own_text_is_fine(pack: Pack) -> None:
    quote = "слова самой нормы"
    quoted = with_norm("38fz-18-2", quote=quote, quote_sha256=hashlib.sha256(quote.encode()).hexdigest())(
        pack
    )
    assert lint(quoted) == []


def test_no_fine_is_told_for_the_ban_whose_sanction_nobody_found(pack: Pack) -> None:
    assert pack.penalties_of("41fz-15-1") == ()
    assert pack.norms["41fz-15-1"].sums == ()


def test_every_norm_with_a_rule_has_a_case(pack: Pack) -> None:
    ruled = {rule.norm_id for rule in pack.rules if rule.norm_id is not None}
    assert {norm_id for norm_id in ruled if not pack.norms[norm_id].tests} == set()
