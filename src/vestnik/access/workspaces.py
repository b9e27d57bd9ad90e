"""Workspaces: made, listed, found."""

import re
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from vestnik.access import store
from vestnik.access.model import Workspace
from vestnik.access.tables import workspaces
from vestnik.kernel.core import Core
from vestnik.kernel.errors import Conflict, InvalidInput, NotFound
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_MAX_SLUG: Final = 64
_MAX_NAME: Final = 200
_LIMIT: Final = 1_000


async def create_workspace(core: Core, slug: str, name: str) -> Workspace:
    """Make a workspace; for whoever runs the installation, so no principal is asked.

    Raises:
        InvalidInput: the slug is not lower-case Latin words joined by dashes, or the name is empty.
        Conflict: the slug is taken.
    """
    name = name.strip()
    if len(slug) > _MAX_SLUG or not _SLUG.match(slug):
        raise InvalidInput(
            N_(
                "Короткое имя — строчные латинские буквы, цифры и дефисы, до %(limit)s знаков.",
                limit=_MAX_SLUG,
            ),
            field="slug",
            hint=N_("Пример: romashka-shop."),
        )
    if not name or len(name) > _MAX_NAME or not name.isprintable():
        raise InvalidInput(N_("Название — от 1 до %(limit)s печатных знаков.", limit=_MAX_NAME), field="name")
    made = Workspace(core.ids.new(), slug, name, core.clock.now())
    row = {"id": made.id, "slug": made.slug, "name": made.name, "created_at": made.created_at}
    try:
        await core.db.write(lambda tx: tx.execute(sa.insert(workspaces).values(row)))
    except IntegrityError as error:
        raise Conflict(N_("Рабочее пространство «%(slug)s» уже есть.", slug=slug), field="slug") from error
    return made


async def list_workspaces(core: Core) -> list[Workspace]:
    """Return the workspaces of the installation by slug, 1000 at most."""
    query = sa.select(workspaces).order_by(workspaces.c.slug).limit(_LIMIT)
    rows = await core.db.read(lambda tx: tx.execute(query).all())
    return [Workspace(row.id, row.slug, row.name, row.created_at) for row in rows]


async def get_workspace(core: Core, id_or_slug: str) -> Workspace:
    """Return one workspace by its id or its slug.

    Raises:
        NotFound: there is none.
    """
    condition = workspaces.c.id == id_or_slug if is_id(id_or_slug) else workspaces.c.slug == id_or_slug
    found = await core.db.read(lambda tx: store.workspace_by(tx, condition))
    if found is None:
        raise NotFound(N_("Такого рабочего пространства нет."))
    return found
