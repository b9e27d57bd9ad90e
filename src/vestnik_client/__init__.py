"""The small Python client of Vestnik's HTTP API; standard library only."""

from vestnik_client.answers import Accepted, Attempt, CallReported, Message
from vestnik_client.client import Client
from vestnik_client.errors import (
    BadKey,
    Conflict,
    InvalidRequest,
    NotAllowed,
    NotFound,
    Refused,
    TooMany,
    Unreachable,
    VestnikClientError,
)

__all__ = [
    "Accepted",
    "Attempt",
    "BadKey",
    "CallReported",
    "Client",
    "Conflict",
    "InvalidRequest",
    "Message",
    "NotAllowed",
    "NotFound",
    "Refused",
    "TooMany",
    "Unreachable",
    "VestnikClientError",
]
