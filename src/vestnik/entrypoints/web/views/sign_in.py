"""The way in, the way out, and the way into another of one's workspaces."""

from typing import Final

from starlette.responses import Response

from vestnik.access.allow import allows
from vestnik.access.authenticate import principal_of
from vestnik.access.model import Permission, SignedIn
from vestnik.access.sign_in import sign_in
from vestnik.access.sign_out import sign_out
from vestnik.entrypoints.guards import PUBLIC, SIGNED_IN
from vestnik.entrypoints.web import cookies
from vestnik.entrypoints.web.forms import Faults
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.views.preferences import inner_path
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import NotFound, NotSignedIn, TooMany
from vestnik.kernel.text import N_
from vestnik.law.organisation_of import organisation_of

_UNKNOWN: Final = "unknown"


async def ask(visit: Visit) -> Response:
    """Show the login form; who is signed in already goes on."""
    after = inner_path(visit.query("next", "/", 2000))
    return visit.redirect(after) if visit.visitor else _form(visit, after)


async def enter(visit: Visit) -> Response:
    """Begin a session, with a token of its own even when one was there."""
    after = inner_path(visit.form.get("next", "/"))
    client = visit.request.client
    try:
        signed = await sign_in(
            visit.core,
            visit.form.get("email"),
            visit.form.raw("password"),
            client.host if client else _UNKNOWN,
            visit.request.headers.get("user-agent", ""),
            previous_token=cookies.read(visit.request, cookies.SESSION),
            pool=visit.site.vestnik.hashing,
        )
    except NotSignedIn as error:
        return _form(visit, after, status=401, faults=Faults({"": (error.message, error.hint)}))
    except TooMany as error:
        response = _form(visit, after, status=429, faults=Faults({"": (error.message, None)}))
        response.headers["retry-after"] = str(error.retry_after_s)
        return response
    if not signed.memberships:
        await sign_out(visit.core, signed.token)
        nowhere = N_("Эта учётная запись не состоит ни в одном рабочем пространстве.")
        return _form(visit, after, status=403, faults=Faults({"": (nowhere, None)}))
    response = visit.redirect(await _first_page(visit, signed, after))
    cookies.keep_secret(response, cookies.SESSION, signed.token)
    cookies.forget(response, cookies.FORM)
    return response


async def _first_page(visit: Visit, signed: SignedIn, after: str) -> str:
    """Lead to the set-up who could answer for a company nobody has answered for; else where they wished."""
    principal = principal_of(signed)
    if after != "/" or not allows(principal, Permission.PROFILE_WRITE):
        return after
    organisation = await organisation_of(visit.core, principal.workspace_id)
    return "/setup" if organisation.subjects is None else after


def _form(visit: Visit, after: str, status: int = 200, faults: Faults | None = None) -> Response:
    return visit.render(
        "sign_in.html", status=status, next=after, secure=visit.secure, faults=faults or Faults()
    )


async def leave(visit: Visit) -> Response:
    """End the session at once, here and on the server."""
    token = cookies.read(visit.request, cookies.SESSION)
    if token:
        await sign_out(visit.core, token)
    response = visit.redirect("/login", "signed-out")
    cookies.forget(response, cookies.SESSION, cookies.WORKSPACE)
    return response


async def go_to_workspace(visit: Visit) -> Response:
    """Work in another workspace from now on."""
    wanted = visit.form.get("workspace")
    if visit.visitor is None or all(wanted != workspace.id for workspace in visit.visitor.workspaces):
        raise NotFound(N_("Такого рабочего пространства нет."))
    response = visit.redirect("/")
    cookies.keep_secret(response, cookies.WORKSPACE, wanted)
    return response


PAGES: Final = (
    Page("/login", "sign_in", PUBLIC, ask, reason="the way in"),
    Page("/login", "sign_in", PUBLIC, enter, "POST", reason="the way in"),
    Page("/logout", "sign_out", SIGNED_IN, leave, "POST", reason="everybody may leave"),
    Page("/workspace", "workspace", SIGNED_IN, go_to_workspace, "POST", reason="only among one's own"),
)
