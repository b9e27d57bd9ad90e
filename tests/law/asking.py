"""Questions that the tests of the law room ask."""

from datetime import UTC, datetime, timedelta
from typing import Any

from vestnik.law.decide import decide
from vestnik.law.model import Pack, Purpose
from vestnik.law.permit import Verdict
from vestnik.law.policy.question import (
    CallFact,
    CallState,
    Consent,
    ConsentKind,
    Content,
    Organisation,
    Question,
)

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BAN = "41fz-15-1"
OLD_BAN = "149fz-10-8"

MARKETPLACE = Organisation(frozenset({"GOODS_AGGREGATOR"}), frozenset({BAN}))
BANK = Organisation(frozenset({"CREDIT_ORG"}), frozenset({BAN, OLD_BAN}))
OPERATOR = Organisation(frozenset({"TELECOM_OPERATOR"}), frozenset({BAN}))
SHOP = Organisation(frozenset({"OTHER_BUSINESS"}))
CONTRACTED = Organisation(frozenset({"OTHER_BUSINESS"}), operator_contract=True)
"""A shop that mails and calls by contract with the operators."""
UNANSWERED = Organisation(None)
PERSONAL = frozenset({Content.PERSONAL_DATA})

TALKING = CallFact(CallState.ACTIVE)
QUIET = CallFact(CallState.IDLE)


def agreed(
    kind: ConsentKind = ConsentKind.ADVERTISING, channel: str | None = None, **facts: Any
) -> tuple[Consent, ...]:
    """Return a consent that was given and can be proved, unless ``facts`` say otherwise."""
    return (Consent(kind, channel, **{"given_at": AT - timedelta(days=300), "verified": True} | facts),)


def ask(
    pack: Pack,
    organisation: Organisation,
    platform: str,
    purpose: Purpose = Purpose.SERVICE,
    **facts: Any,
) -> Verdict:
    """Decide one question; facts that are not given are unknown."""
    facts.setdefault("at", AT)
    return decide(pack, Question(organisation, platform, purpose, **facts))


def grounds(verdict: Verdict) -> list[str]:
    """Return norm ids, or rule ids where no norm stands behind a reason."""
    return [reason.norm_id or reason.rule for reason in verdict.reasons]


def warned(verdict: Verdict) -> list[str]:
    """Return the same for warnings."""
    return [reason.norm_id or reason.rule for reason in verdict.warnings]
