"""The pack that a decision of the past was made under."""

from vestnik.kernel.core import Core
from vestnik.kernel.errors import CannotStart, NotFound
from vestnik.kernel.text import N_
from vestnik.law.lint import rule_problems
from vestnik.law.model import Pack
from vestnik.law.packfile.row import pack_error
from vestnik.law.packs import store
from vestnik.law.packs.archive import kept_pack


async def pack_by_hash(core: Core, sha256: str, version: str | None = None) -> Pack:
    """Return a remembered pack by its hash; ``version`` is only told when the pack is missing.

    Raises:
        NotFound: no pack with this hash was ever here; says which is missing and how to bring it.
        CannotStart: this program cannot read or follow a pack that old.
    """
    archive = await core.db.read(lambda tx: store.archive_of(tx, sha256))
    if archive is None:
        raise NotFound(
            N_(
                "Набора правил %(version)s (%(hash)s) в этой установке нет.",
                version=version or "—",
                hash=sha256[:12],
            ),
            field="pack",
            hint=N_(
                "Возьмите его там, где решали, командой «vestnik law pack export ФАЙЛ», "
                "и поставьте здесь: vestnik law pack install ФАЙЛ --older."
            ),
        )
    pack = kept_pack(archive)
    for problem in rule_problems(pack):
        raise _too_old(pack, problem.file, problem.row, problem.what)
    return pack


def _too_old(pack: Pack, file: str, row: str, what: str) -> CannotStart:
    return pack_error(f"{pack.version}, {file}", row, what)
