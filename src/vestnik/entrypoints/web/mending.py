"""How a person mends a finding by hand, by what carries it."""

from typing import Final

from vestnik.audit.model import Carrier, Finding
from vestnik.kernel.text import N_, Text

_BY_CARRIER: Final = {
    Carrier.LINK: N_(
        "Уберите ссылку или поставьте на её место разрешённый способ связи: "
        "почту, телефон, форму, личный кабинет."
    ),
    Carrier.BUTTON: N_(
        "Замените кнопку на разрешённый способ связи: форму обращения, почту, звонок, чат на сайте."
    ),
    Carrier.WIDGET: N_("Снимите код виджета с шаблона страницы и поставьте свой чат или форму обращения."),
    Carrier.SCRIPT: N_("Удалите подключение скрипта: он загружается у каждого посетителя."),
    Carrier.API: N_("Переведите отправку на Вестник: POST /v1/messages, канал выбирается там."),
    Carrier.TEXT: N_("Перепишите фразу: назовите разрешённый способ связи вместо мессенджера."),
    Carrier.META: N_("Исправьте метаданные страницы: поисковики показывают их как способ связи."),
    Carrier.DATA: N_("Исправьте данные, из которых собирается страница, — иначе ссылка вернётся."),
    Carrier.SHARE: N_("Уберите мессенджер из набора кнопок «Поделиться»."),
    Carrier.STYLE: N_("Удалите неиспользуемый стиль вместе с кнопкой, для которой он сделан."),
    Carrier.MEDIA: N_("Замените картинку: поставьте код, который ведёт на разрешённый способ связи."),
}


_STEPS: Final = {
    Carrier.LINK: N_("Заменить ссылку"),
    Carrier.BUTTON: N_("Заменить кнопку"),
    Carrier.WIDGET: N_("Снять виджет"),
    Carrier.SCRIPT: N_("Убрать скрипт"),
    Carrier.API: N_("Перевести отправку"),
    Carrier.TEXT: N_("Переписать фразу"),
    Carrier.META: N_("Исправить метаданные"),
    Carrier.DATA: N_("Исправить данные"),
    Carrier.SHARE: N_("Убрать из «Поделиться»"),
    Carrier.STYLE: N_("Убрать стиль"),
}
_LOOK: Final = N_("Посмотреть места")


def next_step(carrier: Carrier | None) -> Text:
    """Return two or three words: what to do about a contact point made mostly of this carrier."""
    return _STEPS.get(carrier, _LOOK) if carrier else _LOOK


def mending(finding: Finding) -> Text:
    """Return one sentence: what to change at this place."""
    return _BY_CARRIER[finding.carrier]
