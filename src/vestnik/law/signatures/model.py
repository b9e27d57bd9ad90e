"""The nouns of messenger signatures: what names a platform. Pure.

What names a platform is data (``data/*.toml``); where it can stand in a file is the audit's business.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SEVERAL: Final = "several"
"""The platform of what may hold any messenger: a widget, a gateway, a page of links, a short link."""


class LinkRole(StrEnum):
    """What an address is for; a rule of the data says it."""

    CONTACT = "contact"
    SHARE = "share"
    POST = "post"
    MENTION = "mention"
    WIDGET = "widget"
    API = "api"
    SHORTENED = "shortened"
    """A short link: where it leads is only known by asking."""


class LiteralKind(StrEnum):
    """What a prefilter literal may be the beginning of."""

    URL = "url"
    WORD = "word"
    MARK = "mark"
    LIBRARY = "library"
    BASE64 = "base64"
    CREDENTIAL = "credential"
    ENCODED = "encoded"
    """A run of character references or escapes."""
    SPELLED = "spelled"
    """A word cut into one element a letter."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart: ``host`` in lower case without port, or a scheme of an application.

    ``path`` begins with ``/`` for hosts and is everything before ``?`` for other schemes.
    """

    scheme: str
    host: str
    path: str
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UrlRule:
    """One form of address of a platform: a host or scheme, a path, and what the query must hold."""

    rule: str
    platform: str
    hosts: tuple[str, ...]
    schemes: tuple[str, ...]
    subdomain: str | None
    """None: the host alone; ``any``: hosts below it too; a name: exactly one label, captured under it."""
    path: re.Pattern[str]
    query: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]
    kind: str
    """A value of the audit's ``ChannelKind``."""
    role: LinkRole
    severity: str | None
    target: str
    keep_case: bool


@dataclass(frozen=True, slots=True)
class Match:
    """What an address leads to."""

    platform: str
    rule: str
    kind: str
    """A value of the audit's ``ChannelKind``: ``dm_phone``, ``bot``, ``post``, ``share``, ``unknown``…"""
    role: LinkRole
    target: str
    """Canonical address; equal targets are one contact point; ``{}`` stands for a part set at run time."""
    severity: str | None = None
    """A severity the data fixes for this rule, else None: the role decides."""
    name: str | None = None
    """The account name in the address, when there is one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A literal that gives a platform away by itself: a class, a plug-in path, an Android package."""

    rule: str
    platform: str
    literal: str
    carrier: str
    severity: str
    kind: str


@dataclass(frozen=True, slots=True)
class Library:
    """A package whose presence among dependencies means the platform is spoken."""

    rule: str
    platform: str
    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """Bytes to look for first; ``caseless`` folds ASCII letters only."""

    data: bytes
    kind: LiteralKind
    platform: str
    text: str
    caseless: bool


@dataclass(frozen=True, slots=True)
class PlatformSigns:
    """The names of one platform."""

    id: str
    name: str
    basis: str
    """``rkn-list``, ``article`` or ``foreign-other``."""
    words: tuple[str, ...]
    """Spellings in lower case that mean the platform wherever they stand alone."""
    loose: tuple[str, ...]
    """Spellings that mean it only beside a verb, a phone or a handle."""
    keys: tuple[str, ...]
    """Short keys of configuration that mean it beside a fitting value."""
