"""The protocols rooms are given instead of things (database, bus, keys), and ``Core``, which carries them.

A verb of a room takes ``core`` first and asks nothing of the outside world except through it.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

from sqlalchemy import Connection, Row

from vestnik.kernel.clock import Clock
from vestnik.kernel.ids import Ids

Tx: TypeAlias = Connection
"""A connection inside a transaction that somebody else begins, commits and rolls back."""

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row whose columns the reader knows by name."""

T = TypeVar("T")
I_contra = TypeVar("I_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)
Item = TypeVar("Item")
Result = TypeVar("Result")


class Batch(Protocol[I_contra, R_co]):
    """Work that is cheaper together: everything pending of one batch is written by one call.

    It is called inside a transaction with one or more items and answers one result an item, in order;
    an item that must be refused gets an exception *instance* in its place. When the call raises, each
    item is tried again alone, so a bad item harms nobody else: the call must therefore be repeatable.
    """

    def __call__(self, tx: Tx, items: Sequence[I_contra]) -> Sequence[R_co | Exception]:
        """Write all ``items``; see the class."""
        ...


class Db(Protocol):
    """One database, behind one committer: what is written together is committed together.

    ``write`` and ``submit`` return only when their transaction is durable.
    """

    @property
    def dialect(self) -> Literal["sqlite", "postgresql"]:
        """Which engine stands behind."""
        ...

    async def read(self, query: Callable[[Tx], T]) -> T:
        """Run ``query`` on one consistent snapshot; it must not write."""
        ...

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run ``work`` in the next group commit, in a savepoint of its own, and wait for durability.

        ``work`` is plain synchronous code on either engine and may be run again after a failure.

        Raises:
            TooMany: more is waiting to be written than the queue's limit.
            Unavailable: the commit failed; nothing of this call was written.
        """
        ...

    async def submit(self, batch: Batch[Item, Result], item: Item) -> Result:
        """Add ``item`` to the next call of ``batch``; wait for durability; errors as in ``write``."""
        ...


class Subscription(Protocol):
    """A listener's end of a topic; leave it by ``close``."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield what is published from now on."""
        ...

    async def next(self, timeout_s: float) -> bytes | None:
        """Return the next message, or None after ``timeout_s`` seconds without one."""
        ...

    def drain(self) -> int:
        """Throw away what waits already (one wake-up is as good as many); return how many."""
        ...

    def close(self) -> None:
        """Stop listening."""
        ...


class Bus(Protocol):
    """Wake-ups between parts and processes; losing one must be harmless, for the database is the truth."""

    async def publish(self, topic: str, data: bytes = b"") -> None:
        """Tell whoever listens on ``topic``."""
        ...

    def subscribe(self, topic: str) -> Subscription:
        """Start listening; a slow listener loses its oldest messages, never the publisher's time."""
        ...


class WorkspaceKeys(Protocol):
    """The cryptography of one workspace; synchronous and fast once fetched."""

    def seal(self, plaintext: bytes, context: str) -> bytes:
        """Encrypt; ``context`` (``table.column:row id``) is bound in, so a blob opens only in its place."""
        ...

    def open(self, sealed: bytes, context: str) -> bytes:
        """Decrypt what ``seal`` made for the same ``context``.

        Raises:
            Unavailable: the blob was changed, moved, or its key is gone.
        """
        ...

    def blind_index(self, kind: str, value: str) -> bytes:
        """Return 32 bytes by which an exact value can be looked up without being readable."""
        ...


class Keyring(Protocol):
    """Gives each workspace its keys."""

    async def of(self, workspace_id: str) -> WorkspaceKeys:
        """Return the keys of a workspace, making them at first need."""
        ...


class Signer(Protocol):
    """The installation's signing key (Ed25519)."""

    @property
    def name(self) -> str:
        """The signer's name, as it stands in signed notes."""
        ...

    @property
    def public_key(self) -> bytes:
        """The 32 bytes of the public key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature."""
        ...


@dataclass(frozen=True, slots=True)
class Core:
    """What every verb needs; built once by ``app``."""

    clock: Clock
    ids: Ids
    db: Db
    bus: Bus
    keyring: Keyring
    signer: Signer
