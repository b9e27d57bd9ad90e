"""An entry's public bytes: what is hashed into the tree."""

import re
from datetime import UTC, datetime
from typing import Final

from vestnik.ledger.canonical import canonical
from vestnik.ledger.model import Entry

VERSION: Final = 1
MAX_LEAF: Final = 65_535
"""Bytes; a C2SP bundle gives a leaf's length two bytes."""
_RESERVED: Final = frozenset({"v", "kind", "t", "commit"})
_KIND: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*\Z")
_MAX_KIND: Final = 64


def leaf_bytes(entry: Entry, at: datetime) -> bytes:
    """Return the canonical JSON of the entry with its version, kind, time to the second and commitment.

    Raises:
        ValueError: the kind or the public part cannot be written, or the leaf is longer than 65,535 bytes.
        TypeError: the public part holds a type without a canonical form.
    """
    if len(entry.kind) > _MAX_KIND or not _KIND.match(entry.kind):
        raise ValueError(f"{entry.kind!r} is no kind: lower-case words joined by dots, 64 characters at most")
    taken = _RESERVED.intersection(entry.public)
    if taken:
        raise ValueError(f"the ledger itself writes {sorted(taken)} into a leaf")
    content: dict[str, object] = dict(entry.public)
    content.update(v=VERSION, kind=entry.kind, t=stamp(at))
    if entry.commit is not None:
        content["commit"] = entry.commit.hex()
    leaf = canonical(content)
    if len(leaf) > MAX_LEAF:
        raise ValueError(f"the leaf is {len(leaf)} bytes long, {MAX_LEAF} are allowed: write a hash instead")
    return leaf


def stamp(at: datetime) -> str:
    """Return a time as a leaf holds it: ``2026-11-23T09:00:00Z``; a finer one could tell people apart."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
