"""What findings and signals weigh for this company, and by which norms. Pure.

A detector knows the place, not the company. Here the law room is asked, once for each platform, whether this
company may answer a citizen, advertise or post there, and what it says is kept where the finding's rule names
the norm. Nothing is added that the pack does not say.

=============== =========== ========================================== ====================================
norm            status      of whom it speaks                          of which platform
=============== =========== ========================================== ====================================
41fz-15-1       secondary   the organisations listed by 41-FZ          owned abroad, whatever list it is on
149fz-10-8      secondary   banks, financial and payment               on the regulator's list; of others it
                            organisations, state companies             only warns
38fz-5-10.7     confirmed   any advertiser                             with restricted access
152fz-18-5      confirmed   any operator of personal data              owned abroad: a risk, no breach
=============== =========== ========================================== ====================================

===================================================== =================================================
the company                                           the severity
===================================================== =================================================
a ban among the rule's norms speaks of it             as the place has it
the bans among the rule's norms do not speak of it    one lower: a risk by the other norms is left
has not said who it is                                as the place has it, with all that may concern it
===================================================== =================================================

A critical finding stays critical for every company: data of clients, codes or keys leave through a messenger.
Nothing is lowered below ``low``: what counts against the exit code goes on counting.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from vestnik.audit.model import AuditResult, ChannelKind, Finding, Severity, Signal
from vestnik.audit.rules.load_rules import load_rules
from vestnik.audit.rules.model import AuditRule
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_, Text
from vestnik.law.decide import decide
from vestnik.law.model import Basis, Effect, NormEffect, Pack, Purpose
from vestnik.law.policy.question import Content, Organisation, Question
from vestnik.law.policy.rules import moscow_midnight
from vestnik.law.signatures import Signatures

_DATA: Final = frozenset({Content.PERSONAL_DATA})
"""What the law is asked about: a visitor who writes leaves at least a name and an address."""


class PlatformBasis(StrEnum):
    """Why a platform is looked for at all."""

    RKN_LIST = "rkn-list"
    """It is one of the nine on the regulator's list by 149-FZ."""
    ARTICLE = "article"
    """It is not on that list and is named beside it: 41-FZ asks who owns a system, not for the list."""
    FOREIGN_OTHER = "foreign-other"
    """Another messenger of a foreign owner, or a widget that may bring one."""


class Standing(StrEnum):
    """How a company stands to the bans that a finding's rule names."""

    BANNED = "banned"
    """A ban speaks of it, and denies."""
    WARNED = "warned"
    """A ban speaks of it, and the owner has not accepted that norm yet."""
    OUTSIDE = "outside"
    """No ban speaks of it: a risk by other norms is left."""
    UNSAID = "unsaid"
    """Nobody has said who it is."""
    UNKNOWN_PLATFORM = "unknown_platform"
    """A ban speaks of it, but the pack does not know the platform."""
    ANYBODY = "anybody"
    """The rule names no ban: it weighs the same for everybody."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What a finding weighs for a company, and why."""

    severity: Severity
    norm_ids: tuple[str, ...]
    """In the order of the rule's row."""
    standing: Standing
    reason: Text | None
    """One Russian sentence; None where who the company is changes nothing."""


def basis_of(platform: str, pack: Pack, signatures: Signatures) -> PlatformBasis | None:
    """Return why a platform is looked for; None when neither the pack nor the signatures know it.

    Of the regulator's list the pack knows best: it is newer than the program.
    """
    known, signs = pack.platforms.get(platform), signatures.platforms.get(platform)
    if known is not None and known.on_rkn_list:
        return PlatformBasis.RKN_LIST
    if signs is None:
        return PlatformBasis.FOREIGN_OTHER if known is not None and known.foreign_owned else None
    basis = PlatformBasis(signs.basis)
    taken_off = known is not None and basis is PlatformBasis.RKN_LIST
    return PlatformBasis.FOREIGN_OTHER if taken_off else basis


