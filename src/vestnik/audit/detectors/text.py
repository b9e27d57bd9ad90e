"""A messenger named in words: a call to write, a phone with a label, an ``@account``, a label on a link."""

import re
from collections.abc import Iterator
from dataclasses import replace

from vestnik.audit.blocks import surroundings
from vestnik.audit.documents import Kind
from vestnik.audit.marks import Sighting, Weight, carrier_of, is_example, sight_address
from vestnik.audit.model import Carrier, ChannelKind, Confidence, Role, Severity, State
from vestnik.audit.readers.model import Element, Token, Zone
from vestnik.audit.readers.reading import Reading
from vestnik.audit.wording import Surroundings, account_target

_SPOKEN = frozenset(
    {
        "alt",
        "title",
        "aria-label",
        "placeholder",
        "content",
        "value",
        "label",
        "data-title",
        "data-text",
        "text",
    }
)
_TAG_NAME = re.compile(r"</?$")
_MISSPELLED = frozenset(
    {"telegramm", "telegam", "whatsap", "watsapp", "watsap", "whatapp", "whatsup", "vider", "вабер"}
)
_REACH = 200
_CHECKBOX = re.compile(r"type=[\"']?checkbox", re.IGNORECASE)
_QUOTED = re.compile(r"(?:фраз|слов|вроде|типа|надпис)[^«»]{0,40}«[^»]*$", re.IGNORECASE)
"""A phrase that is spoken of."""
_PHONE_ISLAND = re.compile(
    r"\s*[:—–-]\s*(?:</?\w+[^<>]*>\s*){0,3}(?:\{\{|<\?|\{|\[\[)[^}\]<>]{0,60}(?:phone|telephone|tel\b|телефон)",
    re.IGNORECASE,
)
"""What a template puts after ``WhatsApp:`` is a telephone number."""
_THIS_CHAT = re.compile(r"(?:этот|этом) чат|на это сообщение", re.IGNORECASE)
"""Words of a letter that was written to be read in a messenger."""
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_FIELD_TAGS = frozenset({"option", "select", "input", "textarea"})
_FIELD_COMPONENT = re.compile(r"(?:Input|Field|TextArea|Select|FormItem)$")
_FIELD_KEY = re.compile(r"[\"'](?:UF|IM|PERSONAL)_$")
_FIELD_LABELS = ("option", "select", "label", "textarea")


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield offers in words; what offers nothing is a mention."""
    text = reading.document.text
    for token in reading.addresses():
        if carrier_of(token, text) is Carrier.TEXT:
            found = sight_address(token, Carrier.TEXT, Weight.LINK)
            if is_example(text, token.start):
                found = replace(found, role=Role.MENTION, severity=Severity.INFO)
            yield found
    for token in reading.names():
        if _names_field(token) or (token.where.literal and _FIELD_KEY.search(text[: token.start][-12:])):
            yield _field(token)
        elif token.whole and _visible(reading, token):
            yield _name(reading, token)


def _visible(reading: Reading, token: Token) -> bool:
    """Whether a visitor may read or hear the word."""
    where = token.where
    if reading.document.kind is Kind.XML and _TAG_NAME.search(
        reading.document.text[max(0, token.start - 2) : token.start]
    ):
        return False
    if where.attribute is not None and where.attribute.start <= token.start < where.attribute.end:
        return where.attribute.name in _SPOKEN or _CYRILLIC.search(where.attribute.text) is not None
    if where.zone in {Zone.TEXT, Zone.PROSE}:
        return True
    if where.element is not None and where.zone is Zone.SCRIPT and where.literal is None:
        return (
            where.element.open_end <= token.start < where.element.close_start
            and where.element.tag != "script"
        )
    literal = where.literal
    if literal is None:
        return where.commented or where.zone is Zone.DATA
    return (
        _CYRILLIC.search(reading.document.text, literal.start, min(literal.end, literal.start + 4_000))
        is not None
    )


def _names_field(token: Token) -> bool:
    """Whether the word names an input: ``<input name="telegram_username">``."""
    where = token.where
    if where.attribute is None or where.element is None or where.attribute.name not in {"name", "id"}:
        return False
    typed = where.element.get("type").lower() not in {"hidden", "submit", "button", "image", "checkbox"}
    return where.element.tag in {"input", "textarea", "select"} and typed


def _field(token: Token) -> Sighting:
    element = token.where.element
    span = (element.start, element.end) if element else (token.start, token.end)
    found = replace(
        _mention(token),
        rule="DA-003",
        role=Role.CODE,
        severity=Severity.MEDIUM,
        weight=Weight.TEXT,
        carrier=Carrier.DATA,
        element=span,
        owns=(span,),
    )
    return replace(found, state=State.COMMENTED) if token.where.commented else found


def _name(reading: Reading, token: Token) -> Sighting:
    around = surroundings(reading, token)
    base = _mention(token)
    if token.where.commented:
        return replace(base, state=State.COMMENTED)
    element = token.where.element
    if element is not None and element.tag == "meta" and element.get("name").lower() == "keywords":
        return base
    if around.consent():
        rule = "CN-002" if _ticked(reading, token) else "CN-001"
        agreed = replace(base, rule=rule, severity=Severity.MEDIUM, weight=Weight.TEXT)
        return replace(agreed, confidence=Confidence.HIGH)
    if _asked(token, around):
        return replace(_field(token), role=Role.MENTION)
    if is_example(reading.document.text, token.start) or around.negated() or _QUOTED.search(around.before):
        return base
    offer = _offer(reading.document.text, token, around, base)
    cut = "<" in reading.document.text[token.start : token.end] and offer.role is Role.CONTACT
    return replace(offer, rule="JS-OBF-002") if cut else offer


def _ticked(reading: Reading, token: Token) -> bool:
    """Whether the consent is a box of its own: its label holds one, or one stands right before it."""
    label, text = token.where.closest("label"), reading.document.text
    start = label.start if label is not None else max(0, token.start - _REACH)
    return _CHECKBOX.search(text, start, label.end if label is not None else token.start) is not None


def _offer(  # noqa: PLR0911 — one return an offer
    text: str, token: Token, around: Surroundings, base: Sighting
) -> Sighting:
    contact = replace(
        base, role=Role.CONTACT, severity=Severity.HIGH, weight=Weight.TEXT, confidence=Confidence.HIGH
    )
    if handle := around.handle():
        kind = ChannelKind.BOT if handle.lower().endswith("bot") else ChannelKind.DM_USER
        target = f"https://t.me/{handle[1:].lower()}" if token.platform == "telegram" else None
        return replace(contact, rule="TX-HD-001", kind=kind, target=target)
    if token.platform == "skype" and (name := around.skype_name()):
        return replace(contact, rule="TX-HD-001", kind=ChannelKind.DM_USER, target=f"skype:{name.lower()}")
    phone = around.phone()
    if phone and not around.traffic():
        target = account_target(token.platform, phone)
        return replace(contact, rule="TX-PH-001", kind=ChannelKind.DM_PHONE, target=target)
    if _PHONE_ISLAND.match(text, token.end, token.end + 200):
        return replace(contact, rule="TX-PH-001", kind=ChannelKind.DM_PHONE, state=State.DYNAMIC)
    if around.calls() and not around.traffic():
        sure = Confidence.LOW if token.where.zone is Zone.DATA else Confidence.MEDIUM
        if _THIS_CHAT.search(around.sentence):
            return replace(contact, rule="ML-002", severity=Severity.MEDIUM, confidence=sure)
        rule = "TX-MIS-001" if token.text in _MISSPELLED else "TX-RU-001"
        return replace(contact, rule=rule, confidence=sure)
    return base


def _mention(token: Token) -> Sighting:
    return Sighting(
        rule="MN-001",
        platform=token.platform,
        carrier=Carrier.TEXT,
        kind=ChannelKind.UNKNOWN,
        role=Role.MENTION,
        severity=Severity.INFO,
        start=token.start,
        end=token.end,
        weight=Weight.MENTION,
        confidence=Confidence.MEDIUM,
    )


def _asked(token: Token, around: Surroundings) -> bool:
    """Whether a form asks for the visitor's own account."""
    where = token.where
    element: Element | None = where.element
    if element is None:
        return False
    if element.tag in _FIELD_TAGS or (_FIELD_COMPONENT.search(element.tag) and around.asks()):
        return True
    return where.closest(*_FIELD_LABELS) is not None or (around.asks() and where.closest("form") is not None)
