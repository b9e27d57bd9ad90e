"""What readers hand to detectors: elements, attributes, literals and the tokens found in them. Pure.

All offsets are characters of ``Document.text``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vestnik.law.signatures import LiteralKind, Match


class Zone(StrEnum):
    """What sort of source a character stands in."""

    TEXT = "text"
    """Text a visitor reads."""
    ATTRIBUTE = "attribute"
    TAG = "tag"
    """Inside a tag but in no attribute's value."""
    SCRIPT = "script"
    STYLE = "style"
    CODE = "code"
    """A program of a server or an application."""
    DATA = "data"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute's value without its quotes."""

    name: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Element:
    """A tag with its attributes; ``end`` includes the end tag, when there is one."""

    tag: str
    start: int
    open_end: int
    """Where the start tag ends and the inside begins."""
    close_start: int
    """Where the inside ends; equals ``open_end`` for a void or unclosed element."""
    end: int
    attributes: Mapping[str, Attribute]
    parent: "Element | None" = field(default=None, compare=False, repr=False)

    def get(self, name: str) -> str:
        """An attribute's text, or an empty string."""
        found = self.attributes.get(name)
        return found.text if found else ""


@dataclass(frozen=True, slots=True)
class Literal:
    """A string literal of a program: ``start`` and ``end`` are inside the quotes."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Where:
    """Everything a detector may ask about a place."""

    zone: Zone
    element: Element | None = None
    """The element whose tag or text holds the place."""
    attribute: Attribute | None = None
    literal: Literal | None = None
    commented: bool = False
    island: bool = False
    """Inside code of a template within markup."""

    def closest(self, *tags: str) -> Element | None:
        """The nearest element around the place, itself included, that has one of the tags."""
        found = self.element
        while found is not None and found.tag not in tags:
            found = found.parent
        return found


@dataclass(frozen=True, slots=True)
class Token:
    """A candidate with its place: an address (``match`` is set) or a name of a platform."""

    kind: LiteralKind
    start: int
    end: int
    raw: str
    platform: str
    where: Where
    match: Match | None = None
    dynamic: bool = False
    """Some part is only known at run time."""
    text: str = ""
    """The literal of the signatures that was met."""
    whole: bool = True
    """For a name: it stands alone, not inside an identifier."""
