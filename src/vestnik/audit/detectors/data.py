"""A messenger in data: an address in JSON, YAML, SQL or an array of a program, a key with an account."""

import re
from collections.abc import Iterator
from dataclasses import replace

from vestnik.audit.documents import Kind
from vestnik.audit.marks import Sighting, Weight, carrier_of, is_example, sight_address
from vestnik.audit.model import Carrier, ChannelKind, Confidence, Role, Severity, State
from vestnik.audit.readers.brackets import brackets_around
from vestnik.audit.readers.model import Token, Zone
from vestnik.audit.readers.reading import Reading
from vestnik.audit.wording import HANDLE, PHONE, account_target
from vestnik.law.signatures import LiteralKind

_VALUE = re.compile(
    r"[\w.-]*(?:[\"']?\]?\s*(?:=>|:|=(?!=))|[\"'];s:\d+:|[\"']\s*,)\s*(?P<quote>[\"'`]?)(?P<value>[^\"'`\n,;<>{}]{3,60})(?P=quote)"
)
_NAME = re.compile(r"[A-Za-z]\w{4,31}")
_SKYPE_NAME = re.compile(
    r"(?:live:)?(?=[\w.,-]*[._\d])(?!.*(?:skype|icon|\.com$|\.(?:svg|png|php|tpl|css|js|html?|gif|jpe?g)$))[a-z][\w.,-]{4,31}",
    re.IGNORECASE,
)
_DEFAULT = re.compile(
    r"\s*=(?![=>])[^;\n]{0,200}(?::|\?\?|\|\||\?:)\s*"
    r"(?P<quote>[\"'])(?P<value>\+?[\d ()-]{10,20}|[A-Za-z]\w*_\w{2,31})(?P=quote)"
)
"""A number that a setting falls back to: ``$whatsapp = $set ?: '79…';``."""
_TAG_VALUE = re.compile(r"[\w.-]*>\s*(?P<value>[^<>]{3,60})</")
_LED = re.compile(r"\b(?:href|url|link|to)[\"']?\s*(?:=>|:)\s*[\w$.?>\-\[\]'\"]*$")
_NO_ENTRY = re.compile(r"share|;\s*\n|\bfunction\b", re.IGNORECASE)
_FAR = 80
_DIGITS = 10
_MOST_DIGITS = 15


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield addresses in data, and keys and tags of messengers with an account."""
    document = reading.document
    for token in reading.addresses():
        if carrier_of(token, document.text) is Carrier.DATA:
            address = sight_address(token, Carrier.DATA, Weight.SCRIPT)
            if is_example(document.text, token.start):
                address = replace(address, role=Role.MENTION, severity=Severity.INFO)
            elif address.role is Role.CONTACT and document.kind is Kind.SQL:
                address = replace(address, rule="DA-002")
            yield address
    for token in reading.tokens:
        if token.kind is LiteralKind.WORD and token.match is None:
            keyed = _keyed(reading, token) or _tagged(reading, token) or _entry(reading, token)
            if keyed is not None:
                yield keyed


def _keyed(reading: Reading, token: Token) -> Sighting | None:
    """Read ``"whatsapp": "+7 900 …"``, ``'telegram' => '@shop'``, ``skype = shop.support``."""
    if (
        token.where.zone not in {Zone.DATA, Zone.CODE, Zone.SCRIPT, Zone.PROSE}
        or token.where.attribute is not None
    ):
        return None
    found = _VALUE.match(reading.document.text, token.end, token.end + 120)
    bare = found is None or not found["quote"]
    if bare and token.where.zone in {Zone.CODE, Zone.SCRIPT} and token.where.literal is None:
        found = _DEFAULT.match(reading.document.text, token.end, token.end + 300)
    if found is None or (found["quote"] == "" and token.where.zone is not Zone.DATA):
        return None
    listed = "," in reading.document.text[token.end : found.start("value")]
    if listed and not (found["value"].startswith("@") or PHONE.fullmatch(found["value"].strip())):
        digits = re.sub(r"\D", "", found["value"])
        if len(digits) < _DIGITS:
            return None
    default = found.re is _DEFAULT
    return _account(
        reading.document.text, token, found["value"], found.start("value"), found.end(), named=default
    )


def _tagged(reading: Reading, token: Token) -> Sighting | None:
    """Read ``<WhatsApp>+7 900 …</WhatsApp>`` of an export: the name is a tag, the account stands inside."""
    if reading.document.kind is not Kind.XML:
        return None
    found = _TAG_VALUE.match(reading.document.text, token.end, token.end + 160)
    if found is None or reading.document.text[token.start - 1 : token.start] != "<":
        return None
    return _account(reading.document.text, token, found["value"], found.start("value"), found.end())


def _entry(reading: Reading, token: Token) -> Sighting | None:
    """Read ``{href: TELEGRAM_LINK, icon: 'tg.svg', label: 'Telegram'}``: a variable holds the address."""
    text = reading.document.text
    if token.where.zone not in {Zone.CODE, Zone.SCRIPT} or not _LED.search(
        text[max(0, token.start - _FAR) : token.start]
    ):
        return None
    bounds = brackets_around(text, token.start, token.end)
    if bounds is None or _NO_ENTRY.search(text, *bounds):
        return None
    named = any(
        other.platform == token.platform and other.start != token.start and other.where.literal is not None
        for other in reading.tokens
        if bounds[0] <= other.start < bounds[1]
    )
    return _linked(token, bounds) if named else None


def _linked(token: Token, bounds: tuple[int, int]) -> Sighting:
    return Sighting(
        rule="LB-001",
        platform=token.platform,
        carrier=Carrier.DATA,
        kind=ChannelKind.UNKNOWN,
        role=Role.CONTACT,
        severity=Severity.HIGH,
        start=token.start,
        end=token.end,
        weight=Weight.DATA,
        state=State.COMMENTED if token.where.commented else State.DYNAMIC,
        confidence=Confidence.MEDIUM,
        owns=(bounds,),
    )


def _account(
    text: str, token: Token, raw: str, start: int, end: int, *, named: bool = False
) -> Sighting | None:
    """Make a contact of a name with an account beside it; ``end`` is where both end in ``text``.

    ``named`` says that the place is kept for an account, so that one without ``@`` is one too.
    """
    value = raw.strip()
    start += len(raw) - len(raw.lstrip())
    digits = re.sub(r"\D", "", value)
    if _DIGITS <= len(digits) <= _MOST_DIGITS and (PHONE.fullmatch(value) or digits == value.lstrip("+")):
        target, kind = account_target(token.platform, digits), ChannelKind.DM_PHONE
    elif token.platform == "telegram" and (
        (named and _NAME.fullmatch(value)) or (value.isascii() and f"t.me/{value}" in text)
    ):
        target, kind = f"https://t.me/{value.lower()}", ChannelKind.DM_USER
    elif token.platform == "skype" and _SKYPE_NAME.fullmatch(value):
        target, kind = f"skype:{value.lower()}", ChannelKind.DM_USER
    elif HANDLE.fullmatch(value):
        target = f"https://t.me/{value[1:].lower()}" if token.platform == "telegram" else None
        kind = ChannelKind.DM_USER
    else:
        return None
    return Sighting(
        rule="DA-001",
        platform=token.platform,
        carrier=Carrier.DATA,
        kind=kind,
        role=Role.CONTACT,
        severity=Severity.HIGH,
        start=start,
        end=start + len(value),
        weight=Weight.DATA,
        target=target,
        state=State.COMMENTED if token.where.commented else State.LIVE,
        confidence=Confidence.MEDIUM,
        owns=((token.start, end),),
    )