def weigh(findings: Iterable[Finding], organisation: Organisation, pack: Pack, at: datetime) -> list[Finding]:
    """Return the findings with their norms and with the severity they have for this company.

    Take findings as the detectors gave them: what was weighed once would be lowered again. A finding of a
    rule that the catalogue does not know stays as it is.

    Raises:
        InvalidInput: ``at`` is naive.
    """
    scales = _Scales(organisation, pack, at)
    weighed = ((finding, scales.weigh(finding)) for finding in findings)
    return [
        replace(finding, severity=weight.severity, norm_ids=weight.norm_ids) for finding, weight in weighed
    ]


def weight_of(finding: Finding, organisation: Organisation, pack: Pack, at: datetime) -> Weight:
    """Return what one finding weighs, with the reason in words: for its page and for reports.

    Raises:
        InvalidInput: ``at`` is naive.
    """
    return _Scales(organisation, pack, at).weigh(finding)


def weigh_result(result: AuditResult, organisation: Organisation, pack: Pack, at: datetime) -> AuditResult:
    """Return a result as the detectors gave it with the severities and norms that hold for a company."""
    return replace(
        result,
        findings=weigh(result.findings, organisation, pack, at),
        signals=weigh_signals(result.signals, organisation, pack, at),
    )


def weigh_signals(
    signals: Iterable[Signal], organisation: Organisation, pack: Pack, at: datetime
) -> list[Signal]:
    """Return the signals with the norms that may matter for this company; their severity stays.

    A signal that came with norms keeps those of them that speak of the company; one without gets those of its
    check's row, if the catalogue has one.

    Raises:
        InvalidInput: ``at`` is naive.
    """
    scales, rules = _Scales(organisation, pack, at), load_rules().by_id
    named = ((signal, signal.norm_ids or _norms_of(rules.get(signal.check))) for signal in signals)
    return [replace(signal, norm_ids=tuple(filter(scales.concerns, norm_ids))) for signal, norm_ids in named]


def _norms_of(rule: AuditRule | None) -> tuple[str, ...]:
    return rule.norms if rule is not None else ()


@dataclass(frozen=True, slots=True)
class _Said:
    """Ids of norms by what the law room said with them about a platform."""

    voiced: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    undecided: frozenset[str] = frozenset()
    """Would deny if the owner accepted them."""


