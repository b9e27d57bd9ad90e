"""How stored values are shown: a word, an icon and a tone. Never a colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from vestnik.kernel.text import N_, Text


@dataclass(frozen=True, slots=True)
class Label:
    """One value as people see it; ``tone`` is ok, wait, warn, stop or mute."""

    text: Text
    tone: str = "mute"
    icon: str = "circle-dashed"


MESSAGE_STATES: Final = {
    "accepted": Label(N_("Принято"), "wait", "clock"),
    "held": Label(N_("Удержано"), "warn", "hand-stop"),
    "sending": Label(N_("Отправляется"), "wait", "send"),
    "sent": Label(N_("Отправлено"), "wait", "check"),
    "delivered": Label(N_("Доставлено"), "ok", "circle-check"),
    "read": Label(N_("Прочитано"), "ok", "eye"),
    "in_doubt": Label(N_("Исход неизвестен"), "warn", "question-mark"),
    "denied": Label(N_("Запрещено"), "stop", "ban"),
    "failed": Label(N_("Не доставлено"), "stop", "circle-x"),
    "expired": Label(N_("Срок истёк"), "mute", "hourglass"),
}
PURPOSES: Final = {
    "code": Label(N_("Код подтверждения"), icon="lock"),
    "security": Label(N_("Безопасность"), icon="shield-lock"),
    "service_critical": Label(N_("Важное сервисное"), icon="alert-circle"),
    "service": Label(N_("Сервисное"), icon="bell"),
    "chat_reply": Label(N_("Ответ в чате"), icon="message"),
    "advertising": Label(N_("Реклама"), icon="flag"),
    "public_post": Label(N_("Публичная запись"), icon="world"),
    "mass_call": Label(N_("Массовый обзвон"), icon="phone-call"),
}
ANSWERS: Final = {
    "ok": Label(N_("Можно"), "ok", "circle-check"),
    "caution": Label(N_("Можно, но с предупреждением"), "warn", "alert-triangle"),
    "owner": Label(N_("Решает владелец"), "warn", "scale"),
    "wait": Label(N_("Подождать"), "warn", "clock-pause"),
    "stop": Label(N_("Нельзя"), "stop", "ban"),
}
EFFECTS: Final = {
    "deny": Label(N_("Запрещает"), "stop", "ban"),
    "hold": Label(N_("Удерживает"), "warn", "clock-pause"),
    "warn": Label(N_("Предупреждает"), "warn", "alert-triangle"),
}
BASES: Final = {
    "norm": Label(N_("Норма закона"), "wait", "gavel"),
    "platform_state": Label(N_("Состояние платформы"), "mute", "plug-connected"),
    "product_rule": Label(N_("Правило Вестника, не закон"), "mute", "shield-check"),
    "company_setting": Label(N_("Настройка компании"), "mute", "settings"),
}
NORM_STATUSES: Final = {
    "confirmed": Label(N_("Подтверждено текстом нормы"), "ok", "circle-check"),
    "secondary": Label(N_("По обзорам, сверьте с текстом"), "warn", "alert-triangle"),
    "unverified": Label(N_("Не подтверждено"), "mute", "question-mark"),
}
PENALTY_STATUSES: Final = NORM_STATUSES | {
    "unverified": Label(N_("Суммы не подтверждены: не ссылайтесь"), "stop", "alert-circle"),
}
TIERS: Final = {
    "P": Label(N_("виден сам текст")),
    "Q": Label(N_("датированные выписки из правовой базы")),
    "S2": Label(N_("независимые обзоры согласны")),
    "S1": Label(N_("один обзор")),
    "U": Label(N_("не найдено")),
    "own": Label(N_("своя дорога компании")),
}
WHOM: Final = {
    "citizens": Label(N_("гражданам")),
    "officials": Label(N_("должностным лицам")),
    "sole_traders": Label(N_("предпринимателям")),
    "entities": Label(N_("юридическим лицам")),
    "small_business": Label(N_("малому бизнесу")),
    "unstated": Label(N_("кому, источник не говорит")),
}
UNITS: Final = {
    "RUB": Label(N_("₽")),
    "percent_of_revenue": Label(N_("% выручки")),
    "hours": Label(N_("ч")),
    "days": Label(N_("дн.")),
    "working_days": Label(N_("рабочих дн.")),
    "months": Label(N_("мес.")),
    "years": Label(N_("лет")),
}
NORM_EFFECTS: Final = {
    "forbid": Label(N_("Запрещает"), "stop", "ban"),
    "require": Label(N_("Требует"), "wait", "clipboard-check"),
    "allow_if": Label(N_("Разрешает при условии"), "wait", "check"),
    "inform": Label(N_("К сведению"), "mute", "info-circle"),
}
NORM_KINDS: Final = {
    "norm": Label(N_("Норма")),
    "penalty": Label(N_("Ответственность")),
    "guidance": Label(N_("Разъяснение")),
    "interpretation": Label(N_("Толкование")),
    "product_default": Label(N_("Правило по умолчанию")),
    "future_change": Label(N_("Будущее изменение")),
}
PLATFORM_STATES: Final = {
    "active": Label(N_("Работает"), "ok", "circle-check"),
    "restricted": Label(N_("Ограничена"), "warn", "alert-triangle"),
    "closed": Label(N_("Закрыта"), "mute", "x"),
    "unverified": Label(N_("Не проверено"), "mute", "question-mark"),
}
SEVERITIES: Final = {
    "critical": Label(N_("Критично"), "stop", "alert-circle"),
    "high": Label(N_("Высокая"), "stop", "alert-triangle"),
    "medium": Label(N_("Средняя"), "warn", "alert-triangle"),
    "low": Label(N_("Низкая"), "wait", "info-circle"),
    "info": Label(N_("К сведению"), "mute", "info-circle"),
}
CONFIDENCES: Final = {
    "high": Label(N_("уверенно")),
    "medium": Label(N_("вероятно")),
    "low": Label(N_("возможно")),
}
CARRIERS: Final = {
    "link": Label(N_("Ссылка"), icon="link"),
    "button": Label(N_("Кнопка"), icon="link"),
    "widget": Label(N_("Виджет"), icon="message"),
    "script": Label(N_("Скрипт"), icon="code"),
    "api": Label(N_("Обращение к API"), icon="plug-connected"),
    "text": Label(N_("Текст"), icon="file-text"),
    "meta": Label(N_("Метаданные"), icon="code"),
    "data": Label(N_("Данные"), icon="code"),
    "share": Label(N_("Кнопка «Поделиться»"), icon="external-link"),
    "style": Label(N_("Стиль"), icon="code"),
    "media": Label(N_("Код на картинке"), icon="file-text"),
}
CHANNEL_KINDS: Final = {
    "dm_phone": Label(N_("Переписка по номеру телефона")),
    "dm_user": Label(N_("Переписка с пользователем")),
    "bot": Label(N_("Бот")),
    "group_invite": Label(N_("Приглашение в группу")),
    "channel": Label(N_("Канал")),
    "post": Label(N_("Запись в канале")),
    "share": Label(N_("Поделиться")),
    "login": Label(N_("Вход через мессенджер")),
    "webhook": Label(N_("Приём событий")),
    "unknown": Label(N_("Не определено")),
}
PLACE_ROLES: Final = {
    "contact": Label(N_("Способ связи")),
    "share": Label(N_("Поделиться")),
    "mention": Label(N_("Упоминание")),
    "code": Label(N_("Код")),
}
PLACE_STATES: Final = {
    "live": Label(N_("Работает для посетителя"), "stop", "eye"),
    "dynamic": Label(N_("Собирается на лету"), "warn", "code"),
    "placeholder": Label(N_("Заготовка"), "mute", "file-text"),
    "commented": Label(N_("Закомментировано"), "mute", "code"),
    "vendor": Label(N_("Чужая библиотека"), "mute", "archive"),
    "test": Label(N_("Тест"), "mute", "code"),
    "dead": Label(N_("Старая копия"), "mute", "archive"),
    "hidden": Label(N_("Скрыто на странице"), "mute", "eye-off"),
}
AUDIT_STATES: Final = {
    "queued": Label(N_("В очереди"), "wait", "clock"),
    "running": Label(N_("Идёт"), "wait", "refresh"),
    "done": Label(N_("Закончен"), "ok", "circle-check"),
    "incomplete": Label(N_("Закончен не полностью"), "warn", "alert-triangle"),
    "failed": Label(N_("Не удался"), "stop", "circle-x"),
    "resumed": Label(N_("Идёт, продолжен"), "wait", "refresh"),
    "stopping": Label(N_("Останавливается"), "warn", "player-stop"),
    "stopped": Label(N_("Остановлен"), "warn", "player-stop"),
}
CLAIMS: Final = {
    "observed": Label(N_("Видели"), "wait", "eye"),
    "inferred": Label(N_("Предполагаем"), "mute", "question-mark"),
    "supplied": Label(N_("С ваших слов"), "mute", "user"),
}
FORM_CONSENTS: Final = {
    "box": Label(N_("Галочка"), "ok", "circle-check"),
    "box_checked": Label(N_("Галочка уже стоит"), "warn", "alert-triangle"),
    "by_button": Label(N_("Только слова у кнопки"), "warn", "alert-triangle"),
    "none": Label(N_("Нет"), "stop", "circle-x"),
}
FORM_DATA: Final = {
    "name": Label(N_("имя")),
    "phone": Label(N_("телефон")),
    "email": Label(N_("почта")),
    "address": Label(N_("адрес")),
    "birth_date": Label(N_("дата рождения")),
    "passport": Label(N_("паспорт")),
    "snils": Label(N_("СНИЛС")),
    "inn": Label(N_("ИНН")),
    "file": Label(N_("файл")),
    "messenger": Label(N_("ник в мессенджере")),
    "free_text": Label(N_("свободный текст")),
}
VIEWPORTS: Final = {
    "desktop": Label(N_("компьютер"), icon="device-laptop"),
    "mobile": Label(N_("телефон"), icon="phone"),
}
EVERY: Final = {
    "day": Label(N_("каждый день")),
    "week": Label(N_("раз в неделю")),
    "month": Label(N_("раз в месяц")),
}
WEEKDAYS: Final = {
    "1": Label(N_("понедельник")),
    "2": Label(N_("вторник")),
    "3": Label(N_("среда")),
    "4": Label(N_("четверг")),
    "5": Label(N_("пятница")),
    "6": Label(N_("суббота")),
    "7": Label(N_("воскресенье")),
}
TROUBLES: Final = {
    "unreachable": Label(N_("Не отвечает"), "warn", "alert-triangle"),
    "http_status": Label(N_("Ответ с ошибкой"), "warn", "alert-triangle"),
    "redirect_loop": Label(N_("Переадресация по кругу"), "warn", "refresh"),
    "too_large": Label(N_("Слишком большой файл"), "warn", "alert-triangle"),
    "binary": Label(N_("Не текст"), "mute", "photo"),
    "encoding": Label(N_("Непонятная кодировка"), "warn", "language"),
    "link_loop": Label(N_("Ссылки по кругу"), "warn", "refresh"),
    "robots": Label(N_("Закрыто в robots.txt"), "mute", "lock"),
    "limit": Label(N_("Достигнут предел"), "warn", "flag"),
    "unreadable": Label(N_("Не читается"), "warn", "lock"),
}
OUTCOMES: Final = {
    "accepted": Label(N_("Провайдер принял"), "ok", "circle-check"),
    "permanent": Label(N_("Отказ навсегда"), "stop", "circle-x"),
    "temporary": Label(N_("Временный отказ, повторим"), "warn", "refresh"),
    "simulated": Label(N_("Проверочный ключ: не отправлялось"), "mute", "code"),
    "in_doubt": Label(N_("Исход неизвестен"), "warn", "question-mark"),
}
ROLES: Final = {
    "owner": Label(N_("Владелец"), icon="key"),
    "compliance": Label(N_("Комплаенс"), icon="scale"),
    "marketer": Label(N_("Маркетолог"), icon="flag"),
    "operator": Label(N_("Оператор"), icon="messages"),
    "auditor": Label(N_("Аудитор"), icon="eye"),
}
ROLE_HINTS: Final = {
    "owner": Label(N_("Всё, включая пользователей и ключи.")),
    "compliance": Label(N_("Аудит, нормы, согласия и доказательства.")),
    "marketer": Label(N_("Аудит и рассылки, без адресов в открытом виде.")),
    "operator": Label(N_("Переписка с клиентами и сообщения.")),
    "auditor": Label(N_("Смотрит и выгружает доказательства, ничего не меняет.")),
}
RECEIPTS: Final = {
    "sent": Label(N_("Передано дальше"), "wait", "send"),
    "delivered": Label(N_("Доставлено"), "ok", "circle-check"),
    "read": Label(N_("Прочитано"), "ok", "eye"),
    "failed": Label(N_("Не доставлено"), "stop", "circle-x"),
}
VIEW_ACTIONS: Final = {
    "view": Label(N_("Смотрел"), icon="eye"),
    "export": Label(N_("Выгрузил"), icon="file-text"),
}
VIEW_KINDS: Final = {
    "message": Label(N_("История сообщения"), icon="send"),
    "message.body": Label(N_("Адрес и текст сообщения"), icon="eye"),
    "finding": Label(N_("Находка аудита"), icon="report-search"),
    "report": Label(N_("Отчёт аудита"), icon="file-text"),
    "person": Label(N_("Человек"), icon="user"),
}
EFFORTS: Final = {
    "none": Label(N_("Ничего не нужно"), "ok", "circle-check"),
    "low": Label(N_("Легко"), "ok", "circle-check"),
    "medium": Label(N_("Средне"), "wait", "tool"),
    "high": Label(N_("Трудно"), "warn", "hourglass"),
}
REACHED_BY: Final = {
    "email": Label(N_("адрес почты"), icon="mail"),
    "phone": Label(N_("номер телефона"), icon="phone"),
    "platform_id": Label(N_("id человека на площадке"), icon="user"),
    "server_account": Label(N_("учётная запись на сервере"), icon="building"),
    "login": Label(N_("вход в личный кабинет"), icon="lock"),
    "device": Label(N_("подписанное устройство"), icon="bell"),
    "visit": Label(N_("ничего, пока человек на сайте"), icon="world"),
    "endpoint": Label(N_("адрес системы"), icon="link"),
}
PLATFORM_RECEIPTS: Final = {
    "accepted": Label(N_("принято")),
    "delivered": Label(N_("доставлено")),
    "read": Label(N_("прочитано")),
}
RECORD_STATES: Final = {
    "listed": Label(N_("Запись есть"), "ok", "circle-check"),
    "excluded": Label(N_("Исключена"), "stop", "ban"),
    "missing": Label(N_("Записи больше нет"), "warn", "alert-triangle"),
    "owner_changed": Label(N_("Другой правообладатель"), "warn", "alert-triangle"),
    "not_matched": Label(N_("Не сопоставлена"), "mute", "circle-dashed"),
    "not_loaded": Label(N_("Реестр не загружен"), "mute", "circle-dashed"),
}
RECORD_CHANGES: Final = {
    "excluded": Label(N_("Исключены"), "stop", "ban"),
    "owner": Label(N_("Сменили правообладателя"), "warn", "users"),
    "gone": Label(N_("Пропали"), "warn", "circle-x"),
    "restored": Label(N_("Восстановлены"), "ok", "refresh"),
    "renamed": Label(N_("Переименованы"), "wait", "writing-sign"),
    "added": Label(N_("Появились"), "ok", "plus"),
}
"""What happened to records between two exports, what matters most first."""
RECORD_ODDITIES: Final = {
    "nameless": Label(N_("без наименования")),
    "no_inn": Label(N_("без ИНН")),
    "wrong_inn": Label(N_("с ИНН, у которого не сходится контрольная цифра")),
    "unread_date": Label(N_("с датой, которая не читается")),
    "unread_flag": Label(N_("с непонятной отметкой об исключении")),
    "repeated_number": Label(N_("с повторным номером")),
}

LABELS: Final[Mapping[str, Mapping[str, Label]]] = MappingProxyType(
    {
        "message_state": MESSAGE_STATES,
        "purpose": PURPOSES,
        "answer": ANSWERS,
        "effect": EFFECTS,
        "basis": BASES,
        "norm_status": NORM_STATUSES,
        "norm_kind": NORM_KINDS,
        "norm_effect": NORM_EFFECTS,
        "penalty_status": PENALTY_STATUSES,
        "tier": TIERS,
        "whom": WHOM,
        "unit": UNITS,
        "platform_state": PLATFORM_STATES,
        "severity": SEVERITIES,
        "confidence": CONFIDENCES,
        "carrier": CARRIERS,
        "channel_kind": CHANNEL_KINDS,
        "place_role": PLACE_ROLES,
        "place_state": PLACE_STATES,
        "audit_state": AUDIT_STATES,
        "claim": CLAIMS,
        "form_consent": FORM_CONSENTS,
        "form_data": FORM_DATA,
        "viewport": VIEWPORTS,
        "every": EVERY,
        "weekday": WEEKDAYS,
        "trouble": TROUBLES,
        "outcome": OUTCOMES,
        "role": ROLES,
        "role_hint": ROLE_HINTS,
        "receipt": RECEIPTS,
        "effort": EFFORTS,
        "reached_by": REACHED_BY,
        "platform_receipt": PLATFORM_RECEIPTS,
        "record_state": RECORD_STATES,
        "record_change": RECORD_CHANGES,
        "record_oddity": RECORD_ODDITIES,
        "view_action": VIEW_ACTIONS,
        "view_kind": VIEW_KINDS,
    }
)
