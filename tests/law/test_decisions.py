"""The table of decisions: who writes to whom, where, why — and what the law room answers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.law.asking import (
    AT,
    BAN,
    BANK,
    CONTRACTED,
    MARKETPLACE,
    OLD_BAN,
    OPERATOR,
    PERSONAL,
    QUIET,
    SHOP,
    TALKING,
    UNANSWERED,
    agreed,
    ask,
    grounds,
    warned,
)

from vestnik.kernel.errors import InvalidInput
from vestnik.law.model import Basis, NormStatus, Pack, Purpose
from vestnik.law.permit import Denial, Hold, Permit
from vestnik.law.policy.question import CallFact, CallState, Company, ConsentKind, Organisation, RecipientKind

DENIED = [
    (MARKETPLACE, "telegram", Purpose.SERVICE, {}, [BAN]),
    (MARKETPLACE, "imessage", Purpose.CHAT_REPLY, {}, [BAN]),
    (BANK, "whatsapp", Purpose.CODE, {"call": QUIET}, [BAN]),
    (BANK, "viber", Purpose.SERVICE, {"contains": PERSONAL}, [BAN, OLD_BAN]),
    (MARKETPLACE, "telegram", Purpose.ADVERTISING, {"consents": agreed()}, [BAN, "38fz-5-10.7"]),
    (SHOP, "telegram", Purpose.ADVERTISING, {"consents": agreed()}, ["38fz-5-10.7"]),
    (SHOP, "whatsapp", Purpose.ADVERTISING, {"consents": ()}, ["38fz-5-10.7", "38fz-18-1"]),
    (SHOP, "instagram_direct", Purpose.ADVERTISING, {"consents": agreed()}, ["38fz-5-10.7"]),
    (SHOP, "facebook_messenger", Purpose.ADVERTISING, {"consents": agreed()}, ["38fz-5-10.7"]),
    (SHOP, "email", Purpose.ADVERTISING, {"consents": ()}, ["38fz-18-1"]),
    (SHOP, "sms", Purpose.ADVERTISING, {"consents": ()}, ["38fz-18-1", "126fz-44.1-1"]),
    (UNANSWERED, "max", Purpose.ADVERTISING, {"consents": ()}, ["38fz-18-1"]),
    (SHOP, "voice", Purpose.MASS_CALL, {"consents": ()}, ["126fz-44.1-1-calls"]),
    (SHOP, "tamtam", Purpose.SERVICE, {}, ["platform-closed"]),
    (UNANSWERED, "telegram", Purpose.SERVICE, {}, ["who-we-are"]),
]


@pytest.mark.parametrize(("who", "platform", "purpose", "facts", "because"), DENIED)
def test_what_is_denied_names_its_grounds(pack: Pack, who, platform, purpose, facts, because) -> None:
    verdict = ask(pack, who, platform, purpose, **facts)
    assert isinstance(verdict, Denial)
    assert grounds(verdict) == because


PERMITTED = [
    (MARKETPLACE, "email", Purpose.SERVICE, {}),
    (MARKETPLACE, "cabinet", Purpose.SERVICE_CRITICAL, {}),
    (MARKETPLACE, "max", Purpose.SERVICE, {}),
    (MARKETPLACE, "vk", Purpose.CHAT_REPLY, {}),
    (MARKETPLACE, "email", Purpose.ADVERTISING, {"consents": agreed()}),
    (MARKETPLACE, "email", Purpose.CODE, {"call": QUIET}),
    (BANK, "sms", Purpose.CODE, {"call": QUIET}),
    (BANK, "max", Purpose.SERVICE, {"contains": PERSONAL}),
    (UNANSWERED, "email", Purpose.SERVICE, {}),
    (UNANSWERED, "max", Purpose.SERVICE, {}),
    (UNANSWERED, "sms", Purpose.SECURITY, {"call": TALKING}),
    (CONTRACTED, "sms", Purpose.ADVERTISING, {"consents": agreed()}),
    (CONTRACTED, "voice", Purpose.MASS_CALL, {"consents": agreed(ConsentKind.MASS_CALL)}),
    (SHOP, "chat", Purpose.CHAT_REPLY, {}),
    (SHOP, "webpush", Purpose.SERVICE, {}),
    (SHOP, "trueconf", Purpose.SERVICE, {}),
    (SHOP, "max", Purpose.PUBLIC_POST, {}),
]


@pytest.mark.parametrize(("who", "platform", "purpose", "facts"), PERMITTED)
def test_what_is_permitted_carries_no_reason_against_it(pack: Pack, who, platform, purpose, facts) -> None:
    verdict = ask(pack, who, platform, purpose, **facts)
    assert isinstance(verdict, Permit)
    assert verdict.reasons == ()
    assert verdict.warnings == ()
    assert verdict.needs_decision == ()


def test_a_small_shop_in_telegram_is_warned_of_the_dead_link_and_of_localisation(pack: Pack) -> None:
    verdict = ask(pack, SHOP, "telegram")
    assert isinstance(verdict, Permit)
    assert warned(verdict) == ["platform-restricted", "152fz-18-5"]
    assert verdict.alternatives[:2] == ("max", "cabinet")


def test_a_secondary_norm_warns_until_the_owner_accepts_it(pack: Pack) -> None:
    verdict = ask(pack, Organisation(frozenset({"GOODS_AGGREGATOR"})), "telegram")
    assert isinstance(verdict, Permit)
    assert verdict.needs_decision == (BAN,)
    assert BAN in warned(verdict)
    assert isinstance(ask(pack, MARKETPLACE, "telegram"), Denial)


def test_an_accepted_norm_says_nothing_about_a_company_it_does_not_name(pack: Pack) -> None:
    verdict = ask(pack, Organisation(frozenset({"OTHER_BUSINESS"}), frozenset({BAN, OLD_BAN})), "telegram")
    assert isinstance(verdict, Permit)


def test_an_operator_writing_to_a_company_is_warned_by_an_unverified_reading(pack: Pack) -> None:
    verdict = ask(pack, OPERATOR, "telegram", recipient=RecipientKind.ORGANISATION)
    assert isinstance(verdict, Permit)
    assert "41fz-15-scope-citizen" in warned(verdict)


def test_a_public_post_of_a_covered_company_is_warned_not_denied(pack: Pack) -> None:
    verdict = ask(pack, MARKETPLACE, "telegram", Purpose.PUBLIC_POST)
    assert isinstance(verdict, Permit)
    assert BAN in warned(verdict)


def test_untold_personal_data_are_asked_about(pack: Pack) -> None:
    verdict = ask(pack, Organisation(frozenset({"CREDIT_ORG"}), frozenset({OLD_BAN})), "telegram")
    assert isinstance(verdict, Permit)
    assert "contains" in verdict.missing
    assert verdict.needs_decision == (BAN,)


def test_a_messenger_outside_the_list_only_warns_by_the_older_ban(pack: Pack) -> None:
    bank = Organisation(frozenset({"CREDIT_ORG"}), frozenset({OLD_BAN}))
    verdict = ask(pack, bank, "signal", contains=PERSONAL)
    assert isinstance(verdict, Permit)
    assert OLD_BAN in warned(verdict)


def test_unknown_consent_denies_and_is_asked_for(pack: Pack) -> None:
    verdict = ask(pack, SHOP, "email", Purpose.ADVERTISING)
    assert isinstance(verdict, Denial)
    assert verdict.missing == ("advertising_consent",)
    assert verdict.alternatives == ()
    known = ask(pack, SHOP, "email", Purpose.ADVERTISING, consents=())
    assert known.missing == ()


def test_alternatives_would_carry_the_same_message(pack: Pack) -> None:
    verdict = ask(pack, SHOP, "telegram", Purpose.ADVERTISING, consents=agreed())
    assert verdict.alternatives
    for other in verdict.alternatives:
        assert isinstance(ask(pack, SHOP, other, Purpose.ADVERTISING, consents=agreed()), Permit), other


def test_a_subscriber_who_refused_at_the_operator_needs_a_second_road(pack: Pack) -> None:
    verdict = ask(pack, SHOP, "sms", operator_opt_out=True)
    assert isinstance(verdict, Permit)
    assert warned(verdict) == ["126fz-44.1-1.1"]


def test_a_code_during_a_call_waits_for_its_end_by_a_product_rule(pack: Pack) -> None:
    verdict = ask(pack, BANK, "email", Purpose.CODE, call=TALKING)
    assert isinstance(verdict, Hold)
    assert (verdict.waits_for, verdict.until) == ("call_end", None)
    assert [reason.basis for reason in verdict.reasons] == [Basis.PRODUCT_RULE]
    assert verdict.reasons[0].norm_id is None
    assert verdict.reasons[0].citation is None


def test_a_code_waits_out_the_grace_after_a_call(pack: Pack) -> None:
    ended = CallFact(CallState.IDLE, AT, AT - timedelta(seconds=10))
    verdict = ask(pack, SHOP, "sms", Purpose.CODE, call=ended)
    assert isinstance(verdict, Hold)
    assert verdict.until == AT + timedelta(seconds=5)
    assert verdict.waits_for is None
    after = ask(pack, SHOP, "sms", Purpose.CODE, call=ended, at=verdict.until)
    assert isinstance(after, Permit)
    assert after.warnings == ()


def test_a_company_may_switch_the_holding_of_codes_off(pack: Pack) -> None:
    verdict = ask(
        pack, SHOP, "sms", Purpose.CODE, call=TALKING, company=Company(hold_codes_during_calls=False)
    )
    assert isinstance(verdict, Permit)


def test_an_unknown_call_lets_the_code_go_and_says_so(pack: Pack) -> None:
    verdict = ask(pack, SHOP, "sms", Purpose.CODE)
    assert isinstance(verdict, Permit)
    assert verdict.missing == ("call",)
    assert warned(verdict) == ["product-otp-call-unknown"]


def test_only_codes_wait_for_a_call(pack: Pack) -> None:
    for purpose in set(Purpose) - {Purpose.CODE, Purpose.ADVERTISING, Purpose.MASS_CALL}:
        assert isinstance(ask(pack, SHOP, "email", purpose, call=TALKING), Permit)


def test_a_denial_outweighs_a_hold(pack: Pack) -> None:
    verdict = ask(pack, MARKETPLACE, "telegram", Purpose.CODE, call=TALKING)
    assert isinstance(verdict, Denial)
    assert grounds(verdict) == [BAN]


def test_norms_do_not_apply_before_they_came_into_force(pack: Pack) -> None:
    eve = datetime(2025, 5, 31, 20, 59, 59, tzinfo=UTC)  # a second before midnight in Moscow
    assert isinstance(ask(pack, MARKETPLACE, "telegram", at=eve), Permit)
    assert isinstance(ask(pack, MARKETPLACE, "telegram", at=eve + timedelta(seconds=1)), Denial)


def test_a_norm_does_not_apply_after_its_last_day(pack: Pack) -> None:
    ban = replace(pack.norms[BAN], in_force_to=date(2026, 11, 30))
    ended = replace(pack, norms={**pack.norms, BAN: ban})
    last = datetime(2026, 11, 30, 20, 59, 59, tzinfo=UTC)  # a second before midnight in Moscow
    assert isinstance(ask(ended, MARKETPLACE, "telegram", at=last), Denial)
    assert isinstance(ask(ended, MARKETPLACE, "telegram", at=last + timedelta(seconds=1)), Permit)


def test_an_unverified_norm_only_warns_whatever_its_rule_says(pack: Pack) -> None:
    doubtful = replace(pack.norms["38fz-18-1"], status=NormStatus.UNVERIFIED, evidence="S1")
    unsure = replace(pack, norms={**pack.norms, doubtful.id: doubtful})
    verdict = ask(unsure, SHOP, "email", Purpose.ADVERTISING)
    assert isinstance(verdict, Permit)
    assert warned(verdict) == ["38fz-18-1"]
    assert verdict.needs_decision == ()


def test_a_mass_call_with_unknown_consent_is_denied_and_asks(pack: Pack) -> None:
    verdict = ask(pack, SHOP, "voice", Purpose.MASS_CALL)
    assert isinstance(verdict, Denial)
    assert verdict.missing == ("call_consent", "operator_contract")


def test_a_platform_was_open_until_the_day_it_closed(pack: Pack) -> None:
    eve = datetime(2026, 2, 26, 20, 59, 59, tzinfo=UTC)
    assert isinstance(ask(pack, SHOP, "tamtam", at=eve), Permit)
    closed = ask(pack, SHOP, "tamtam", at=eve + timedelta(seconds=1))
    assert isinstance(closed, Denial)
    assert [reason.basis for reason in closed.reasons] == [Basis.PLATFORM_STATE]
    assert closed.alternatives[0] == "max"


def test_an_unknown_platform_is_an_error(pack: Pack) -> None:
    with pytest.raises(InvalidInput) as caught:
        ask(pack, SHOP, "carrier_pigeon")
    assert caught.value.field == "platform"


def test_a_naive_time_is_an_error(pack: Pack) -> None:
    with pytest.raises(InvalidInput) as caught:
        ask(pack, SHOP, "email", at=datetime(2026, 11, 23, 9, 0))  # noqa: DTZ001 — the point of the test
    assert caught.value.field == "at"


def test_the_trace_names_every_rule_once(pack: Pack) -> None:
    verdict = ask(pack, MARKETPLACE, "telegram")
    assert sorted(line.partition(":")[0] for line in verdict.trace) == sorted(rule.id for rule in pack.rules)
    assert "covered-company-foreign-messenger: запрещает" in verdict.trace
