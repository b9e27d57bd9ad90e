"""Records of the registry that may be a platform's; a person decides, never the program."""

from typing import Final

import sqlalchemy as sa

from vestnik.kernel.core import Core, Tx
from vestnik.law.known_platform import known_platform
from vestnik.law.model import Pack, Platform
from vestnik.law.registry import store
from vestnik.law.registry.fold import owner_words, words
from vestnik.law.registry.model import Candidate, Product
from vestnik.law.registry.snapshot_named import snapshot_named
from vestnik.law.registry.tables import registry_products

_LOOKED_AT: Final = 2_000
_SHOWN: Final = 20
_OWNER, _SAME_NAME, _OTHER_NAME, _PART = 4, 3, 2, 1
_STANDS: Final = 1


async def suggest_products(core: Core, pack: Pack, platform_id: str) -> list[Candidate]:
    """Return up to 20 records of the newest snapshot that fit the platform's name or owner, best first.

    Raises:
        NotFound: no such platform, or nothing was imported yet.
    """
    platform = known_platform(pack, platform_id)
    name, owner = words(platform.name), owner_words(platform.owner or "")
    search = registry_products.c.search
    near = [
        sa.and_(*(search.contains(word, autoescape=True) for word in wanted))
        for wanted in (name, owner)
        if wanted
    ]

    def read(tx: Tx) -> list[Candidate]:
        snapshot = snapshot_named(tx, None)
        rows = tx.execute(
            sa.select(registry_products)
            .where(registry_products.c.snapshot_id == snapshot.id, sa.or_(*near))
            .order_by(
                registry_products.c.excluded,
                sa.func.length(registry_products.c.name),
                registry_products.c.key,
            )
            .limit(_LOOKED_AT)
        )
        judged = (judge(platform, store.product_of(row)) for row in rows)
        found = [candidate for candidate in judged if candidate is not None]
        found.sort(key=lambda one: (-one.score, one.product.excluded, one.product.key))
        return found[:_SHOWN]

    return await core.db.read(read)


def judge(platform: Platform, product: Product) -> Candidate | None:
    """Return how well a record fits a platform, None when neither name nor owner does. Pure."""
    name, owner = words(platform.name), owner_words(platform.owner or "")
    own = [words(product.name)]
    other = [words(text) for text in (*product.alternatives, *product.modules)]
    score = 0
    if name in own:
        score = _SAME_NAME
    elif name in other:
        score = _OTHER_NAME
    elif any(_holds(text, name) for text in own + other):
        score = _PART
    owner_fits = bool(owner) and any(
        _holds(owner_words(text), owner) for one in product.owners for text in (one.name, one.short_name)
    )
    if not score and not owner_fits:
        return None
    total = score + _OWNER * owner_fits + _STANDS * (not product.excluded)
    return Candidate(product, total, name_fits=score > 0, owner_fits=owner_fits)


def _holds(text: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Tell whether the words stand in the text, side by side."""
    return any(text[start : start + len(wanted)] == wanted for start in range(len(text) - len(wanted) + 1))
