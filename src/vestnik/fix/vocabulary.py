"""The words of messengers as they stand on buttons and in sentences, compiled once a plan."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vestnik.law.signatures import Signatures

_STEMS = (
    "(?:на)?пи[шс]|свя[жз]|обра[щт]|чат|бот|канал|групп|подпи[сш]|подписыв|зада[тйе]|"
    "вопрос|ответ|откры[тв]|спрос|спраш|заказ|мессенджер|соцсет|консульт|менеджер|поддержк|помо[щг]|общ|жд[её]м|"
    "удобн|люб[оы]|контакт|write|chat|message|contact|follow"
)
_WORDS = (
    "мы|нас|нам|нами|наш|нашем|нашего|наши|вам|вас|вы|ещ[её]|также|тоже|можно|или|и|в|во|на|по|через|к|с|со|сети|лично|"
    "онлайн|сразу|прямо|есть|здесь|тут|us|on|in|via|or|and|our"
)
_TAIL = r"(?:[-‑\s]*(?:бот[а-яё]*|чат[а-яё]*|канал[а-яё]*|групп[а-яё]*|bot|chat|channel|web))?"
_JOIN = r"\s*(?:,|/|;|\||и|или|&|and|or)\s*"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Patterns over decoded text; all ignore case."""

    word: re.Pattern[str]
    """A messenger's name standing alone."""
    bare: re.Pattern[str]
    """A whole label that is nothing but names: ``WhatsApp``, ``Telegram-бот``, ``WhatsApp / Viber``."""
    phrase: re.Pattern[str]
    """A preposition with the names it governs: ``в WhatsApp или Telegram``."""
    label: re.Pattern[str]
    """Words that only introduce a messenger: ``WhatsApp:``, ``Мы в мессенджерах``."""
    brackets: re.Pattern[str]
    """A bracket that holds names only, with the space before it: ``(WhatsApp, Viber)``."""
    mark: re.Pattern[str]
    """A brand inside a class, a file name or an id: ``btn-whatsapp``, ``img/tg.svg``."""

    @classmethod
    def of(cls, signatures: Signatures) -> "Vocabulary":
        """Compile the spellings of all platforms."""
        words = _alternatives((*signatures.words, *signatures.loose))
        latin = _alternatives(key for key in signatures.keys if len(key) > 1)
        name = rf"(?<![\w@])(?:{words}){_TAIL}(?!\w)"
        names = rf"{name}(?:{_JOIN}{name})*"
        flags = re.IGNORECASE
        return cls(
            word=re.compile(name, flags),
            bare=re.compile(rf"\s*(?:мессенджеры?\s*)?{names}\s*:?\s*", flags),
            phrase=re.compile(
                rf"(?:(?:в|во|на|по|через|via|on|in|по)\s+)(?:мессенджер\w*\s+)?{names}", flags
            ),
            label=re.compile(rf"(?:\W|\b(?:{_STEMS})\w*|\b(?:{_WORDS})\b|{name})*", flags),
            brackets=re.compile(rf"\s*[(\[]\s*(?:(?:есть|в|и|также|только)\s+)*{names}\s*[)\]]", flags),
            mark=re.compile(rf"(?<![A-Za-z])(?:{latin})(?![a-z])", flags),
        )

    def only_introduces(self, text: str) -> bool:
        """Tell whether nothing is lost with the text when its messenger goes."""
        return self.label.fullmatch(text) is not None


def _alternatives(words: Iterable[str]) -> str:
    ordered = sorted({word.lower() for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)
