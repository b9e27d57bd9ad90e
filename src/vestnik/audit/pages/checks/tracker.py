"""PD-TRK-01…03: foreign analytics, foreign resources, Russian counters that the policy does not name."""

from collections.abc import Iterator, Sequence
from typing import Final

from vestnik.audit.model import Claim, Confidence, Severity, Tracker
from vestnik.audit.pages.hosts import Service
from vestnik.audit.pages.model import Policy
from vestnik.audit.pages.signals import Sign

_WATCHING: Final = frozenset({"analytics", "ads", "pixel"})
_WHAT: Final = {
    "analytics": "аналитика",
    "ads": "реклама",
    "pixel": "рекламный пиксель",
    "font": "шрифты",
    "captcha": "проверка «я не робот»",
    "map": "карта",
    "video": "видео",
    "cdn": "библиотеки и файлы",
    "chat": "чат или виджет",
}
_UNSETTLED = (
    "Считать ли такое обращение сбором персональных данных за границей, в увиденных источниках не решено: "
    "это риск, а не вывод."
)


def of_tracker(tracker: Tracker, service: Service) -> Iterator[Sign]:
    """What one tracker of the site shows."""
    pages = f"страниц: {tracker.pages}"
    what = _WHAT.get(service.kind, service.kind)
    if service.foreign:
        watching = service.kind in _WATCHING
        yield Sign(
            "PD-TRK-01" if watching else "PD-TRK-02",
            0,
            0,
            f"Загружается {tracker.name} ({what}, {tracker.host}); {pages}.",
            f"Иностранный сервер узнаёт о каждом заходе посетителя. {_UNSETTLED}",
            tracker.name,
            confidence=Confidence.HIGH,
            claim=Claim.OBSERVED,
            severity=None if watching else _weight(service.kind),
        )
    elif tracker.disclosed is False and service.kind in _WATCHING:
        yield Sign(
            "PD-TRK-03",
            0,
            0,
            f"Загружается {tracker.name} ({tracker.host}), {pages}; прочитанная политика его не называет.",
            "Похоже, посетителям не сказано, кому уходят сведения о заходах. Назовите счётчик в политике.",
            tracker.name,
            confidence=Confidence.MEDIUM,
        )


def recording(pages: int, policies: Sequence[Policy]) -> Sign | None:
    """PD-TRK-03 for Metrika's session recorder beside forms that ask for data."""
    if not pages or any("вебвизор" in policy.folded or "webvisor" in policy.folded for policy in policies):
        return None
    return Sign(
        "PD-TRK-03",
        0,
        0,
        f"В Яндекс Метрике включён Вебвизор, а на страницах есть формы со сбором данных ({pages}).",
        "Вебвизор записывает действия посетителя и может записать введённое. Проверьте, закрыты ли поля "
        "форм от записи.",
        "webvisor",
        confidence=Confidence.MEDIUM,
    )


def _weight(kind: str) -> Severity:
    """A library or a font learns less than a map, a captcha or a chat."""
    return Severity.LOW if kind in {"cdn", "font"} else Severity.MEDIUM
