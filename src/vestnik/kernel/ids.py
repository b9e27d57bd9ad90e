"""Identifiers: UUIDv7 (RFC 9562), so that rows sort by the time they were made."""

import re
from typing import Protocol

import uuid_utils

_CANONICAL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")


class Ids(Protocol):
    """A source of new identifiers."""

    def new(self) -> str:
        """Return a fresh id: 36 characters, lower case, with dashes."""
        ...


class Uuid7Ids:
    """Time-ordered ids of RFC 9562, version 7."""

    def new(self) -> str:
        """Return a fresh id: 36 characters, lower case, with dashes."""
        return str(uuid_utils.uuid7())


def is_id(value: str) -> bool:
    """Tell whether ``value`` has the canonical form of an id."""
    return _CANONICAL.match(value) is not None
