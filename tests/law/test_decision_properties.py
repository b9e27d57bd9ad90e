"""Promises that hold for every question, not only for the tabled ones."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vestnik.law.decide import decide
from vestnik.law.explain import record
from vestnik.law.model import (
    Basis,
    CallFact,
    CallState,
    Effect,
    NormStatus,
    Organisation,
    Purpose,
    Question,
    RecipientKind,
)
from vestnik.law.pack import load_pack
from vestnik.law.permit import Denial, Hold, Permit, Verdict
from vestnik.law.rules import moscow_midnight

PACK = load_pack()
CODES = sorted(code for code, subject in PACK.subjects.items() if not subject.anyone)
SECONDARY = sorted(norm.id for norm in PACK.norms.values() if norm.status is NormStatus.SECONDARY)

moments = st.datetimes(datetime(2022, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
maybe = st.sampled_from([None, True, False])


@st.composite
def calls(draw: st.DrawFn, at: datetime) -> CallFact:
    ago = draw(st.sampled_from([None, 0, 1, 14, 15, 16, 3600]))
    return CallFact(draw(st.sampled_from(CallState)), None if ago is None else at - timedelta(seconds=ago))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    at = draw(moments)
    subjects = draw(st.none() | st.frozensets(st.sampled_from(CODES), max_size=3))
    return Question(
        organisation=Organisation(subjects, draw(st.frozensets(st.sampled_from(SECONDARY), max_size=4))),
        platform=draw(st.sampled_from(sorted(PACK.platforms))),
        purpose=draw(st.sampled_from(Purpose)),
        at=at,
        recipient=draw(st.sampled_from(RecipientKind)),
        personal_data=draw(maybe),
        advertising_consent=draw(maybe),
        call=draw(calls(at)),
        hold_codes_during_calls=draw(st.booleans()),
        call_consent=draw(maybe),
        operator_opt_out=draw(maybe),
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
    no_freer(question, replace(question, call=CallFact(CallState.IN_PROGRESS, question.at)))


@given(questions())
def test_a_withdrawn_or_unproven_consent_never_allows_more(question: Question) -> None:
    given_ = replace(question, advertising_consent=True, call_consent=True)
    for absent in (False, None):
        no_freer(given_, replace(given_, advertising_consent=absent))
        no_freer(given_, replace(given_, call_consent=absent))


@given(questions())
def test_personal_data_inside_never_allow_more(question: Question) -> None:
    no_freer(replace(question, personal_data=False), replace(question, personal_data=True))
    no_freer(replace(question, personal_data=None), replace(question, personal_data=True))


@given(
    questions(), st.sampled_from(["max", "email", "sms", "cabinet"]), st.sampled_from(["viber", "telegram"])
)
def test_a_foreign_platform_never_allows_more_than_a_home_one(
    question: Question, home: str, abroad: str
) -> None:
    # The SMS norms have no twin abroad, so consent to mailings is settled first.
    settled = replace(question, platform=home)
    if home == "sms" and question.purpose is Purpose.ADVERTISING:
        settled = replace(settled, advertising_consent=True)
    no_freer(settled, replace(settled, platform=abroad))


@given(questions())
def test_the_missing_consent_and_the_end_of_the_call_restore_the_permit(question: Question) -> None:
    own = replace(question, platform="email")
    restored = replace(own, advertising_consent=True, call_consent=True, call=CallFact(CallState.NONE))
    assert isinstance(decide(PACK, restored), Permit)


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
        assert not isinstance(decide(PACK, replace(question, platform=other)), Denial)


@given(questions())
def test_a_past_decision_replays_under_the_same_pack(question: Question) -> None:
    again = load_pack() if question.at.date() < date(2022, 1, 8) else PACK
    assert decide(PACK, question) == decide(again, question)
    assert record(PACK, decide(PACK, question)) == record(again, decide(again, question))
