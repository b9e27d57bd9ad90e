"""The console as a whole: ``create_console`` gives what a server mounts at ``/``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount

from vestnik.entrypoints.web import views
from vestnik.entrypoints.web.assets import URL
from vestnik.entrypoints.web.faults import fault_page
from vestnik.entrypoints.web.headers import ALWAYS, SecurityHeaders
from vestnik.entrypoints.web.pages import Page, route
from vestnik.entrypoints.web.site import Site, make_site
from vestnik.entrypoints.web.visit import open_visit

if TYPE_CHECKING:
    from vestnik.app import Vestnik


@dataclass(frozen=True, slots=True)
class Console:
    """The console's parts; ``app`` puts them together."""

    site: Site
    routes: Sequence[BaseRoute]
    middleware: Sequence[Middleware]
    exception_handlers: Mapping[Any, Callable[..., Any]]

    def app(self) -> Starlette:
        """Return the console as one application."""
        return Starlette(
            routes=list(self.routes),
            middleware=list(self.middleware),
            exception_handlers=self.exception_handlers,
        )


def console_pages() -> tuple[Page, ...]:
    """Return every page with its guard; there is no other way to add a route."""
    return views.PAGES


def create_console(vestnik: "Vestnik") -> Console:
    """Build the console over a built application.

    Raises:
        CannotStart: the front end was never built.
    """
    site = make_site(vestnik)

    async def on_http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return fault_page(await open_visit(site, request), status)

    async def on_fault(request: Request, error: Exception) -> Response:
        del error  # the server logs it; the page gives no details away
        response = fault_page(await open_visit(site, request), 500)
        response.headers.update(ALWAYS)  # this page is made outside the middleware
        return response

    return Console(
        site,
        routes=[
            *(route(site, page) for page in console_pages()),
            Mount(URL, site.assets.app(), name="static"),
        ],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={HTTPException: on_http, 500: on_fault},
    )
