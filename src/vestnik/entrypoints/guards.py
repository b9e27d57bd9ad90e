"""Every HTTP route says who may come in; a test walks all routes and refuses one that does not.

A guard is a statement about the endpoint; the endpoint's own door (session or API key) checks it with
``access.allow.require``, and another test knocks on every route without credentials.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from vestnik.access.model import Permission

_ATTRIBUTE = "__vestnik_guard__"
_Endpoint = TypeVar("_Endpoint", bound=Callable[..., Any])


class Open(StrEnum):
    """Ways in that no single permission describes; each use gives its reason."""

    PUBLIC = "public"
    """Anybody."""
    SIGNED_IN = "signed_in"
    """Anybody who is known, whatever the role."""
    SIGNATURE = "signature"
    """A provider whose request proves itself."""


PUBLIC = Open.PUBLIC
SIGNED_IN = Open.SIGNED_IN
SIGNATURE = Open.SIGNATURE


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may come in by a route, and, where that is not one permission, why."""

    need: Permission | Open
    reason: str = ""


def guard(need: Permission | Open, reason: str = "") -> Callable[[_Endpoint], _Endpoint]:
    """Name the guard of an endpoint: ``@guard(Permission.AUDITS_READ)`` or ``@guard(PUBLIC, "why")``.

    Raises:
        ValueError: an open way in came without its reason.
    """
    if isinstance(need, Open) and not reason:
        msg = f"say why this endpoint is {need.value}"
        raise ValueError(msg)

    def mark(endpoint: _Endpoint) -> _Endpoint:
        setattr(endpoint, _ATTRIBUTE, Guard(need, reason))
        return endpoint

    return mark


def guard_of(endpoint: object) -> Guard | None:
    """Return the guard an endpoint names, or None; looks through wrappers."""
    while endpoint is not None:
        found = getattr(endpoint, _ATTRIBUTE, None)
        if isinstance(found, Guard):
            return found
        endpoint = getattr(endpoint, "func", None) or getattr(endpoint, "__wrapped__", None)
    return None
