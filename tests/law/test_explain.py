"""An answer as plain data: what the API returns, a decision stores and the console shows."""

import json
from dataclasses import replace

from tests.law.asking import BAN, MARKETPLACE, SHOP, TALKING, UNANSWERED, ask

from vestnik.law.explain import enrich, explain, norm_to_plain, record
from vestnik.law.model import Effect, NormStatus, Pack, Purpose
from vestnik.law.policy.question import Organisation
from vestnik.law.policy.rules import MISSING


def test_a_denial_shows_norm_status_source_and_caveats(pack: Pack) -> None:
    answer = explain(pack, ask(pack, MARKETPLACE, "telegram"))
    assert (answer["verdict"], answer["tone"], answer["title"]) == ("deny", "stop", "Нельзя")
    reason = answer["reasons"][0]
    assert reason["badge"] == "закон"
    assert (reason["norm"], reason["citation"]) == (BAN, "41-ФЗ, ст. 15 ч. 1")
    assert (reason["status"], reason["status_label"]) == ("secondary", "по обзорам, сверьте с текстом")
    assert reason["in_force"] == "с 01.06.2025"
    assert reason["source"].startswith("https://")
    assert reason["caveats"] == list(pack.norms["41fz-15-1"].caveats)
    assert reason["penalties"] == []
    assert answer["sentence"] == reason["text"]
    assert answer["alternative_names"][0] == "MAX"
    assert answer["pack"] == {
        "id": "ru-comm", "version": pack.version, "hash": pack.sha256, "as_of": "2026-10-01",
    }  # fmt: skip


def test_a_penalty_stands_beside_its_own_norm_only(pack: Pack) -> None:
    answer = explain(pack, ask(pack, SHOP, "telegram", Purpose.ADVERTISING, consents=()))
    penalties = {
        reason["norm"]: [item["norm"] for item in reason["penalties"]] for reason in answer["reasons"]
    }
    assert penalties == {"38fz-5-10.7": [], "38fz-18-1": ["koap-14.3-4.1"]}


def test_a_sum_nobody_confirmed_is_never_shown_beside_a_verdict(pack: Pack) -> None:
    for platform in pack.platforms:
        for purpose in Purpose:
            answer = explain(pack, ask(pack, MARKETPLACE, platform, purpose))
            for reason in (*answer["reasons"], *answer["warnings"]):
                for penalty in reason["penalties"]:
                    assert pack.norms[penalty["norm"]].status is not NormStatus.UNVERIFIED


def test_a_product_rule_is_shown_as_that(pack: Pack) -> None:
    answer = explain(pack, ask(pack, SHOP, "sms", Purpose.CODE, call=TALKING))
    assert (answer["verdict"], answer["tone"], answer["waits_for"]) == ("hold", "wait", "call_end")
    reason = answer["reasons"][0]
    assert reason["badge"] == "правило продукта"
    assert [reason[key] for key in ("norm", "citation", "status", "status_label", "source")] == [None] * 5


def test_a_reading_of_the_law_is_not_called_law(pack: Pack) -> None:
    operator = Organisation(frozenset({"TELECOM_OPERATOR"}))
    answer = explain(pack, ask(pack, operator, "telegram", Purpose.PUBLIC_POST))
    badges = {reason["norm"]: reason["badge"] for reason in answer["warnings"]}
    assert badges["41fz-15-scope-citizen"] == "разъяснение"


def test_what_the_owner_must_decide_is_never_green(pack: Pack) -> None:
    answer = explain(pack, ask(pack, Organisation(frozenset({"GOODS_AGGREGATOR"})), "telegram"))
    assert (answer["verdict"], answer["tone"], answer["title"]) == ("permit", "owner", "Решает владелец")
    assert [item["norm"] for item in answer["decisions"]] == [BAN] == answer["needs_decision"]


def test_a_plain_permit_says_that_nothing_objects(pack: Pack) -> None:
    answer = explain(pack, ask(pack, SHOP, "email"))
    assert (answer["tone"], answer["reasons"], answer["warnings"]) == ("ok", [], [])
    assert answer["sentence"] == "Ни одно правило не возражает."


def test_missing_facts_are_asked_in_words(pack: Pack) -> None:
    answer = explain(pack, ask(pack, UNANSWERED, "telegram", Purpose.ADVERTISING))
    assert answer["missing"] == ["organisation", "advertising_consent"]
    assert [question["fact"] for question in answer["questions"]] == answer["missing"]


def test_a_norm_without_a_known_first_day_says_so(pack: Pack) -> None:
    answer = explain(pack, ask(pack, SHOP, "email", Purpose.ADVERTISING))
    assert answer["reasons"][0]["in_force"] == "день начала действия не установлен"


def test_every_answer_is_json_and_every_word_has_its_label(pack: Pack) -> None:
    for organisation in (MARKETPLACE, SHOP, UNANSWERED):
        for platform in pack.platforms:
            for purpose in Purpose:
                answer = explain(pack, ask(pack, organisation, platform, purpose), trace=True)
                assert json.loads(json.dumps(answer)) == answer
                assert answer["title"]
                assert len(answer["trace"]) == len(pack.rules)
    assert {rule.missing for rule in pack.rules if rule.missing} == MISSING.keys()


def test_a_stored_record_tells_its_story_even_under_another_pack(pack: Pack) -> None:
    stored = json.loads(json.dumps(record(pack, ask(pack, MARKETPLACE, "telegram"))))
    assert enrich(pack, stored) == explain(pack, ask(pack, MARKETPLACE, "telegram"))
    bare = replace(pack, norms={}, platforms={}, version="later")
    story = enrich(bare, stored)
    assert story["reasons"][0]["citation"] == "41-ФЗ, ст. 15 ч. 1"
    assert story["reasons"][0]["sources"] == []
    assert story["platform_name"] == "telegram"
    assert story["pack"]["version"] == pack.version


def test_a_row_of_the_pack_shows_all_that_a_lawyer_asks_for(pack: Pack) -> None:
    for norm in pack.norms.values():
        plain = norm_to_plain(pack, norm)
        assert json.loads(json.dumps(plain)) == plain
        assert plain["sources"]
        assert plain["subjects"]
        assert plain["status_label"]
    calls = norm_to_plain(pack, pack.norms["126fz-44.1-1-calls"])
    assert calls["changes"] == [
        {"on": "2027-03-01", "by": "210-ФЗ от 26.06.2026", "what": "п. 4 в новой редакции", "evidence": "Q"}
    ]
    assert {penalty["norm"] for penalty in norm_to_plain(pack, pack.norms["149fz-10-8"])["penalties"]} == {
        "koap-13-11-2"
    }


def test_every_effect_of_the_rules_has_a_verdict(pack: Pack) -> None:
    assert {rule.effect for rule in pack.rules} == set(Effect)
