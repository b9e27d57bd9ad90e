"""The nouns of the ledger. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from vestnik.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written: a kind, a public part that holds no personal data, and perhaps a private one.

    ``private`` is already sealed, and ``commit`` ties its content to the public part; ``conceal``
    makes both. ``kind`` is lower-case words with dots: ``message.accepted``.
    """

    kind: str
    public: Mapping[str, object]
    private: bytes | None = None
    commit: bytes | None = None

    def __post_init__(self) -> None:
        if (self.private is None) != (self.commit is None):
            msg = "a private part comes with its commitment: make the entry with ledger.conceal"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """One leaf as it stands in the log."""

    index: int
    kind: str
    at: datetime
    leaf: bytes
    """Canonical JSON of the public part; these are the bytes that are hashed."""
    leaf_hash: bytes
    private: bytes | None


@dataclass(frozen=True, slots=True)
class Head:
    """How far a workspace's log has grown."""

    size: int
    root: bytes
    frontier: tuple[bytes, ...]
    """Roots of the complete subtrees that make up the tree, largest first; one a bit set in ``size``."""
    checkpoint: str | None
    """The last signed checkpoint; it may be of a smaller size."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The three lines of a C2SP checkpoint."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That one leaf stands at ``index`` of the log of ``size`` leaves with this ``root``."""

    index: int
    size: int
    leaf: bytes
    path: tuple[bytes, ...]
    root: bytes


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of recomputing a whole log."""

    ok: bool
    size: int
    root: bytes
    checkpoint: str | None
    first_bad: int | None
    """Index of the first entry that does not agree, where one can be named."""
    sentence: Text
