"""The text of a privacy policy → what stands in it; numbers of companies in any text. Pure."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from vestnik.audit.pages.model import Policy, Requisites
from vestnik.audit.pages.stems import fold
from vestnik.kernel.inn import inn_is_right, ogrn_is_right
from vestnik.law.signatures import load

_SHORT = 3
_MAX = 400_000
"""Characters that are read; no policy is longer."""


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts))


SECTIONS: Final[Mapping[str, tuple[str, re.Pattern[str]]]] = {
    "operator": (
        "кто оператор",
        _any(
            r"\b(?:ооо|оао|зао|пао|ао|ип|нко|анo|ано|фгбу|гбу|муп|гуп)\b[ «\"]",
            "общество с ограниченной",
            "индивидуальн\\w+ предприним",
            "акционерн\\w+ общ",
            r"самозанят",
            "учреждени",
            r"\binn\b|\bllc\b|\bltd\b",
        ),
    ),
    "address": (
        "адрес оператора",
        _any(
            r"\b\d{6}\b[, ]",
            r"\bг\. ?[а-я]",
            r"\bул\.? ",
            "улиц",
            "проспект",
            r"пр-т",
            "юридическ\\w+ адрес",
            "адрес(?:у|:| местонахожд| регистрац| оператор)",
            "street|registered office",
        ),
    ),
    "purposes": (
        "цели обработки",
        _any(
            r"цел(?:ь|и|ям|ями|ях|ей|ью|е) [^.]{0,60}обработк",
            r"обработк\w+ [^.]{0,60}в цел",
            r"цел(?:ь|и) (?:сбор|использ)",
            r"в целях",
            r"purposes?\b",
        ),
    ),
    "categories": (
        "какие данные",
        _any(
            r"(?:перечень|состав|категори|виды?|объем)\w* [^.]{0,60}(?:персональн|данн)",
            r"(?:обрабатыва|собира)\w+ [^.]{0,60}следующ",
            "фамили[^.]{0,40}имя",
            "categories of|data we collect|information we collect",
        ),
    ),
    "actions": (
        "действия с данными",
        _any(
            r"сбор[^.]{0,80}(?:запись|систематиз|накоплен|хранен)",
            r"перечень действ",
            r"действи\w+[^.]{0,60}с персональн",
        ),
    ),
    "basis": (
        "правовые основания",
        _any(
            r"правов\w+ основани",
            r"основани\w+ (?:для )?обработк",
            r"152-фз",
            r"№ ?152",
            r"согласи\w+ субъект",
            r"legal basis",
        ),
    ),
    "term": (
        "сроки",
        _any(
            r"срок\w* [^.]{0,80}(?:обработк|хранен|действи|согласи)",
            r"(?:обработк|хранен|хран)\w* [^.]{0,80}(?:срок|до (?:момент|достиж)|в течение|не дольше"
            r"|бессрочн)",
            r"до (?:достижения целей|отзыва)",
            "retention|how long",
        ),
    ),
    "third": ("передача третьим лицам", _any(r"трет(?:ь|и)\w+ (?:лиц|сторон)", r"third part")),
    "cross_border": (
        "передача за границу",
        _any(
            r"трансграничн",
            r"за (?:границ|рубеж|предел\w+ (?:рф|росси|территор))",
            r"иностранн\w+ государств",
            r"cross-?border|international transfer",
        ),
    ),
    "withdrawal": ("отзыв согласия", _any(r"отозв|отзыв|отзыва", r"withdraw")),
    "rights": (
        "права человека",
        _any(
            r"прав(?:а|о|ами) (?:субъект|пользовател|на (?:получ|доступ|уточн|удал))",
            r"(?:субъект|пользовател|вы)[^.]{0,60}(?:имеет|имеете|вправе|имеют)",
            r"your rights",
        ),
    ),
    "localisation": (
        "хранение в России",
        _any(
            r"(?:баз\w* данн|сервер|хран\w+)[^.]{0,120}(?:на территории|в) (?:росси|рф)",
            r"на территории (?:росси|рф)[^.]{0,120}(?:баз|сервер|хран)",
            r"локализ",
        ),
    ),
}
"""Section id → its name for people and the folded words that show it is there."""

_LEFTOVERS: Final = (
    re.compile(
        r"[«\"“]\s*(?:Ромашка|Рога и копыта|Название компании|Наименование организации|Ваша компания"
        r"|Компания)\s*[»\"”]",
        re.IGNORECASE,
    ),
    re.compile(r"\{\{\s*\w[^{}]{0,60}\}\}|\{%[^{}]{0,60}%\}|\[\[[^\[\]]{1,60}\]\]|<%=?[^<>%]{1,60}%>"),
    re.compile(
        r"\[\s*(?:название|наименование|указать|укажите|вставьте|ваш\w*|адрес|дата|фио|инн|огрн|e-?mail(?!.protected)"
        r"|телефон|company|company name|your|insert|url|сайт|домен|организац)[^\[\]]{0,60}\]",
        re.IGNORECASE,
    ),
    re.compile(r"_{6,}"),
    re.compile(
        r"\b(?:название|адрес|домен|имя)[_ ](?:вашего[_ ])?(?:сайта|компании|организации)\.(?:ру|рф|ru"
        r"|com)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\w.-])(?:www\.)?(?:example|yoursite|your-?domain|site-?name|mysite|yourcompany|sitename|domain)\.(?:ru|com|рф"
        r"|org)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\bLorem ipsum\b", re.IGNORECASE),
    re.compile(r"(?<![\w])(?:X{4,}|Х{4,})(?![\w])"),
)
_DOMAIN = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?:www\.)?((?:[a-z0-9-]{2,}\.)+(?:ru|su|рф|com|net|org|shop|store|online"
    r"|site|pro))(?![\w-])",
    re.IGNORECASE,
)
_OWN_SITE = re.compile(
    r"(?:сайт\w{0,3}|интернет-магазин\w{0,3}|доменн\w+ им\w+|ресурс\w{0,3}|по адресу|website"
    r"|site)[\s:«\"(,—–-]{1,6}(?:[^\s.]{0,20}[\s«\"(]){0,3}\Z",
    re.IGNORECASE,
)
_NOT_OWN = re.compile(
    r"(?:^|\.)(?:yandex|google|vk|mail|gosuslugi|rkn|consultant|garant|pravo|microsoft|apple|mozilla"
    r"|opera|facebook|youtube|ok|t|telegram|rambler|bitrix24|1c-bitrix|tilda|firefox|chrome|gov|w3"
    r"|wikipedia)\.",
    re.IGNORECASE,
)


_CALLED = re.compile(
    r"(?<![А-Яа-яA-Za-z])(?P<name>ИНН|ОГРНИП|ОГРН)(?:\s*/\s*(?P<second>КПП|ОГРН|ОГРНИП))?[\s:№#—–-]{0,6}"
    r"(?P<number>\d[\d\s\u00a0]{8,18}\d)(?P<rest>\s*/\s*\d{9,15})?"
)


@lru_cache(maxsize=1)
def _messengers() -> re.Pattern[str]:
    """Names of foreign messengers in every case: the spellings of the signatures and their endings."""
    words = sorted(
        (re.escape(fold(word)) for word in load().words if len(word) > _SHORT), key=len, reverse=True
    )
    return re.compile(rf"(?<![\wа-я@./-])(?:{'|'.join(words)})(?:[аеуы]|ом|ам|ах|ами)?(?![\wа-я])")


def read_policy(text: str, url: str) -> Policy:
    """Say what a policy holds; ``text`` is plain, from HTML, PDF or DOCX alike. Never raises on any text."""
    text = text[:_MAX]
    folded = fold(text)
    letters = sum(1 for char in folded if "a" <= char <= "z" or "а" <= char <= "я")
    russian = sum(1 for char in folded if "а" <= char <= "я")
    return Policy(
        url=url,
        text_length=len(folded),
        russian=russian * 2 >= letters,
        sections={name: pattern.search(folded) is not None for name, (_, pattern) in SECTIONS.items()},
        requisites=requisites_of(text),
        messengers=foreign_messengers(folded),
        leftovers=_leftovers(text),
        sites=_sites(text),
        folded=folded,
    )


@lru_cache(maxsize=1_024)
def foreign_messengers(folded: str) -> tuple[str, ...]:
    """Return the names of foreign messengers in folded text, each once, as written."""
    return tuple(dict.fromkeys(found[0] for found in _messengers().finditer(folded)))[:10]


def _leftovers(text: str) -> tuple[str, ...]:
    found = (match[0].strip() for pattern in _LEFTOVERS for match in pattern.finditer(text))
    return tuple(dict.fromkeys(" ".join(item.split())[:80] for item in found))[:10]


def _sites(text: str) -> tuple[str, ...]:
    """Return the domains the text calls its own site."""
    own: dict[str, None] = {}
    for found in _DOMAIN.finditer(text):
        host = found[1].lower()
        if not _NOT_OWN.search("." + host) and _OWN_SITE.search(
            text[max(0, found.start() - 80) : found.start()]
        ):
            own[host] = None
    return tuple(own)[:10]


def requisites_of(text: str) -> Requisites:
    """Return the numbers that are called INN or OGRN; those whose check digits do not fit stand apart."""
    if "ИНН" not in text and "ОГРН" not in text:
        return Requisites()
    inn: set[str] = set()
    ogrn: set[str] = set()
    wrong: set[str] = set()
    for found in _CALLED.finditer(text):
        number = _cut(found["name"], found["number"])
        if found["name"] == "ИНН":
            (inn if inn_is_right(number) else wrong).add(number)
        else:
            (ogrn if ogrn_is_right(number) else wrong).add(number)
    return Requisites(
        frozenset(inn), frozenset(ogrn), frozenset(number for number in wrong if number.strip("0"))
    )


def _cut(name: str, written: str) -> str:
    """The number without spaces; what follows after a space and does not belong to it is left out."""
    digits = re.sub(r"\D", "", written)
    fits = inn_is_right if name == "ИНН" else ogrn_is_right
    lengths = (10, 12) if name == "ИНН" else (13, 15)
    first = re.match(r"\d+", written)
    if first and len(first[0]) in lengths:
        return first[0]
    return next((digits[:length] for length in lengths if fits(digits[:length])), digits)
