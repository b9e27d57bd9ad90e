"""Making an entry whose private part only key holders can read, and nobody can exchange."""

import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from vestnik.kernel.core import WorkspaceKeys
from vestnik.ledger.canonical import canonical
from vestnik.ledger.model import Entry

BLIND_BYTES: Final = 32
_LABEL: Final = b"vestnik/v1/commit\x00"


def conceal(
    keys: WorkspaceKeys, kind: str, public: Mapping[str, object], private: Mapping[str, object]
) -> Entry:
    """Return an entry of a public part and a sealed private one.

    The leaf holds ``commit = SHA-256(label, blind, canonical JSON of private)``. The 32 random bytes of the
    blind are sealed together with the private part: without the key the commitment says nothing even about
    values one could guess, like telephone numbers, so destroying the key is enough to erase them.

    Raises:
        TypeError, ValueError: ``private`` has no canonical form.
    """
    blind = secrets.token_bytes(BLIND_BYTES)
    content = canonical(private)
    commit = commitment(blind, content)
    return Entry(kind, public, keys.seal(blind + content, place_of(commit)), commit)


def commitment(blind: bytes, content: bytes) -> bytes:
    """Return the 32 bytes that tie a leaf to its private part."""
    return sha256(_LABEL + blind + content).digest()


def place_of(commit: bytes) -> str:
    """Return the context that a private part is sealed for: its own leaf and no other."""
    return f"ledger_entries.private:{commit.hex()}"
