"""What the facts of a question amount to at its moment. Pure functions, called by compiled rules."""

from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Final

from vestnik.law.policy.question import CallState, ConsentKind, Question

MOSCOW: Final = timezone(timedelta(hours=3), "Europe/Moscow")
"""Days of the law begin at midnight in Moscow; no daylight saving since 2014."""


class Standing(StrEnum):
    """How a consent stands at the moment of the question."""

    GIVEN = "given"
    ABSENT = "absent"
    UNPROVEN = "unproven"
    """Something was ticked or said, but nobody can prove that this person did it."""
    UNKNOWN = "unknown"


# Looking a member up in its enum costs as much as a whole test does.
_ACTIVE: Final = CallState.ACTIVE
_UNKNOWN_CALL: Final = CallState.UNKNOWN
_GIVEN: Final = Standing.GIVEN
_ABSENT: Final = Standing.ABSENT
_UNPROVEN: Final = Standing.UNPROVEN
_UNKNOWN: Final = Standing.UNKNOWN
_ADVERTISING: Final = ConsentKind.ADVERTISING
_MASS_CALL: Final = ConsentKind.MASS_CALL


def advertising_consent(question: Question) -> Standing:
    """Return how the consent to advertising through this platform stands."""
    return _standing(question, _ADVERTISING)


def call_consent(question: Question) -> Standing:
    """Return how the consent to mass or automatic calls stands."""
    return _standing(question, _MASS_CALL)


def _standing(question: Question, kind: ConsentKind) -> Standing:
    consents = question.consents
    if consents is None:
        return _UNKNOWN
    at, platform = question.at, question.platform
    mine = [
        consent
        for consent in consents
        if (
            consent.kind is kind
            or (kind is _MASS_CALL and consent.kind is _ADVERTISING and consent.channel == "voice")
        )
        and (consent.channel is None or consent.channel == platform)
        and (consent.given_at is None or consent.given_at <= at)
    ]
    if not mine:
        return _ABSENT
    # "Stop" means everything given before it, not one row of a list.
    stops = [one.withdrawn_at for one in mine if one.withdrawn_at is not None and one.withdrawn_at <= at]
    if stops:
        stop = max(stops)
        mine = [one for one in mine if one.given_at is not None and one.given_at > stop]
        mine = [one for one in mine if one.withdrawn_at is None or one.withdrawn_at > at]
    best = _ABSENT
    for consent in mine:
        if consent.verified is True:
            return _GIVEN
        if consent.verified is None:
            best = _UNKNOWN
        elif best is _ABSENT:
            best = _UNPROVEN
    return best


def heard(question: Question) -> CallState:
    """Return the state of the recipient's line; a report too old to trust is unknown."""
    call = question.call
    if call.as_of is not None and question.at - call.as_of > question.company.call_fresh_for:
        return _UNKNOWN_CALL
    return call.state


def call_grace_end(question: Question) -> datetime | None:
    """Return until when a code still waits after a talk that ended, or None when it need not."""
    ended = question.call.ended_at
    if ended is None or question.call.state is _ACTIVE:
        return None
    end = ended + question.company.call_grace
    return end if question.at < end else None


def quiet_end(question: Question) -> datetime | None:
    """Return when the recipient's quiet hours end, if the moment lies within them.

    Hours are counted in the recipient's zone, in Moscow's where it is unknown (the answer then says so).
    """
    hours = question.company.quiet_hours
    if hours is None:
        return None
    zone = question.time_zone or MOSCOW
    local = question.at.astimezone(zone)
    now = local.time()
    if hours.start < hours.end:
        if not hours.start <= now < hours.end:
            return None
        day = local.date()
    elif now >= hours.start:
        day = local.date() + timedelta(days=1)
    elif now < hours.end:
        day = local.date()
    else:
        return None
    end = datetime.combine(day, hours.end, zone).astimezone(UTC)
    # Where clocks are moved, an hour of the day can lie behind us; wait for the next one then.
    return end if end > question.at else end + timedelta(days=1)


def cap_end(question: Question) -> datetime | None:
    """Return when the company's frequency cap lets the next message go, or None when it does now."""
    if question.earlier is None:
        return None
    free = None
    for cap in question.company.frequency_caps:
        if cap.purpose is not question.purpose:
            continue
        since = question.at - cap.window
        sent = sorted(
            one.at for one in question.earlier if one.purpose is cap.purpose and since < one.at <= question.at
        )
        if len(sent) >= cap.limit:
            until = sent[len(sent) - cap.limit] + cap.window
            free = until if free is None or until > free else free
    return free


def capped(question: Question) -> bool:
    """Tell whether the company caps messages of this purpose at all."""
    return any(cap.purpose is question.purpose for cap in question.company.frequency_caps)
