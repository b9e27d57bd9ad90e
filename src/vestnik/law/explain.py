"""An answer of ``decide`` in words and plain data: for API, CLI, console and the record of a decision.

``record`` is what a decision stores: small, and enough to tell later what was said. ``enrich`` puts the
pack's sources, caveats and penalties beside it; ``explain`` is both at once. Pure.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from vestnik.kernel.text import N_, Text
from vestnik.law.answer import in_force, word_of
from vestnik.law.figures.model import Sum
from vestnik.law.model import Basis, Norm, NormKind, NormStatus, Pack, Purpose, Reason, Source
from vestnik.law.permit import Denial, Hold, Permit, Verdict
from vestnik.law.policy.form import write_question

SCHEMA: Final = 1
"""Raised when a key changes its meaning; new keys may come without notice."""

Plain: TypeAlias = dict[str, Any]

BASES: Final[Mapping[str, Text]] = {
    Basis.NORM: N_("закон"),
    Basis.PLATFORM_STATE: N_("состояние площадки"),
    Basis.PRODUCT_RULE: N_("правило продукта"),
    Basis.COMPANY_SETTING: N_("настройка компании"),
}
"""What a reason rests on, as a badge; only the first is ever shown as law."""

EXPLAINED: Final = N_("разъяснение")
"""The badge of a norm row that is guidance or an interpretation."""

STATUSES: Final[Mapping[str, Text]] = {
    NormStatus.CONFIRMED: N_("подтверждено"),
    NormStatus.SECONDARY: N_("по обзорам, сверьте с текстом"),
    NormStatus.UNVERIFIED: N_("не проверено"),
}

FACTS: Final[Mapping[str, Text]] = {
    "organisation": N_("кто вы: ответьте на вопросы «Кто мы»"),
    "operator_contract": N_("есть ли договор с оператором абонента"),
    "contains": N_("есть ли в сообщении персональные или платёжные данные"),
    "advertising_consent": N_("дал ли получатель предварительное согласие на рекламу и чем это доказано"),
    "call_consent": N_("дал ли абонент предварительное согласие на такие вызовы и чем это доказано"),
    "automated": N_("набирает ли номер автомат без участия человека"),
    "call": N_("идёт ли у получателя телефонный разговор"),
    "time_zone": N_("часовой пояс получателя"),
    "earlier": N_("что получателю уже отправляли"),
}
"""A fact that an answer misses, as a question to whoever knows."""

PURPOSES: Final[Mapping[str, Text]] = {
    Purpose.CODE: N_("одноразовый код"),
    Purpose.SECURITY: N_("безопасность"),
    Purpose.SERVICE_CRITICAL: N_("важное сервисное"),
    Purpose.SERVICE: N_("сервисное"),
    Purpose.CHAT_REPLY: N_("ответ в переписке"),
    Purpose.ADVERTISING: N_("реклама"),
    Purpose.PUBLIC_POST: N_("публичная запись"),
    Purpose.MASS_CALL: N_("массовый вызов"),
}

_TITLES: Final[Mapping[str, Text]] = {
    "ok": N_("Можно"),
    "caution": N_("Можно, есть предупреждения"),
    "owner": N_("Решает владелец"),
    "wait": N_("Подождёт"),
    "stop": N_("Нельзя"),
}
"""By tone: the console colours with the same word; "owner" is never green."""

_EXPLANATIONS: Final = frozenset({NormKind.GUIDANCE, NormKind.INTERPRETATION})


def record(pack: Pack, verdict: Verdict) -> Plain:
    """Return what a decision stores, JSON-able: question, verdict with its grounds, pack and registry."""
    registered = verdict.question.registered
    return {
        "schema": SCHEMA,
        "verdict": word_of(verdict),
        "tone": _tone(verdict),
        "platform": verdict.platform,
        "purpose": verdict.purpose.value,
        "at": verdict.decided_at.isoformat(),
        "reasons": [_reason(reason) for reason in verdict.reasons],
        "warnings": [_reason(reason) for reason in verdict.warnings],
        "needs_decision": list(verdict.needs_decision),
        "missing": list(verdict.missing),
        "until": _moment(verdict.until) if isinstance(verdict, Hold) else None,
        "waits_for": verdict.waits_for if isinstance(verdict, Hold) else None,
        "alternatives": list(verdict.alternatives),
        "pack": {"id": pack.id, "version": pack.version, "hash": pack.sha256},
        "registry": None if registered is None else registered.sha256,
        "question": write_question(verdict.question),
    }


def enrich(pack: Pack, recorded: Mapping[str, Any]) -> Plain:
    """Return the record with titles, badges, sources, caveats and penalties as ``pack`` knows them.

    A norm that this pack does not hold keeps the words of its day, without sources.
    """
    platform = pack.platforms.get(recorded["platform"])
    return {
        **recorded,
        "title": str(_TITLES[recorded["tone"]]),
        "sentence": _sentence(recorded),
        "platform_name": platform.name if platform else recorded["platform"],
        "purpose_label": str(PURPOSES[recorded["purpose"]]),
        "reasons": [_enriched(pack, reason) for reason in recorded["reasons"]],
        "warnings": [_enriched(pack, reason) for reason in recorded["warnings"]],
        "decisions": [
            _norm_words(pack.norms[norm]) for norm in recorded["needs_decision"] if norm in pack.norms
        ],
        "questions": [{"fact": fact, "text": str(FACTS[fact])} for fact in recorded["missing"]],
        "alternative_names": [
            pack.platforms[name].name if name in pack.platforms else name for name in recorded["alternatives"]
        ],
        "pack": {**recorded["pack"], "as_of": pack.as_of.isoformat()},
    }


def explain(pack: Pack, verdict: Verdict, *, trace: bool = False) -> Plain:
    """Return everything a person may want to know about an answer; with ``trace`` also every rule tried."""
    explained = enrich(pack, record(pack, verdict))
    if trace:
        explained["trace"] = list(verdict.trace)
    return explained


def norm_to_plain(pack: Pack, norm: Norm) -> Plain:
    """Return a row of the pack with all that a reader needs to judge it."""
    return {
        **_norm_words(norm),
        "kind": norm.kind.value,
        "effect": norm.effect.value,
        "applies_if": norm.applies_if,
        "subjects": [
            {"code": code, "name": pack.subjects[code].name}
            for code in pack.subjects
            if code in norm.subjects
        ],
        "act_date": _day(norm.act_date),
        "publication": norm.publication,
        "amended_by": norm.amended_by,
        "in_force_to": _day(norm.in_force_to),
        "in_force_evidence": norm.in_force_evidence,
        "locator_evidence": norm.locator_evidence,
        "evidence": norm.evidence,
        "changes": [
            {"on": _day(change.on), "by": change.by, "what": change.what, "evidence": change.evidence}
            for change in norm.changes
        ],
        "sums": [_sum(one) for one in norm.sums],
        "terms": [
            {"number": term.number, "unit": term.unit.value, "what": term.what, "evidence": term.evidence}
            for term in norm.terms
        ],
        "dates": [{"on": _day(fact.on), "what": fact.what, "evidence": fact.evidence} for fact in norm.dates],
        "supersedes": list(norm.supersedes),
        "confidence_note": norm.confidence_note,
        "quote": norm.quote,
        "quote_sha256": norm.quote_sha256,
        "tests": list(norm.tests),
        "penalties": [_norm_words(penalty) for penalty in pack.penalties_of(norm.id)],
        "penalty_for": list(norm.penalty_for),
        "verified_by": norm.verified_by,
        "verified_at": _day(norm.verified_at),
        "review_due": _day(norm.review_due),
    }


def _enriched(pack: Pack, reason: Mapping[str, Any]) -> Plain:
    norm = pack.norms.get(reason["norm"]) if reason["norm"] is not None else None
    badge = EXPLAINED if norm is not None and norm.kind in _EXPLANATIONS else BASES[reason["basis"]]
    status = reason["status"]
    words: Plain = {
        **reason,
        "badge": str(badge),
        "status_label": str(STATUSES[status]) if status is not None else None,
        "source": None,
        "sources": [],
        "caveats": [],
        "in_force": None,
        "penalties": [],
    }
    if norm is not None:
        shown = _norm_words(norm)
        words |= {key: shown[key] for key in ("source", "sources", "caveats", "in_force")}
        # A sum that nobody confirmed is not printed beside a verdict; the pack's own page shows it, marked.
        words["penalties"] = [
            _norm_words(penalty)
            for penalty in pack.penalties_of(norm.id)
            if penalty.status is not NormStatus.UNVERIFIED
        ]
    return words


def _norm_words(norm: Norm) -> Plain:
    sources = [_source(source) for source in norm.sources]
    return {
        "norm": norm.id,
        "citation": norm.citation,
        "summary": norm.summary,
        "status": norm.status.value,
        "status_label": str(STATUSES[norm.status]),
        "in_force_from": _day(norm.in_force_from),
        "in_force": in_force(norm),
        "caveats": list(norm.caveats),
        "source": (sources[0]["url"] or sources[0]["note"]) if sources else None,
        "sources": sources,
    }


def _sum(found: Sum) -> Plain:
    return {
        "who": found.who.value,
        "from": found.least,
        "to": found.most,
        "unit": found.unit.value,
        "evidence": found.evidence,
        "note": found.note,
        "people_from": found.people_from,
        "people_to": found.people_to,
    }


def _source(source: Source) -> Plain:
    link = source.url.startswith(("https://", "http://"))
    return {
        "url": source.url if link else None,
        "note": None if link else source.url,
        "tier": source.tier,
        "seen": _day(source.seen),
    }


def _reason(reason: Reason) -> Plain:
    return {
        "rule": reason.rule,
        "effect": reason.effect.value,
        "basis": reason.basis.value,
        "text": reason.text,
        "norm": reason.norm_id,
        "citation": reason.citation,
        "status": reason.status.value if reason.status is not None else None,
    }


def _sentence(recorded: Mapping[str, Any]) -> str:
    for reason in (*recorded["reasons"], *recorded["warnings"]):
        return str(reason["text"])
    return str(N_("Ни одно правило не возражает."))


def _tone(verdict: Verdict) -> str:
    if isinstance(verdict, Permit):
        if verdict.needs_decision:
            return "owner"
        return "caution" if verdict.warnings else "ok"
    return "stop" if isinstance(verdict, Denial) else "wait"


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value is not None else None


def _day(value: Any) -> str | None:
    return value.isoformat() if value is not None else None
