"""The console's cookies. The session's one is out of reach for scripts, other sites and plain http."""

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

SESSION: Final = "__Host-vestnik"
FORM: Final = "__Host-vestnik-form"
WORKSPACE: Final = "__Host-vestnik-workspace"
REPORT: Final = "__Host-vestnik-report"
THEME: Final = "vestnik-theme"
LANGUAGE: Final = "vestnik-language"
_YEAR_S: Final = 365 * 24 * 3600
_MAX_VALUE: Final = 200


def read(request: Request, name: str) -> str | None:
    """Return a cookie's value; an overlong one is no value."""
    value = request.cookies.get(name)
    return value if value and len(value) <= _MAX_VALUE else None


def keep_secret(response: Response, name: str, value: str, max_age: int | None = None) -> None:
    """Set a ``__Host-`` cookie (RFC 6265bis): Secure, HttpOnly, whole site, this host alone."""
    response.set_cookie(name, value, max_age=max_age, path="/", secure=True, httponly=True, samesite="lax")


def keep_preference(request: Request, response: Response, name: str, value: str) -> None:
    """Remember a harmless choice for a year, on plain http too."""
    response.set_cookie(
        name,
        value,
        max_age=_YEAR_S,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def forget(response: Response, *names: str) -> None:
    """Remove ``__Host-`` cookies; browsers accept the removal only with the same attributes."""
    for name in names:
        response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")


def can_keep_secrets(request: Request, public_url: str) -> bool:
    """Tell whether a browser at this address takes Secure cookies: https, or this very machine.

    Behind a proxy that ends TLS the request itself is plain; then ``public_url`` speaks for its own host.
    """
    public = urlsplit(public_url)
    if request.url.scheme == "https" or (public.scheme == "https" and public.netloc == request.url.netloc):
        return True
    host = request.url.hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
