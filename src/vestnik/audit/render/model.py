"""The nouns of a rendered audit. Pure: no input, no output."""

from dataclasses import dataclass, field
from enum import StrEnum

from vestnik.audit.model import Artefacts, Finding, Trouble, Viewport


class Reason(StrEnum):
    """Why a page is worth a browser: its source alone does not say what a visitor sees."""

    EMPTY = "empty"
    """Scripts and hardly a word: the page is drawn by its scripts."""
    ROUTER = "router"
    """An empty root element that a client-side program fills."""
    WIDGET = "widget"
    """The loader of a button or a chat whose channels are set elsewhere."""
    ASSEMBLED = "assembled"
    """A script puts an address together from pieces, or unpacks a disguised one."""
    FRAME = "frame"
    """A frame of another site."""
    SAMPLE = "sample"
    """Nothing marks it but scripts in files of their own; it stands for the pages built like it."""


@dataclass(frozen=True, slots=True)
class RenderMark:
    """One page that the static pass marks."""

    url: str
    reason: Reason
    template: str
    """Pages with the same scripts and the same frame share it; a few of them are enough."""


@dataclass(frozen=True, slots=True)
class SeenCookie:
    """A cookie that was there before the visitor chose anything. Its value is never kept."""

    name: str
    domain: str
    """Without a leading dot, lower case."""
    third_party: bool
    days: float | None
    """How long it stays, in days; None until the browser is closed."""


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """A request that the page made before the visitor chose anything."""

    url: str
    """Without fragment; query names stay, their values do not."""
    host: str
    kind: str
    """``document``, ``script``, ``stylesheet``, ``image``, ``font``, ``fetch``, ``xhr``, ``ping``,
    ``websocket``, ``other``…"""
    method: str
    third_party: bool
    sent: bool
    """False: it carried data, and the audit stopped it."""


@dataclass(frozen=True, slots=True)
class SeenForm:
    """A form of the rendered page. What a field holds is never kept."""

    ordinal: int
    """Which form of the page, from 0, in the order of the rendered document."""
    action: str
    """Absolute address, as the browser resolved it; empty when the form names none."""
    method: str
    """``get`` or ``post``, as the form says."""
    fields: tuple[str, ...]
    """``name`` of every field in order, ``type`` when it has none."""
    visible: bool
    box: bool
    """Whether it has a tick box whose words speak of consent, personal data or a policy."""
    box_checked: bool | None
    """Whether that box is ticked before the visitor touches it; None without a box."""
    submits_unticked: bool | None
    """Whether the form tried to send with the box empty and everything else filled (the attempt was stopped
    inside the browser); None when there is no box, or it was not tried, or it cannot be told."""
    sends_to: str = ""
    """Where that attempt went, without query values; empty when there was none."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What one page did by itself at one width, before any click of ours."""

    url: str
    """The page as the audit knows it."""
    final_url: str
    """Where the browser ended."""
    viewport: Viewport
    cookies: tuple[SeenCookie, ...] = ()
    requests: tuple[SeenRequest, ...] = ()
    forms: tuple[SeenForm, ...] = ()


@dataclass(slots=True)
class Looked:
    """What the browser saw of several pages."""

    findings: list[Finding] = field(default_factory=list)
    """One per place of a rendered page; ``path`` is the page, ``rendered`` is always set."""
    troubles: list[Trouble] = field(default_factory=list)
    artefacts: Artefacts = field(default_factory=dict)
    observed: list[Observed] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    """Pages that were seen at both widths: only of these can it be said that something is hidden."""
