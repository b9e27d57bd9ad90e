"""Promises that hold for every question, not only for the tabled ones."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from vestnik.law.answer import answer_of
from vestnik.law.decide import decide
from vestnik.law.explain import record
from vestnik.law.model import Basis, Effect, NormStatus, PlatformKind, Purpose
from vestnik.law.pack import load_pack
from vestnik.law.permit import Denial, Hold, Permit, Verdict
from vestnik.law.policy.form import read_question, write_question
from vestnik.law.policy.question import (
    CallFact,
    CallState,
    Company,
    Consent,
    ConsentKind,
    Content,
    Earlier,
    FrequencyCap,
    Initiator,
    Organisation,
    Question,
    QuietHours,
    RecipientKind,
    RecordState,
    Registered,
)
from vestnik.law.policy.rules import moscow_midnight

PACK = load_pack()
CODES = sorted(code for code, subject in PACK.subjects.items() if not subject.anyone)
SECONDARY = sorted(norm.id for norm in PACK.norms.values() if norm.status is NormStatus.SECONDARY)

moments = st.datetimes(datetime(2022, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
maybe = st.sampled_from([None, True, False])


maybe_moments = st.none() | moments


@st.composite
def calls(draw: st.DrawFn, at: datetime) -> CallFact:
    def ago() -> datetime | None:
        seconds = draw(st.sampled_from([None, 0, 1, 14, 15, 16, 3600, 7199, 7201]))
        return None if seconds is None else at - timedelta(seconds=seconds)

    return CallFact(draw(st.sampled_from(CallState)), ago(), ago())


consents = st.builds(
    Consent,
    kind=st.sampled_from(ConsentKind),
    channel=st.sampled_from([None, "sms", "email", "voice", "telegram"]),
    given_at=maybe_moments,
    withdrawn_at=maybe_moments,
    verified=maybe,
)
clock_times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
quiet_hours = st.builds(QuietHours, clock_times, clock_times).filter(lambda hours: hours.start != hours.end)
windows = st.builds(timedelta, hours=st.integers(1, 99))
companies = st.builds(
    Company,
    quiet_hours=st.none() | quiet_hours,
    frequency_caps=st.lists(
        st.builds(
            FrequencyCap,
            st.sampled_from(Purpose),
            st.integers(1, 3),
            st.builds(timedelta, hours=st.integers(1, 99)),
        ),
        max_size=2,
    ).map(tuple),
    hold_codes_during_calls=st.booleans(),
)
zones = st.sampled_from(
    [None, *(ZoneInfo(name) for name in ("Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin"))]
)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    at = draw(moments)
    subjects = draw(st.none() | st.frozensets(st.sampled_from(CODES), max_size=3))
    accepted = draw(st.frozensets(st.sampled_from(SECONDARY), max_size=4))
    return Question(
        organisation=Organisation(subjects, accepted, draw(maybe)),
        platform=draw(st.sampled_from(sorted(PACK.platforms))),
        purpose=draw(st.sampled_from(Purpose)),
        at=at,
        recipient=draw(st.sampled_from(RecipientKind)),
        initiated_by=draw(st.none() | st.sampled_from(Initiator)),
        contains=draw(st.none() | st.frozensets(st.sampled_from(Content))),
        consents=draw(st.none() | st.lists(consents, max_size=3).map(tuple)),
        operator_opt_out=draw(maybe),
        time_zone=draw(zones),
        automated=draw(maybe),
        call=draw(calls(at)),
        company=draw(companies),
        earlier=draw(
            st.none()
            | st.lists(
                st.builds(Earlier, st.sampled_from(Purpose), st.sampled_from([at, at - timedelta(hours=5)])),
                max_size=4,
            ).map(tuple)
        ),
        invites=draw(st.none() | st.frozensets(st.sampled_from(["telegram", "signal", "max"]))),
        registered=draw(st.none() | st.builds(Registered, st.sampled_from(RecordState), st.just("0" * 64))),
    )


def freedom(verdict: Verdict) -> int:
    """Order answers: a permit allows most, a denial least."""
    return {Permit: 2, Hold: 1, Denial: 0}[type(verdict)]


def no_freer(question: Question, worse: Question) -> None:
    before, after = decide(PACK, question), decide(PACK, worse)
    assert freedom(after) <= freedom(before), (before.reasons, after.reasons)


@given(questions(), st.sampled_from(SECONDARY))
def test_accepting_a_norm_never_allows_more(question: Question, norm_id: str) -> None:
    organisation = question.organisation
    accepted = replace(organisation, accepted_norms=organisation.accepted_norms | {norm_id})
    no_freer(question, replace(question, organisation=accepted))


@given(questions(), st.sampled_from(CODES))
def test_one_more_class_of_companies_never_allows_more(question: Question, code: str) -> None:
    if question.organisation.subjects is not None:
        wider = replace(question.organisation, subjects=question.organisation.subjects | {code})
        no_freer(question, replace(question, organisation=wider))


@given(questions())
def test_forgetting_who_we_are_never_allows_more_abroad(question: Question) -> None:
    if PACK.platforms[question.platform].foreign_owned:
        no_freer(question, replace(question, organisation=replace(question.organisation, subjects=None)))


@given(questions())
def test_a_call_that_starts_never_allows_more(question: Question) -> None:
    no_freer(question, replace(question, call=CallFact(CallState.ACTIVE, question.at)))


@given(questions(), consents, maybe_moments)
def test_a_withdrawn_or_unproven_consent_never_allows_more(
    question: Question, consent: Consent, at: datetime | None
) -> None:
    others = question.consents or ()
    agreed = replace(question, consents=(*others, replace(consent, withdrawn_at=None)))
    withdrawn = replace(consent, withdrawn_at=at or question.at)
    no_freer(agreed, replace(question, consents=(*others, withdrawn)))
    no_freer(
        replace(question, consents=(*others, replace(consent, verified=True))),
        replace(question, consents=(*others, replace(consent, verified=False))),
    )
    no_freer(agreed, replace(question, consents=others))


@given(questions())
def test_personal_data_inside_never_allow_more(question: Question) -> None:
    for less in (None, frozenset[Content]()):
        no_freer(
            replace(question, contains=less), replace(question, contains=frozenset({Content.PERSONAL_DATA}))
        )


@given(questions(), st.sampled_from(["telegram", "whatsapp", "signal"]))
def test_an_invitation_abroad_never_allows_more(question: Question, named: str) -> None:
    no_freer(question, replace(question, invites=(question.invites or frozenset()) | {named}))


@given(questions())
def test_settings_of_the_company_never_allow_more_but_the_one_for_codes(question: Question) -> None:
    bare = replace(
        question, company=Company(hold_codes_during_calls=question.company.hold_codes_during_calls)
    )
    no_freer(bare, question)


@given(questions())
def test_a_refusal_at_the_operator_never_allows_more(question: Question) -> None:
    no_freer(question, replace(question, operator_opt_out=True))


@given(questions(), st.booleans())
def test_a_platform_that_turns_foreign_never_allows_more(question: Question, listed: bool) -> None:
    here = PACK.platforms[question.platform]
    abroad = replace(
        here,
        kind=PlatformKind.FOREIGN,
        foreign_owned=True,
        on_rkn_list=listed,
        rank=None,
        carries=frozenset(),
    )
    turned = replace(PACK, platforms={**PACK.platforms, here.id: abroad})
    before, after = decide(PACK, question), decide(turned, question)
    assert freedom(after) <= freedom(before), (before, after)


@given(questions(), st.sampled_from(["max", "email", "cabinet"]), st.sampled_from(["viber", "telegram"]))
def test_a_foreign_platform_never_allows_more_than_a_home_one(
    question: Question, home: str, abroad: str
) -> None:
    anywhere = tuple(replace(one, channel=None) for one in question.consents) if question.consents else None
    settled = replace(question, platform=home, consents=anywhere)
    no_freer(settled, replace(settled, platform=abroad))


@given(questions())
def test_the_missing_consent_and_the_end_of_the_call_restore_the_permit(question: Question) -> None:
    agreed = tuple(
        Consent(kind, None, question.at - timedelta(days=1), None, True)
        for kind in (ConsentKind.ADVERTISING, ConsentKind.MASS_CALL)
    )
    own = replace(question, platform="email", invites=None, company=Company(), consents=agreed)
    contracted = replace(own.organisation, operator_contract=True)
    restored = replace(own, organisation=contracted, call=CallFact(CallState.IDLE, question.at))
    assert isinstance(decide(PACK, restored), Permit)


@given(questions())
def test_a_hold_says_until_when_or_for_what_and_going_back_then_goes_on(question: Question) -> None:
    verdict = decide(PACK, question)
    if not isinstance(verdict, Hold):
        return
    assert verdict.until is not None or verdict.waits_for == "call_end"
    if verdict.until is not None:
        assert verdict.until > question.at


@given(questions())
def test_the_trace_tells_what_the_answer_says(question: Question) -> None:
    verdict = decide(PACK, question)
    told = {line.partition(":")[0]: line.partition(": ")[2] for line in verdict.trace}
    assert told.keys() == {rule.id for rule in PACK.rules}
    assert len(verdict.trace) == len(PACK.rules)
    spoke = {
        rule for rule, line in told.items() if line.startswith(("запрещает", "задерживает", "предупреждает"))
    }
    said = {reason.rule for reason in (*verdict.reasons, *verdict.warnings)}
    assert said <= spoke
    if not isinstance(verdict, Denial):
        assert said == spoke


@given(questions())
def test_a_question_written_down_is_read_back_equal(question: Question) -> None:
    plain = json.loads(json.dumps(write_question(question)))
    assert read_question(plain, PACK, lambda text: frozenset({text})) == question


@given(questions())
def test_only_confirmed_or_accepted_norms_in_force_ever_deny(question: Question) -> None:
    verdict = decide(PACK, question)
    for reason in verdict.reasons:
        assert reason.effect is (Effect.DENY if isinstance(verdict, Denial) else Effect.HOLD)
        if reason.basis is not Basis.NORM:
            continue
        norm = PACK.norms[str(reason.norm_id)]
        accepted = norm.id in question.organisation.accepted_norms
        assert norm.status is NormStatus.CONFIRMED or (norm.status is NormStatus.SECONDARY and accepted)
        assert norm.in_force_from is None or moscow_midnight(norm.in_force_from) <= question.at
        assert norm.in_force_to is None
        shown = next(one for one in answer_of(PACK, verdict).reasons if one.norm == norm.id)
        assert shown.in_force_from == norm.in_force_from


@given(questions())
def test_every_reason_says_what_it_rests_on_and_only_norms_are_cited(question: Question) -> None:
    verdict = decide(PACK, question)
    for reason in (*verdict.reasons, *verdict.warnings):
        assert reason.text.endswith(".")
        assert "%" not in reason.text
        by_norm = reason.basis is Basis.NORM
        assert [reason.norm_id is not None, reason.status is not None, reason.citation is not None] == [
            by_norm
        ] * 3
    assert isinstance(verdict, Permit) or verdict.reasons


@given(questions())
def test_what_waits_for_the_owner_is_secondary_and_not_accepted(question: Question) -> None:
    for norm_id in decide(PACK, question).needs_decision:
        assert PACK.norms[norm_id].status is NormStatus.SECONDARY
        assert norm_id not in question.organisation.accepted_norms


@given(questions())
def test_every_alternative_would_carry_the_message(question: Question) -> None:
    for other in decide(PACK, question).alternatives:
        elsewhere = replace(question, platform=other, registered=None)
        assert isinstance(decide(PACK, elsewhere), Permit)


@given(questions())
def test_a_past_decision_replays_under_the_same_pack(question: Question) -> None:
    again = load_pack() if question.at.date() < date(2022, 1, 8) else PACK
    assert decide(PACK, question) == decide(again, question)
    assert record(PACK, decide(PACK, question)) == record(again, decide(again, question))
