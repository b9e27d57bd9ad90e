"""The nouns of history: a moment, a standing, what one audit covered, a contact point over time. Pure."""

import hashlib
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from vestnik.audit.model import Severity


@dataclass(frozen=True, slots=True)
class Moment:
    """An audit, and when it ended."""

    audit_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Since when something is there, and whether it still is."""

    first: Moment
    last: Moment
    """The last audit that saw it."""
    closed: Moment | None = None
    """The first audit that looked and did not find it any more; None while it is open."""
    reopened: int = 0
    """How often it came back after it was closed."""
    reopened_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether no audit has seen it gone."""
        return self.closed is None


class Change(StrEnum):
    """What an audit did to a standing."""

    OPENED = "opened"
    REOPENED = "reopened"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one audit looked at. What it did not look at, it cannot have seen gone."""

    complete: bool
    """Nothing a visitor could see was missed."""
    read: AbstractSet[str] = frozenset()
    """Addresses of the pages and files that were read, and of those that are no longer served."""
    unread: AbstractSet[str] = frozenset()
    """Addresses that could not, or by the site's own rules must not, be read."""
    certain: bool = True
    """Whether ``unread`` holds all such addresses; a crawl keeps only so many of them."""
    by_browser: bool = False
    """Whether pages were rendered: what only a browser sees is not gone when none looked."""
    subdomains: bool = False
    hosts: AbstractSet[str] = field(default_factory=frozenset)
    """Names of the hosts it was let into."""

    def holds(self, path: str, *, by_browser: bool = False) -> bool:
        """Tell whether the place at ``path`` was looked at, so that its absence means it is gone."""
        if by_browser and not self.by_browser:
            return False
        page = path.partition("!/")[0]  # a file inside a container is read with the container
        if page in self.unread:
            return False
        return page in self.read or (self.complete and self.certain and self._reaches(page))

    def _reaches(self, page: str) -> bool:
        host = urlsplit(page).hostname or ""
        if host in self.hosts:
            return True
        return self.subdomains and any(host.endswith(f".{known}") for known in self.hosts)


@dataclass(frozen=True, slots=True)
class PointHistory:
    """A contact point of a site over time."""

    point: str
    """Its key, see ``point_key``."""
    platform: str
    address: str
    """The target in canonical form; empty for a label or a call without an address."""
    severity: Severity
    places: int
    files: int
    standing: Standing

    @property
    def shown(self) -> str:
        """The address for people: what a program puts together at run time is an ellipsis, not ``{}``."""
        return self.address.replace("{}", "…")


@dataclass(frozen=True, slots=True)
class PointChange:
    """What an audit did to a contact point."""

    change: Change
    history: PointHistory


def site_key(target: str) -> str:
    """Return the key under which the history of an audited target is kept: 64 hexadecimal digits."""
    return hashlib.sha256(target.encode("utf-8", "replace")).hexdigest()


def point_key(platform: str, address: str) -> str:
    """Return the identity of a contact point: 64 hexadecimal digits."""
    return hashlib.sha256(f"{platform}\0{address}".encode("utf-8", "replace")).hexdigest()
