"""Products of the registry by words of name or owner, or by INN."""

from typing import Any, Final

import sqlalchemy as sa

from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.inn import padded_inn
from vestnik.kernel.text import N_
from vestnik.law.registry import store
from vestnik.law.registry.fold import fold
from vestnik.law.registry.model import Found
from vestnik.law.registry.snapshot_named import snapshot_named
from vestnik.law.registry.tables import registry_products

MAX_LIMIT: Final = 500
MAX_OFFSET: Final = 200_000
_MAX_TEXT: Final = 200
_MAX_WORDS: Final = 10
_MAX_INN: Final = 12


async def find_products(
    core: Core,
    text: str = "",
    inn: str = "",
    *,
    include_excluded: bool = True,
    snapshot_id: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Found:
    """Return the products that hold every word of ``text``, those of an owner with this INN, or both.

    Words are looked for in names, other names, modules and owners. Products named exactly so come first,
    then those that hold the text as it stands. Public data: nobody is asked who they are.

    Raises:
        InvalidInput: neither text nor INN is given, or one of them cannot be looked for.
        NotFound: no snapshot is there, or not the named one.
    """
    conditions = _conditions(text, inn)
    if not include_excluded:
        conditions.append(registry_products.c.excluded.is_(False))
    limit = max(1, min(limit, MAX_LIMIT))
    offset = max(0, min(offset, MAX_OFFSET))
    whole = fold(text)
    rank = sa.case(
        (registry_products.c.search.startswith(f"{whole}\n", autoescape=True), 0),
        (registry_products.c.search.startswith(whole, autoescape=True), 1),
        (registry_products.c.search.contains(whole, autoescape=True), 2),
        else_=3,
    )

    def read(tx: Tx) -> Found:
        snapshot = snapshot_named(tx, snapshot_id)
        rows = tx.execute(
            sa.select(registry_products)
            .where(registry_products.c.snapshot_id == snapshot.id, *conditions)
            .order_by(rank, registry_products.c.excluded, registry_products.c.key)
            .limit(limit + 1)
            .offset(offset)
        ).all()
        products = tuple(store.product_of(row) for row in rows[:limit])
        return Found(snapshot, products, more=len(rows) > limit)

    return await core.db.read(read)


def _conditions(text: str, inn: str) -> list[sa.ColumnElement[Any]]:
    wanted = fold(text).split()
    inn = padded_inn(inn.strip())
    if not wanted and not inn:
        raise InvalidInput(N_("Назовите программу, правообладателя или ИНН."), field="text")
    if len(text) > _MAX_TEXT or len(wanted) > _MAX_WORDS:
        raise InvalidInput(
            N_("Запрос длиннее %(words)s слов или %(chars)s знаков.", words=_MAX_WORDS, chars=_MAX_TEXT),
            field="text",
        )
    conditions: list[sa.ColumnElement[Any]] = [
        registry_products.c.search.contains(word, autoescape=True) for word in wanted
    ]
    if inn:
        if not (inn.isascii() and inn.isdigit() and len(inn) <= _MAX_INN):
            raise InvalidInput(
                N_("ИНН — это 10 или 12 цифр."), field="inn", hint=N_("Пробелы и дефисы уберите.")
            )
        conditions.append(registry_products.c.inns.contains(f" {inn} ", autoescape=True))
    return conditions
