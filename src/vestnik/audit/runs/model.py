"""The nouns of a stored audit: a run, its state, a stored finding, a comparison of two runs. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from vestnik.audit.model import (
    Carrier,
    ContactPoint,
    Finding,
    Form,
    Role,
    Severity,
    Signal,
    State,
    Tracker,
    Trouble,
)

MAX_PAGE = 100


class RunState(StrEnum):
    """How far a run is.

    The only steps are queued → running → done or failed, queued → failed, and running → queued when the
    process died and another goes on from the checkpoint.
    """

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
    render: bool = False
    """Open pages in a browser, where the installation has one."""
    page_checks: bool = True
    """Look for signs that personal data is handled against the law."""


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
    """``files``, ``bytes``, ``findings``, ``actionable``, ``troubles``, ``by_severity``, ``by_platform``,
    ``by_rule``, ``pages``, ``seconds``, ``signals``, ``forms``, ``trackers``, ``interrupted``; a run of an
    older program lacks the later ones."""
    contact_points: tuple[ContactPoint, ...] = ()
    """Worst first, at most some hundreds."""
    failure: str | None = None
    """Why a failed run failed, in a sentence."""
    ledger_index: int | None = None
    schedule_id: str | None = None
    """The schedule that asked for it; None when a person did."""
    resumes: int = 0
    """How often it went on after its process had died."""
    stop_asked_by: str | None = None
    """Who asked for it to stop."""

    @property
    def interrupted(self) -> bool:
        """Whether somebody stopped it before its end."""
        return bool(self.stats.get("interrupted"))


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
    carrier: Carrier | None = None
    group: str | None = None
    """The findings of one contact element, or of one include on many pages."""
    address: str | None = None
    """Exactly this canonical address; empty asks for contacts that have none."""
    parts: bool = True
    """Whether icons and labels that belong to another finding are listed too."""
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
class PointShape:
    """How a contact point of one run is made, for its next step."""

    blocks: int
    """Contact elements, an include that many pages share counted once."""
    carriers: Mapping[Carrier, int]
    """How many places each carrier has, parts aside."""


@dataclass(frozen=True, slots=True)
class PageChecks:
    """What a run saw of the handling of personal data."""

    signals: tuple[Signal, ...]
    forms: tuple[Form, ...]
    trackers: tuple[Tracker, ...]


@dataclass(frozen=True, slots=True)
class Differing:
    """A finding that both runs saw, with another severity."""

    before: StoredFinding
    after: StoredFinding


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two audits of the same target; lists hold at most ``MAX_PAGE``."""

    previous_id: str | None
    """The earlier one. None when there is nothing to compare with: then nothing is new or gone."""
    new: tuple[StoredFinding, ...] = ()
    gone: tuple[StoredFinding, ...] = ()
    new_count: int = 0
    gone_count: int = 0
    known_count: int = 0
    changed: tuple[Differing, ...] = ()
    changed_count: int = 0
    points_new: tuple[ContactPoint, ...] = ()
    points_gone: tuple[ContactPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The sums of one finished audit of a target, for a chart."""

    audit_id: str
    at: datetime
    contact_points: int
    by_severity: Mapping[str, int]
    incomplete: bool
