"""The nouns of reading pages for signs of 152-FZ faults. Pure: no input, no output."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vestnik.audit.model import Form, Place, Signal, Tracker


class Purpose(StrEnum):
    """What a form is for."""

    CONTACT = "contact"
    SUBSCRIPTION = "subscription"
    REGISTRATION = "registration"
    SEARCH = "search"
    ACCOUNT = "account"
    """Of a person who is known already: signing in, a forgotten password, a profile."""
    OTHER = "other"
    """It asks for nothing personal: a filter, a basket, a choice of language."""


class Ticked(StrEnum):
    """Whether a box comes ticked."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    """A template or a program decides; only the rendered page tells."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link: ``start`` and ``end`` are characters of its address in the text (equal when it has none)."""

    href: str
    words: str
    """Folded visible words."""
    start: int
    end: int
    opens: bool = False
    """A program opens something (a dialogue) when it is pressed."""


@dataclass(frozen=True, slots=True)
class Box:
    """A check box whose words ask for agreement."""

    words: str
    """Folded visible words beside it."""
    ticked: Ticked
    required: bool
    """Something says it must be ticked: an attribute, a class, a program's rule, or a button that waits."""
    links: tuple[Anchor, ...]
    start: int
    end: int
    ident: str = ""
    """Its name or id, by which a program may watch it."""


@dataclass(frozen=True, slots=True)
class Consent:
    """How a form asks for agreement."""

    boxes: tuple[Box, ...] = ()
    words: str = ""
    """Folded words beside the button that say that pressing is agreeing."""
    links: tuple[Anchor, ...] = ()
    """Links of those words."""
    hidden_in_code: bool = False
    """A template's code speaks of a consent here; what it prints is not known."""

    @property
    def how(self) -> str:
        """``box``, ``box_checked``, ``by_button`` or ``none``, as ``audit.model.Form`` has it."""
        if self.boxes:
            return "box_checked" if any(box.ticked is Ticked.YES for box in self.boxes) else "box"
        if self.hidden_in_code:
            return "box"
        return "by_button" if self.words else "none"

    @property
    def all_words(self) -> str:
        """All words of agreement."""
        return " ".join((*(box.words for box in self.boxes), self.words)).strip()

    @property
    def all_links(self) -> tuple[Anchor, ...]:
        """All links in words of agreement."""
        return tuple(link for box in self.boxes for link in box.links) + self.links


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A form as its source shows it.

    ``start``, ``end`` and ``base`` are characters of the document's text; all other offsets (of boxes,
    links and the action) count from ``base``.
    """

    start: int
    end: int
    base: int
    title: str
    purpose: Purpose
    data: tuple[str, ...]
    action: str
    action_start: int
    action_end: int
    method: str
    said_method: bool
    """Whether the form itself names its method; one that names none sends by GET, unless a program does."""
    consent: Consent
    key: str
    """Equal for the same form on many pages."""
    tagged: bool = True
    """Whether it is a ``<form>``; else fields and a button that stand together."""
    templated: bool = False
    """Template code stands inside: what is absent from the source may still be on the page."""
    words: str = ""
    """Folded visible words of the form and what stands right beside it."""


@dataclass(frozen=True, slots=True)
class TrackerHit:
    """One load of somebody else's resource."""

    name: str
    host: str
    place: Place


@dataclass(frozen=True, slots=True)
class Requisites:
    """Taxpayer and register numbers written in a text; only those whose check digits fit."""

    inn: frozenset[str] = frozenset()
    ogrn: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()
    """Numbers called INN or OGRN whose check digits do not fit."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A privacy policy that was read."""

    url: str
    text_length: int
    russian: bool
    sections: Mapping[str, bool]
    """Section id → whether the text has it; see ``policy.SECTIONS``."""
    requisites: Requisites
    messengers: tuple[str, ...]
    """Names of foreign messengers as written."""
    leftovers: tuple[str, ...]
    """Traces of a template that nobody filled in."""
    sites: tuple[str, ...] = ()
    """Domains the text calls its own site."""
    folded: str = field(repr=False, default="")
    """The folded text, in which names of trackers are looked for."""

    @property
    def stub(self) -> bool:
        """Whether it is too short to be a policy."""
        return self.text_length < _STUB


_STUB = 700


@dataclass(frozen=True, slots=True)
class Merged:
    """A form whose agreement leads to a policy only."""

    place: Place
    title: str
    key: str
    target: str


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one page gave; ``signals`` are those the page alone shows."""

    path: str
    signals: tuple[Signal, ...] = ()
    forms: tuple[Form, ...] = ()
    trackers: tuple[TrackerHit, ...] = ()
    policy_links: tuple[str, ...] = ()
    """Where links that name a policy lead, absolute when the page's address is known."""
    policy_linked: bool = False
    """Whether some link names a policy, be its address known or not."""
    policy_dead: bool = False
    """Whether some link names a policy and leads nowhere."""
    consent_links: tuple[str, ...] = ()
    """Where links that name a consent document lead."""
    footer_policy: bool = False
    has_footer: bool = False
    asks: bool = False
    """A form here asks for personal data."""
    merged: tuple[Merged, ...] = ()
    """Forms whose agreement leads to the policy and to no consent of its own."""
    requisites: Requisites = Requisites()
    webvisor: bool = False
    policy: Policy | None = None
    """Set when the page itself is a privacy policy."""
    served: bool = False
    """Read from a site, not from a file."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What all pages together gave."""

    signals: tuple[Signal, ...]
    forms: tuple[Form, ...]
    trackers: tuple[Tracker, ...]
