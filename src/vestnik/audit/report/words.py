"""The Russian words all forms of a report share. Pure."""

from collections.abc import Mapping
from enum import Enum
from typing import Final, TypeVar

from vestnik.audit.model import Carrier, ChannelKind, Claim, Confidence, Role, Severity, State

SEVERITY: Final = {
    Severity.CRITICAL: "критично",
    Severity.HIGH: "высокая",
    Severity.MEDIUM: "средняя",
    Severity.LOW: "низкая",
    Severity.INFO: "справочно",
}
MEANING: Final = {
    Severity.CRITICAL: "данные клиентов или коды подтверждения уходят через интерфейс мессенджера",
    Severity.HIGH: "действующий способ связаться с компанией через мессенджер",
    Severity.MEDIUM: "виджет, поле или текст, которые могут открыть такой способ",
    Severity.LOW: "кнопка «поделиться», заглушка, след в настройках",
    Severity.INFO: "упоминание, комментарий или чужая библиотека; на итог не влияет",
}
CARRIER: Final = {
    Carrier.LINK: "ссылка",
    Carrier.BUTTON: "кнопка",
    Carrier.WIDGET: "виджет",
    Carrier.SCRIPT: "скрипт",
    Carrier.API: "вызов API",
    Carrier.TEXT: "текст",
    Carrier.META: "метаданные",
    Carrier.DATA: "данные",
    Carrier.SHARE: "кнопка «поделиться»",
    Carrier.STYLE: "оформление",
    Carrier.NET: "настройки сервера",
    Carrier.MEDIA: "картинка или документ",
    Carrier.APP: "приложение",
}
KIND: Final = {
    ChannelKind.DM_PHONE: "чат по номеру",
    ChannelKind.DM_USER: "чат с пользователем",
    ChannelKind.BOT: "бот",
    ChannelKind.GROUP_INVITE: "приглашение в группу",
    ChannelKind.CHANNEL: "канал",
    ChannelKind.POST: "публикация",
    ChannelKind.SHARE: "поделиться",
    ChannelKind.LOGIN: "вход на сайт",
    ChannelKind.WEBHOOK: "вебхук",
    ChannelKind.UNKNOWN: "вид не ясен",
}
ROLE: Final = {
    Role.CONTACT: "приглашает написать",
    Role.SHARE: "предлагает поделиться",
    Role.MENTION: "упоминает",
    Role.CODE: "служебный код",
}
STATE: Final = {
    State.LIVE: "работает",
    State.DYNAMIC: "собирается на лету",
    State.PLACEHOLDER: "заглушка",
    State.COMMENTED: "закомментировано",
    State.VENDOR: "чужая библиотека",
    State.TEST: "тест",
    State.DEAD: "старая копия",
    State.HIDDEN: "скрыто на странице",
}
CONFIDENCE: Final = {
    Confidence.HIGH: "уверенно",
    Confidence.MEDIUM: "вероятно",
    Confidence.LOW: "предположительно",
}
CLAIM: Final = {
    Claim.OBSERVED: "видно на странице",
    Claim.INFERRED: "догадка",
    Claim.SUPPLIED: "со слов владельца",
}
TROUBLE: Final = {
    "unreachable": "недоступно",
    "http_status": "ошибка сервера",
    "redirect_loop": "круг переадресаций",
    "too_large": "слишком большой",
    "binary": "не текст",
    "encoding": "кодировка",
    "link_loop": "круг ссылок",
    "robots": "robots.txt",
    "limit": "предел обхода",
    "unreadable": "не прочитано",
}
DATA: Final = {
    "name": "имя",
    "phone": "телефон",
    "email": "почта",
    "address": "адрес",
    "birth_date": "дата рождения",
    "passport": "паспорт",
    "snils": "СНИЛС",
    "inn": "ИНН",
    "file": "файл",
    "messenger": "имя в мессенджере",
    "free_text": "свободный текст",
}
CONSENT: Final = {
    "box": "отдельная отметка",
    "box_checked": "отметка уже стоит",
    "by_button": "только слова у кнопки",
    "none": "нет",
}
Word = TypeVar("Word", bound=Enum)
YES_NO: Final = {True: "да", False: "нет", None: "не проверено"}
NO_ADDRESS: Final = "без адреса: надпись или призыв"
"""How a contact point without a target is named."""
SIGNALS_NOTE: Final = (
    "Признак — не вывод о нарушении: программа видит страницу, а не договоры, процессы и документы компании."
)


def word(table: Mapping[Word, str], key: Word) -> str:
    """Return the word for a member; a member newer than its table speaks for itself."""
    return table.get(key) or str(key.value).replace("_", " ")


def places(number: int) -> str:
    """Return a number of places in words that agree with it."""
    return f"{number} {plural(number, 'место', 'места', 'мест')}"


def counted(number: int, one: str, few: str, many: str) -> str:
    """Return a number with the word that agrees with it."""
    return f"{number} {plural(number, one, few, many)}"


def plain(text: str) -> str:
    """Return a text from outside without what a terminal would obey or no encoding holds."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def plural(number: int, one: str, few: str, many: str) -> str:
    """Choose the Russian form that agrees with a number: 1 файл, 2 файла, 5 файлов, 11 файлов."""
    if number % 10 == 1 and number % 100 != 11:  # noqa: PLR2004 — the rule of the language
        return one
    if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}:
        return few
    return many
