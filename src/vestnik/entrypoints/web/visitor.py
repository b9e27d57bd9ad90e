"""Who is asking: the session behind the cookie, the person, the workspace they are in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from vestnik.access.authenticate import principal_of, visit_of
from vestnik.access.model import Principal, Session, User, Workspace
from vestnik.access.workspaces import get_workspace
from vestnik.entrypoints.web import cookies
from vestnik.kernel.core import Core
from vestnik.kernel.errors import NotFound, NotSignedIn

_MAX_WORKSPACES: Final = 50


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person at work in one workspace."""

    principal: Principal
    user: User
    session: Session
    workspace: Workspace
    workspaces: Sequence[Workspace]


async def visitor_of(core: Core, request: Request) -> Visitor | None:
    """Return the signed-in person, None when the cookie leads to no living session or no workspace."""
    token = cookies.read(request, cookies.SESSION)
    if token is None:
        return None
    try:
        seen = await visit_of(core, token)
        own = [await get_workspace(core, one.workspace_id) for one in seen.memberships[:_MAX_WORKSPACES]]
        workspaces = {workspace.id: workspace for workspace in own}
        wanted = cookies.read(request, cookies.WORKSPACE)
        principal = principal_of(seen, wanted if wanted in workspaces else None)
    except (NotSignedIn, NotFound):
        return None
    return Visitor(
        principal, seen.user, seen.session, workspaces[principal.workspace_id], tuple(workspaces.values())
    )
