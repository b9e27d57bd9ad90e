"""The keys of workspaces, kept in the database wrapped under the root key."""

import secrets
from collections.abc import Mapping
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.exc import IntegrityError

from vestnik.kernel.clock import Clock
from vestnik.kernel.core import Db
from vestnik.kernel.errors import CannotStart, NotFound, Unavailable
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_
from vestnik.keys import store
from vestnik.keys.root import ROOT_BYTES
from vestnik.keys.seal import KEY_BYTES, blind_index, derive, epoch_of, indexer, seal, unseal

_WRAPPED: Final = "workspace_keys.wrapped"
_MAX_CACHED: Final = 10_000


class EpochKeys:
    """The keys of one workspace: the newest living epoch seals, every living epoch opens.

    The blind index belongs to the oldest living epoch, so that a new epoch does not make rows unfindable;
    whoever ends an epoch indexes anew first.
    """

    def __init__(self, workspace_id: str, epochs: Mapping[int, bytes]) -> None:
        """Derive what is needed from the 32-byte key of each living epoch; there is at least one."""
        self._workspace_id = workspace_id
        self._current = max(epochs)
        self._ciphers = {epoch: AESGCM(derive(key, "field")) for epoch, key in epochs.items()}
        self._indexer = indexer(derive(epochs[min(epochs)], "index"))

    def seal(self, plaintext: bytes, context: str) -> bytes:
        """Encrypt for the place ``context`` (``table.column:row id``)."""
        cipher = self._ciphers[self._current]
        return seal(cipher, self._current, self._workspace_id, context, plaintext)

    def open(self, sealed: bytes, context: str) -> bytes:
        """Decrypt what ``seal`` made for the same place.

        Raises:
            Unavailable: the blob was changed, moved, or its key is gone.
        """
        try:
            cipher = self._ciphers.get(epoch_of(sealed))
            if cipher is not None:
                return unseal(cipher, self._workspace_id, context, sealed)
        except ValueError as error:
            raise Unavailable(
                N_("Зашифрованные данные повреждены или перенесены из другого места."),
                hint=N_("Проверьте базу и восстановите её из резервной копии."),
            ) from error
        raise Unavailable(N_("Ключ этих данных уничтожен или ещё не загружен: прочитать их нельзя."))

    def blind_index(self, kind: str, value: str) -> bytes:
        """Return 32 bytes by which an exact value of a kind can be looked up."""
        return blind_index(self._indexer, kind, value)


class DbKeyring:
    """Gives each workspace its keys, made at first need and held in memory afterwards."""

    def __init__(self, root_key: bytes, db: Db, clock: Clock) -> None:
        """Take the 32-byte root key and the database; nothing is read yet."""
        if len(root_key) != ROOT_BYTES:
            raise ValueError(f"a root key has {ROOT_BYTES} bytes")
        self._wrapping = AESGCM(derive(root_key, "wrap"))
        self._db = db
        self._clock = clock
        self._known: dict[str, EpochKeys] = {}

    async def of(self, workspace_id: str) -> EpochKeys:
        """Return the keys of a workspace.

        Raises:
            NotFound: there is no such workspace.
            CannotStart: its keys were wrapped under another root key.
        """
        keys = self._known.get(workspace_id)
        if keys is not None:
            return keys
        if not is_id(workspace_id):
            raise NotFound(N_("Такого рабочего пространства нет."))
        living = await self._db.read(lambda tx: store.living_epochs(tx, workspace_id))
        if not living:
            living = await self._make(workspace_id)
        epochs = {epoch: self._unwrap(workspace_id, wrapped) for epoch, wrapped in living.items()}
        if len(self._known) >= _MAX_CACHED:
            del self._known[next(iter(self._known))]
        return self._known.setdefault(workspace_id, EpochKeys(workspace_id, epochs))

    async def _make(self, workspace_id: str) -> dict[int, bytes]:
        fresh = secrets.token_bytes(KEY_BYTES)
        now = self._clock.now()

        def wrap(epoch: int) -> bytes:
            return seal(self._wrapping, epoch, workspace_id, _WRAPPED, fresh)

        try:
            return await self._db.write(lambda tx: store.begin_epoch(tx, workspace_id, wrap, now))
        except IntegrityError as error:
            raise NotFound(N_("Такого рабочего пространства нет.")) from error

    def _unwrap(self, workspace_id: str, wrapped: bytes) -> bytes:
        try:
            return unseal(self._wrapping, workspace_id, _WRAPPED, wrapped)
        except ValueError as error:
            raise CannotStart(
                N_("Корневой ключ не подходит к этой базе данных."),
                hint=N_("Верните файл корневого ключа, с которым база была создана."),
            ) from error
