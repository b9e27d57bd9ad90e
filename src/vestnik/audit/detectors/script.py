"""An address in a program of the page: ``window.open``, ``location.href``, templates, base64."""

import re
from collections.abc import Iterator
from dataclasses import replace

from vestnik.audit.marks import INJECTS, Sighting, Weight, carrier_of, is_example, sight_address
from vestnik.audit.model import Carrier, ChannelKind, Confidence, Role, Severity, State
from vestnik.audit.readers.model import Token
from vestnik.audit.readers.reading import Reading
from vestnik.law.signatures import LinkRole, LiteralKind

_OPENS = re.compile(
    r"(?:window\.open|location(?:\.href|\.assign|\.replace)?|openURL|\.href)\s*(?:\(|=)\s*[\"'`(]*$"
)
_OPENED = re.compile(r"(?:window\.open\s*\(|location(?:\.href)?\s*=(?!=))\s*[\w$.?]*$")
_ADDRESSED = re.compile(r"\w{0,12}?(?:link|url|href)\b", re.IGNORECASE)
_CHECKS = re.compile(
    r"(?:includes|startsWith|indexOf|match|test|replace|split|===?|!==?)\s*\(?\s*[\"'`/]?(?:https?://)?$"
)
_SELECTS = re.compile(r"\[\s*[\w:-]+\s*[*^$~|]?=\s*\\?[\"']?(?:https?:)?$")
"""An attribute selector, ``[href*="//wa.me"]``: the program looks for links, it is none."""
_VIEWPORT = re.compile(r"innerWidth|matchMedia|isMobile|userAgent|clientWidth|screen\.width", re.IGNORECASE)
_SHARER = re.compile(r"share(?:Url|r)?\b[^;]{0,60}$", re.IGNORECASE)
_TOLD = re.compile(r"(?:sameAs|contactPoint)\b[^;]{0,300}$")
_NAMED = re.compile(r"([A-Za-z_$][\w$]*)\s*[:=]\s*[\"'`]?$")
_WAITS = re.compile(r"setTimeout")
_WEB = ("http", "//")
_BASES = frozenset({"https://wa.me", "https://t.me"})
_LOOK_BACK = 80
_FAR_BACK = 300


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield addresses in scripts; a comparison with an address is code, not a way to the messenger."""
    text = reading.document.text
    for token in reading.names():
        if not token.whole and token.where.literal is None and _opens_member(text, token):
            yield _opened(token)
    for token in reading.addresses():
        if carrier_of(token, text) is not Carrier.SCRIPT:
            continue
        found = sight_address(token, Carrier.SCRIPT, Weight.SCRIPT)
        before = text[max(0, token.start - _LOOK_BACK) : token.start]
        if _CHECKS.search(before) or _SELECTS.search(before) or is_example(text, token.start):
            yield replace(found, role=Role.CODE, severity=Severity.INFO, confidence=Confidence.MEDIUM)
        elif _SHARER.search(before):
            yield replace(found, rule="SHR-001", role=Role.SHARE, severity=min(found.severity, Severity.LOW))
        elif token.match is not None and token.match.role is LinkRole.CONTACT:
            yield replace(found, rule=_rule(text, token, found))
        elif _is_base(text, token):
            yield replace(
                found,
                rule="JS-OPEN-002",
                role=Role.CONTACT,
                severity=Severity.HIGH,
                state=State.COMMENTED if token.where.commented else State.DYNAMIC,
                confidence=Confidence.MEDIUM,
            )
        else:
            yield found


def _opens_member(text: str, token: Token) -> bool:
    """Whether a program opens what a variable named after the messenger holds."""
    before = text[max(0, token.start - _LOOK_BACK) : token.start]
    return bool(_OPENED.search(before) and _ADDRESSED.match(text, token.end))


def _opened(token: Token) -> Sighting:
    return Sighting(
        rule="JS-OPEN-001",
        platform=token.platform,
        carrier=Carrier.SCRIPT,
        kind=ChannelKind.UNKNOWN,
        role=Role.CONTACT,
        severity=Severity.HIGH,
        start=token.start,
        end=token.end,
        weight=Weight.SCRIPT,
        state=State.COMMENTED if token.where.commented else State.DYNAMIC,
        confidence=Confidence.MEDIUM,
    )


def _is_base(text: str, token: Token) -> bool:
    """Whether a bare ``https://wa.me/`` is kept under a name to which the program adds the rest."""
    if token.match is None or token.match.target not in _BASES:
        return False
    named = _NAMED.search(text[max(0, token.start - _LOOK_BACK) : token.start])
    if named is None:
        return False
    name = re.escape(named[1])
    return re.search(rf"\b{name}\s*\+(?!=)|\$\{{\s*(?:[\w$]+\.)?{name}\b", text) is not None


def _rule(text: str, token: Token, found: Sighting) -> str:
    before = text[max(0, token.start - _FAR_BACK) : token.start]
    rule = found.rule
    if token.kind is LiteralKind.BASE64:
        rule = "JS-OBF-001"
    elif _TOLD.search(before):
        rule = "MT-002"
    elif INJECTS.search(before):
        rule = "JS-INJ-001"
    elif _OPENS.search(before[-_LOOK_BACK:]):
        rule = "JS-OPEN-001"
        if _VIEWPORT.search(before):
            rule = "JS-OPEN-003"
        elif not token.raw.startswith(_WEB) and _WAITS.search(text, token.end, token.end + _FAR_BACK):
            rule = "JS-OPEN-004"
    elif found.state is State.DYNAMIC:
        rule = "JS-OPEN-002"
    return rule
