"""What a room may ask of a browser, and how that fails; ``backends.browser`` does it.

A browser here is a visitor that only looks: it reads, scrolls and clicks, and sends nothing. Requests with
a body, beacons and WebSockets are stopped inside it and told; what would lead the visitor elsewhere (a new
window, another site, a messenger's own scheme) is told and not followed.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from vestnik.kernel.errors import Unavailable


class BrowserUnavailable(Unavailable):
    """There is no browser here, or it does not start; the hint says how to install one."""


class BrowserProblem(StrEnum):
    """Why a page was not seen."""

    BAD_URL = "bad_url"
    UNREACHABLE = "unreachable"
    REFUSED_ADDRESS = "refused_address"
    """The page, or where it redirects, is an internal address."""
    TLS = "tls"
    TIMEOUT = "timeout"
    """It never finishes, or its scripts answer nothing any more."""
    TOO_LARGE = "too_large"
    """More bytes, or more memory, than a page may take."""
    DOWNLOAD = "download"
    """The address is a file to keep, not a page."""
    LEFT = "left"
    """The page sends its visitors to another site."""
    CRASHED = "crashed"


class BrowserFailure(Exception):  # noqa: N818 — named as the reader of a sentence would name it
    """The page was not seen; ``problem`` is the one fact to act on, ``detail`` is for a report."""

    def __init__(self, problem: BrowserProblem, url: str, detail: str) -> None:
        """Say which page failed and how."""
        super().__init__(f"{problem.value}: {url}: {detail}")
        self.problem = problem
        self.url = url
        self.detail = detail


@dataclass(frozen=True, slots=True)
class View:
    """The window a page is shown in, in CSS pixels."""

    width: int
    height: int
    mobile: bool = False
    """A telephone: touch, its own user agent, the page's viewport tag obeyed."""


DESKTOP_VIEW = View(1440, 900)
MOBILE_VIEW = View(390, 844, mobile=True)


@dataclass(frozen=True, slots=True)
class TabLimits:
    """How much one page may take."""

    load_s: float = 20.0
    """Until its document is there."""
    answer_s: float = 10.0
    """Until it answers one question of ours."""
    total_bytes: int = 48 * 1024 * 1024
    """Of everything it loads."""
    memory_bytes: int = 1024 * 1024 * 1024
    """Of its process."""
    allow_private: bool = False
    """Permit internal addresses: only for targets that the installation's owner named."""


DEFAULT_TAB_LIMITS = TabLimits()


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a page asked for."""

    url: str
    method: str
    kind: str
    """``document``, ``script``, ``stylesheet``, ``image``, ``font``, ``fetch``, ``xhr``, ``ping``,
    ``websocket``, ``other``…"""
    frame: str
    """Address of the frame that asked."""
    body: str = ""
    """What it carried: ``form``, ``multipart``, ``json``, ``text`` or ``binary``; never the data itself."""
    sent: bool = True
    """False: it was stopped inside the browser."""
    filled: bool = False
    """It carried what ``try_form`` had filled in."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the page wanted to lead the visitor; nobody went there."""

    url: str
    way: str
    """``window``, ``navigation``, ``link`` or ``download``."""


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie without its value."""

    name: str
    domain: str
    days: float | None
    """How long it stays; None until the browser is closed."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in CSS pixels; in a snapshot it counts from the top left corner of the whole page."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends on the right."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.top + self.height

    @property
    def area(self) -> float:
        """Square pixels."""
        return self.width * self.height

    def meet(self, other: "Box") -> "Box":
        """Return what both share; without anything shared its area is 0."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(left, top, max(0.0, right - left), max(0.0, bottom - top))


@dataclass(frozen=True, slots=True)
class Style:
    """What decides whether an element is seen and how it behaves."""

    position: str = "static"
    visible: bool = True
    opacity: float = 1.0
    pointer: bool = False
    """The cursor turns into a hand."""
    touchable: bool = True
    """False: clicks go through it."""
    layer: int = 0
    """``z-index``."""
    clips: bool = False
    """What reaches out of its box is cut off."""
    inline: bool = False


_PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the page as drawn; frames and shadow trees, closed ones too, are unfolded in place."""

    id: int
    """The browser's own number, good while the tab is open."""
    parent: int
    """Place of the parent in ``Snapshot.nodes``, always earlier; -1 for the first."""
    tag: str
    """In lower case; ``#text`` and ``#document`` for what is no element."""
    text: str = ""
    """Of a text; of a document, its address."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    box: Box | None = None
    """None: it is not drawn at all."""
    style: Style = _PLAIN
    clickable: bool = False
    """Somebody listens to clicks on it."""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A page at one moment; what visitors typed is not in it."""

    url: str
    nodes: Sequence[Node]
    scroll: tuple[float, float]
    """How far the page was scrolled, left and top."""
    page: tuple[float, float]
    """Width and height of the whole page."""
    cut: bool = False
    """It holds more nodes than are looked at."""
    unread: Sequence[str] = ()
    """Addresses of frames whose content the browser kept to itself."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What the window showed, with everything a visitor could have typed left blank."""

    png: bytes
    scale: float
    """Pixels of the picture to one CSS pixel."""
    box: Box | None
    """Where the asked element stands, from the top left corner of the picture, in CSS pixels; None when it
    is not shown."""


