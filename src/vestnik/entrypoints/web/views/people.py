"""People of the workspace: added, given roles and passwords, disabled; and who saw what."""

from typing import Final

from starlette.responses import Response

from vestnik.access.model import Permission, Role
from vestnik.access.users import change_role, create_user, disable_user, list_users, set_password
from vestnik.access.views import list_views
from vestnik.entrypoints.web.forms import Faults
from vestnik.entrypoints.web.labels import VIEW_KINDS
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.paging import address, chosen
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import Conflict, InvalidInput
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_

_PAGE: Final = 50


def _role(visit: Visit) -> Role:
    value = visit.form.get("role")
    if value not in set(Role):
        raise InvalidInput(N_("Такой роли нет."), field="role")
    return Role(value)


async def index(visit: Visit, faults: Faults | None = None) -> Response:
    """List the people of the workspace."""
    members = await list_users(visit.core, visit.principal)
    return visit.render(
        "users.html", status=422 if faults else 200, members=members, faults=faults or Faults()
    )


async def add(visit: Visit) -> Response:
    """Make a person with a first password, to be handed over in person."""
    try:
        await create_user(
            visit.core,
            visit.principal,
            visit.form.get("email"),
            visit.form.get("name"),
            _role(visit),
            visit.form.raw("password"),
            pool=visit.site.vestnik.hashing,
        )
    except (InvalidInput, Conflict) as error:
        return await index(visit, Faults({error.field or "": (error.message, error.hint)}))
    return visit.redirect("/settings/users", "user-added")


async def change(visit: Visit) -> Response:
    """Give another role."""
    await change_role(visit.core, visit.principal, visit.param("user_id"), _role(visit))
    return visit.redirect("/settings/users", "role-changed")


async def disable(visit: Visit) -> Response:
    """Close the account and end its sessions."""
    await disable_user(visit.core, visit.principal, visit.param("user_id"))
    return visit.redirect("/settings/users", "user-disabled")


async def reset_password(visit: Visit) -> Response:
    """Set another person's password; their sessions end."""
    try:
        await set_password(
            visit.core,
            visit.principal,
            visit.param("user_id"),
            visit.form.raw("new_password"),
            pool=visit.site.vestnik.hashing,
        )
    except InvalidInput as error:
        return await index(visit, Faults({"new_password": (error.message, error.hint)}))
    return visit.redirect("/settings/users", "password-set")


async def looks(visit: Visit) -> Response:
    """List who looked at what, newest first."""
    kind = chosen(visit, VIEW_KINDS, "kind")
    before = visit.query("before", limit=64)
    before = before if is_id(before) else ""
    views = await list_views(visit.core, visit.principal, kind=kind, before=before or None, limit=_PAGE)
    return visit.render(
        "views.html",
        views=views,
        kind=kind or "",
        newer=address(visit, before=None) if before else None,
        older=address(visit, before=views[-1].id) if len(views) == _PAGE else None,
    )


PAGES: Final = (
    Page("/settings/users", "users", Permission.USERS_READ, index),
    Page("/settings/users", "users", Permission.USERS_WRITE, add, "POST"),
    Page("/settings/users/{user_id}/role", "user_role", Permission.USERS_WRITE, change, "POST"),
    Page("/settings/users/{user_id}/disable", "user_disable", Permission.USERS_WRITE, disable, "POST"),
    Page(
        "/settings/users/{user_id}/password", "user_password", Permission.USERS_WRITE, reset_password, "POST"
    ),
    Page("/settings/views", "views", Permission.VIEWS_READ, looks),
)
