"""Rows in bulk: items grouped by key, and one prepared INSERT a table at little cost a row.

Values are bound by the columns' own types.
SQLAlchemy spends several microseconds of Python on every row of an executemany; hot tables cannot afford it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from vestnik.kernel.core import Tx

Item = TypeVar("Item")
Key = TypeVar("Key")

_Bind = tuple[int, Callable[[Any], Any]]
"""A column's place in the row, and how the engine wants its values."""


def grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Return the items under their keys; keys and items keep the order they came in."""
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


class BulkInsert:
    """``BulkInsert(table, "a", "b")(tx, [(1, 2), (3, 4)])`` inserts tuples in the order of the named columns.

    With ``skip_known`` a row whose key exists already is left as it is.
    """

    def __init__(self, table: sa.Table, *columns: str, skip_known: bool = False) -> None:
        """Name the table and the columns that every row gives."""
        self._table = table
        self._columns = columns
        self._skip_known = skip_known
        self._prepared: dict[str, tuple[str, tuple[_Bind, ...]]] = {}

    def __call__(self, tx: Tx, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert ``rows`` inside the caller's transaction; none is nothing to do."""
        if not rows:
            return
        statement, binds = self._prepared.get(tx.dialect.name) or self._prepare(tx.dialect)
        tx.exec_driver_sql(statement, [_bound(row, binds) for row in rows])

    def _prepare(self, dialect: sa.Dialect) -> tuple[str, tuple[_Bind, ...]]:
        insert = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
        columns = [self._table.c[name] for name in self._columns]
        statement = insert(self._table).values({column: sa.bindparam(column.key) for column in columns})
        if self._skip_known:
            statement = statement.on_conflict_do_nothing()
        compiled = statement.compile(dialect=dialect, column_keys=list(self._columns))
        order = compiled.positiontup or []
        if tuple(order) != self._columns:
            msg = f"the columns of {self._table.name} must be named in their table's order: {order}"
            raise RuntimeError(msg)
        processors = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
        binds = tuple((place, bind) for place, bind in enumerate(processors) if bind is not None)
        self._prepared[dialect.name] = (str(compiled), binds)
        return self._prepared[dialect.name]


def _bound(row: tuple[Any, ...], binds: tuple[_Bind, ...]) -> tuple[Any, ...]:
    if not binds:
        return row
    values = list(row)
    for place, bind in binds:
        value = values[place]
        if value is not None:
            values[place] = bind(value)
    return tuple(values)
