"""Which pack this installation works by: the chosen one, else the newer of the built-in and the installed."""

from collections.abc import Iterable

from vestnik.kernel.core import Core
from vestnik.kernel.errors import CannotStart, VestnikError
from vestnik.kernel.text import N_
from vestnik.law.model import Pack
from vestnik.law.packfile.pack_lint import version_key
from vestnik.law.packs import store
from vestnik.law.packs.archive import load_archive
from vestnik.law.packs.model import Edition


async def pack_in_use(core: Core, builtin: Pack) -> Pack:
    """Return the pack to work by, checked against what this program understands.

    Raises:
        CannotStart: the pack that should be used does not fit this program; says how to choose another.
    """
    wanted = edition_in_use(await core.db.read(store.editions), builtin)
    if wanted is None or wanted.sha256 == builtin.sha256:
        return builtin
    archive = await core.db.read(lambda tx: store.archive_of(tx, wanted.sha256))
    try:
        return load_archive(archive or b"")
    except VestnikError as error:
        raise CannotStart(
            N_(
                "Набор правил %(version)s не подходит этой версии программы: %(why)s",
                version=wanted.version,
                why=str(error.message),
            ),
            hint=N_(
                "Вернитесь ко встроенному: vestnik law pack use %(builtin)s — или поставьте новый набор.",
                builtin=builtin.version,
            ),
        ) from error


def edition_in_use(editions: Iterable[Edition], builtin: Pack) -> Edition | None:
    """Return which of the remembered packs counts; None stands for the built-in one. Pure.

    A pack that came inside another version of the program counts only when somebody chose it.
    """
    newest: Edition | None = None
    for edition in editions:
        if edition.in_use_since is not None:
            return edition
        if edition.built_in or version_key(edition.version) <= version_key(builtin.version):
            continue
        if newest is None or version_key(edition.version) > version_key(newest.version):
            newest = edition
    return newest
