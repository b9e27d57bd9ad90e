"""A report for whoever holds its link, without an account.

The link is ``/r#TOKEN``. What stands after ``#`` never leaves the browser by itself: not to this server's log
or a proxy's, not as a ``Referer``, not to whoever unfurls links in a chat. The page at ``/r`` takes the token
out of its address, so that history does not keep it, and posts it; in exchange comes a cookie out of reach
for scripts, for an hour, and the report at ``/r/report``. A token in the path would have been simpler and
would have stood in all those places: a secret in an address is nobody's secret. Each look asks the database
again, so a link that was ended opens nothing from that moment, whoever has the cookie.
"""

import asyncio
from typing import Final

from starlette.responses import Response

from vestnik.audit.report.as_html import render_html
from vestnik.audit.runs.shares.open import find_share, open_share
from vestnik.audit.runs.shares.token import LENGTH
from vestnik.entrypoints.guards import PUBLIC
from vestnik.entrypoints.reports import report_of
from vestnik.entrypoints.web import cookies
from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import NotFound, TooMany

_HOUR_S: Final = 3600
_MISSING: Final = 404
_TOO_MANY: Final = 429
_HEADERS: Final = {"x-robots-tag": "noindex, nofollow", "cache-control": "no-store"}
"""The gate has no ``no-referrer``: with it browsers post a form from an unnamed origin, and a fragment
stands in no ``Referer`` anyway. The report itself has it."""
_REPORT_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts allow-popups"
)
"""The report brings its own styles and one script, and names that script's digest in a stricter policy of its
own; the sandbox gives it an origin of nobody's, so it reaches no page and no cookie of the console."""


async def ask(visit: Visit) -> Response:
    """Take the token from the address, or ask to paste the link where scripts do not run."""
    return _gate(visit)


async def exchange(visit: Visit) -> Response:
    """Give a cookie for a token."""
    token = visit.form.get("token").rpartition("#")[2][: LENGTH + 1]
    client = visit.request.client
    ip, now, attempts = client.host if client else "", visit.core.clock.now(), visit.site.attempts
    try:
        attempts.admit(ip, now)
        await find_share(visit.core, token)
    except NotFound as error:
        attempts.note_wrong(ip, now)
        return _gate(visit, status=_MISSING, fault=error)
    except TooMany as error:
        response = _gate(visit, status=_TOO_MANY, fault=error)
        response.headers["retry-after"] = str(error.retry_after_s)
        return response
    response = visit.redirect("/r/report")
    cookies.keep_secret(response, cookies.REPORT, token, max_age=_HOUR_S)
    response.headers.update(_HEADERS)
    return response


async def report(visit: Visit) -> Response:
    """Show the report; the look is counted and recorded."""
    token = cookies.read(visit.request, cookies.REPORT)
    if token is None:
        response: Response = visit.redirect("/r")
        response.headers.update(_HEADERS)
        return response
    try:
        share, reader = await open_share(visit.core, token)
        told = await report_of(visit.site.vestnik, reader, share.audit_id)
    except NotFound as error:
        response = _gate(visit, status=_MISSING, fault=error)
        cookies.forget(response, cookies.REPORT)
        return response
    page = await asyncio.to_thread(render_html, told)
    headers = {
        **_HEADERS,
        "referrer-policy": "no-referrer",
        "content-security-policy": _REPORT_POLICY,
    }
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)


def _gate(visit: Visit, *, status: int = 200, fault: NotFound | TooMany | None = None) -> Response:
    response = visit.render("audits/shared.html", status=status, fault=fault, secure=visit.secure)
    response.headers.update(_HEADERS)
    return response


PAGES: Final = (
    Page("/r", "shared", PUBLIC, ask, reason="the link itself is the permission"),
    Page("/r", "shared", PUBLIC, exchange, "POST", reason="the link itself is the permission"),
    Page("/r/report", "shared_report", PUBLIC, report, reason="the cookie got for a link is the permission"),
)
