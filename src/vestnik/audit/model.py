"""The nouns of an audit. Pure: no input, no output."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Carrier(StrEnum):
    """Where a messenger can stand."""

    LINK = "link"
    BUTTON = "button"
    WIDGET = "widget"
    SCRIPT = "script"
    API = "api"
    TEXT = "text"
    META = "meta"
    DATA = "data"
    SHARE = "share"
    STYLE = "style"


class ChannelKind(StrEnum):
    """What a link of a messenger leads to."""

    DM_PHONE = "dm_phone"
    DM_USER = "dm_user"
    BOT = "bot"
    GROUP_INVITE = "group_invite"
    CHANNEL = "channel"
    POST = "post"
    SHARE = "share"
    LOGIN = "login"
    WEBHOOK = "webhook"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What the place does for a visitor."""

    CONTACT = "contact"
    SHARE = "share"
    MENTION = "mention"
    CODE = "code"


class State(StrEnum):
    """Whether the place works for a visitor."""

    LIVE = "live"
    DYNAMIC = "dynamic"
    PLACEHOLDER = "placeholder"
    COMMENTED = "commented"
    VENDOR = "vendor"
    TEST = "test"
    DEAD = "dead"
    """A saved old copy beside the file that is served (``index.php.bak``)."""


class Severity(IntEnum):
    """How much it matters; numbers order, names are shown."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


class Confidence(IntEnum):
    """How sure the reading is."""

    LOW = 0
    MEDIUM = 1
    HIGH = 2


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Bytes ``start`` up to ``end`` of the original file."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: ``path`` is relative with ``/`` in a directory, a full URL on a site."""

    path: str
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters of the decoded text."""
    span: Span
    """The matched bytes: for a link, exactly its address."""
    element: Span | None = None
    """The whole element around it (``<a …>…</a>``, ``<script …></script>``), when there is one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that leads to, loads or names a foreign messenger."""

    rule: str
    """Stable id, for example ``TG-LINK-001``."""
    platform: str
    """Platform id of the law room, for example ``telegram``."""
    carrier: Carrier
    channel_kind: ChannelKind
    role: Role
    state: State
    severity: Severity
    confidence: Confidence
    place: Place
    matched: str
    """The matched text, secrets masked, at most 200 characters."""
    target: str | None = None
    """The address in canonical form (``https://t.me/name``); equal targets are one contact point."""
    excerpt: str = ""
    """The line around it, secrets masked, at most 240 characters."""
    fingerprint: str = ""
    """Identity without the line number: survives edits elsewhere in the file."""
    norm_ids: tuple[str, ...] = ()

    @property
    def actionable(self) -> bool:
        """Whether it counts against the exit code: everything above ``info``."""
        return self.severity > Severity.INFO


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be read; the audit went on and says so."""

    path: str
    kind: str
    """unreachable, http_status, redirect_loop, too_large, binary, encoding, link_loop, robots, limit or
    unreadable."""
    detail: str
    incomplete: bool = True
    """False when nothing a visitor sees was missed (a binary picture, a robots rule)."""


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """What the company offers people: one target with all its places."""

    platform: str
    target: str
    places: int
    files: int
    severity: Severity

    @property
    def shown(self) -> str:
        """The target for people: what a program puts together at run time is an ellipsis, not ``{}``."""
        return self.target.replace("{}", "…")


@dataclass(slots=True)
class AuditResult:
    """All that one audit saw."""

    target: str
    findings: list[Finding] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    files: int = 0
    bytes: int = 0
    suppressed: int = 0
    """Findings hidden by the baseline."""

    @property
    def incomplete(self) -> bool:
        """Whether something a visitor could see was not read."""
        return any(trouble.incomplete for trouble in self.troubles)

    @property
    def exit_code(self) -> int:
        """1 with findings (even when incomplete), 3 incomplete without findings, 0 clean."""
        if any(finding.actionable for finding in self.findings):
            return 1
        return 3 if self.incomplete else 0
