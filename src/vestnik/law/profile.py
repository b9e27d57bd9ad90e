"""The nouns of a company's own answers: who it is, and which norms its owner accepted. Pure."""

from dataclasses import dataclass
from datetime import datetime

from vestnik.access.model import Principal
from vestnik.law.model import Norm
from vestnik.law.policy.question import Organisation


@dataclass(frozen=True, slots=True)
class ByWhom:
    """Who did it: ``label`` is what a screen shows; both ids are None for this machine's own command line."""

    user_id: str | None
    api_key_id: str | None
    label: str

    @classmethod
    def of(cls, principal: Principal) -> "ByWhom":
        """Return who is asking, as rows and pages keep it."""
        return cls(principal.user_id, principal.api_key_id, principal.label)


@dataclass(frozen=True, slots=True)
class WhoWeAre:
    """One answer to "who are we"; answers are only added, the newest counts."""

    id: str
    subjects: frozenset[str]
    note: str
    pack_version: str
    answered_by: ByWhom
    answered_at: datetime
    operator_contract: bool | None = None
    """Whether mailings and calls go by a contract with the subscribers' operators; None: not said."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The owner's decision that a secondary norm may deny; taking it back keeps the row."""

    id: str
    norm_id: str
    note: str
    pack_version: str
    accepted_by: ByWhom
    accepted_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AcceptedNorm:
    """A standing acceptance beside the norm as the pack knows it today."""

    acceptance: Acceptance
    norm: Norm | None
    """None when the present pack no longer holds the norm."""


@dataclass(frozen=True, slots=True)
class Profile:
    """All that a page about the company needs."""

    organisation: Organisation
    answer: WhoWeAre | None
    """None while nobody has answered."""
    history: tuple[WhoWeAre, ...]
    """All answers, newest first, as many as asked for."""
    accepted: tuple[AcceptedNorm, ...]
    undecided: tuple[Norm, ...]
    """Secondary norms that speak of this company, could deny and are not accepted."""
