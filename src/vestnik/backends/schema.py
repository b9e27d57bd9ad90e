"""The schema's version: what the database has, what the program needs, and the way between."""

from importlib import import_module
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from vestnik.kernel.core import Tx
from vestnik.kernel.errors import CannotStart
from vestnik.kernel.tables import metadata
from vestnik.kernel.text import N_

_PACKAGE = Path(__file__).parents[1]
_MIGRATIONS = Path(__file__).parent / "migrations"


def _alembic(tx: Tx | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = tx
    return config


def wanted_version() -> str:
    """Return the newest step this program knows."""
    head = ScriptDirectory.from_config(_alembic()).get_current_head()
    if head is None:
        msg = "the package lacks its migrations"
        raise RuntimeError(msg)
    return head


def present_version(tx: Tx) -> str | None:
    """Return the step the database stands at, None when it is empty."""
    return MigrationContext.configure(tx).get_current_revision()


def is_empty(tx: Tx) -> bool:
    """Tell a database without any table."""
    return not sa.inspect(tx).get_table_names()


def upgrade(tx: Tx) -> None:
    """Bring the database to the newest step."""
    command.upgrade(_alembic(tx), "head")


def refuse_if_behind(tx: Tx) -> None:
    """Stop the start on a schema of another age.

    Raises:
        CannotStart: the database is older or newer than the program.
    """
    present, wanted = present_version(tx), wanted_version()
    if present == wanted:
        return
    known = {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}
    if present is not None and present not in known:
        raise CannotStart(
            N_(
                "База данных новее программы (шаг %(present)s, известен %(wanted)s).",
                present=present,
                wanted=wanted,
            ),
            hint=N_("Обновите программу или восстановите копию базы, сделанную этой версией."),
        )
    raise CannotStart(
        N_(
            "База данных старше программы (шаг %(present)s, нужен %(wanted)s).",
            present=present or "—",
            wanted=wanted,
        ),
        hint=N_("Сделайте копию и выполните: vestnik db upgrade"),
    )


def all_tables() -> sa.MetaData:
    """Return the metadata with the tables of every room and sub-package loaded (each ``tables.py``)."""
    for path in sorted(_PACKAGE.rglob("tables.py")):
        import_module(".".join(("vestnik", *path.relative_to(_PACKAGE).with_suffix("").parts)))
    return metadata