class Tab(Protocol):
    """One page in one window, in a profile of its own that ends with it."""

    @property
    def url(self) -> str:
        """Where the page is now."""
        ...

    @property
    def requests(self) -> Sequence[Request]:
        """Everything asked for until now, at most some thousands."""
        ...

    @property
    def finished(self) -> bool:
        """Whether the document came to its end in time; if not, it is looked at as far as it came."""
        ...

    @property
    def openings(self) -> Sequence[Opening]:
        """Everywhere the page wanted to lead until now."""
        ...

    async def settle(self, quiet_s: float, most_s: float) -> None:
        """Wait until nothing was asked for during ``quiet_s``, or ``most_s`` have passed.

        Raises:
            BrowserFailure: the page crashed, or grew beyond a limit.
        """
        ...

    async def wander(self) -> None:
        """Do what every visitor does first: move the pointer or touch the page, go down it and back up.

        Raises:
            BrowserFailure: the page does not answer.
        """
        ...

    async def snapshot(self) -> Snapshot:
        """Return the page as it is drawn now.

        Raises:
            BrowserFailure: the page does not answer.
        """
        ...

    async def click(self, node: int) -> bool:
        """Click (or tap) the middle of an element; False when it is not there any more.

        Raises:
            BrowserFailure: the page does not answer.
        """
        ...

    async def picture(self, node: int | None = None) -> Picture:
        """Return what the window shows, scrolled so that the element is in it.

        Raises:
            BrowserFailure: the page does not answer.
        """
        ...

    async def cookies(self) -> Sequence[Cookie]:
        """Return the cookies of this visit, whoever set them."""
        ...

    async def try_form(self, fields: Mapping[int, str], button: int) -> Sequence[Request]:
        """Cut the page off the network, fill the fields, press the button; return what it wanted to send.

        Nothing leaves the browser from here on; the tab is only good for closing afterwards.

        Raises:
            BrowserFailure: the page does not answer.
        """
        ...


class Browser(Protocol):
    """Opens pages; safe to ask for a few at a time."""

    def open(
        self, url: str, view: View, limits: TabLimits = DEFAULT_TAB_LIMITS
    ) -> AbstractAsyncContextManager[Tab]:
        """Open a page with nothing remembered from before, and close it at the end.

        Raises:
            BrowserFailure: see ``BrowserProblem``; raised on entering.
            BrowserUnavailable: the browser is gone and does not start again.
        """
        ...
