"""What could not be read, in one clear Russian line each. Pure."""

from vestnik.audit.crawl.challenges import Wall
from vestnik.audit.model import Trouble
from vestnik.kernel.http import HttpFailure, HttpLimits, HttpProblem

_TOO_MANY = 429
_ROBOT_TEST = "Сайт просит подтвердить, что вы не робот."
_GONE = frozenset({404, 410})
_KINDS = {
    HttpProblem.TOO_LARGE: "too_large",
    HttpProblem.REDIRECT_LOOP: "redirect_loop",
    HttpProblem.BAD_ANSWER: "unreadable",
    HttpProblem.BAD_URL: "unreadable",
}


def failed(url: str, failure: HttpFailure, limits: HttpLimits) -> Trouble:
    """Say why ``url`` gave no answer."""
    return Trouble(url, _KINDS.get(failure.problem, "unreachable"), _sentence(failure, limits))


def bad_status(url: str, status: int, wall: Wall | None = None) -> Trouble:
    """Say that ``url`` answered with an error; a page that is gone hides nothing from a visitor."""
    if status in _GONE:
        return Trouble(url, "http_status", f"Страницы нет: ответ {status}.", incomplete=False)
    if wall is Wall.ROBOT_TEST:
        return Trouble(url, "http_status", f"{_ROBOT_TEST} Ответ {status}, страница не прочитана.")
    if status == _TOO_MANY:
        return Trouble(
            url, "http_status", "Сервер просит спрашивать реже (ответ 429). Страница не прочитана."
        )
    if status in {401, 403}:
        return Trouble(url, "http_status", f"Сервер не пускает: ответ {status}. Страница не прочитана.")
    return Trouble(url, "http_status", f"Сервер ответил ошибкой {status}. Страница не прочитана.")


def behind_a_wall(url: str, wall: Wall, first: str) -> Trouble:
    """Say that something stood before the page: a test for robots, or a demand to sign in."""
    if wall is Wall.ROBOT_TEST:
        return Trouble(url, "http_status", f"{_ROBOT_TEST} Страница не прочитана.")
    # A page for signing in is a page like others, unless the whole site begins with it.
    detail = "Сайт просит войти: что за входом, не прочитано."
    return Trouble(url, "http_status", detail, incomplete=url == first)


def not_kept(url: str, reason: str) -> Trouble:
    """Say that the state of the crawl could not be written; the crawl itself goes on."""
    detail = f"Состояние обхода не сохранено ({reason}): если его прервать, продолжить не получится."
    return Trouble(url, "unreadable", detail, incomplete=False)


def no_sitemap(url: str, reason: str) -> Trouble:
    """Say that a sitemap somebody named gave nothing."""
    return Trouble(url, "unreadable", f"Карта сайта не прочитана: {reason}.")


def closed_by_robots(url: str, *, first: bool) -> Trouble:
    """Say that robots.txt closes ``url``; when it is the first page, nothing at all was read."""
    detail = "robots.txt закрывает адрес, мы его не открывали."
    if first:
        detail = "robots.txt закрывает первую страницу, сайт не прочитан. Разрешите её роботу Vestnik."
    return Trouble(url, "robots", detail, incomplete=first)


def rules_unread(url: str) -> Trouble:
    """Say that robots.txt could not be read."""
    return Trouble(url, "robots", "robots.txt не прочитан, идём без его правил.", incomplete=False)


def broken_encoding(url: str, encoding: str) -> Trouble:
    """Say that many letters of a page did not decode."""
    return Trouble(url, "encoding", f"Кодировка повреждена: часть букв не читается (взята {encoding}).")


def limit_reached(url: str, reason: str, left_out: int) -> Trouble:
    """Say which limit ended the crawl and how much was left unread."""
    rest = f" Не прочитано известных адресов: {left_out}." if left_out else ""
    return Trouble(url, "limit", f"{reason}{rest}")


def moved_in_a_circle(url: str) -> Trouble:
    """Say that two hosts send visitors to each other."""
    return Trouble(url, "redirect_loop", "Первая страница переадресует по кругу между сайтами.")


def not_text(url: str, media: str | None) -> Trouble:
    """Say that the body is no text; a picture or an archive is not what this audit reads."""
    named = f" ({media.partition(';')[0].strip()[:60]})" if media else ""
    return Trouble(url, "binary", f"Не текст{named}, содержимое не проверялось.", incomplete=False)


def _sentence(failure: HttpFailure, limits: HttpLimits) -> str:
    detail = failure.detail
    return {
        HttpProblem.TOO_LARGE: f"Ответ больше {_megabytes(limits.body_bytes)} МБ, чтение остановлено.",
        HttpProblem.REDIRECT_LOOP: f"Переадресации ходят по кругу (пройдено {len(failure.redirects)}).",
        HttpProblem.TIMEOUT: f"Нет полного ответа за {limits.total_s:g} с.",
        HttpProblem.TLS: f"Защищённое соединение не установлено: {detail}.",
        HttpProblem.REFUSED_ADDRESS: f"Адрес ведёт во внутреннюю сеть ({detail}), туда проверка не ходит.",
        HttpProblem.BAD_URL: "Адрес нельзя открыть: нужен http или https, без имени и пароля.",
        HttpProblem.BAD_ANSWER: f"Ответ повреждён: {detail}.",
        HttpProblem.NO_SUCH_NAME: "Такого имени нет в DNS или служба имён не отвечает.",
        HttpProblem.UNREACHABLE: f"Сервер недоступен: {detail}.",
    }[failure.problem]


def _megabytes(size: int) -> str:
    return f"{size / 1_048_576:g}"
