"""Who saw what: written for every look at personal data, read by whoever answers for it."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from vestnik.access.allow import require
from vestnik.access.model import Permission, Principal, View
from vestnik.access.tables import views
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_

ACTIONS: Final = ("view", "export")
_MAX_KIND: Final = 40
_MAX_OBJECT: Final = 64
_MAX_PAGE: Final = 200


async def record_view(
    core: Core, principal: Principal, kind: str, object_id: str, action: str = "view"
) -> None:
    """Write down that the asker sees (or exports) one object; call it before anything is shown.

    Writes of one moment go into one statement, so a busy inbox costs little.

    Raises:
        ValueError: ``action`` is neither view nor export, or an argument is too long.
    """
    if action not in ACTIONS or not 0 < len(kind) <= _MAX_KIND or not 0 < len(object_id) <= _MAX_OBJECT:
        raise ValueError(f"cannot record {action!r} of {kind!r} {object_id!r}")
    view = View(
        id=core.ids.new(),
        workspace_id=principal.workspace_id,
        user_id=principal.user_id,
        api_key_id=principal.api_key_id,
        label=principal.label,
        action=action,
        kind=kind,
        object_id=object_id,
        at=core.clock.now(),
    )
    await core.db.submit(_write, view)


async def list_views(
    core: Core,
    principal: Principal,
    *,
    kind: str | None = None,
    object_id: str | None = None,
    user_id: str | None = None,
    before: str | None = None,
    limit: int = 50,
) -> list[View]:
    """Return the newest views of the workspace, perhaps of one object or person; ``before`` is a view's id.

    Raises:
        NotAllowed: the asker may not read the view log.
        InvalidInput: ``limit`` is not 1 to 200, or an id is none.
    """
    require(principal, Permission.VIEWS_READ)
    if not 1 <= limit <= _MAX_PAGE:
        raise InvalidInput(N_("Страница — от 1 до %(limit)s строк.", limit=_MAX_PAGE), field="limit")
    for name, value in (("user_id", user_id), ("before", before)):
        if value is not None and not is_id(value):
            raise InvalidInput(N_("Это не идентификатор."), field=name)
    query = sa.select(views).where(views.c.workspace_id == principal.workspace_id)
    for column, value in ((views.c.kind, kind), (views.c.object_id, object_id), (views.c.user_id, user_id)):
        if value is not None:
            query = query.where(column == value)
    if before is not None:
        query = query.where(views.c.id < before)
    query = query.order_by(views.c.id.desc()).limit(limit)
    rows = await core.db.read(lambda tx: tx.execute(query).all())
    return [View(**row._asdict()) for row in rows]


def _write(tx: Tx, items: Sequence[View]) -> Sequence[None]:
    rows = [{name: getattr(view, name) for name in View.__slots__} for view in items]
    tx.execute(sa.insert(views), rows)
    return [None] * len(items)
