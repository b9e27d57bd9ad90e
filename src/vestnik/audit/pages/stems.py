"""Russian (and English) phrases by their stems, in every case and number. Pure.

A phrase is a row of stems; between two of them a few other words may stand («политика [ООО «Ромашка» в
отношении] обработки персональных данных»). Nominatives alone would miss most of what sites write.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_FOLD = str.maketrans({"ё": "е", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2011": "-"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\ue000]")
_SPACE = re.compile(r"\s+")
_ENDING = r"[а-яa-z]{0,6}"
_BETWEEN = r"[^а-яa-z0-9.!?;]{1,4}"


def fold(text: str) -> str:
    """Return text as phrases see it: lower case, ``ё`` as ``е``, single spaces, nothing invisible."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text).translate(_FOLD).lower()).strip()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Rows of stems, any of which is the phrase."""

    pattern: re.Pattern[str]

    def found(self, folded: str) -> bool:
        """Whether folded text says it."""
        return self.pattern.search(folded) is not None

    def first(self, folded: str) -> re.Match[str] | None:
        """Where folded text says it first."""
        return self.pattern.search(folded)


def phrase(*rows: str | Sequence[str], gap: int = 0) -> Phrase:
    """Build a phrase: a row is stems divided by spaces; ``gap`` is how many words may stand between two.

    A stem is a regular expression of letters; ``=`` before it means the word stands exactly so.
    """
    return Phrase(
        re.compile("|".join(_row(row.split() if isinstance(row, str) else row, gap) for row in rows))
    )


def _row(stems: Iterable[str], gap: int) -> str:
    words = [stem[1:] + r"(?![а-яa-z])" if stem.startswith("=") else stem + _ENDING for stem in stems]
    others = rf"(?:[а-яa-z0-9«»\"]+{_BETWEEN}){{0,{gap}}}" if gap else ""
    return r"(?<![а-яa-z0-9])" + (_BETWEEN + others).join(words)


