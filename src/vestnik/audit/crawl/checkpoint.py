"""What a crawl writes down so that another process can go on with it, and when it does."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from vestnik.audit.model import Finding, Trouble
from vestnik.kernel.errors import VestnikError

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


class Keeper:
    """Writes checkpoints in their order; one that fails ends the writing and not the crawl."""

    def __init__(
        self, checkpoint: Checkpoint | None, pages: int, seconds: float, failed: Callable[[str], None]
    ) -> None:
        """Save after ``pages`` addresses or ``seconds``; ``failed`` is told why nothing is kept any more."""
        self._checkpoint = checkpoint
        self._pages, self._seconds = pages, seconds
        self._failed = failed
        self._lock = asyncio.Lock()
        self._at = 0.0
        self._writing: set[asyncio.Task[None]] = set()

    async def load(self) -> tuple[CrawlState, Harvest] | None:
        """Return what an earlier process kept."""
        self._at = asyncio.get_running_loop().time()
        return None if self._checkpoint is None else await self._checkpoint.load()

    def is_due(self, done: int) -> bool:
        """Whether it is time, after ``done`` addresses."""
        now = asyncio.get_running_loop().time()
        if self._checkpoint is None or (done % self._pages and now - self._at < self._seconds):
            return False
        self._at = now
        return True

    async def save(self, state: CrawlState, new: Harvest) -> None:
        """Keep the state; a caller that is cancelled meanwhile leaves the writing to its end."""
        task = asyncio.create_task(self._save(state, new))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)
        await asyncio.shield(task)

    async def clear(self) -> None:
        """Forget everything, after the last writing."""
        async with self._lock:
            if self._checkpoint is not None:
                await self._checkpoint.clear()

    async def _save(self, state: CrawlState, new: Harvest) -> None:
        async with self._lock:
            if self._checkpoint is None:
                return
            try:
                await self._checkpoint.save(state, new)
            except (OSError, VestnikError) as error:
                # What was to be kept is lost for the next state too; the one before stays true.
                self._checkpoint = None
                self._failed(getattr(error, "strerror", None) or str(error))
