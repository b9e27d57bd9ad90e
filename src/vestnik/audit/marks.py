"""What detectors share: a sighting, and questions about the text around a place. Pure."""

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeGuard

from vestnik.audit.model import Carrier, ChannelKind, Confidence, Role, Severity, State
from vestnik.audit.readers.fragments import is_pressed
from vestnik.audit.readers.masks import COVER
from vestnik.audit.readers.model import Element, Token, Where, Zone
from vestnik.law.signatures import LinkRole, LiteralKind, Match

_TAGS = re.compile(r"<[^<>]*>")
_PLACEHOLDER_NAMES = frozenset(
    [
        "username",
        "user_name",
        "your_username",
        "yourusername",
        "your_channel",
        "yourchannel",
        "your_bot",
        "yourbot",
        "channel_name",
        "channelname",
        "your_name",
        "yourname",
        "example",
        "examplebot",
        "nickname",
        "name",
        "user",
        "channel",
        "company",
        "yourcompany",
        "your_company",
        "account_username",
        "accountname",
        "account_name",
        "login",
        "logins",
        "yourlogin",
        "brand",
        "test",
        "xxx",
        "xxxx",
        "xxxxx",
        "your_account",
        "youraccount",
        "your-channel",
        "your_telegram",
    ]
)
_PLACEHOLDER_DIGITS = re.compile(r"(?:1234567|(\d)\1{6,}|x{4,})", re.IGNORECASE)
_EXAMPLE = re.compile(
    r"(?:пример|например|example|e\.g\.|placeholder|образец|формате?|вида|типа)[\s:—-]*(?:<\w+>)?[«\"'(\s]*(?:https?:)?\W*$",
    re.IGNORECASE,
)


_OWN_CARRIERS = {
    LinkRole.SHARE: Carrier.SHARE,
    LinkRole.WIDGET: Carrier.WIDGET,
    LinkRole.API: Carrier.API,
}


_ICON_ATTRIBUTES = frozenset(
    {
        "class",
        "classname",
        "xlink:href",
        "src",
        "data-src",
        "data-icon",
        "icon",
        "name",
        "id",
        "data-lazy-src",
        "style",
        "srcset",
        ":class",
    }
)
_NO_ICONS = frozenset({"input", "option", "form", "select", "textarea", "meta", "link", "script"})
_COMPONENT = re.compile(r"<(?:Fa|Bi|Bs|Si|Tb|Io|Ri|Lu|Icon|Svg)?$")


