"""What a room may ask of the outside web, and how that fails; ``backends.http`` does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class HttpProblem(StrEnum):
    """Why no answer came. An answer with a bad status is an answer, not a problem."""

    BAD_URL = "bad_url"
    """Not http(s), or it carries a login and a password, or cannot be read at all."""
    REFUSED_ADDRESS = "refused_address"
    """The name leads to a private, loopback, link-local or otherwise internal address."""
    NO_SUCH_NAME = "no_such_name"
    UNREACHABLE = "unreachable"
    """Nobody listens, or the connection broke."""
    TIMEOUT = "timeout"
    TLS = "tls"
    """The certificate cannot be trusted, or no secure connection came about."""
    TOO_LARGE = "too_large"
    REDIRECT_LOOP = "redirect_loop"
    """A circle, or more hops than the limit."""
    BAD_ANSWER = "bad_answer"
    """What came back is not HTTP, or its compression is broken or unknown."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect that was met: ``url`` answered ``status`` and pointed at ``location`` (absolute)."""

    url: str
    status: int
    location: str


class HttpFailure(Exception):  # noqa: N818 — named as the reader of a sentence would name it
    """No usable answer; ``problem`` is the one fact to act on, ``detail`` is for a log or a report."""

    def __init__(self, problem: HttpProblem, url: str, detail: str, redirects: tuple[Hop, ...] = ()) -> None:
        """Say which address failed, how, and after which redirects."""
        super().__init__(f"{problem.value}: {url}: {detail}")
        self.problem = problem
        self.url = url
        self.detail = detail
        self.redirects = redirects


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """How much one call may take; the defaults suit a page."""

    total_s: float = 30.0
    connect_s: float = 10.0
    body_bytes: int = 10 * 1024 * 1024
    """Of the body as received and, separately, of the body after decompression."""
    redirects: int = 10
    """0 returns a redirect as the answer."""
    allow_private: bool = False
    """Permit internal addresses: only for targets that the installation's owner named."""


DEFAULT_LIMITS = HttpLimits()


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A whole answer, body decompressed. Header names are in lower case, repeated ones joined by a comma."""

    url: str
    """Where the answer came from, after redirects."""
    status: int
    headers: Mapping[str, str]
    body: bytes
    redirects: tuple[Hop, ...] = field(default=())

    @property
    def location(self) -> str | None:
        """Where an unfollowed redirect points, absolute; None for any other answer."""
        return self.redirects[-1].location if self.redirects and self.redirects[-1].url == self.url else None

    @property
    def media(self) -> str | None:
        """The media type with its parameters, as the server named it."""
        return self.headers.get("content-type")


class Http(Protocol):
    """One shared client. Never sends cookies, never keeps any, never uses a proxy of the environment."""

    async def get(
        self,
        url: str,
        limits: HttpLimits = DEFAULT_LIMITS,
        *,
        headers: Mapping[str, str] | None = None,
        follow: Callable[[str], bool] | None = None,
    ) -> HttpAnswer:
        """Fetch ``url``; redirects are followed up to the limit and only where ``follow`` agrees.

        Where it does not agree the redirect itself is the answer; ``location`` says where it points.

        Raises:
            HttpFailure: see ``HttpProblem``.
        """
        ...

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        limits: HttpLimits = DEFAULT_LIMITS,
    ) -> HttpAnswer:
        """Send one request and return its answer, whatever the status; redirects are never followed.

        Raises:
            HttpFailure: see ``HttpProblem``. After ``TIMEOUT`` or ``UNREACHABLE`` the other side may
                have acted on the request all the same.
        """
        ...