_SUBJECT = "(?:персональн|перс|личн)"
PERSONAL_DATA: Final = phrase(
    f"{_SUBJECT} данн",
    "=пдн",
    "обработк =пд",
    "personal (?:data|information)",
    "(?:сво|мо|ваш) данн",
    "обработк данн",
)
POLICY: Final = phrase(
    "политик (?:конфиденц|приватност|обработк|персональн|безопасност|защит|cookie|куки|пдн)",
    "положени (?:конфиденц|обработк|персональн|защит)",
    "(?:privacy|cookie|data) (?:policy|policies|notice|statement|protection)",
    "(?:защит|обработк) персональн данн",
    "правил обработк персональн",
    gap=5,
)
POLICY_ALONE: Final = phrase("конфиденциальност", "=privacy", "персональн данн")
"""Enough for a link's own words, too little for a sentence."""
CONSENT: Final = phrase(
    "соглас(?:и[еяюий]|ием|ен|на|ны)(?![а-я])",
    "соглаша(?:ю|еш|ет|яс|ем|лс)",
    "соглашус",
    "(?:да[юемяе]|дает|дать) согласи",
    "разреша(?:ю|ем|ет)",
    "ознаком(?:лен|ил)",
    "принима(?:ю|ет|ем|я) (?:услови|политик|правил|положени)",
    "=i (?:agree|accept|consent)",
    "(?:consent|agree) to",
    "(?:you|your) (?:agree|consent|accept)",
)
BY_ACTING: Final = phrase(
    "(?:нажима|нажав|отправля|отправив|оставля|оставив|заполня|заполнив|подтвержда|регистрир|зарегистрир|кликая|"
    "кликнув|оформля|оформив|подписыва|продолжа|использу|пользу|предоставля|вводя|указыва|указав|заказыва)",
    "=by (?:click|submit|press|send|sign|subscrib|continu|using)",
)
MAILING: Final = phrase(
    "рассыл(?:к|ок|оч)",
    "=подпи(?:ска|ски|ску|ске|ской|сок|шись|шитесь|саться|сывайтесь|сывайся|шусь)",
    "получ (?:новост|акци|предложени|скидк|рекламн|информационн|бонус|полезн|материал)",
    "newsletter",
    "subscrib",
    "mailing",
    gap=3,
)
ADVERT: Final = phrase(
    "реклам", "маркетинг", "промо(?:акци|рассыл)", "marketing", "promotional", "advertising"
)
OFFER: Final = phrase(
    "оферт",
    r"пользовательск соглашени(?:ем|е|я|ю|и)(?![а-я])(?!\s(?:по|об|о)\s(?:обработк|персональн|защит))",
    "(?:услови|правил) (?:использован|пользован|продаж|покупк|сервис|обслуживан|оказан|договор)",
    "(?:услови|правил) (?:возврат|доставк|сайт)",
    "публичн договор",
    "лицензионн соглашени",
    "(?:terms|conditions) of",
    "=terms",
    gap=1,
)
UNSUBSCRIBE: Final = phrase(
    "отпи(?:с|ш)",
    "отказат =от (?:рассыл|получени|подписк)",
    "(?:отозва|отозов|отзыв) согласи",
    "unsubscrib",
    "opt =out",
    gap=2,
)
COOKIE: Final = phrase("cookie", "кук(?:и|ов|ами|ах)", "кук-файл", "файл кук")
CONTINUING: Final = phrase(
    "(?:продолжа|оставая|наход|использу|пользу|посеща|просматрива) "
    "(?:сайт|ресурс|портал|просмотр|пользоват|использоват|работ|посещ|находит|остават|просматрив)",
    "(?:continu|using|browsing|stay) (?:site|website|browsing|use|using)",
    gap=4,
)
REFUSE: Final = phrase(
    "отклон(?:ит|яю|ить)",
    "отказ(?:ат|ыва|ус)",
    "не (?:принима|соглас|разреша)",
    "запрет",
    "только (?:необходим|обязательн|техническ)",
    "настро(?:ит|йк|ить) (?:cookie|кук|файл)",
    "=настроить",
    "=настройки",
    "выбрать cookie",
    "reject",
    "decline",
    "deny",
    "only (?:necessary|essential)",
    "(?:manage|customi[sz]e)",
    "cookie (?:settings|preferences)",
)
SEARCHING: Final = phrase("поиск", "искат", "найти", "найд", "search", "find")
LOGIN: Final = phrase(
    "войти",
    "вход",
    "войд",
    "авториз",
    "восстановл",
    "забыли",
    "парол",
    "log-?in",
    "sign-?in",
    "forgot",
    "password",
    "логин",
)
PASSWORD: Final = phrase(
    "(?:забыл|восстанов|смен|сброс|напомни) парол",
    "парол (?:вышл|выслан|будет|отправ)",
    "forgot password",
    "reset password",
    gap=2,
)
"""Words of a form for those who have an account already."""
EDITING: Final = phrase(
    "редактирован", "личн данные", "мо[йи] (?:профил|данн)", "профил", "edit (?:profile|account)"
)
CONTACT: Final = phrase(
    "заяв(?:к|оч)",
    "перезвон",
    "звон(?:ок|к)",
    "консультац",
    "заказ",
    "оформ",
    "отправ",
    "запис",
    "запиш",
    "обратн связ",
    "расч(?:ет|ит)",
    "смет",
    "отклик",
    "резюме",
    "регистрац",
    "остав",
)


def says_policy(folded: str) -> bool:
    """Whether a link's words name a privacy policy."""
    return POLICY.found(folded) or (POLICY_ALONE.found(folded) and not CONSENT.found(folded))


def says_consent_document(folded: str) -> bool:
    """Whether a link's words name a consent to processing (not the policy)."""
    return CONSENT.found(folded) and (PERSONAL_DATA.found(folded) or "обработк" in folded)
