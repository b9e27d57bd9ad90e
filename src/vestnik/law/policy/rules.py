"""The words rules are written in: what each condition of ``rules.toml`` asks, as one expression. Pure.

A rule names words of these tables; ``policy.program`` compiles them. An expression may use ``q`` (the
question), ``o`` (its organisation), what ``NAMES`` computes once, and the constants ``policy.program`` gives.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Final

from vestnik.law.model import Platform, PlatformKind
from vestnik.law.policy.facts import MOSCOW
from vestnik.law.policy.question import RecipientKind

__all__ = ["CONDITIONS", "FACTS", "MISSING", "MOMENTS", "MOSCOW", "NAMES", "RECIPIENTS", "TAGS", "WAITS"]

TAGS: Final[Mapping[str, Callable[[Platform], bool]]] = {
    "foreign": lambda platform: platform.foreign_owned,
    "russian": lambda platform: platform.kind is PlatformKind.RUSSIAN,
    "own_road": lambda platform: platform.kind is PlatformKind.OWN_ROAD,
    "rkn_list": lambda platform: platform.on_rkn_list,
    "restricted": lambda platform: platform.access_restricted,
    "fas_named": lambda platform: platform.fas_named,
    "closed": lambda platform: platform.closed_on is not None,
}
"""What ``when.platform`` may ask besides a platform's own id; ``!`` in front turns a tag around."""

RECIPIENTS: Final[Mapping[str, RecipientKind]] = {
    "to_citizen": RecipientKind.CITIZEN,
    "to_organisation": RecipientKind.ORGANISATION,
}
"""Conditions about the recipient, which are settled when a program is compiled."""

SUBJECT_OF_NORM: Final = "subject_of_norm"
"""The condition that the norm behind the rule speaks of this company."""

NAMES: Final[Mapping[str, str]] = {
    "line": "heard(q)",
    "ads": "advertising_consent(q)",
    "calls": "call_consent(q)",
    "grace_until": "call_grace_end(q)",
    "quiet_until": "quiet_end(q) if q.company.quiet_hours else None",
    "cap_until": "cap_end(q) if q.company.frequency_caps else None",
}
"""What is computed once for a question, where a rule of the program asks about it."""

FACTS: Final[Mapping[str, str]] = {
    "subjects_unknown": "o.subjects is None",
    "sensitive_data": "q.contains",
    "sensitive_data_unknown": "q.contains is None",
    "sensitive_data_possible": "(q.contains is None or q.contains)",
    "client_wrote_first": "q.initiated_by is CLIENT",
    "no_advertising_consent": "ads is not GIVEN",
    "advertising_consent_unproven": "ads is UNPROVEN",
    "no_call_consent": "calls is not GIVEN",
    "operator_opt_out": "q.operator_opt_out is True",
    "no_operator_contract": "o.operator_contract is False",
    "operator_contract_unknown": "o.operator_contract is None",
    "dialled_automatically": "q.automated is True",
    "dialling_unknown": "q.automated is None",
    "codes_are_held": "q.company.hold_codes_during_calls",
    "call_in_progress": "line is ACTIVE",
    "call_just_ended": "grace_until is not None",
    "call_unknown": "line is UNKNOWN_LINE",
    "quiet_hours_now": "quiet_until is not None",
    "quiet_hours_without_zone": "q.company.quiet_hours is not None and q.time_zone is None",
    "cap_reached": "cap_until is not None",
    "cap_without_history": "q.company.frequency_caps and q.earlier is None and capped(q)",
    "registry_excluded": "q.registered is not None and q.registered.state is EXCLUDED",
    "registry_missing": "q.registered is not None and q.registered.state is GONE",
    "invites_abroad": "q.invites is not None and not q.invites.isdisjoint(FOREIGN)",
    "invites_where_advertising_is_banned": "q.invites is not None and not q.invites.isdisjoint(ADS_BANNED)",
}
"""The other conditions of ``when.facts``: what they ask of a question."""

CONDITIONS: Final = frozenset({SUBJECT_OF_NORM, *RECIPIENTS, *FACTS})
"""Every word that ``when.facts`` may hold."""

MISSING: Final[Mapping[str, str]] = {
    "organisation": "o.subjects is None",
    "operator_contract": "o.operator_contract is None",
    "contains": "q.contains is None",
    "advertising_consent": "ads is UNKNOWN_CONSENT",
    "call_consent": "calls is UNKNOWN_CONSENT",
    "automated": "q.automated is None",
    "call": "line is UNKNOWN_LINE",
    "time_zone": "q.time_zone is None",
    "earlier": "q.earlier is None",
}
"""Facts that an answer may name as missing, and how to see that they are."""

MOMENTS: Final = frozenset({"grace_until", "quiet_until", "cap_until"})
"""What ``until`` of a hold may name: one of ``NAMES`` that is a moment."""

WAITS: Final = frozenset({"call_end"})
"""What a hold may wait for besides a moment."""


def moscow_midnight(day: date) -> datetime:
    """Return the moment a day begins in Moscow, in UTC: times of one zone compare ten times faster."""
    return datetime.combine(day, time(), MOSCOW).astimezone(UTC)
