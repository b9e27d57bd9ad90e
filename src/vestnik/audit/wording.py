"""Russian and English words around a messenger's name that tell an offer from a mention. Pure."""

import re
from dataclasses import dataclass


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


PHONE = re.compile(
    r"(?<![\d.,/=-])(?:\+?7|8)[\s(\u00a0-]{0,3}\d{3}[\s)\u00a0-]{0,3}\d{3}[\s\u00a0-]?\d{2}[\s\u00a0-]?\d{2}(?!\d)"
    r"|\+\d{1,3}[\s(-]{0,2}\d{2,3}[\s)-]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2,4}(?!\d)"
)
HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-z]\w{3,31}\b(?!\.\w|[(\"'{-])")
_SKYPE_NAME = re.compile(
    r"^\s*[:—–-]\s*(?P<name>(?:live:)?[a-z][a-z0-9._,-]{4,31})(?![\w({\"'=>])", re.IGNORECASE
)
_CALL = _any(
    r"напиши(?:те)?\b|пиши(?:те)?\b|написать|ответь(?:те)?\b|отвечайте|пришлите|присылайте|отправ(?:ьте|ляйте)",
    r"отправить (?:заявк|фото|вопрос|сообщ|заказ)|обращайтесь|обратиться",
    r"свяжи(?:тесь|сь)|связаться|связь через|звоните|звони\b|позвони(?:те|ть)|на связи",
    r"подпи(?:шитесь|сывайтесь|саться|шись)|присоединя(?:йтесь|йся)|присоединиться|вступайте|переходите|перейти",
    r"зада(?:йте|ть) (?:нам |свой |любой |ваш )?вопрос|спросите|спросить|консультац\w+ в",
    r"мы (?:есть )?в\b|чат в\b|открыть (?:чат|в)|доступны? (?:в|по)\b",
    r"принима(?:ем|ют) (?:заказы|заявки)",
    r"удобн\w+ (?:для вас |вам )?способ\w*|след(?:ите|ить) (?:за )?|чита(?:йте|ть)\b.{0,60}канал",
    r"наш(?:а|и|ем|ей|его)? (?:\w+\s?[ -]\s?)?(?:канал|группа|группу|чат|бот|бота|чат-бот)",
    r"телеграмм?-?(?:канал|бот|чат)\w* (?:@|—|:)|по (?:номеру|телефону)",
    r"\bwrite (?:us|to us)|\bcontact (?:us )?(?:on|via|in)|\bmessage us|\btext us|\bchat (?:with us|on|via)",
    r"\bjoin (?:us|our)|\bsubscribe",
)
_ORDER = _any(
    r"закаж(?:ите|и)|заказать|запис(?:аться|ывайтесь)|запишитесь",
    r"остав(?:ьте|ить) (?:заявку|отзыв)|получи(?:те|ть)|получа(?:йте|ть)",
)
"""Calls that order a thing: an offer only when they say where, ``закажите в WhatsApp``."""
_THERE = re.compile(r"(?:\b(?:в|на|по)|через)\s+(?:[\w-]+[\s,/]+(?:и\s|или\s)?){0,3}$", re.IGNORECASE)
_NEGATION = _any(
    r"\bне (?:принима|отвеча|пользу|использу|работа|осуществля|поддержива|связыва|пиш|звон)\w*",
    r"\bне (?:консульт|обраба|веду|веде|предлаг|провод|отправля)\w*|больше не\b|больше нет|никогда не\b",
    r"отказ(?:ались|ываемся|аться)|отключ(?:ен|ил|ит|а)\w*|отвяз\w*|выключ\w*|закры(?:ли|ваем)\w*|запре[тщ]\w*|экстремист\w*",
    r"заблокир\w*|блокиров\w*|замедлен\w*|мошенник\w*|мошеннич\w*",
    r"\bdo(?:n't| not)\b|\bnot? (?:accept|use)|\binstead of",
)
_CLAUSE_END = re.compile(r"[.!?…•;:,()]\s|\s[—–-]\s|\n|\s(?:но|а|однако|зато)\s")
_SENTENCE_END = re.compile(r"[.!?…•;](?:\s|$)|\n")
_CONSENT = _any(r"соглас(?:ие|ен|на|ия|ием)\b", r"даю соглас")
_MAILING = _any("рассыл", "сообщени", "уведомлени", "информаци", "связ", "реклам")
_ASKS = _any(
    r"\b(?:ваш|укажите|введите|никнейм|ник|логин|куда)\b",
    r"\b(?:удобн\w+ (?:способ|мессенджер)|способ связи|как (?:с вами|вам))\b",
)
_TRAFFIC = _any("безлимит", "трафик", "тариф", "не расходу", "гигабайт", r"\bГБ\b", "мессенджеры? без")
_NEAR = 90


_BY_PHONE = {
    "whatsapp": "https://wa.me/{}",
    "telegram": "https://t.me/+{}",
    "viber": "viber://chat?number=+{}",
}
_RUSSIAN_DIGITS = 11


def account_target(platform: str, phone: str) -> str | None:
    """The address at which a platform knows a telephone number, when it knows people by numbers."""
    digits = "".join(char for char in phone if char.isdigit())
    if len(digits) == _RUSSIAN_DIGITS and digits.startswith("8"):
        digits = "7" + digits[1:]
    return _BY_PHONE[platform].format(digits) if platform in _BY_PHONE else None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The visible text on both sides of a name, cut to its block."""

    before: str
    name: str
    after: str

    @property
    def whole(self) -> str:
        """The block as one line."""
        return f"{self.before} {self.name} {self.after}"

    @property
    def sentence(self) -> str:
        """The sentence with the name, as far as punctuation shows it."""
        left = _SENTENCE_END.split(self.before)[-1]
        right = _SENTENCE_END.split(self.after)[0]
        return f"{left[-_NEAR:]} {self.name} {right[:_NEAR]}"

    def negated(self) -> bool:
        """Whether its own clause says that the messenger is not offered."""
        left = _CLAUSE_END.split(self.before)[-1]
        right = _CLAUSE_END.split(self.after)[0]
        return bool(_NEGATION.search(f"{left} {self.name} {right}"))

    def calls(self) -> bool:
        """Whether the sentence calls to write, ring or subscribe there."""
        if _CALL.search(self.sentence):
            return True
        left = _SENTENCE_END.split(self.before)[-1]
        return bool(_ORDER.search(self.sentence) and _THERE.search(f"{left[-_NEAR:].rstrip()} "))

    def phone(self) -> str | None:
        """A telephone number of the same block."""
        found = PHONE.search(self.before[-_NEAR:]) or PHONE.search(self.after[:_NEAR])
        return found[0] if found else None

    def handle(self) -> str | None:
        """An account name right beside the messenger's name."""
        after = re.match(r"[\w\s:—–().,!-]{0,25}?(@[A-Za-z]\w{3,31})\b(?!\.\w)", self.after)
        if after and HANDLE.search(" " + after[1]):
            return after[1]
        before = re.search(r"(?<![\w.@/])(@[A-Za-z]\w{3,31})[\s:—–(]{0,4}(?:в\s*)?$", self.before)
        return before[1] if before else None

    def skype_name(self) -> str | None:
        """A name after ``Skype:``."""
        found = _SKYPE_NAME.match(self.after)
        return found["name"] if found else None

    def consent(self) -> bool:
        """Whether the block is the wording of a consent to messages."""
        return bool(_CONSENT.search(self.whole) and _MAILING.search(self.whole))

    def asks(self) -> bool:
        """Whether the visitor is asked for an account of his own."""
        return bool(_ASKS.search(self.whole))

    def traffic(self) -> bool:
        """Whether a telecom tariff lists applications."""
        return bool(_TRAFFIC.search(self.whole))
