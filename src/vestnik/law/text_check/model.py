"""The nouns of the text check. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from vestnik.law.signatures import Signatures

LINKED: Final = "\0"
"""The text of a word that stands for an address of a messenger's own site."""


class InvitationKind(StrEnum):
    """How the reader is led away."""

    LINK = "link"
    HANDLE = "handle"
    """An account beside the messenger's name: ``телеграм @shop``."""
    PHRASE = "phrase"
    """A call to write, or a telephone number beside the messenger's name."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """One place of a text that leads its reader to a foreign messenger."""

    platform: str
    """Id as in the signatures: ``whatsapp``, ``telegram``…"""
    spelling: str
    """``text[start:end]`` as it stands, 80 characters at most."""
    start: int
    end: int
    kind: InvitationKind
    disguised: bool
    """Whether it is written so as to escape a filter."""


class Word(NamedTuple):
    """A word of the cleaned text, in lower case; a tuple, because a long text has many."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """An address in the cleaned text; ``platform`` is None for one that leads to no foreign messenger."""

    start: int
    end: int
    platform: str | None
    invites: bool
    """Whether it leads to somebody to write to; the messenger's own site only names it."""
    disguised: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A messenger named in the cleaned text; ``first`` and ``last`` number its words."""

    platform: str | None
    """None for what is not foreign: MAX, VK, SMS; such a name only takes part in lists."""
    first: int
    last: int
    start: int
    end: int
    sure: bool
    """Whether the spelling means the messenger wherever it stands alone."""
    disguised: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of the data as a key: what is made from it is made once."""

    digest: str
    signatures: Signatures = field(compare=False)
