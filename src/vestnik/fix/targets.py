"""Lawful targets: how they are written, and the words that belong over them."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from vestnik.fix.model import Target, TargetKind
from vestnik.fix.vocabulary import Vocabulary
from vestnik.kernel.address import AddressKind, parse_address
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.phone import parse_phone
from vestnik.kernel.text import N_
from vestnik.law.signatures import Signatures

_MAX_URL = 500
_URL = re.compile(
    r"https://[a-z0-9.-]+\.[a-z]{2,}(?::\d+)?(?:/[\w\-.~:/?#\[\]@!$&()*+,;=%]*)?\Z", re.IGNORECASE
)
_WRITE = re.compile(r"(?:на)?пи[шс]|чат|спис|message|chat|write", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\s*(?:\+?[\d\s()‑–-]{6,}|@[\w.]{3,}|[\w.-]+\.[a-z]{2,}/\S+|https?://\S+)\s*", re.IGNORECASE
)
_ENGLISH = re.compile(
    r"\b(?:chat|message|us|on|via|contact|write|call|with|join|send|text|ask|order|our|me|in)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Wording:
    name: str
    action: str
    where: str
    english_name: str
    english_action: str


_WORDINGS = {
    TargetKind.MAX: _Wording("MAX", "Написать в MAX", "в MAX", "MAX", "Message us on MAX"),
    TargetKind.VK: _Wording("ВКонтакте", "Написать ВКонтакте", "ВКонтакте", "VK", "Message us on VK"),
    TargetKind.EMAIL: _Wording("Почта", "Написать на почту", "по почте", "E-mail", "E-mail us"),
    TargetKind.PHONE: _Wording("Телефон", "Позвонить", "по телефону", "Phone", "Call us"),
    TargetKind.URL: _Wording(
        "Личный кабинет",
        "Написать в личном кабинете",
        "в личном кабинете",
        "Account",
        "Write in your account",
    ),
}


def parse_target(raw: str, signatures: Signatures) -> Target:
    """Read ``kind=value`` as a person types it: ``max=https://max.ru/…``, ``email=hello@example.ru``.

    Raises:
        InvalidInput: no such kind, a malformed value, or an address that is itself a foreign messenger.
    """
    kind_text, equals, value = raw.strip().partition("=")
    kind = next((one for one in TargetKind if one.value == kind_text.strip().lower()), None)
    if not equals or kind is None:
        raise InvalidInput(
            N_("Цель «%(raw)s» не разобрана.", raw=raw[:80]),
            field="to",
            hint=N_("Пишите вид=значение; виды: max, vk, email, phone, url."),
        )
    value = value.strip()
    if kind is TargetKind.EMAIL:
        return Target(kind, parse_address(AddressKind.EMAIL, value, field="to").value)
    if kind is TargetKind.PHONE:
        return Target(kind, parse_phone(value, field="to").e164)
    if len(value) > _MAX_URL or not _URL.match(value):
        raise InvalidInput(
            N_("«%(value)s» — не адрес сайта.", value=value[:80]),
            field="to",
            hint=N_("Нужен полный адрес, который начинается с https://."),
        )
    if signatures.classify_url(value) is not None:
        raise InvalidInput(N_("«%(value)s» ведёт в иностранный мессенджер.", value=value[:80]), field="to")
    return Target(kind, value)


def href(target: Target) -> str:
    """Return the address a link to the target carries."""
    if target.kind is TargetKind.EMAIL:
        return f"mailto:{quote(target.value, safe='@+')}"
    if target.kind is TargetKind.PHONE:
        return f"tel:{target.value}"
    return target.value


def name(target: Target) -> str:
    """Return what the target is called on its own: a row of a list, a title."""
    return _WORDINGS[target.kind].name


def where(target: Target) -> str:
    """Return the target as a place in a sentence: «в MAX», «по почте»."""
    return _WORDINGS[target.kind].where


def shown(target: Target) -> str:
    """Return the target's own address as people read it."""
    if target.kind is TargetKind.PHONE:
        digits = target.value
        if re.fullmatch(r"\+7\d{10}", digits):
            return f"+7 {digits[2:5]} {digits[5:8]}-{digits[8:10]}-{digits[10:]}"
        return digits
    return target.value.removeprefix("https://").rstrip("/")


def reword(label: str, target: Target, words: Vocabulary) -> str | None:
    """Return the words for a link that now leads to ``target``; None when the old ones still agree.

    ``label`` is what stood there, in any form: a bare name, a phone, a handle, a phrase, a neutral call.
    """
    text = label.strip()
    wording = _WORDINGS[target.kind]
    english = text.isascii() and _ENGLISH.search(text) is not None
    if _ADDRESS.fullmatch(text):
        return shown(target)
    bare = words.bare.match(text)
    if bare is not None and (bare.end() == len(text) or _ADDRESS.fullmatch(text, bare.end())):
        spoken = target.kind in {TargetKind.EMAIL, TargetKind.PHONE} and bare.end() < len(text)
        return f"{wording.name}: {shown(target)}" if spoken else wording.name
    if words.word.search(text) is None:
        calls = target.kind is TargetKind.PHONE and _WRITE.search(text) is not None
        return _cased(wording.english_action if english else wording.action, text) if calls else None
    if english:
        return wording.english_action
    replaced, count = words.phrase.subn(wording.where, text)
    writes_by_phone = target.kind is TargetKind.PHONE and _WRITE.search(text) is not None
    if count != 1 or words.word.search(replaced) is not None or writes_by_phone:
        return _cased(wording.action, text)
    return replaced


def _cased(action: str, model: str) -> str:
    return action[0].lower() + action[1:] if model[:1].islower() else action
