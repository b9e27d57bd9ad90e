"""One message's story as steps in the order of time, ready to be shown. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vestnik.kernel.text import N_, Text
from vestnik.law.explain import enrich
from vestnik.law.model import Pack
from vestnik.notify.messages import Attempted, Decided, Story
from vestnik.notify.model import MessageState


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened; ``answer`` is the law room's, ``attempt`` the driver's."""

    at: datetime
    title: Text
    icon: str
    tone: str
    answer: Mapping[str, Any] | None = None
    attempt: Attempted | None = None
    ledger_index: int | None = None
    detail: Text | None = None


_DECIDED = {
    "permit": (N_("Решение: можно"), "circle-check", "ok"),
    "hold": (N_("Решение: подождать"), "hand-stop", "warn"),
    "deny": (N_("Решение: нельзя"), "ban", "stop"),
}
_ATTEMPTED = {
    None: (N_("Попытка: исход неизвестен"), "question-mark", "warn"),
    "accepted": (N_("Попытка: провайдер принял"), "send", "ok"),
    "permanent": (N_("Попытка: отказ навсегда"), "circle-x", "stop"),
    "temporary": (N_("Попытка: временный отказ, повторим"), "refresh", "warn"),
    "simulated": (N_("Попытка: проверочный ключ, никому не отправлено"), "code", "mute"),
}
_RECEIVED = {
    "sent": (N_("Квитанция: передано дальше"), "send", "wait"),
    "delivered": (N_("Квитанция: доставлено"), "circle-check", "ok"),
    "read": (N_("Квитанция: прочитано"), "eye", "ok"),
    "failed": (N_("Квитанция: не доставлено"), "circle-x", "stop"),
}


def told(pack: Pack, story: Story) -> list[Step]:
    """Return the steps, oldest first; what happened at the same moment keeps its natural order."""
    message = story.message
    steps = [
        Step(
            message.accepted_at,
            N_("Принято"),
            "clock",
            "wait",
            ledger_index=message.ledger_index,
            detail=N_("Записано и подтверждено: %(who)s.", who=message.accepted_by),
        )
    ]
    steps += [_decided(pack, decided) for decided in story.decisions]
    for attempt in story.attempts:
        title, icon, tone = _ATTEMPTED.get(attempt.outcome, _ATTEMPTED[None])
        steps.append(Step(attempt.at or attempt.intent_at, title, icon, tone, attempt=attempt))
    for receipt in story.receipts:
        title, icon, tone = _RECEIVED[receipt.event]
        steps.append(Step(receipt.at, title, icon, tone))
    if message.state is MessageState.EXPIRED:
        detail = N_("Сообщение не успело уйти до своего срока и уже не уйдёт.")
        steps.append(Step(message.state_at, N_("Срок истёк"), "hourglass", "mute", detail=detail))
    return sorted(steps, key=lambda step: step.at)


def _decided(pack: Pack, decided: Decided) -> Step:
    title, icon, tone = _DECIDED[decided.verdict]
    answer = enrich(pack, decided.answer)
    if answer["tone"] in {"caution", "owner"}:
        icon, tone = "alert-triangle", "warn"
    return Step(decided.at, title, icon, tone, answer=answer, ledger_index=decided.ledger_index)
