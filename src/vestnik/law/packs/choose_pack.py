"""Somebody decides which pack the installation works by from its next start on."""

from vestnik.access.workspaces import list_workspaces
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict, NotFound
from vestnik.kernel.text import N_
from vestnik.law.packs import store
from vestnik.law.packs.model import Edition
from vestnik.ledger.model import Entry
from vestnik.ledger.store import append

_SHORTEST_HASH = 8


async def choose_pack(core: Core, wanted: str | None, by: str) -> Edition | None:
    """Choose a kept pack by version, or by the beginning of its hash; None gives the choice up.

    For whoever runs the installation, so no principal is asked; the ledger of every workspace notes it.

    Raises:
        NotFound: no such pack is kept.
        Conflict: several are; name the hash.
    """
    edition = found_edition(await core.db.read(store.editions), wanted) if wanted is not None else None
    at = core.clock.now()
    entry = Entry(
        "law.pack_chosen",
        {
            "pack": edition.version if edition is not None else None,
            "pack_sha256": edition.sha256 if edition is not None else None,
            "by": by,
        },
    )
    told = [workspace.id for workspace in await list_workspaces(core)]

    def write(tx: Tx) -> None:
        store.choose(tx, edition.sha256 if edition is not None else None, at)
        for workspace_id in told:
            append(tx, workspace_id, [entry], at)

    await core.db.write(write)
    return edition


def found_edition(editions: list[Edition], wanted: str) -> Edition:
    """Return the one kept pack of this version, or whose hash begins so. Pure.

    Raises:
        NotFound: no such pack is kept.
        Conflict: several are.
    """
    found = [edition for edition in editions if edition.version == wanted]
    if not found and len(wanted) >= _SHORTEST_HASH:
        found = [edition for edition in editions if edition.sha256.startswith(wanted.lower())]
    if not found:
        raise NotFound(
            N_("Набора правил «%(wanted)s» в этой установке нет.", wanted=wanted[:64]),
            field="version",
            hint=N_("Какие есть: vestnik law pack list. Поставить: vestnik law pack install ФАЙЛ."),
        )
    if len(found) > 1:
        raise Conflict(
            N_("Наборов «%(wanted)s» несколько: %(hashes)s.", wanted=wanted[:64], hashes=_hashes(found)),
            field="version",
            hint=N_("Назовите начало хеша вместо версии."),
        )
    return found[0]


def _hashes(editions: list[Edition]) -> str:
    return ", ".join(edition.sha256[:12] for edition in editions)
