"""What the facts of a question amount to: consents, the line, quiet hours, frequency caps, the text."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law.asking import AT, BANK, CONTRACTED, MARKETPLACE, SHOP, agreed, ask, grounds, warned

from vestnik.law.model import Basis, Pack, Purpose
from vestnik.law.permit import Denial, Hold, Permit
from vestnik.law.policy.facts import quiet_end
from vestnik.law.policy.question import (
    CallFact,
    CallState,
    Company,
    Consent,
    ConsentKind,
    Earlier,
    FrequencyCap,
    Initiator,
    Organisation,
    Question,
    QuietHours,
    RecordState,
    Registered,
)

ADS = ConsentKind.ADVERTISING
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_consent_for_one_channel_says_nothing_about_another(pack: Pack) -> None:
    for_sms = agreed(ADS, "sms")
    assert isinstance(ask(pack, CONTRACTED, "sms", Purpose.ADVERTISING, consents=for_sms), Permit)
    assert isinstance(ask(pack, CONTRACTED, "email", Purpose.ADVERTISING, consents=for_sms), Denial)


def test_a_consent_counts_from_its_moment_to_its_withdrawal(pack: Pack) -> None:
    given_at, withdrawn_at = AT - 2 * DAY, AT - DAY
    consents = agreed(ADS, None, given_at=given_at, withdrawn_at=withdrawn_at)
    for at, kind in (
        (given_at - timedelta(seconds=1), Denial),
        (given_at, Permit),
        (withdrawn_at - timedelta(seconds=1), Permit),
        (withdrawn_at, Denial),
    ):
        verdict = ask(pack, SHOP, "email", Purpose.ADVERTISING, consents=consents, at=at)
        assert isinstance(verdict, kind), at
        assert verdict.missing == ()


def test_a_withdrawal_ends_every_earlier_consent_and_no_later_one(pack: Pack) -> None:
    earlier = agreed(ADS, None, given_at=AT - 9 * DAY)
    withdrawn = agreed(ADS, "email", given_at=AT - 5 * DAY, withdrawn_at=AT - 3 * DAY)
    later = agreed(ADS, "email", given_at=AT - DAY)
    assert isinstance(ask(pack, SHOP, "email", Purpose.ADVERTISING, consents=earlier + withdrawn), Denial)
    assert isinstance(
        ask(pack, SHOP, "email", Purpose.ADVERTISING, consents=earlier + withdrawn + later), Permit
    )


def test_a_tick_nobody_can_prove_is_no_consent_and_the_answer_says_why(pack: Pack) -> None:
    verdict = ask(pack, SHOP, "email", Purpose.ADVERTISING, consents=agreed(verified=False))
    assert grounds(verdict) == ["38fz-18-1"]
    assert warned(verdict) == ["fas-410-24"]
    assert verdict.missing == ()
    untold = ask(pack, SHOP, "email", Purpose.ADVERTISING, consents=agreed(verified=None))
    assert isinstance(untold, Denial)
    assert untold.missing == ("advertising_consent",)


def test_agreeing_to_advertising_by_voice_is_agreeing_to_be_called(pack: Pack) -> None:
    for consents, kind in (
        (agreed(ADS, "voice"), Permit),
        (agreed(ADS, "sms"), Denial),
        (agreed(ADS), Denial),
    ):
        assert isinstance(ask(pack, CONTRACTED, "voice", Purpose.MASS_CALL, consents=consents), kind)


def test_consent_to_the_use_of_data_is_no_consent_to_advertising(pack: Pack) -> None:
    verdict = ask(pack, SHOP, "email", Purpose.ADVERTISING, consents=agreed(ConsentKind.PERSONAL_DATA))
    assert isinstance(verdict, Denial)


def test_without_an_operators_contract_neither_mailing_nor_call_goes(pack: Pack) -> None:
    alone = Organisation(frozenset({"OTHER_BUSINESS"}), operator_contract=False)
    both = agreed(ADS) + agreed(ConsentKind.MASS_CALL)
    sms = ask(pack, alone, "sms", Purpose.ADVERTISING, consents=both)
    call = ask(pack, alone, "voice", Purpose.MASS_CALL, consents=both)
    assert (grounds(sms), grounds(call)) == (["126fz-44.1-2-3"], ["126fz-44.1-1-calls"])
    untold = ask(pack, SHOP, "sms", Purpose.ADVERTISING, consents=both)
    assert isinstance(untold, Permit)
    assert untold.missing == ("operator_contract",)


def test_a_machine_may_not_dial_advertising_even_with_consent(pack: Pack) -> None:
    facts = {"consents": agreed(), "purpose": Purpose.ADVERTISING}
    assert grounds(ask(pack, CONTRACTED, "voice", automated=True, **facts)) == ["38fz-18-2"]
    assert warned(ask(pack, CONTRACTED, "voice", **facts)) == ["38fz-18-2"]
    assert warned(ask(pack, CONTRACTED, "voice", automated=False, **facts)) == []


def test_advertising_after_a_refusal_at_the_operator_is_denied_and_a_notice_is_warned(pack: Pack) -> None:
    ad = ask(pack, CONTRACTED, "sms", Purpose.ADVERTISING, consents=agreed(), operator_opt_out=True)
    assert grounds(ad) == ["126fz-44.1-1.1"]
    notice = ask(pack, SHOP, "sms", operator_opt_out=True)
    assert isinstance(notice, Permit)
    assert notice.alternatives[:3] == ("max", "cabinet", "email")


def test_a_report_of_the_line_that_is_too_old_is_no_report(pack: Pack) -> None:
    for state in (CallState.ACTIVE, CallState.IDLE):
        fresh = ask(pack, SHOP, "sms", Purpose.CODE, call=CallFact(state, AT - 2 * HOUR))
        stale = ask(
            pack, SHOP, "sms", Purpose.CODE, call=CallFact(state, AT - 2 * HOUR - timedelta(seconds=1))
        )
        assert fresh.missing == ()
        assert isinstance(stale, Permit)
        assert stale.missing == ("call",)


def test_a_line_that_is_idle_now_lets_the_code_go(pack: Pack) -> None:
    assert isinstance(ask(pack, SHOP, "sms", Purpose.CODE, call=CallFact(CallState.IDLE, AT)), Permit)


def test_quiet_hours_hold_as_the_companys_policy_until_the_persons_morning(pack: Pack) -> None:
    nights = Company(quiet_hours=QuietHours(time(21), time(9)))
    urals = ZoneInfo("Asia/Yekaterinburg")
    evening = datetime(2026, 11, 23, 21, 30, tzinfo=urals)
    held = ask(pack, SHOP, "email", at=evening, company=nights, time_zone=urals)
    assert isinstance(held, Hold)
    assert held.until == datetime(2026, 11, 24, 9, 0, tzinfo=urals)
    assert [reason.basis for reason in held.reasons] == [Basis.COMPANY_SETTING]
    assert held.reasons[0].citation is None
    assert isinstance(ask(pack, SHOP, "email", at=held.until, company=nights, time_zone=urals), Permit)
    for purpose in (Purpose.CODE, Purpose.SECURITY, Purpose.SERVICE_CRITICAL, Purpose.CHAT_REPLY):
        assert isinstance(
            ask(pack, SHOP, "email", purpose, at=evening, company=nights, time_zone=urals), Permit
        )


def test_an_unknown_time_zone_is_asked_for_and_moscow_stands_in(pack: Pack) -> None:
    nights = Company(quiet_hours=QuietHours(time(21), time(9)))
    day = ask(pack, SHOP, "email", company=nights)
    assert isinstance(day, Permit)
    assert day.missing == ("time_zone",)
    night = ask(pack, SHOP, "email", company=nights, at=datetime(2026, 11, 23, 18, 1, tzinfo=UTC))
    assert isinstance(night, Hold)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["Europe/Kaliningrad", "Asia/Kamchatka", "Europe/Berlin", "America/New_York"]),
    st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
    st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
)
def test_quiet_hours_always_end_within_a_day_and_outside_themselves(
    at: datetime, zone: str, start: time, end: time
) -> None:
    if start == end:
        return
    company = Company(quiet_hours=QuietHours(start, end))
    question = Question(SHOP, "email", Purpose.SERVICE, at, time_zone=ZoneInfo(zone), company=company)
    until = quiet_end(question)
    if until is not None:
        assert at < until <= at + timedelta(hours=26)


def test_a_frequency_cap_holds_until_its_oldest_message_leaves_the_window(pack: Pack) -> None:
    company = Company(frequency_caps=(FrequencyCap(Purpose.ADVERTISING, 2, DAY),))
    facts = {"consents": agreed(), "company": company}
    sent = [Earlier(Purpose.ADVERTISING, AT - hours * HOUR) for hours in (30, 20, 3)]
    other = Earlier(Purpose.SERVICE, AT - HOUR)
    held = ask(pack, SHOP, "email", Purpose.ADVERTISING, earlier=(*sent, other), **facts)
    assert isinstance(held, Hold)
    assert held.until == AT + 4 * HOUR
    assert isinstance(ask(pack, SHOP, "email", Purpose.ADVERTISING, earlier=tuple(sent[:2]), **facts), Permit)
    untold = ask(pack, SHOP, "email", Purpose.ADVERTISING, **facts)
    assert isinstance(untold, Permit)
    assert untold.missing == ("earlier",)


def test_two_holds_last_as_long_as_the_longer(pack: Pack) -> None:
    company = Company(
        quiet_hours=QuietHours(time(10), time(14)),
        frequency_caps=(FrequencyCap(Purpose.SERVICE, 1, 2 * HOUR),),
    )
    earlier = (Earlier(Purpose.SERVICE, AT - HOUR),)
    held = ask(pack, SHOP, "email", company=company, earlier=earlier, time_zone=ZoneInfo("Europe/Moscow"))
    assert isinstance(held, Hold)
    assert held.until == datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    assert len(held.reasons) == 2


@pytest.mark.parametrize("channel", ["email", "sms", "max", "cabinet"])
def test_a_text_that_invites_abroad_is_refused_to_whom_the_ban_concerns(pack: Pack, channel: str) -> None:
    covered = ask(pack, MARKETPLACE, channel, invites=frozenset({"telegram"}))
    assert isinstance(covered, Denial)
    assert [(one.basis, one.norm_id) for one in covered.reasons] == [(Basis.PRODUCT_RULE, None)]
    assert "Telegram" in covered.reasons[0].text
    assert covered.alternatives == ()
    shop = ask(pack, SHOP, channel, invites=frozenset({"telegram", "whatsapp"}))
    assert isinstance(shop, Permit)
    assert any("Telegram, WhatsApp" in warning.text for warning in shop.warnings)
    undecided = ask(pack, Organisation(frozenset({"CREDIT_ORG"})), channel, invites=frozenset({"viber"}))
    assert isinstance(undecided, Permit)
    assert undecided.needs_decision == ("41fz-15-1",)


def test_advertising_that_leads_to_a_restricted_platform_is_refused_to_everybody(pack: Pack) -> None:
    facts = {"consents": agreed(), "purpose": Purpose.ADVERTISING}
    assert grounds(ask(pack, SHOP, "email", invites=frozenset({"telegram"}), **facts)) == ["38fz-5-10.7"]
    assert isinstance(ask(pack, SHOP, "email", invites=frozenset({"max"}), **facts), Permit)


def test_a_client_who_wrote_first_changes_no_ban_but_the_answer_speaks_of_it(pack: Pack) -> None:
    verdict = ask(pack, BANK, "telegram", Purpose.CHAT_REPLY, initiated_by=Initiator.CLIENT)
    assert isinstance(verdict, Denial)
    assert "client-wrote-first" in [warning.rule for warning in verdict.warnings]


def test_a_platform_struck_off_the_registry_is_warned_about_not_forbidden(pack: Pack) -> None:
    for state, rule in (
        (RecordState.EXCLUDED, "platform-excluded-from-registry"),
        (RecordState.MISSING, "platform-gone-from-registry"),
    ):
        verdict = ask(pack, BANK, "max", registered=Registered(state, "0" * 64))
        assert isinstance(verdict, Permit)
        assert [(one.rule, one.basis) for one in verdict.warnings] == [(rule, Basis.PLATFORM_STATE)]
    listed = ask(pack, BANK, "max", registered=Registered(RecordState.LISTED, "0" * 64))
    assert listed.warnings == ()


def test_who_runs_houses_is_told_of_the_chats_in_max(pack: Pack) -> None:
    manager = Organisation(frozenset({"MKD_MANAGER"}))
    assert "mkd-max-chats" in warned(ask(pack, manager, "vk"))
    assert warned(ask(pack, manager, "max")) == []


def test_a_consent_row_without_a_date_counts_only_when_it_is_proven(pack: Pack) -> None:
    bare = (Consent(ADS, None, None, None, verified=True),)
    assert isinstance(ask(pack, SHOP, "email", Purpose.ADVERTISING, consents=bare), Permit)
