"""The nouns of law: purposes, norms, platforms, rules and the parts of an answer. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from vestnik.law.figures.model import Case, DatedFact, Release, Sum, Term, Threshold


class Purpose(StrEnum):
    """Why a message is sent; the lane, the law and the rule after a crash follow from it."""

    CODE = "code"
    SECURITY = "security"
    SERVICE_CRITICAL = "service_critical"
    SERVICE = "service"
    CHAT_REPLY = "chat_reply"
    ADVERTISING = "advertising"
    PUBLIC_POST = "public_post"
    MASS_CALL = "mass_call"


class NormStatus(StrEnum):
    """How well a statement of law is evidenced."""

    CONFIRMED = "confirmed"
    """The norm's own text, or a dated quotation of it, was seen."""
    SECONDARY = "secondary"
    """Independent reviews agree; the owner decides whether it may deny."""
    UNVERIFIED = "unverified"
    """May warn, never deny."""


class NormKind(StrEnum):
    """What sort of statement a row of the pack is."""

    NORM = "norm"
    PENALTY = "penalty"
    GUIDANCE = "guidance"
    INTERPRETATION = "interpretation"
    PRODUCT_DEFAULT = "product_default"
    FUTURE_CHANGE = "future_change"


class Basis(StrEnum):
    """What a reason rests on; only ``NORM`` is ever shown as law."""

    NORM = "norm"
    PLATFORM_STATE = "platform_state"
    PRODUCT_RULE = "product_rule"
    COMPANY_SETTING = "company_setting"


class Effect(StrEnum):
    """What a reason does to the verdict."""

    DENY = "deny"
    HOLD = "hold"
    WARN = "warn"


class NormEffect(StrEnum):
    """What a norm asks for, in one word."""

    FORBID = "forbid"
    REQUIRE = "require"
    ALLOW_IF = "allow_if"
    INFORM = "inform"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement was seen; ``tier`` as in the pack's README (P, Q, S2, S1, U)."""

    url: str
    tier: str
    seen: date | None
    """The day the source carries: of the article, of the extract. None where it is not known."""


@dataclass(frozen=True, slots=True)
class Change:
    """A dated change of a norm's text that is already known."""

    on: date
    by: str
    what: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Norm:
    """One statement of the rule pack, in our own words."""

    id: str
    kind: NormKind
    act: str
    locator: str | None
    summary: str
    subjects: frozenset[str]
    status: NormStatus
    in_force_from: date | None
    in_force_to: date | None
    sources: tuple[Source, ...]
    caveats: tuple[str, ...] = ()
    penalty_for: tuple[str, ...] = ()
    effect: NormEffect = NormEffect.INFORM
    applies_if: str | None = None
    """When it bites, in one Russian phrase for people; what the engine tests stands in the rules."""
    evidence: str = "U"
    """The best tier of evidence for the statement as a whole."""
    locator_evidence: str | None = None
    """The tier for the article number alone, where it is weaker than the statement."""
    in_force_evidence: str | None = None
    """The tier for the day of entry into force; None exactly when the day is not known."""
    act_date: date | None = None
    publication: str | None = None
    """Number of the official publication."""
    amended_by: str | None = None
    changes: tuple[Change, ...] = ()
    sums: tuple[Sum, ...] = ()
    """Every sum that the summary names."""
    terms: tuple[Term, ...] = ()
    """Every period that the summary or a caveat names."""
    dates: tuple[DatedFact, ...] = ()
    """Every day that the summary or a caveat names and no other field holds."""
    supersedes: tuple[str, ...] = ()
    """Norms of this pack that this one replaced."""
    confidence_note: str | None = None
    """Why the status is what it is, in one Russian sentence."""
    quote: str | None = None
    """A short verbatim extract, only from a source of tier P."""
    quote_sha256: str | None = None
    tests: tuple[str, ...] = ()
    """Ids of the cases about this norm."""
    verified_by: str | None = None
    """The lawyer who compared the row with the official text."""
    verified_at: date | None = None
    review_due: date | None = None

    @property
    def citation(self) -> str:
        """Act and locator as people cite them: ``41-ФЗ, ст. 15 ч. 1``."""
        return f"{self.act}, {self.locator}" if self.locator else self.act


class PlatformKind(StrEnum):
    """What sort of road a platform is."""

    FOREIGN = "foreign"
    RUSSIAN = "russian"
    OWN_ROAD = "own_road"
    """The company's own way to people: e-mail, SMS, cabinet, voice."""


class ReachedBy(StrEnum):
    """What one must know about a person to reach them over a platform."""

    EMAIL = "email"
    PHONE = "phone"
    PLATFORM_ID = "platform_id"
    """The person's id in the platform, which comes only with the person's first step towards us."""
    SERVER_ACCOUNT = "server_account"
    """An account on the company's or a partner's server."""
    LOGIN = "login"
    DEVICE = "device"
    """A device or browser that subscribed."""
    VISIT = "visit"
    """Nothing, while the person is on the site."""
    ENDPOINT = "endpoint"
    """The address of a system, not of a person."""


