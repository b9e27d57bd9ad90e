"""What a page is: an address, a handler and, always, the guard that stands before it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vestnik.access.allow import require
from vestnik.access.model import Permission
from vestnik.entrypoints.guards import Open, guard
from vestnik.entrypoints.web.faults import answer
from vestnik.entrypoints.web.forms import Form, check_origin, read_form
from vestnik.entrypoints.web.site import Site
from vestnik.entrypoints.web.visit import Visit, open_visit
from vestnik.kernel.errors import NotSignedIn, VestnikError
from vestnik.kernel.text import N_

Handler: TypeAlias = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """One method at one address."""

    path: str
    name: str
    guard: Permission | Open
    handler: Handler
    method: Literal["GET", "POST"] = "GET"
    reason: str = ""
    """Why no single permission guards it, where none does."""
    takes_file: bool = False
    """Whether its form brings a file; such a page's body is read and limited by ``uploads``."""


def route(site: Site, page: Page) -> Route:
    """Return the route that opens the visit, asks the guard and the form's origin, and calls the handler."""

    @guard(page.guard, page.reason)
    async def endpoint(request: Request) -> Response:
        visit = await open_visit(site, request)
        try:
            _admit(visit, page.guard)
            if page.takes_file:
                response = await _with_file(visit, page)
            else:
                if page.method == "POST":
                    visit.form = await read_form(request)
                    _check(visit, visit.form)
                response = await page.handler(visit)
        except VestnikError as error:
            response = answer(visit, error)
        return visit.finish(response)

    methods = ["GET", "HEAD"] if page.method == "GET" else ["POST"]
    return Route(page.path, endpoint, methods=methods, name=f"{page.name}.{page.method.lower()}")


async def _with_file(visit: Visit, page: Page) -> Response:
    async with visit.site.uploads.receive(visit.request, lambda form: _check(visit, form)) as received:
        visit.form, visit.upload = received
        return await page.handler(visit)


def _check(visit: Visit, form: Form) -> None:
    check_origin(visit.request, form, visit.csrf, visit.site.vestnik.config.public_url)


def _admit(visit: Visit, need: Permission | Open) -> None:
    if need is Open.PUBLIC:
        return
    if visit.visitor is None:
        raise NotSignedIn(N_("Войдите, чтобы продолжить."))
    if isinstance(need, Permission):
        require(visit.visitor.principal, need)
