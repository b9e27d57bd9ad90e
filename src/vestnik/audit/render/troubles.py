"""What a browser could not show, in one clear Russian line each. Pure."""

from vestnik.audit.model import Trouble, Viewport
from vestnik.kernel.browser import BrowserFailure, BrowserProblem

_WIDTHS = {Viewport.DESKTOP: "на компьютере", Viewport.MOBILE: "на телефоне"}
_KINDS = {
    BrowserProblem.UNREACHABLE: "unreachable",
    BrowserProblem.REFUSED_ADDRESS: "unreachable",
    BrowserProblem.TLS: "unreachable",
    BrowserProblem.TOO_LARGE: "too_large",
}


def failed(url: str, viewport: Viewport, failure: BrowserFailure) -> Trouble:
    """Say why the browser did not show ``url``."""
    said = _sentence(failure)
    return Trouble(
        url, _KINDS.get(failure.problem, "unreadable"), f"В браузере ({_WIDTHS[viewport]}): {said}"
    )


def unfinished(url: str, viewport: Viewport) -> Trouble:
    """Say that a page was looked at before it had loaded."""
    return Trouble(
        url,
        "limit",
        f"В браузере ({_WIDTHS[viewport]}): страница не догрузилась, просмотрено то, что успело появиться.",
    )


def cut(url: str, viewport: Viewport) -> Trouble:
    """Say that a page holds more than is looked at."""
    return Trouble(
        url, "limit", f"В браузере ({_WIDTHS[viewport]}): страница слишком велика, просмотрено её начало."
    )


def frame_unread(url: str, frame: str) -> Trouble:
    """Say that the browser did not show what stands in a frame."""
    return Trouble(url, "unreadable", f"В браузере: рамка {frame} не прочитана, откройте её отдельно.")


def data_withheld(url: str) -> Trouble:
    """Say that a page shows hardly anything because what it asks for by sending was not sent."""
    return Trouble(
        url,
        "limit",
        "В браузере: страница получает содержимое запросами с данными, проверка таких не отправляет. "
        "Просмотрено то, что видно без них.",
    )


def left_out(url: str, pages: int, *, incomplete: bool = False) -> Trouble:
    """Say how many marked pages no browser looked at; ``incomplete`` when the time ran out."""
    why = "кончилось время" if incomplete else "они построены как просмотренные или не вошли в предел"
    return Trouble(
        url,
        "limit",
        f"Страниц, где скрипты могут показать ещё что-то, в браузере не открыто: {pages} — {why}.",
        incomplete=incomplete,
    )


def no_browser(url: str, pages: int, reason: str) -> Trouble:
    """Say that pages need a browser and there is none."""
    return Trouble(
        url, "limit", f"Страниц, которые надо открыть в браузере: {pages}, они не просмотрены. {reason}"
    )


def _sentence(failure: BrowserFailure) -> str:
    detail = failure.detail
    return {
        BrowserProblem.BAD_URL: "адрес нельзя открыть.",
        BrowserProblem.UNREACHABLE: f"страница не открылась ({detail}).",
        BrowserProblem.REFUSED_ADDRESS: f"адрес ведёт во внутреннюю сеть ({detail}), туда проверка не ходит.",
        BrowserProblem.TLS: f"защищённое соединение не установлено ({detail}).",
        BrowserProblem.TIMEOUT: f"страница не отвечает {detail}: не догружается или занята своим скриптом.",
        BrowserProblem.TOO_LARGE: f"странице мало {detail}, просмотр остановлен.",
        BrowserProblem.DOWNLOAD: "адрес отдаёт файл для скачивания, а не страницу.",
        BrowserProblem.LEFT: f"страница уводит на другой сайт: {detail}.",
        BrowserProblem.CRASHED: "страница обрушила браузер.",
    }[failure.problem]
