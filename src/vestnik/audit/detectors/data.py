"""A messenger in data: an address in JSON, YAML, SQL or an array of a program, a key with an account."""

import re
from collections.abc import Iterator
from dataclasses import replace

from vestnik.audit.marks import Sighting, Weight, carrier_of, is_example, sight_address
from vestnik.audit.model import Carrier, ChannelKind, Confidence, Role, Severity, State
from vestnik.audit.readers.model import Token, Zone
from vestnik.audit.readers.reading import Reading
from vestnik.audit.wording import HANDLE, PHONE
from vestnik.law.signatures import LiteralKind

_VALUE = re.compile(
    r"[\w.-]*[\"']?\]?\s*(?:=>|:|=(?!=))\s*(?P<quote>[\"'`]?)(?P<value>[^\"'`\n,;<>{}]{3,60})(?P=quote)"
)
_QUERIES = "LSApplicationQueriesSchemes"
_DIGITS = 10
_MOST_DIGITS = 15


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield addresses in data, keys of messengers with an account, and what applications declare."""
    document = reading.document
    for token in reading.addresses():
        if carrier_of(token, document.text) is Carrier.DATA:
            address = sight_address(token, Carrier.DATA, Weight.SCRIPT)
            if is_example(document.text, token.start):
                address = replace(address, role=Role.MENTION, severity=Severity.INFO)
            yield address
    declares = document.path.endswith(".plist") and _QUERIES in document.text
    for token in reading.tokens:
        if token.kind is LiteralKind.MARK and (found := _package(reading, token)):
            yield found
        elif token.kind is LiteralKind.WORD and token.match is None:
            if declares and token.whole:
                yield _sighting(token, "IOS-001", Severity.MEDIUM, None, ChannelKind.UNKNOWN)
            elif keyed := _keyed(reading, token):
                yield keyed


def _package(reading: Reading, token: Token) -> Sighting | None:
    mark = next((item for item in reading.signatures.marks if item.literal == token.text), None)
    if mark is None or mark.carrier != Carrier.DATA:
        return None
    return _sighting(token, mark.rule, Severity[mark.severity.upper()], None, ChannelKind.UNKNOWN)


def _keyed(reading: Reading, token: Token) -> Sighting | None:
    """Read ``"whatsapp": "+7 900 …"``, ``'telegram' => '@shop'``, ``skype = shop.support``."""
    if (
        token.where.zone not in {Zone.DATA, Zone.CODE, Zone.SCRIPT, Zone.PROSE}
        or token.where.attribute is not None
    ):
        return None
    found = _VALUE.match(reading.document.text, token.end, token.end + 120)
    if found is None or (found["quote"] == "" and token.where.zone is not Zone.DATA):
        return None
    value = found["value"].strip()
    start = found.start("value")
    digits = re.sub(r"\D", "", value)
    if _DIGITS <= len(digits) <= _MOST_DIGITS and (PHONE.fullmatch(value) or digits == value.lstrip("+")):
        return replace(
            _sighting(token, "DA-001", Severity.HIGH, _target(token.platform, digits), ChannelKind.DM_PHONE),
            start=start,
            end=start + len(found["value"].rstrip()),
            owns=((token.start, found.end()),),
        )
    if HANDLE.fullmatch(value):
        target = f"https://t.me/{value[1:].lower()}" if token.platform == "telegram" else None
        return replace(
            _sighting(token, "DA-001", Severity.HIGH, target, ChannelKind.DM_USER),
            start=start,
            end=start + len(value),
            owns=((token.start, found.end()),),
        )
    return None


def _target(platform: str, digits: str) -> str | None:
    digits = "7" + digits[1:] if len(digits) == 11 and digits.startswith("8") else digits  # noqa: PLR2004
    forms = {
        "whatsapp": "https://wa.me/{}",
        "telegram": "https://t.me/+{}",
        "viber": "viber://chat?number=+{}",
    }
    return forms[platform].format(digits) if platform in forms else None


def _sighting(token: Token, rule: str, severity: Severity, target: str | None, kind: ChannelKind) -> Sighting:
    return Sighting(
        rule=rule,
        platform=token.platform,
        carrier=Carrier.DATA,
        kind=kind,
        role=Role.CONTACT if rule == "DA-001" else Role.CODE,
        severity=severity,
        start=token.start,
        end=token.end,
        weight=Weight.DATA,
        target=target,
        state=State.COMMENTED if token.where.commented else State.LIVE,
        confidence=Confidence.MEDIUM,
    )
