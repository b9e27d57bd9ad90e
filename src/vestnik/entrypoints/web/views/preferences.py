"""Language and theme, and the address that says the server is alive."""

from typing import Final

from starlette.responses import PlainTextResponse, Response

from vestnik.access.users import set_language
from vestnik.entrypoints.guards import PUBLIC
from vestnik.entrypoints.i18n import LANGUAGES
from vestnik.entrypoints.web import cookies
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.visit import THEMES, Visit


def inner_path(value: str) -> str:
    """Return ``value`` when it is a path of this site, else the overview: no form sends people elsewhere."""
    fine = value.startswith("/") and not value.startswith(("//", "/\\")) and value.isprintable()
    return value if fine else "/"


async def remember(visit: Visit) -> Response:
    """Keep the pressed choice and return to the page it was pressed on."""
    response = visit.redirect(inner_path(visit.form.get("next", "/")))
    theme, language = visit.form.get("theme"), visit.form.get("language")
    if theme in THEMES:
        cookies.keep_preference(visit.request, response, cookies.THEME, theme)
    if language in LANGUAGES:
        cookies.keep_preference(visit.request, response, cookies.LANGUAGE, language)
        if visit.visitor:
            await set_language(visit.core, visit.principal, language)
    return response


async def health(visit: Visit) -> Response:
    """Answer that the process is up and its database can be read."""
    await visit.core.db.read(lambda tx: tx.exec_driver_sql("SELECT 1").scalar())
    return PlainTextResponse("ok\n")


PAGES: Final = (
    Page("/preferences", "preferences", PUBLIC, remember, "POST", reason="chosen on the login page too"),
    Page("/healthz", "health", PUBLIC, health, reason="says only that the process lives"),
)
