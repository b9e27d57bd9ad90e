"""The nouns of a stored audit: a run, its state, a stored finding, a comparison of two runs. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from vestnik.audit.model import ContactPoint, Finding, Role, Severity, State, Trouble

MAX_PAGE = 100


class RunState(StrEnum):
    """How far a run is; the only steps are queued → running → done or failed, and queued → failed."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What whoever starts an audit may choose; address guards are not among it."""

    max_pages: int = 200
    rate_per_s: float = 5.0
    subdomains: bool = False
    include_vendor: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running audit is."""

    done: int = 0
    waiting: int = 0
    found: int = 0
    now_at: str | None = None
    """The address that was finished last."""


@dataclass(frozen=True, slots=True)
class Run:
    """One audit as it is stored."""

    id: str
    workspace_id: str
    target: str
    kind: str
    """``site``."""
    state: RunState
    options: RunOptions
    requested_by: str
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    progress: Progress
    incomplete: bool
    stats: Mapping[str, object] = field(default_factory=dict)
    """``files``, ``bytes``, ``findings``, ``actionable``, ``troubles``, ``by_severity``, ``by_platform``."""
    contact_points: tuple[ContactPoint, ...] = ()
    """Worst first, at most some hundreds."""
    failure: str | None = None
    """Why a failed run failed, in a sentence."""
    ledger_index: int | None = None


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding with its place in a run's list."""

    id: str
    audit_id: str
    position: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings to list; None asks for all."""

    severity: Severity | None = None
    """Exactly this one."""
    platform: str | None = None
    rule: str | None = None
    role: Role | None = None
    state: State | None = None
    text: str | None = None
    """Part of a path, a match, an address or an excerpt; case does not matter."""


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a run's findings; ``next_after`` asks for the following part, None at the end."""

    items: tuple[StoredFinding, ...]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Story:
    """One run with everything but its findings."""

    run: Run
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since the last finished audit of the same target; lists hold at most ``MAX_PAGE``."""

    previous_id: str | None
    """None when there is nothing to compare with: then nothing is new or gone."""
    new: tuple[StoredFinding, ...] = ()
    gone: tuple[StoredFinding, ...] = ()
    new_count: int = 0
    gone_count: int = 0
    known_count: int = 0
