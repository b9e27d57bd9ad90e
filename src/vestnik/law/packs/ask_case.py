"""Asks ``decide`` the question of a case. Pure."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.decide import decide
from vestnik.law.model import CallFact, CallState, Organisation, Pack, Purpose, Question, RecipientKind
from vestnik.law.permit import Verdict

_CALLS = {"active": CallState.IN_PROGRESS, "idle": CallState.NONE, "unknown": CallState.UNKNOWN}


def asker(pack: Pack) -> Callable[[Mapping[str, Any]], Verdict]:
    """Return what answers questions in their JSON form under ``pack``.

    Raises (when called):
        InvalidInput: the question cannot be read.
    """
    return lambda plain: decide(pack, _question(plain))


def _question(plain: Mapping[str, Any]) -> Question:
    try:
        return _read(plain)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise InvalidInput(
            N_("Вопрос примера не читается: %(why)s.", why=str(error)), field="question"
        ) from error


def _read(plain: Mapping[str, Any]) -> Question:
    organisation = plain.get("organisation", {})
    recipient = plain.get("recipient", {})
    call = plain.get("call", {})
    subjects = organisation.get("subjects")
    contains = plain.get("contains")
    at = datetime.fromisoformat(plain["at"])
    return Question(
        organisation=Organisation(
            subjects=None if subjects is None else frozenset(subjects),
            accepted_norms=frozenset(organisation.get("accepted_norms", ())),
        ),
        platform=plain["channel"],
        purpose=Purpose(plain["purpose"]),
        at=at,
        recipient=RecipientKind(recipient.get("kind", "citizen")),
        personal_data=None if contains is None else "personal_data" in contains,
        advertising_consent=_consent(recipient, "advertising", plain["channel"], at),
        call_consent=_consent(recipient, "mass_call", plain["channel"], at),
        operator_opt_out=recipient.get("operator_opt_out"),
        call=CallFact(
            _CALLS[call.get("state", "unknown")],
            datetime.fromisoformat(call["as_of"]) if "as_of" in call else None,
        ),
    )


def _consent(recipient: Mapping[str, Any], kind: str, channel: str, at: datetime) -> bool | None:
    if "consents" not in recipient:
        return None
    return any(
        consent["kind"] == kind
        and consent.get("channel", channel) == channel
        and consent.get("verified", False)
        and datetime.fromisoformat(consent["given_at"]) <= at
        and not ("withdrawn_at" in consent and datetime.fromisoformat(consent["withdrawn_at"]) <= at)
        for consent in recipient["consents"]
    )
