"""PD-CHAT-01: a chat that may ask for contacts; the source alone does not show what it asks."""

from vestnik.audit.model import Confidence, Severity, Tracker
from vestnik.audit.pages.signals import Sign


def to_look_at(tracker: Tracker) -> Sign:
    """A chat on the page: a person has to open it and look."""
    return Sign(
        "PD-CHAT-01",
        0,
        0,
        f"На сайте есть чат или виджет {tracker.name} ({tracker.host}); страниц: {tracker.pages}.",
        "Что он спрашивает, задаётся в его настройках. Откройте его и посмотрите, есть ли слова о "
        "согласии до имени и телефона.",
        tracker.name,
        severity=Severity.INFO,
        confidence=Confidence.LOW,
    )
