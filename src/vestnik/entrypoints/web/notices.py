"""What a page says after a form was carried out: the name travels in the address, the words stand here."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from vestnik.kernel.text import N_, Text

NOTICES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "saved": N_("Сохранено."),
        "signed-out": N_("Вы вышли. До встречи."),
        "session-ended": N_("Сеанс завершён."),
        "key-revoked": N_("Ключ отозван: запросы с ним больше не принимаются."),
        "user-added": N_("Пользователь добавлен. Передайте ему временный пароль лично."),
        "user-disabled": N_("Пользователь отключён, его сеансы завершены."),
        "role-changed": N_("Роль изменена. Открытые сеансы этого человека завершены."),
        "password-changed": N_("Пароль изменён, все сеансы завершены. Войдите с новым паролем."),
        "password-set": N_("Пароль задан, сеансы этого человека завершены. Передайте пароль лично."),
        "norm-accepted": N_("Ваше решение о норме записано в журнал."),
        "platform-chosen": N_("Выбор записан в журнал вместе с причиной."),
        "choice-ended": N_("Выбор завершён. Запись о нём осталась."),
        "reach-counted": N_("Список посчитан. Сохранены только числа."),
        "record-matched": N_("Сопоставление записано в журнал."),
        "record-unmatched": N_("Сопоставление снято. Запись о нём осталась."),
        "audit-started": N_("Аудит запущен. Страница обновляется сама."),
        "audit-planned": N_("Аудит запущен и будет повторяться по расписанию."),
        "audit-stopping": N_("Аудит останавливается: что прочитано, останется."),
        "audit-erased": N_("Аудит удалён вместе с находками, снимками и ссылками на отчёт."),
        "schedule-deleted": N_("Расписание удалено. Прошлые аудиты остались."),
        "share-ended": N_("Ссылка отозвана: отчёт по ней больше не открывается."),
    }
)
