"""One's own account: password and open sessions."""

from typing import Final

from starlette.responses import Response

from vestnik.access.sessions import list_sessions, revoke_session
from vestnik.access.users import set_password
from vestnik.entrypoints.guards import SIGNED_IN
from vestnik.entrypoints.web import cookies
from vestnik.entrypoints.web.forms import Faults
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import InvalidInput


async def show(visit: Visit, faults: Faults | None = None) -> Response:
    """Show the account and where it is signed in."""
    sessions = await list_sessions(visit.core, visit.principal)
    return visit.render(
        "me.html", status=422 if faults else 200, sessions=sessions, faults=faults or Faults()
    )


async def change_password(visit: Visit) -> Response:
    """Set one's own password; every session ends, this one too."""
    principal = visit.principal
    try:
        await set_password(
            visit.core,
            principal,
            principal.user_id or "",
            visit.form.raw("password"),
            current=visit.form.raw("current"),
            pool=visit.site.vestnik.hashing,
        )
    except InvalidInput as error:
        return await show(visit, Faults.of(error))
    response = visit.redirect("/login", "password-changed")
    cookies.forget(response, cookies.SESSION)
    return response


async def end_session(visit: Visit) -> Response:
    """End one of one's own sessions from afar."""
    await revoke_session(visit.core, visit.principal, visit.param("session_id"))
    return visit.redirect("/settings/me", "session-ended")


_OWN: Final = "one's own account, whatever the role"

PAGES: Final = (
    Page("/settings/me", "me", SIGNED_IN, show, reason=_OWN),
    Page("/settings/me/password", "my_password", SIGNED_IN, change_password, "POST", reason=_OWN),
    Page(
        "/settings/me/sessions/{session_id}/end", "session_end", SIGNED_IN, end_session, "POST", reason=_OWN
    ),
)