class Effort(StrEnum):
    """What it takes to connect a platform; the words stand in ``effort_note``."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ReceiptKind(StrEnum):
    """What a platform tells about a message that was handed over to it."""

    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    READ = "read"


@dataclass(frozen=True, slots=True)
class AccessEvent:
    """One dated event in the life of a platform: a restriction, a closure."""

    on: date | None
    what: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Platform:
    """A messenger or another road, Russian or foreign.

    ``on_rkn_list`` (the regulator's list of nine) and ``foreign_owned`` are two different facts.
    """

    id: str
    name: str
    foreign_owned: bool
    on_rkn_list: bool
    access_restricted: bool
    owner: str | None
    status: str
    """``active``, ``restricted`` or ``closed``."""
    note: str | None
    evidence: NormStatus
    kind: PlatformKind = PlatformKind.FOREIGN
    fas_named: bool = False
    """The antimonopoly service publicly named it among resources where advertising is unlawful."""
    closed_on: date | None = None
    access: tuple[AccessEvent, ...] = ()
    carries: frozenset[Purpose] = frozenset()
    """Purposes for which it may be offered as an alternative."""
    rank: int | None = None
    """Place in the order of alternatives, smallest first; None is never offered."""
    tier: str = "U"
    sources: tuple[Source, ...] = ()
    national: bool = False
    """The national messenger, since ``national_since``."""
    national_since: date | None = None
    national_evidence: str | None = None
    reaches: str | None = None
    """Who can be reached at all, one Russian sentence; None: not known."""
    reached_by: ReachedBy | None = None
    """Known together with ``reaches`` and by the same evidence."""
    reaches_evidence: str | None = None
    effort: Effort | None = None
    """None: not known what connecting takes."""
    effort_note: str | None = None
    effort_evidence: str | None = None
    receipts: frozenset[ReceiptKind] | None = None
    """None: not known; what is not in a known set never comes."""
    receipts_evidence: str | None = None

    @property
    def shown_status(self) -> str:
        """``status``, or ``unverified`` where nobody confirmed that it works: never shown as working then."""
        if self.status == "active" and self.evidence is NormStatus.UNVERIFIED:
            return "unverified"
        return self.status


@dataclass(frozen=True, slots=True)
class Subject:
    """A class of companies that norms name, for example ``GOODS_AGGREGATOR``."""

    code: str
    name: str
    evidence: NormStatus
    anyone: bool = False
    """Holds for every company (any advertiser, any operator of personal data)."""
    question: str = ""
    """What to ask the company, in Russian; empty where nothing is asked."""
    tier: str = "U"
    """Evidence that the norms name this class."""
    hint: str = ""
    """How to find the answer, in Russian."""
    threshold: Threshold | None = None


@dataclass(frozen=True, slots=True)
class PurposeWords:
    """What a purpose is, in words for people; what follows from it stands in the rules."""

    code: Purpose
    name: str
    what: str
    """One Russian sentence with an example."""
    needs: str
    """What must be there before such a message may go: a consent, or nothing."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground of an answer, with what it rests on."""

    rule: str
    """The rule that spoke, for the trace."""
    effect: Effect
    basis: Basis
    text: str
    """One Russian sentence for the person who asks why."""
    norm_id: str | None = None
    status: NormStatus | None = None
    citation: str | None = None
    """Act and locator, for example ``41-ФЗ, ст. 15 ч. 1``; only for ``Basis.NORM``."""


@dataclass(frozen=True, slots=True)
class When:
    """The conditions of a rule; all that are given must hold. What they mean: ``law/data/README.md``."""

    platform: tuple[str, ...] = ()
    purposes: frozenset[Purpose] = frozenset()
    not_purposes: frozenset[Purpose] = frozenset()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the policy: under these conditions, this effect, with these words."""

    id: str
    effect: Effect
    basis: Basis
    when: When
    text: str
    """One Russian sentence; ``%(platform)s`` stands for the platform's name."""
    norm_id: str | None = None
    """The norm it rests on; for a rule of the product, the norm whose reach and acceptance it follows."""
    missing: str | None = None
    """The fact to ask for when the rule speaks because it is unknown."""
    waits_for: str | None = None
    until: str | None = None
    """The moment a hold lasts to, by its name in ``law.policy.rules.NAMES``."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A version of the law as data: what is known, how well, and the rules drawn from it."""

    id: str
    version: str
    as_of: date
    language: str
    sha256: str
    """Over all files of the pack, names included."""
    norms: Mapping[str, Norm]
    platforms: Mapping[str, Platform]
    subjects: Mapping[str, Subject]
    rules: tuple[Rule, ...]
    purposes: Mapping[Purpose, PurposeWords] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    author: str = ""
    changelog: tuple[Release, ...] = ()
    """Newest first."""
    files: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Where a row stands, for error messages: ``norm 41fz-15-1`` → ``norms/41fz.toml``."""
    programs: dict[tuple[str, str, str], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What ``law.policy.program`` compiled for this pack so far: platform, purpose, kind of recipient."""

    def penalties_of(self, norm_id: str) -> tuple[Norm, ...]:
        """Return the penalty rows that name this norm, in the order of the pack."""
        return tuple(norm for norm in self.norms.values() if norm_id in norm.penalty_for)
