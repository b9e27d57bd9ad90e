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
    NET = "net"
    """Configuration of a server: a redirect, a proxied address."""
    MEDIA = "media"
    """A code in a picture, a link in an office document."""
    APP = "app"
    """What an application declares."""


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
    HIDDEN = "hidden"
    """On the page, but shown at no width and after no click that was tried."""


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


class Viewport(StrEnum):
    """The width a page was rendered at."""

    DESKTOP = "desktop"
    MOBILE = "mobile"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a rendered page; its bytes are ``AuditResult.artefacts[sha256]``."""

    sha256: str
    media: str
    """``image/webp`` or ``image/png``."""
    width: int
    height: int
    viewport: Viewport
    frame: tuple[int, int, int, int] | None = None
    """Left, top, width and height of the framed element, in pixels of the picture."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a browser saw of a finding; absent when the source alone told it."""

    viewports: tuple[Viewport, ...]
    after_click: bool = False
    """Whether it appeared only after a click on a widget."""
    requests: tuple[str, ...] = ()
    """Addresses the place asked for, without query values, at most 10."""
    shots: tuple[Shot, ...] = ()


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
    group: str = ""
    """Findings of one contact element (its address, icon and label) share it; so do equal places of an
    include used on many pages."""
    part: bool = False
    """An icon or a label that belongs to another finding of its group and is closed together with it."""
    rendered: Rendered | None = None

    @property
    def actionable(self) -> bool:
        """Whether it counts: everything above ``info`` but the parts of another finding."""
        return self.severity > Severity.INFO and not self.part


class Claim(StrEnum):
    """How a signal is known."""

    OBSERVED = "observed"
    INFERRED = "inferred"
    SUPPLIED = "supplied"
    """The operator said so."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A sign on a page that personal data may be handled against the law; never called a violation."""

    check: str
    """Stable id, for example ``PD-FORM-01``."""
    severity: Severity
    confidence: Confidence
    claim: Claim
    place: Place
    observed: str
    """What was seen, in a Russian sentence."""
    inferred: str
    """What it may mean, in a Russian sentence that says it is a guess."""
    matched: str = ""
    excerpt: str = ""
    group: str = ""
    """The same form or tracker on many pages shares it."""
    fingerprint: str = ""
    norm_ids: tuple[str, ...] = ()
    shots: tuple[Shot, ...] = ()

    @property
    def actionable(self) -> bool:
        """Whether it counts: everything above ``info``."""
        return self.severity > Severity.INFO


@dataclass(frozen=True, slots=True)
class Form:
    """A form that asks a visitor for something."""

    place: Place
    action: str
    """Where it sends, as an absolute address when the page's is known; empty for the page itself."""
    method: str
    """``get``, ``post`` or ``script``."""
    data: tuple[str, ...]
    """Kinds of personal data asked for: name, phone, email, address, birth_date, passport, snils, inn, file,
    messenger, free_text…"""
    consent: str
    """``box``, ``box_checked``, ``by_button`` (words beside the button only) or ``none``."""
    consent_link: str | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Tracker:
    """Somebody else's script or resource that learns of a visit."""

    name: str
    host: str
    foreign: bool
    pages: int
    first_page: str
    before_choice: bool | None = None
    """Whether it was asked for before the visitor chose anything; None when no browser looked."""
    disclosed: bool | None = None
    """Whether the site's policy names it; None when no policy was read."""


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


Artefacts = dict[str, bytes]


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
    pages: int = 0
    """Pages of a site among ``files``."""
    read: set[str] = field(default_factory=set)
    """Addresses of the pages and files of a site that were read: what is absent from them now is gone."""
    seconds: float = 0.0
    signals: list[Signal] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    trackers: list[Tracker] = field(default_factory=list)
    artefacts: Artefacts = field(default_factory=dict)
    """Pictures by their SHA-256 in hexadecimal."""
    interrupted: bool = False
    """Somebody stopped it; what was done until then is told."""

    @property
    def places(self) -> list[Finding]:
        """Findings without the icons and labels that belong to another one."""
        return [finding for finding in self.findings if not finding.part]

    @property
    def incomplete(self) -> bool:
        """Whether something a visitor could see was not read."""
        return self.interrupted or any(trouble.incomplete for trouble in self.troubles)

    @property
    def exit_code(self) -> int:
        """1 with findings (even when incomplete), 3 incomplete without findings, 0 clean."""
        if any(finding.actionable for finding in self.findings):
            return 1
        return 3 if self.incomplete else 0
