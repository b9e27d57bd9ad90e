"""What a crawl writes down so that another process can go on with it. Pure."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from vestnik.audit.model import Finding, Trouble

STATE_VERSION = 1


@dataclass(frozen=True, slots=True)
class CrawlState:
    """Where a crawl stands; plain values only, so that it becomes JSON as it is.

    It is bounded: waiting addresses by fifty a page of the limit, marks by eight bytes an address met.
    """

    target: str
    first: str
    """Where the site was found to begin, after the redirects of its first page."""
    sites: list[tuple[str, int | None]]
    """Hosts with their ports that belong to the site."""
    waiting: list[tuple[str, int, str]]
    """Address, depth and sort of everything that is to be fetched, what was under way included."""
    left: dict[str, int]
    """How much of each limit is unused."""
    marks: str
    """Marks of all addresses met, base64."""
    pictures: str
    """Marks of the media that were opened, base64."""
    dropped: int
    counted: dict[str, int]
    """``done``, ``files``, ``bytes``, ``pages``."""
    seconds: float
    """Spent until now, of ``max_seconds``."""
    version: int = STATE_VERSION

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "CrawlState":
        """Return the state that ``dataclasses.asdict`` and JSON were made of.

        Raises:
            ValueError: it was written by another version or is damaged.
        """
        try:
            state = cls(**plain)
            if state.version != STATE_VERSION:
                raise ValueError(f"a checkpoint of version {state.version}")
            sites = [(str(host), port) for host, port in state.sites]
            waiting = [(str(url), int(depth), str(sort)) for url, depth, sort in state.waiting]
        except (TypeError, KeyError) as error:
            raise ValueError("a damaged checkpoint") from error
        return cls(**{**plain, "sites": sites, "waiting": waiting})


@dataclass(slots=True)
class Harvest:
    """What was found since the last save."""

    findings: list[Finding] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    """Addresses of the pages and files that were read."""


class Checkpoint(Protocol):
    """Where a crawl writes down how far it is. Each save replaces the state and adds the harvest, or neither.

    A crawl that is killed and run again with the same checkpoint fetches nothing twice that the last save
    knew as finished, and gives every finding once.
    """

    async def load(self) -> tuple[CrawlState, Harvest] | None:
        """Return the last state with everything harvested until then, or None."""
        ...

    async def save(self, state: CrawlState, new: Harvest) -> None:
        """Keep ``state`` instead of the one before and ``new`` beside all that was kept, at one stroke."""
        ...

    async def clear(self) -> None:
        """Forget everything: the crawl came to its end."""
        ...
