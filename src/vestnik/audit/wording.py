"""Russian and English words around a messenger's name that tell an offer from a mention. Pure."""

import re
from dataclasses import dataclass

PHONE = re.compile(r"(?<![\d.,/=-])(?:\+?7|8)[\s(\u00a0-]{0,3}\d{3}[\s)\u00a0-]{0,3}\d{3}[\s\u00a0-]?\d{2}[\s\u00a0-]?\d{2}(?!\d)|\+\d{1,3}[\s(-]{0,2}\d{2,3}[\s)-]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2,4}(?!\d)")
HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-z]\w{3,31}\b(?!\.\w|[(\"'{-])")
_SKYPE_NAME = re.compile(r"^\s*[:—–-]\s*(?P<name>(?:live:)?[a-z][a-z0-9._,-]{4,31})(?![\w({\"'=>])", re.IGNORECASE)

_CALL = re.compile(
    r"напиши(?:те)?\b|пиши(?:те)?\b|написать|свяжи(?:тесь|сь)|связаться|связь через|звоните|звони\b|позвони(?:те|ть)|"
    r"обращайтесь|обратиться|отправ(?:ьте|ляйте)|отправить (?:заявк|фото|вопрос|сообщ|заказ)|пришлите|присылайте|"
    r"подпи(?:шитесь|сывайтесь|саться|шись)|присоединя(?:йтесь|йся)|присоединиться|вступайте|переходите|перейти|"
    r"зада(?:йте|ть) (?:нам |свой |любой |ваш )?вопрос|спросите|спросить|закаж(?:ите|и)|заказать|запис(?:аться|ывайтесь)|запишитесь|"
    r"остав(?:ьте|ить) (?:заявку|отзыв)|мы (?:есть )?в\b|мы на связи|на связи в|чат в\b|открыть (?:чат|в)|консультац\w+ в|получи(?:те|ть) (?:\w+ ){0,3}в\b|"
    r"наш(?:а|и|ем|ей|его)? (?:\w+[ -])?(?:канал|группа|группу|чат|бот|бота|чат-бот)|телеграмм?-?(?:канал|бот|чат)\w* (?:@|—|:)|"
    r"доступ\w* (?:в|по)\b|по (?:номеру|телефону)|\bwrite (?:us|to us)|\bcontact (?:us )?(?:on|via|in)|\bmessage us|\btext us|\bchat (?:with us|on|via)|\bjoin (?:us|our)|\bsubscribe",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\bне (?:принима|отвеча|пользу|использу|работа|осуществля|поддержива|связыва|пиш|звон|консульт|обраба|веду|веде|предлаг|провод|отправля)\w*|"
    r"отказ(?:ались|ываемся|аться)|больше не\b|больше нет|отключ(?:ен|ил|а)\w*|закры(?:т|ли|ва)\w*|запре[тщ]\w*|заблокир\w*|блокиров\w*|"
    r"аналог\w*|альтернатив\w*|вместо|мошенник\w*|мошеннич\w*|никогда не\b|замедлен\w*|экстремист\w*|\bdo(?:n't| not)\b|\bnot? (?:accept|use)|\binstead of",
    re.IGNORECASE,
)
_CONSENT = re.compile(r"соглас(?:ие|ен|на|ия|ием)\b|даю соглас", re.IGNORECASE)
_MAILING = re.compile(r"рассыл|сообщени|уведомлени|информаци|связ|реклам", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:ваш|укажите|введите|никнейм|ник|логин|удобн\w+ (?:способ|мессенджер)|способ связи|как (?:с вами|вам)|куда)\b", re.IGNORECASE)
_TRAFFIC = re.compile(r"безлимит|трафик|тариф|не расходу|гигабайт|\bГБ\b|мессенджеры? без", re.IGNORECASE)
_NEAR = 90


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
        left = re.split(r"[.!?…•;]\s|\n", self.before)[-1]
        right = re.split(r"[.!?…•;](?:\s|$)|\n", self.after)[0]
        return f"{left} {self.name} {right}"

    def negated(self) -> bool:
        """Whether the sentence says that the messenger is not offered."""
        return bool(_NEGATION.search(self.sentence))

    def calls(self) -> bool:
        """Whether the sentence calls to write, ring or subscribe there."""
        left = re.split(r"[.!?…•;]\s|\n", self.before)[-1][-_NEAR:]
        right = re.split(r"[.!?…•;](?:\s|$)|\n", self.after)[0][:_NEAR]
        return bool(_CALL.search(f"{left} {self.name} {right}"))

    def phone(self) -> str | None:
        """A telephone number of the same block."""
        found = PHONE.search(self.before[-_NEAR:]) or PHONE.search(self.after[:_NEAR])
        return found[0] if found else None

    def handle(self) -> str | None:
        """An account name right beside the messenger's name."""
        after = re.match(r"[\w\s:—–().,!-]{0,25}?(@[A-Za-z]\w{3,31})\b(?!\.\w)", self.after)
        if after and HANDLE.search(" " + after[1]):
            return after[1]
        before = re.search(r"(?<![\w.@/])(@[A-Za-z]\w{3,31})[\s:—–(]{0,4}(?:в\s)?$", self.before)
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
