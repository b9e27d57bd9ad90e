"""What the server answers, typed; ``raw`` keeps the answer as it came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that is durable on the server."""

    id: str
    state: str
    accepted_at: datetime
    idempotency_key: str
    repeated: bool
    """True when the key was seen before: this is the first answer, nothing is sent twice."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to hand a message to a provider; ``outcome`` None means that nobody knows."""

    number: int
    outcome: str | None
    kind: str | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """One message and what happened to it."""

    id: str
    channel: str
    to: str
    """Masked."""
    purpose: str
    state: str
    state_at: datetime
    live: bool
    attempts: tuple[Attempt, ...]
    receipts: tuple[str, ...]
    """Events in order: ``delivered``, ``read``…"""
    raw: Mapping[str, Any] = field(repr=False, compare=False)
    """The whole story with the law's decisions, as the API documents it."""


@dataclass(frozen=True, slots=True)
class CallReported:
    """What a report of a call did."""

    state: str
    released: int
    """Codes that had waited for the end of this call."""


def read_accepted(body: Mapping[str, Any]) -> Accepted:
    """Read the answer of ``POST /v1/messages``; KeyError, TypeError or ValueError for another shape."""
    return Accepted(
        str(body["id"]),
        str(body["state"]),
        datetime.fromisoformat(body["accepted_at"]),
        str(body["idempotency_key"]),
        bool(body["repeated"]),
    )


def read_message(body: Mapping[str, Any]) -> Message:
    """Read the answer of ``GET /v1/messages/{id}``; errors as in ``read_accepted``."""
    return Message(
        id=str(body["id"]),
        channel=str(body["channel"]),
        to=str(body["to"]),
        purpose=str(body["purpose"]),
        state=str(body["state"]),
        state_at=datetime.fromisoformat(body["state_at"]),
        live=bool(body["live"]),
        attempts=tuple(
            Attempt(int(one["number"]), one["outcome"], one["kind"], one["detail"])
            for one in body["attempts"]
        ),
        receipts=tuple(str(one["event"]) for one in body["receipts"]),
        raw=body,
    )


def read_call(body: Mapping[str, Any]) -> CallReported:
    """Read the answer of ``POST /v1/calls``; errors as in ``read_accepted``."""
    return CallReported(str(body["state"]), int(body["released"]))