class _Scales:
    """One company on one day: the law is asked once for each platform and kind of place."""

    def __init__(self, organisation: Organisation, pack: Pack, at: datetime) -> None:
        if at.tzinfo is None:
            raise InvalidInput(N_("У времени не указан часовой пояс."), field="at")
        self.organisation, self.pack, self.at = organisation, pack, at
        self.everyone = frozenset(code for code, subject in pack.subjects.items() if subject.anyone)
        self.bans = frozenset(
            norm.id
            for norm in pack.norms.values()
            if norm.effect is NormEffect.FORBID and norm.subjects.isdisjoint(self.everyone)
        )
        self.ruled = frozenset(rule.norm_id for rule in pack.rules if rule.basis is Basis.NORM)
        self._asked: dict[tuple[str, bool], _Said] = {}

    def weigh(self, finding: Finding) -> Weight:
        """Return the weight of a finding; one of an unknown rule keeps its own."""
        rule = load_rules().by_id.get(finding.rule)
        if rule is None:
            return Weight(finding.severity, finding.norm_ids, Standing.ANYBODY, None)
        said = self._answer(finding.platform, post=finding.channel_kind is ChannelKind.POST)
        norm_ids = tuple(
            norm_id
            for norm_id in rule.norms
            # Where the pack has rules about a norm, they say whether it applies; where not, its subjects do.
            if (norm_id in said.voiced if norm_id in self.ruled else self.concerns(norm_id))
        )
        bans = tuple(norm_id for norm_id in rule.norms if norm_id in self.bans)
        standing, cited = self._standing(bans, finding.platform, said)
        severity = finding.severity
        if standing is Standing.OUTSIDE and Severity.LOW < severity < Severity.CRITICAL:
            severity = Severity(severity - 1)
        citations = ", ".join(self.pack.norms[norm_id].citation for norm_id in cited)
        return Weight(severity, norm_ids, standing, _reason(standing, citations, finding.severity, severity))

    def concerns(self, norm_id: str) -> bool:
        """Tell whether a norm of the pack is in force and may speak of the company."""
        norm = self.pack.norms.get(norm_id)
        if norm is None or (norm.in_force_from and self.at < moscow_midnight(norm.in_force_from)):
            return False
        if norm.in_force_to and self.at >= moscow_midnight(norm.in_force_to + timedelta(days=1)):
            return False
        own = self.organisation.subjects
        return own is None or not norm.subjects.isdisjoint(own | self.everyone)

    def _standing(
        self, bans: tuple[str, ...], platform: str, said: _Said
    ) -> tuple[Standing, tuple[str, ...]]:
        """Say how the company stands to the bans of a rule, and which of them to cite."""
        own = tuple(norm_id for norm_id in bans if self.concerns(norm_id))
        standing, cited = Standing.OUTSIDE, bans
        if not bans:
            standing = Standing.ANYBODY
        elif self.organisation.subjects is None:
            standing = Standing.UNSAID
        elif own and platform not in self.pack.platforms:
            standing, cited = Standing.UNKNOWN_PLATFORM, own
        elif denied := tuple(norm_id for norm_id in own if norm_id in said.denied):
            standing, cited = Standing.BANNED, denied
        elif voiced := tuple(norm_id for norm_id in own if norm_id in said.voiced):
            undecided = tuple(norm_id for norm_id in voiced if norm_id in said.undecided)
            standing, cited = Standing.WARNED, undecided or voiced
        return standing, cited

    def _answer(self, platform: str, *, post: bool) -> _Said:
        """Ask about answering (or posting) and advertising there; for an unknown company, as for all."""
        key = (platform, post)
        if key not in self._asked:
            self._asked[key] = self._ask(platform, post=post) if platform in self.pack.platforms else _Said()
        return self._asked[key]

    def _ask(self, platform: str, *, post: bool) -> _Said:
        company = self.organisation
        if company.subjects is None:
            company = replace(company, subjects=frozenset(self.pack.subjects) - self.everyone)
        verdicts = [
            decide(self.pack, Question(company, platform, purpose, self.at, contains=_DATA))
            for purpose in (Purpose.PUBLIC_POST if post else Purpose.CHAT_REPLY, Purpose.ADVERTISING)
        ]
        reasons = [reason for verdict in verdicts for reason in (*verdict.reasons, *verdict.warnings)]
        denials = [reason for reason in reasons if reason.effect is Effect.DENY]
        return _Said(
            voiced=frozenset(reason.norm_id for reason in reasons if reason.norm_id),
            denied=frozenset(reason.norm_id for reason in denials if reason.norm_id),
            undecided=frozenset(norm_id for verdict in verdicts for norm_id in verdict.needs_decision),
        )


def _reason(standing: Standing, bans: str, before: Severity, after: Severity) -> Text | None:
    """Say in one sentence why the severity is what it is."""
    if standing is Standing.OUTSIDE:
        if before is Severity.CRITICAL:
            return N_(
                "На эту дату %(norms)s вашу организацию не называет, но так уходят данные клиентов или ключи "
                "к ним: важность не снижена.",
                norms=bans,
            )
        if after < before:
            return N_(
                "На эту дату %(norms)s вашу организацию не называет: важность ниже на ступень, остаётся риск "
                "по другим нормам.",
                norms=bans,
            )
    sentences = {
        Standing.BANNED: N_("Вашей организации это запрещает %(norms)s.", norms=bans),
        Standing.WARNED: N_(
            "По обзорам, вашей организации это запрещает %(norms)s; пока это предупреждение.", norms=bans
        ),
        Standing.UNSAID: N_(
            "Не сказано, кто вы: касается ли вас %(norms)s, неизвестно, и важность оставлена как есть.",
            norms=bans,
        ),
        Standing.UNKNOWN_PLATFORM: N_(
            "Вас касается %(norms)s, но этой площадки в наборе правил нет: важность оставлена как есть.",
            norms=bans,
        ),
    }
    return sentences.get(standing)
