"""One request of one person: who they are, their language and theme, and how they are answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vestnik.access.allow import allows
from vestnik.access.model import Permission, Principal
from vestnik.entrypoints.i18n import Words, choose
from vestnik.entrypoints.web import cookies
from vestnik.entrypoints.web.forms import Faults, Form, new_token
from vestnik.entrypoints.web.labels import LABELS
from vestnik.entrypoints.web.lawyer.evidence import Evidence
from vestnik.entrypoints.web.notices import NOTICES
from vestnik.entrypoints.web.sections import SECTIONS
from vestnik.entrypoints.web.site import Site
from vestnik.entrypoints.web.uploads import Upload
from vestnik.entrypoints.web.visitor import Visitor, visitor_of
from vestnik.kernel.core import Core
from vestnik.kernel.errors import NotSignedIn
from vestnik.kernel.text import N_

THEMES: Final = ("auto", "light", "dark")
_SEE_OTHER: Final = 303


@dataclass(slots=True)
class Visit:
    """What a handler gets, and what it answers with."""

    site: Site
    request: Request
    words: Words
    theme: str
    visitor: Visitor | None
    form_secret: str
    new_form_secret: bool
    form: Form = field(default_factory=Form)
    upload: Upload | None = None
    """The file, on pages that take one."""

    @property
    def core(self) -> Core:
        """What verbs of rooms need."""
        return self.site.core

    @property
    def principal(self) -> Principal:
        """Who is asking; NotSignedIn on a public page without a session."""
        if self.visitor is None:
            raise NotSignedIn(N_("Войдите, чтобы продолжить."))
        return self.visitor.principal

    @property
    def csrf(self) -> str:
        """The secret that forms of this visit carry."""
        return self.visitor.session.csrf if self.visitor else self.form_secret

    @property
    def secure(self) -> bool:
        """Whether a browser at this address keeps the session's cookie."""
        return cookies.can_keep_secrets(self.request, self.site.vestnik.config.public_url)

    @property
    def partial(self) -> bool:
        """Whether htmx asks for a piece of the page only."""
        return self.request.headers.get("hx-request-type") == "partial"

    def param(self, name: str) -> str:
        """Return a part of the address, for example an id."""
        return str(self.request.path_params[name])

    def query(self, name: str, default: str = "", limit: int = 200) -> str:
        """Return a value of the query string, at most ``limit`` characters."""
        return self.request.query_params.get(name, default)[:limit].replace("\x00", "")

    def can(self, permission: str) -> bool:
        """Tell whether the visitor may do ``area.verb``; templates show only what can be done."""
        return self.visitor is not None and allows(self.visitor.principal, Permission(permission))

    def render(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page or a piece of one."""
        env = self.site.environments[self.words.language]
        page = env.get_template(template).render({**self._shared(), **values})
        return HTMLResponse(page, status_code=status)

    def redirect(self, path: str, notice: str = "") -> RedirectResponse:
        """Answer a form with another page; ``notice`` is a name from ``notices.py`` shown there."""
        joined = f"{path}{'&' if '?' in path else '?'}done={notice}" if notice else path
        return RedirectResponse(joined, status_code=_SEE_OTHER)

    def finish(self, response: Response) -> Response:
        """Add what every answer to this visit carries."""
        if self.new_form_secret and self.visitor is None and self.secure:
            cookies.keep_secret(response, cookies.FORM, self.form_secret)
        return response

    def _shared(self) -> Mapping[str, Any]:
        path = self.request.url.path
        return {
            "visit": self,
            "visitor": self.visitor,
            "csrf": self.csrf,
            "can": self.can,
            "theme": self.theme,
            "themes": THEMES,
            "here": path,
            "here_full": path + (f"?{self.request.url.query}" if self.request.url.query else ""),
            "sections": SECTIONS,
            "labels": LABELS,
            "evidence": Evidence(self.site.vestnik.pack),
            "faults": Faults(),
            "typed": self.form,
            "notice": NOTICES.get(self.query("done")),
            "now": self.core.clock.now(),
        }


async def open_visit(site: Site, request: Request) -> Visit:
    """Find out who is asking, in which language and theme."""
    visitor = await visitor_of(site.core, request)
    language = choose(
        cookies.read(request, cookies.LANGUAGE),
        visitor.user.language if visitor else None,
        accept=request.headers.get("accept-language", ""),
    )
    theme = cookies.read(request, cookies.THEME)
    secret = cookies.read(request, cookies.FORM)
    return Visit(
        site,
        request,
        site.words[language],
        theme if theme in THEMES else "auto",
        visitor,
        secret or new_token(),
        new_form_secret=secret is None,
    )
