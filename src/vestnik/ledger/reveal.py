"""Opening the private part of an entry, with what proves that it belongs to the leaf."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

from vestnik.kernel.core import WorkspaceKeys
from vestnik.kernel.errors import NotFound, Unavailable
from vestnik.kernel.text import N_
from vestnik.ledger.conceal import BLIND_BYTES, commitment, place_of
from vestnik.ledger.model import StoredEntry


@dataclass(frozen=True, slots=True)
class Revealed:
    """A private part; whoever is shown ``blind`` and ``content`` can check them against the leaf."""

    private: Mapping[str, Any]
    blind: bytes
    content: bytes


def reveal(keys: WorkspaceKeys, entry: StoredEntry) -> Revealed:
    """Open the private part of an entry and check it against the leaf.

    Raises:
        NotFound: the entry has no private part, or it was erased.
        Unavailable: its key is gone, or what is stored is not what the leaf commits to.
    """
    commit = bytes.fromhex(json.loads(entry.leaf).get("commit", ""))
    if entry.private is None or not commit:
        raise NotFound(N_("У записи %(index)s нет закрытой части.", index=entry.index))
    opened = keys.open(entry.private, place_of(commit))
    blind, content = opened[:BLIND_BYTES], opened[BLIND_BYTES:]
    if not compare_digest(commitment(blind, content), commit):
        raise Unavailable(N_("Закрытая часть записи %(index)s не та, что в журнале.", index=entry.index))
    return Revealed(json.loads(content), blind, content)