class Weight(IntEnum):
    """Which of two sightings at one place speaks: the larger."""

    IDENTIFIER = -1
    MENTION = 0
    STYLE = 1
    TEXT = 2
    DATA = 3
    SCRIPT = 4
    LINK = 5
    SPECIAL = 6


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a detector says about a place, before the context of the file is weighed in."""

    rule: str
    platform: str
    carrier: Carrier
    kind: ChannelKind
    role: Role
    severity: Severity
    start: int
    end: int
    weight: Weight
    element: tuple[int, int] | None = None
    target: str | None = None
    state: State = State.LIVE
    confidence: Confidence = Confidence.HIGH
    owns: tuple[tuple[int, int], ...] = ()
    """Further stretches this finding speaks for: the label and the icon inside a link."""


_ROLES = {
    LinkRole.CONTACT: (Role.CONTACT, Severity.HIGH),
    LinkRole.SHARE: (Role.SHARE, Severity.LOW),
    LinkRole.POST: (Role.MENTION, Severity.INFO),
    LinkRole.MENTION: (Role.MENTION, Severity.INFO),
    LinkRole.WIDGET: (Role.CONTACT, Severity.MEDIUM),
    LinkRole.API: (Role.CODE, Severity.HIGH),
    LinkRole.SHORTENED: (Role.MENTION, Severity.INFO),
}


def sight_address(token: Token, carrier: Carrier, weight: Weight, element: Element | None = None) -> Sighting:
    """Make the sighting of an address token: role, severity, state and target follow from its rule."""
    match = token.match
    if match is None:
        raise ValueError("only a token with a match is an address")
    role, severity = _ROLES[match.role]
    if match.severity:
        severity = Severity[match.severity.upper()]
    state = State.LIVE
    if token.where.commented:
        state = State.COMMENTED
    elif token.dynamic:
        state = State.DYNAMIC
    elif (match.name and match.name.lower() in _PLACEHOLDER_NAMES) or _invented(match):
        state, severity = State.PLACEHOLDER, min(severity, Severity.LOW)
    return Sighting(
        rule=match.rule,
        platform=match.platform,
        carrier=Carrier.SHARE if match.role is LinkRole.SHARE else carrier,
        kind=ChannelKind(match.kind),
        role=role,
        severity=severity,
        start=token.start,
        end=token.end,
        weight=weight,
        element=(element.start, element.end) if element else None,
        target=match.target,
        state=state,
        confidence=Confidence.MEDIUM if token.dynamic else Confidence.HIGH,
        owns=((element.start, element.end),) if _speaks_for(element, match) else (),
    )


def _speaks_for(element: Element | None, match: Match) -> TypeGuard[Element]:
    """Whether the address speaks for its whole link: a short one does not know where it leads."""
    return element is not None and is_pressed(element) and match.role is not LinkRole.SHORTENED


def _invented(match: Match) -> bool:
    """Whether the number is one of those that templates are shipped with."""
    return match.kind == ChannelKind.DM_PHONE and _PLACEHOLDER_DIGITS.search(match.target) is not None


INJECTS = re.compile(
    r"(?:append(?:To|Child)?|prepend|insertAdjacentHTML|innerHTML|insertBefore|\.html|\.after|\.before)"
    r"\s*(?:\(|\+?=)[^;]{0,120}$"
)
"""What stands before a string that a program puts into the page."""
_FOLLOWED = frozenset(
    {
        "href",
        "xlink:href",
        "action",
        "formaction",
        "to",
        ":href",
        "v-bind:href",
        "url",
        "ng-href",
        ":to",
        "link",
    }
)
_BY_ZONE = {
    Zone.TEXT: Carrier.TEXT,
    Zone.PROSE: Carrier.TEXT,
    Zone.SCRIPT: Carrier.SCRIPT,
    Zone.TAG: Carrier.BUTTON,
}
_HEAD = frozenset({"meta", "link", "base"})
_POLICY = re.compile(
    r"(?:frame|script|connect|default|img|child|style|form)-(?:src|ancestors|action)|Content-Security-Policy",
    re.IGNORECASE,
)


def carrier_of(token: Token, text: str) -> Carrier:
    """Say which carrier an address stands in; every address has exactly one."""
    where, match = token.where, token.match
    if match is not None and match.role in _OWN_CARRIERS:
        return _OWN_CARRIERS[match.role]
    if where.zone is Zone.STYLE:
        return Carrier.STYLE
    if _is_for_machines(where) or is_policy(token, text):
        return Carrier.META
    followed = where_name(where) in _FOLLOWED
    if where.attribute is not None and (followed or token.kind is not LiteralKind.BASE64):
        frame = where.element is not None and where.element.tag == "iframe" and where.attribute.name == "src"
        return Carrier.LINK if frame or followed else Carrier.BUTTON
    return Carrier.SCRIPT if token.kind is LiteralKind.BASE64 else _BY_ZONE.get(where.zone, Carrier.DATA)


def _is_for_machines(where: Where) -> bool:
    """Whether it stands in a tag of the head or in JSON-LD."""
    element = where.element
    if element is None:
        return False
    headed = element.tag in _HEAD and where.attribute is not None
    return headed or (where.zone is Zone.DATA and "ld+json" in element.get("type"))


def is_policy(token: Token, text: str) -> bool:
    """Whether the address stands in a Content-Security-Policy: the same value or line names a directive."""
    where = token.where
    inside = where.attribute or where.literal
    if where_name(where) in _FOLLOWED:
        return False
    start = inside.start if inside and inside.start <= token.start else text.rfind("\n", 0, token.start) + 1
    return _POLICY.search(text, max(start, token.start - 1_000), token.start) is not None


def where_name(where: Where) -> str:
    """The name of the attribute that holds the place, or an empty string."""
    return where.attribute.name if where.attribute else ""


def visible_text(source: str) -> str:
    """Source of markup → the text a visitor reads, tags as spaces."""
    return " ".join(_TAGS.sub(" ", source.replace(COVER, "")).replace("&nbsp;", " ").split())


def is_example(text: str, start: int) -> bool:
    """Whether the words just before the place announce an example."""
    return bool(_EXAMPLE.search(text, max(0, start - 40), start))


def is_icon(token: Token, text: str) -> bool:
    """Whether the name stands where a picture is chosen: a class, a source, a component ``<FaWhatsapp/>``."""
    where = token.where
    if where.attribute is not None and where.attribute.start <= token.start < where.attribute.end:
        tag = where.element.tag if where.element else ""
        if tag == "mj-social-element":
            return where.attribute.name in {"name", "src"}
        return tag not in _NO_ICONS and where.attribute.name in _ICON_ATTRIBUTES
    return _COMPONENT.search(text[max(0, token.start - 12) : token.start]) is not None
