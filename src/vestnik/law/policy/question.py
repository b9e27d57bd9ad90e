"""The nouns of a question to the law: who asks, through what, to whom, with which facts. Pure.

A fact that is None is unknown, and the answer says so.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.model import Purpose


class RecipientKind(StrEnum):
    """Whom the message goes to, as far as the norms distinguish."""

    CITIZEN = "citizen"
    ORGANISATION = "organisation"


class Initiator(StrEnum):
    """Who wrote first."""

    COMPANY = "company"
    CLIENT = "client"


class CallState(StrEnum):
    """Whether the recipient is on the phone, as the company's call feed says."""

    ACTIVE = "active"
    IDLE = "idle"
    UNKNOWN = "unknown"


class ConsentKind(StrEnum):
    """What a person agreed to."""

    ADVERTISING = "advertising"
    MASS_CALL = "mass_call"
    """Mass or automatic calls; agreeing to advertising by voice is agreeing to them too."""
    PERSONAL_DATA = "personal_data"


class Content(StrEnum):
    """Data whose way out the norms restrict."""

    PERSONAL_DATA = "personal_data"
    PAYMENT_DATA = "payment_data"


class RecordState(StrEnum):
    """What the newest registry of Russian software says of the record a company took for a platform's."""

    LISTED = "listed"
    EXCLUDED = "excluded"
    MISSING = "missing"
    OWNER_CHANGED = "owner_changed"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who is asking: ``subjects`` is None while the company has not answered who it is."""

    subjects: frozenset[str] | None
    accepted_norms: frozenset[str] = frozenset()
    operator_contract: bool | None = None
    """Whether mailings and calls go by a contract with the subscribers' operators."""


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent of the recipient, as the company can show it."""

    kind: ConsentKind
    channel: str | None = None
    """The one channel it was given for; None is any."""
    given_at: datetime | None = None
    withdrawn_at: datetime | None = None
    verified: bool | None = None
    """Whether the company can prove that this very person gave it."""


@dataclass(frozen=True, slots=True)
class CallFact:
    """What the call feed says about the recipient, and how old that is."""

    state: CallState = CallState.UNKNOWN
    as_of: datetime | None = None
    """When the state was last known to be true; None is the moment of the question."""
    ended_at: datetime | None = None
    """When the last talk ended, where the feed told."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of the recipient's day in which the company itself does not write; may span midnight."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class FrequencyCap:
    """How many messages of one purpose a person gets at most within a sliding window."""

    purpose: Purpose
    limit: int
    window: timedelta


@dataclass(frozen=True, slots=True)
class Company:
    """The company's own settings: shown as its policy, never as law."""

    quiet_hours: QuietHours | None = None
    frequency_caps: tuple[FrequencyCap, ...] = ()
    hold_codes_during_calls: bool = True
    call_grace: timedelta = timedelta(seconds=15)
    """How long a code still waits after a talk."""
    call_fresh_for: timedelta = timedelta(hours=2)
    """A state of the line that was reported longer ago is taken for unknown: a hang-up may be lost."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A message that went to this person before."""

    purpose: Purpose
    at: datetime


@dataclass(frozen=True, slots=True)
class Registered:
    """The platform's record in the registry, and the hash of the export that says so."""

    state: RecordState
    sha256: str


_SETTINGS = Company()
_SILENCE = CallFact()


@dataclass(frozen=True, slots=True)
class Question:
    """Everything ``decide`` may know.

    Raises:
        InvalidInput: ``at`` is naive.
    """

    organisation: Organisation
    platform: str
    purpose: Purpose
    at: datetime
    recipient: RecipientKind = RecipientKind.CITIZEN
    initiated_by: Initiator | None = None
    contains: frozenset[Content] | None = None
    """What sort of data the text holds; an empty set is none."""
    consents: tuple[Consent, ...] | None = None
    operator_opt_out: bool | None = None
    """Whether the subscriber told the operator to stop mailings."""
    time_zone: tzinfo | None = None
    """The recipient's."""
    automated: bool | None = None
    """Whether the number is dialled without a human."""
    call: CallFact = field(default=_SILENCE)
    company: Company = field(default=_SETTINGS)
    earlier: tuple[Earlier, ...] | None = None
    """What this person was sent before, as far back as the longest window of the frequency caps."""
    invites: frozenset[str] | None = None
    """Platforms into which the text itself invites; None when no text was looked at."""
    registered: Registered | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise InvalidInput(N_("У времени не указан часовой пояс."), field="at")
