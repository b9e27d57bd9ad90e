"""Questions that the tests of the law room ask."""

from datetime import UTC, datetime
from typing import Any

from vestnik.law.decide import decide
from vestnik.law.model import CallFact, CallState, Organisation, Pack, Purpose, Question
from vestnik.law.permit import Verdict

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BAN = "41fz-15-1"
OLD_BAN = "149fz-10-8"

MARKETPLACE = Organisation(frozenset({"GOODS_AGGREGATOR"}), frozenset({BAN}))
BANK = Organisation(frozenset({"CREDIT_ORG"}), frozenset({BAN, OLD_BAN}))
OPERATOR = Organisation(frozenset({"TELECOM_OPERATOR"}), frozenset({BAN}))
SHOP = Organisation(frozenset({"OTHER_BUSINESS"}))
UNANSWERED = Organisation(None)

TALKING = CallFact(CallState.IN_PROGRESS)
QUIET = CallFact(CallState.NONE)


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
