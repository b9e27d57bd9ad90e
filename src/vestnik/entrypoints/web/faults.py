"""Errors as decent pages: what happened, and what to do now."""

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from vestnik.kernel.errors import NotSignedIn, TooMany, VestnikError
from vestnik.kernel.text import N_, Text

if TYPE_CHECKING:
    from vestnik.entrypoints.web.visit import Visit

_STATUS: Final = {
    "invalid_input": 422,
    "not_found": 404,
    "conflict": 409,
    "not_allowed": 403,
    "not_signed_in": 401,
    "too_many": 429,
    "unavailable": 503,
}
_TITLES: Final = {
    401: N_("Нужно войти"),
    403: N_("Нет доступа"),
    404: N_("Такой страницы нет"),
    405: N_("Так эту страницу открыть нельзя"),
    409: N_("Данные уже изменились"),
    422: N_("Не получилось прочитать запрос"),
    429: N_("Слишком часто"),
    500: N_("Ошибка на нашей стороне"),
    503: N_("Временно недоступно"),
}
_HINTS: Final = {
    403: N_("Если доступ нужен для работы, попросите владельца рабочего пространства."),
    404: N_("Проверьте адрес. Возможно, запись принадлежит другому рабочему пространству."),
    405: N_("Откройте раздел из меню слева."),
    409: N_("Обновите страницу и повторите."),
    500: N_(
        "Ничего не потеряно: что было принято, записано. "
        "Повторите; если не помогло, посмотрите журнал сервера."
    ),
    503: N_("Подождите минуту и повторите."),
}


def answer(visit: "Visit", error: VestnikError) -> Response:
    """Turn a room's error into an answer; who is not signed in goes to the login and comes back after it."""
    status = _STATUS.get(error.code, 500)
    if isinstance(error, NotSignedIn):
        return _to_login(visit)
    response = fault_page(visit, status, error.message, error.hint)
    if isinstance(error, TooMany):
        response.headers["retry-after"] = str(error.retry_after_s)
    return response


def fault_page(
    visit: "Visit", status: int, message: Text | None = None, hint: Text | None = None
) -> Response:
    """Return the page for a status, with a room's own words when there are some."""
    title = _TITLES.get(status, _TITLES[500])
    return visit.render(
        "fault.html",
        status=status,
        code=status,
        title=title,
        message=message,
        hint=hint or _HINTS.get(status),
    )


def _to_login(visit: "Visit") -> Response:
    if visit.request.headers.get("hx-request"):
        return Response(status_code=401)
    if visit.request.method in {"GET", "HEAD"}:
        url = visit.request.url
        after = url.path + (f"?{url.query}" if url.query else "")
        if after != "/":
            return RedirectResponse(f"/login?next={quote(after, safe='')}", status_code=303)
    return RedirectResponse("/login", status_code=303)
