"""Checkpoints of C2SP (``tlog-checkpoint``): how far a log has grown, and its root, signed."""

import base64
from typing import Final

from vestnik.kernel.core import Core, Signer, Tx
from vestnik.kernel.errors import Conflict
from vestnik.kernel.text import N_
from vestnik.ledger import store
from vestnik.ledger.model import Checkpoint, Head
from vestnik.ledger.note import decode_base64, open_note, sign_note
from vestnik.ledger.tree import EMPTY_ROOT, HASH_BYTES, cover, root_of

_LINES: Final = 3


async def sign_checkpoint(core: Core, workspace_id: str) -> str:
    """Sign the present head of a workspace's log, keep the note beside it and return it.

    Raises:
        Conflict: the log no longer begins with what was signed before; nothing is signed then.
    """

    def work(tx: Tx) -> str:
        head = store.locked_head(tx, workspace_id)
        signed = _last(head, core.signer, workspace_id)
        if signed is not None and not continues(tx, workspace_id, head, signed):
            raise Conflict(
                N_("Журнал не продолжает прежнюю контрольную точку, новая не подписана."),
                hint=N_("Выполните: vestnik ledger verify"),
            )
        if signed is not None and signed.size == head.size and head.checkpoint is not None:
            return head.checkpoint
        origin = origin_of(core.signer, workspace_id)
        note = sign_note(format_checkpoint(Checkpoint(origin, head.size, head.root)), origin, core.signer)
        store.save_checkpoint(tx, workspace_id, note)
        return note

    return await core.db.write(work)


def origin_of(signer: Signer, workspace_id: str) -> str:
    """Return the name of a workspace's log: ``vestnik/<installation>/<workspace>``."""
    return f"{signer.name}/{workspace_id}"


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """Return the three lines of a checkpoint."""
    return f"{checkpoint.origin}\n{checkpoint.size}\n{base64.b64encode(checkpoint.root).decode()}\n"


def open_checkpoint(note: str, origin: str, public_key: bytes) -> Checkpoint:
    """Read a signed checkpoint of the log ``origin``.

    Raises:
        ValueError: not signed by this key under this name, or not a checkpoint of this log.
    """
    lines = open_note(note, origin, public_key).split("\n")
    if len(lines) <= _LINES or lines[0] != origin:
        raise ValueError(f"not a checkpoint of {origin}")
    if not lines[1].isascii() or not lines[1].isdigit() or (lines[1][0] == "0" and lines[1] != "0"):
        raise ValueError("the size of a checkpoint is a decimal number")
    root = decode_base64(lines[2])
    if len(root) != HASH_BYTES:
        raise ValueError(f"the root of a checkpoint has {HASH_BYTES} bytes")
    return Checkpoint(origin, int(lines[1]), root)


def continues(tx: Tx, workspace_id: str, head: Head, signed: Checkpoint) -> bool:
    """Tell whether the log still begins with what was signed (from stored nodes; ``verify`` recomputes)."""
    if signed.size > head.size:
        return False
    try:
        return root_at(tx, workspace_id, signed.size) == signed.root
    except KeyError:
        return False


def root_at(tx: Tx, workspace_id: str, size: int) -> bytes:
    """Return the root the log had when it was ``size`` leaves long.

    Raises:
        KeyError: a node of it is missing.
    """
    if size == 0:
        return EMPTY_ROOT
    nodes = cover(0, size)
    known = store.subtrees(tx, workspace_id, nodes)
    return root_of([known[node] for node in nodes])


def _last(head: Head, signer: Signer, workspace_id: str) -> Checkpoint | None:
    if head.checkpoint is None:
        return None
    try:
        return open_checkpoint(head.checkpoint, origin_of(signer, workspace_id), signer.public_key)
    except ValueError as error:
        raise Conflict(
            N_("Сохранённая контрольная точка подписана не нашим ключом, новая не подписана."),
            hint=N_("Верните файл ключа подписи из резервной копии."),
        ) from error
