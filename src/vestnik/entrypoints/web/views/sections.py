"""Sections whose rooms are not furnished yet, the search field, and the API reference."""

from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from vestnik.access.model import Permission
from vestnik.audit.runs.browse import list_audits
from vestnik.entrypoints.guards import PUBLIC, SIGNED_IN
from vestnik.entrypoints.web.pages import Handler, Page
from vestnik.entrypoints.web.visit import Visit
from vestnik.kernel.errors import NotFound
from vestnik.kernel.ids import is_id
from vestnik.kernel.text import N_, Text
from vestnik.notify.messages import message_story

_SEARCHED_AUDITS: Final = 100


@dataclass(frozen=True, slots=True)
class Empty:
    """What a section will hold, and what can be done about its matter today."""

    title: Text
    icon: str
    promise: Text
    today: tuple[tuple[Text, str], ...]
    """Sentences with the page they lead to, or with no page."""


_FIXES: Final = Empty(
    N_("Исправление"),
    "tool",
    N_("Здесь будут планы правок: что и на что заменить, разница до записи, повторный аудит после."),
    (
        (N_("Посмотреть, что менять: у каждой находки аудита есть совет"), "/audits"),
        (N_("Исправить исходники командой на машине, где они лежат: vestnik fix ./site"), ""),
    ),
)
_CONSENTS: Final = Empty(
    N_("Согласия"),
    "writing-sign",
    N_(
        "Здесь будут тексты согласий с версиями, формы для сайта, "
        "кто и когда согласился или отозвал согласие."
    ),
    (
        (N_("Узнать, каким сообщениям нужно согласие"), "/law/ask?platform=email&purpose=advertising"),
        (N_("Прочитать нормы о рекламе и персональных данных"), "/law?text=согласи"),
    ),
)
_CHATS: Final = Empty(
    N_("Чат"),
    "messages",
    N_("Здесь будет общий ящик обращений: переписка с сайта и из кабинета, ответственные, поиск."),
    (
        (N_("Писать человеку в его личный кабинет: канал работает сразу"), "/settings/channels/cabinet"),
        (N_("Посмотреть отправленное"), "/messages"),
    ),
)
_TRAINING: Final = Empty(
    N_("Обучение"),
    "school",
    N_(
        "Здесь будут курсы для тех, кто общается с клиентами: "
        "разрешённые каналы, перевод переписки, проверка знаний."
    ),
    (
        (N_("Показать сотрудникам, какие площадки разрешены"), "/law/platforms"),
        (N_("Проверить свой случай вместе"), "/law/ask"),
    ),
)
_COMPLIANCE: Final = Empty(
    N_("Соответствие"),
    "clipboard-check",
    N_("Здесь будут шесть шагов с доказательствами по каждому и папка для проверяющего с подписями журнала."),
    (
        (N_("Увидеть шесть шагов и что по ним известно"), "/"),
        (N_("Проверить журнал на этом сервере: vestnik ledger verify"), ""),
        (N_("Посмотреть, кто что открывал"), "/settings/views"),
    ),
)


def _empty(what: Empty) -> Handler:
    async def show(visit: Visit) -> Response:
        return visit.render("section.html", what=what)

    return show


async def settings(visit: Visit) -> Response:
    """Open the first tab of the settings."""
    return visit.redirect("/settings/company")


async def search(visit: Visit) -> Response:
    """Find by a message's number, a part of a site's address, or a word of a norm."""
    wanted = visit.query("q").strip()
    if is_id(wanted) and visit.can(Permission.MESSAGES_READ):
        try:
            await message_story(visit.core, visit.principal, wanted)
        except NotFound:
            pass
        else:
            return visit.redirect(f"/messages/{wanted}")
    folded = wanted.casefold()
    runs, norms = [], []
    if wanted and visit.can(Permission.AUDITS_READ):
        latest = await list_audits(visit.core, visit.principal, limit=_SEARCHED_AUDITS)
        runs = [run for run in latest if folded in run.target.casefold() or run.id == wanted]
    if wanted and visit.can(Permission.LAW_READ):
        norms = [
            norm
            for norm in visit.site.vestnik.pack.norms.values()
            if folded in f"{norm.citation} {norm.id} {norm.summary}".casefold()
        ]
    return visit.render("search.html", searched=wanted, runs=runs[:20], norms=norms[:20])


async def api_reference(visit: Visit) -> Response:
    """Show the API's description with the reader shipped here."""
    return visit.render("docs.html")


PAGES: Final = (
    Page("/fixes", "fixes", Permission.AUDITS_READ, _empty(_FIXES)),
    Page("/consents", "consents", Permission.CONSENTS_READ, _empty(_CONSENTS)),
    Page("/chats", "chats", Permission.CHATS_READ, _empty(_CHATS)),
    Page("/training", "training", Permission.TRAINING_READ, _empty(_TRAINING)),
    Page("/compliance", "compliance", Permission.OVERVIEW_READ, _empty(_COMPLIANCE)),
    Page("/settings", "settings", SIGNED_IN, settings, reason="only leads on"),
    Page("/search", "search", SIGNED_IN, search, reason="asks for each kind of thing before showing it"),
    Page("/docs", "docs", PUBLIC, api_reference, reason="the description of the API holds no data"),
)
