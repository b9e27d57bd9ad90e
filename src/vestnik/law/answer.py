"""An answer of ``decide`` for programs: the published shape, every norm with its source. Pure."""

from datetime import date, datetime
from typing import Literal

import msgspec

from vestnik.kernel.text import N_
from vestnik.law.model import Basis, Effect, Norm, NormStatus, Pack, Reason
from vestnik.law.permit import Denial, Hold, Permit, Verdict


class ReasonForm(msgspec.Struct, kw_only=True):
    """One ground. ``norm`` is null where none stands behind it: then ``basis`` says what does.

    ``in_force_from`` null beside a norm means that its first day is not known.
    """

    norm: str | None
    status: NormStatus | None
    text: str
    source: str | None
    basis: Basis
    effect: Effect
    rule: str
    citation: str | None
    in_force_from: date | None
    in_force: str | None
    """The same in words, the unknown day too."""


class PackForm(msgspec.Struct, kw_only=True):
    """The rule pack that answered."""

    id: str
    version: str
    as_of: date
    hash: str


class AnswerForm(msgspec.Struct, kw_only=True):
    """What the law room says. Only reasons with ``basis`` norm are law.

    ``needs_decision``: secondary norms that would deny if the owner accepted them. ``missing``: facts that
    nobody told. ``until`` and ``waits_for`` belong to a hold. ``alternatives``: channels through which the
    same message may go now, best first. ``trace``: every rule that was tried, where it was asked for.
    """

    verdict: Literal["permit", "hold", "deny"]
    reasons: list[ReasonForm]
    warnings: list[ReasonForm]
    needs_decision: list[str]
    missing: list[str]
    until: datetime | None
    waits_for: str | None
    alternatives: list[str]
    pack: PackForm
    trace: list[str] | msgspec.UnsetType = msgspec.UNSET


def answer_of(pack: Pack, verdict: Verdict, *, trace: bool = False) -> AnswerForm:
    """Return the answer in its published shape."""
    hold = verdict if isinstance(verdict, Hold) else None
    return AnswerForm(
        verdict=word_of(verdict),
        reasons=[_reason(pack, reason) for reason in verdict.reasons],
        warnings=[_reason(pack, reason) for reason in verdict.warnings],
        needs_decision=list(verdict.needs_decision),
        missing=list(verdict.missing),
        until=hold.until if hold else None,
        waits_for=hold.waits_for if hold else None,
        alternatives=list(verdict.alternatives),
        pack=PackForm(id=pack.id, version=pack.version, as_of=pack.as_of, hash=pack.sha256),
        trace=list(verdict.trace) if trace else msgspec.UNSET,
    )


def word_of(verdict: Verdict) -> Literal["permit", "hold", "deny"]:
    """Return the verdict as one word."""
    if isinstance(verdict, Permit):
        return "permit"
    return "deny" if isinstance(verdict, Denial) else "hold"


def in_force(norm: Norm) -> str:
    """Return from which day a norm is in force, in Russian; that the day is not known, too."""
    if norm.in_force_from is None:
        return str(N_("день начала действия не установлен"))
    return str(N_("с %(day)s", day=norm.in_force_from.strftime("%d.%m.%Y")))


def _reason(pack: Pack, reason: Reason) -> ReasonForm:
    norm = pack.norms[reason.norm_id] if reason.norm_id is not None else None
    source = next(iter(norm.sources), None) if norm is not None else None
    return ReasonForm(
        norm=reason.norm_id,
        status=reason.status,
        text=reason.text,
        source=source.url if source is not None else None,
        basis=reason.basis,
        effect=reason.effect,
        rule=reason.rule,
        citation=reason.citation,
        in_force_from=norm.in_force_from if norm is not None else None,
        in_force=in_force(norm) if norm is not None else None,
    )
