"""Every row belongs to a workspace, and the schema's history leads to the schema."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.house.tree import PACKAGE, none

from vestnik.backends.schema import all_tables, upgrade, wanted_version
from vestnik.kernel.tables import GLOBAL_TABLES, ID

VERSIONS = PACKAGE / "backends" / "migrations" / "versions"
_STEP = re.compile(r"(\d{4})_[a-z0-9_]+\.py\Z")


def _homeless(tables: sa.MetaData) -> Iterator[str]:
    for table in tables.sorted_tables:
        if table.name in GLOBAL_TABLES:
            continue
        column = table.columns.get("workspace_id")
        if column is None:
            yield f"{table.name}: no workspace_id"
            continue
        if column.nullable:
            yield f"{table.name}: workspace_id may be NULL"
        first = [next(iter(table.primary_key.columns), None), *(next(iter(i.columns)) for i in table.indexes)]
        if not any(leading is not None and leading.name == "workspace_id" for leading in first):
            yield f"{table.name}: workspace_id leads neither the primary key nor an index"


def test_every_row_belongs_to_a_workspace() -> None:
    assert len(all_tables().tables) > 10
    none(_homeless(all_tables()))


def test_a_table_without_a_workspace_is_seen() -> None:
    tables = sa.MetaData()
    sa.Table("strays", tables, sa.Column("id", ID, primary_key=True))
    sa.Table("loose", tables, sa.Column("id", ID, primary_key=True), sa.Column("workspace_id", ID))
    assert len(list(_homeless(tables))) == 3


def _broken_line(names: list[str], texts: list[str]) -> Iterator[str]:
    """Yield what is wrong with the migrations: numbered from 0001, each stands on the one before."""
    before: str | None = None
    for number, (file, text) in enumerate(zip(names, texts, strict=True), 1):
        match = _STEP.match(file)
        if match is None or int(match[1]) != number:
            yield f"{file}: expected {number:04}_what_it_does.py"
            continue
        revision = re.search(r"^revision(?:: \w+)? = [\"']([^\"']+)[\"']", text, re.MULTILINE)
        down = re.search(r"^down_revision(?:: [\w | ]+)? = (?:[\"']([^\"']+)[\"']|None)", text, re.MULTILINE)
        if revision is None or revision[1] != match[1]:
            yield f"{file}: its revision is not {match[1]}"
        if down is None or down[1] != before:
            yield f"{file}: it does not stand on {before}"
        before = match[1]


def _steps() -> list[Path]:
    return sorted(path for path in VERSIONS.glob("*.py") if path.name != "__init__.py")


def test_migrations_are_numbered_and_linear() -> None:
    steps = _steps()
    assert steps
    none(_broken_line([path.name for path in steps], [path.read_text() for path in steps]))
    assert wanted_version() == steps[-1].name[:4]


def test_a_broken_line_of_migrations_is_seen() -> None:
    first = 'revision = "0001"\ndown_revision = None\n'
    fork = 'revision = "0002"\ndown_revision = None\n'
    assert not list(_broken_line(["0001_a.py"], [first]))
    assert list(_broken_line(["0001_a.py", "0002_b.py"], [first, fork]))
    assert list(_broken_line(["0002_a.py"], [first]))
    assert list(_broken_line(["0001_a.py"], ['revision = "abc"\ndown_revision = None\n']))


def _words(value: Any) -> str:
    """Return a value's text, with SQL inside it as SQL (conditions of partial indexes)."""
    if isinstance(value, dict):
        return str(sorted((key, _words(one)) for key, one in value.items()))
    return str(value)


def _shape(engine: sa.Engine) -> dict[str, dict[str, Any]]:
    """Return all that an engine knows of its tables, comparable."""
    look = sa.inspect(engine)

    def plain(rows: list[Any]) -> list[str]:
        return sorted(_words(row) for row in rows)

    return {
        table: {
            "columns": plain(look.get_columns(table)),
            "primary key": str(look.get_pk_constraint(table)),
            "foreign keys": plain(look.get_foreign_keys(table)),
            "indexes": plain(look.get_indexes(table)),
            "unique": plain(look.get_unique_constraints(table)),
            "checks": plain(look.get_check_constraints(table)),
        }
        for table in look.get_table_names()
        if table != "alembic_version"
    }


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    all_tables().create_all(engine)
    yield engine
    engine.dispose()


def test_a_migrated_schema_equals_a_fresh_one(fresh: sa.Engine, tmp_path: Path) -> None:
    migrated = sa.create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    with migrated.begin() as tx:
        upgrade(tx)
    wanted, found = _shape(fresh), _shape(migrated)
    migrated.dispose()
    assert set(found) == set(wanted)
    for table, shape in wanted.items():
        assert found[table] == shape, table


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE workspaces ADD COLUMN extra TEXT",
        "CREATE INDEX ix_extra ON workspaces (name)",
        "CREATE TABLE extra (id INTEGER)",
    ],
)
def test_a_difference_of_schemas_is_seen(fresh: sa.Engine, change: str) -> None:
    before = _shape(fresh)
    with fresh.begin() as tx:
        tx.execute(sa.text(change))
    assert _shape(fresh) != before
