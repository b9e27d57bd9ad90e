"""A pack comes from outside: checked whole, never taken on trust."""

from collections.abc import Iterable

from vestnik.kernel.core import Core
from vestnik.kernel.errors import Conflict, InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.cases import run_cases
from vestnik.law.model import Pack
from vestnik.law.pack import load_pack
from vestnik.law.packfile.pack_lint import version_key
from vestnik.law.packs import store
from vestnik.law.packs.archive import open_archive, pack_archive
from vestnik.law.packs.ask_case import asker
from vestnik.law.packs.model import Edition
from vestnik.law.packs.pack_in_use import edition_in_use
from vestnik.law.packs.remember_pack import remember_pack


async def install_pack(core: Core, builtin: Pack, data: bytes, by: str, *, older: bool = False) -> Edition:
    """Check and keep the pack in ``data`` (a zip); for whoever runs the installation: no principal is asked.

    The law is the same for all workspaces. A pack that is kept already is returned as it came. Nothing is
    chosen here: which pack counts at the next start is for ``pack_in_use`` to say.

    Raises:
        InvalidInput: no zip of a pack, or its own cases fail.
        CannotStart: a row cannot be read or contradicts another; names the file and the row.
        Conflict: another pack than ours, not newer than the one in use (``older`` lifts this), or a version
            that is known with another content.
    """
    folder = open_archive(data)
    pack = load_pack(folder)
    for problem in run_cases(pack, asker(pack)):
        raise InvalidInput(
            N_("Набор сам себе противоречит: %(problem)s.", problem=str(problem)),
            field="archive",
            hint=N_("Исправьте правило или пример и проверьте: vestnik law lint ФАЙЛ."),
        )
    known = await core.db.read(store.editions)
    for edition in known:
        if edition.sha256 == pack.sha256:
            return edition
    _refuse_a_stranger(pack, builtin, known)
    used = edition_in_use(known, builtin)
    present = used.version if used is not None else builtin.version
    if not older and version_key(pack.version) <= version_key(present):
        raise Conflict(
            N_(
                "Версия %(version)s не новее той, что в работе (%(used)s).",
                version=pack.version,
                used=present,
            ),
            field="archive",
            hint=N_("Чтобы хранить старый набор для прежних решений, добавьте --older."),
        )
    return await remember_pack(core, pack, pack_archive(folder), by)


def _refuse_a_stranger(pack: Pack, builtin: Pack, known: Iterable[Edition]) -> None:
    if pack.id != builtin.id:
        raise Conflict(
            N_("Это другой набор: «%(id)s», а здесь «%(ours)s».", id=pack.id, ours=builtin.id),
            field="archive",
        )
    versions = {edition.version: edition.sha256 for edition in known} | {builtin.version: builtin.sha256}
    if versions.get(pack.version, pack.sha256) != pack.sha256:
        raise Conflict(
            N_(
                "Версия %(version)s здесь уже есть, с другим содержанием (%(hash)s).",
                version=pack.version,
                hash=versions[pack.version][:12],
            ),
            field="archive",
            hint=N_("У исправленного набора должна быть новая версия: поднимите её в pack.toml."),
        )
