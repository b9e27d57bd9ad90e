"""An icon or a label of a messenger: on a link it speaks for the link, in a stylesheet for nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace

from vestnik.audit.marks import Sighting, Weight, carrier_of, is_icon, visible_text
from vestnik.audit.model import Carrier, ChannelKind, Confidence, Role, Severity, State
from vestnik.audit.readers.masks import COVER
from vestnik.audit.readers.model import Element, Token, Zone
from vestnik.audit.readers.reading import Reading
from vestnik.audit.wording import PHONE, account_target
from vestnik.law.signatures import LinkRole

_ADDRESS = ("href", ":href", "to", ":to", "v-bind:href")
_DEAD = re.compile(r"\s*(?:#\S{0,30}|javascript:.*|\{?[\"']#[\"']\}?|void\(0\);?)?\s*")
_RUNTIME = re.compile(rf"{COVER}|\{{\{{|\$\{{|^\s*\{{|<\?|\[\[|\*\|[A-Z]")
_LABEL = 60
_ENDS = re.compile(r"отключ|отвяз|выключ|удал(?:ить|ите)|disconnect|unlink", re.IGNORECASE)
_LEVELS = 3
_REGION = 2_000
_ACCOUNT_BLOCK = 60
_TEL = re.compile(r"href=[\"']tel:[^\"']*", re.IGNORECASE)
_SKYPE_NAME = re.compile(r"(?:live:)?[a-z][a-z0-9._-]*[a-z0-9](?=\s|$|,|;)", re.IGNORECASE)
_SHARES = re.compile(r"share[\W_\d(]|[-_]share|\bshare|поделиться", re.IGNORECASE)
_PLAIN = frozenset({"whatsapp", "telegram", "viber", "skype", "wechat", "discord", "threema"})
"""Platforms whose name is no part of another word."""


def detect(reading: Reading) -> Iterator[Sighting]:
    """Yield icons and labels of links without a messenger's address, icons elsewhere and bare identifiers."""
    for token in reading.tokens:
        if token.match is not None:
            if carrier_of(token, reading.document.text) is Carrier.STYLE:
                yield _sighting(token, "IC-002", Severity.INFO, State.LIVE)
        elif token.kind == "word":
            found = _icon_or_label(reading, token)
            if found is not None:
                yield found


def _icon_or_label(reading: Reading, token: Token) -> Sighting | None:
    where = token.where
    drawing = where.zone is Zone.STYLE or reading.document.path.lower().endswith(".svg")
    icon = drawing or is_icon(token, reading.document.text)
    if not drawing and _names_address(token):
        link = reading.reader.link_around(token)
        return _on_link(reading, token, link, icon=False) if link is not None else _identifier(token)
    if not drawing and (icon or _is_label(token)):
        link = reading.reader.link_around(token)
        spoken = _on_link(reading, token, link, icon=icon) if link is not None else None
        if spoken is not None:
            return spoken
        if icon and link is not None and _disagrees(reading, token, link):
            return _sighting(token, "IC-003", Severity.INFO, State.LIVE)
    beside = _beside_account(reading, token) if icon and not drawing and not where.commented else None
    if beside is not None:
        return beside
    if icon:
        return _sighting(token, "IC-002", Severity.INFO, State.COMMENTED if where.commented else State.LIVE)
    return _identifier(token)


def _beside_account(reading: Reading, token: Token) -> Sighting | None:
    """An icon that stands before a number or an account: ``<i class="icon-skype"></i> shop.name``."""
    element, document = token.where.element, reading.document
    if element is None or not document.kind.marked_up or reading.reader.link_around(token) is not None:
        return None
    masked = reading.reader.masked.text
    around: Element | None = element
    for _ in range(_LEVELS):
        around = around.parent if around is not None else None
        if around is None or around.end - around.start > _REGION:
            break
        inside = visible_text(masked[around.open_end : around.close_start])
        if len(inside) > _ACCOUNT_BLOCK:
            break
        if found := PHONE.search(inside) or _TEL.search(masked, around.open_end, around.close_start):
            return _offered(token, account_target(token.platform, found[0]), ChannelKind.DM_PHONE)
    after = visible_text(masked[element.end : element.end + _ACCOUNT_BLOCK])
    if token.platform == "skype" and (named := _SKYPE_NAME.match(after)):
        return _offered(token, f"skype:{named[0].lower()}", ChannelKind.DM_USER)
    if found := PHONE.match(after):
        return _offered(token, account_target(token.platform, found[0]), ChannelKind.DM_PHONE)
    return None


def _offered(token: Token, target: str | None, kind: ChannelKind) -> Sighting:
    found = _sighting(token, "IC-001", Severity.HIGH, State.LIVE)
    return replace(found, target=target, kind=kind, carrier=Carrier.BUTTON, weight=Weight.DATA)


def _identifier(token: Token) -> Sighting | None:
    """A name inside a program's own word: ``$telegram_id``, ``sendWhatsApp``; ``strIMessage`` is none."""
    if token.platform not in _PLAIN:
        return None
    state = State.COMMENTED if token.where.commented else State.LIVE
    return replace(
        _sighting(token, "CD-001", Severity.INFO, state), carrier=Carrier.SCRIPT, weight=Weight.IDENTIFIER
    )


def _names_address(token: Token) -> bool:
    """Whether a variable in a link's address is named after a messenger: ``href="<?= $viber_link ?>"``."""
    where, attribute = token.where, token.where.attribute
    if (
        attribute is None
        or attribute.name not in _ADDRESS
        or attribute.text.lower().startswith(("tel:", "mailto:"))
    ):
        return False
    return where.island or attribute.text.startswith("{") or attribute.name.startswith((":", "v-"))


def _is_label(token: Token) -> bool:
    where = token.where
    if not token.whole:
        return False
    if where.attribute is not None and where.attribute.start <= token.start < where.attribute.end:
        return where.attribute.name in {"title", "alt", "aria-label"}
    return where.zone in {Zone.TEXT, Zone.SCRIPT, Zone.CODE} and where.element is not None


def _on_link(reading: Reading, token: Token, link: Element, *, icon: bool) -> Sighting | None:
    """What a label or an icon makes of the link around it, when its address is no messenger's."""
    source = reading.reader.masked.text if reading.document.kind.marked_up else reading.document.text
    href = next((link.attributes[name] for name in _ADDRESS if name in link.attributes), None)
    value = source[href.start : href.end].lstrip("{`'\"") if href else ""
    label = visible_text(source[link.open_end : link.close_start])
    judged: tuple[str, Severity, State] | None = None
    if value.lower().startswith("tel:"):
        judged = ("IC-001" if icon else "TX-PH-001", Severity.HIGH, State.LIVE)
    elif (known := reading.signatures.classify_url(value)) is not None:
        short = known.role is LinkRole.SHORTENED and len(label) <= _LABEL
        judged = ("RD-LINK-001", Severity.MEDIUM, State.LIVE) if short else None
    elif len(label) > _LABEL or _ENDS.search(label):
        judged = None
    elif (
        _RUNTIME.search(value)
        or (href is not None and href.text.startswith("{"))
        or (href is not None and href.name.startswith((":", "v-")))
    ):
        judged = ("LB-001", Severity.HIGH, State.DYNAMIC)
    elif _DEAD.fullmatch(value) and (link.tag != "button" or _acts(link)):
        judged = ("IC-001" if icon else "LB-001", Severity.LOW, State.PLACEHOLDER)
    if judged is None:
        return None
    rule, severity, state = judged
    if _SHARES.search(source, link.start, link.open_end) or _SHARES.search(label):
        shared = _sighting(token, "SHR-003", Severity.LOW, State.LIVE, link)
        return replace(shared, role=Role.SHARE, kind=ChannelKind.SHARE, carrier=Carrier.SHARE)
    if link.tag.startswith("mj-") and rule == "LB-001":
        rule = "ML-001"
    return _sighting(token, rule, severity, State.COMMENTED if token.where.commented else state, link)


def _disagrees(reading: Reading, token: Token, link: Element) -> bool:
    """Whether the picture names another messenger than the address."""
    known = reading.signatures.classify_url(next((link.get(name) for name in _ADDRESS if link.get(name)), ""))
    return known is not None and known.platform != token.platform and known.role is LinkRole.CONTACT


def _acts(link: Element) -> bool:
    """Whether pressing it runs something."""
    return any(name.startswith(("on", "@", "data-", "v-on", "x-on")) for name in link.attributes)


def _sighting(
    token: Token, rule: str, severity: Severity, state: State, link: Element | None = None
) -> Sighting:
    contact = severity > Severity.INFO
    return Sighting(
        rule=rule,
        platform=token.platform,
        carrier=Carrier.BUTTON if link else Carrier.STYLE,
        kind=ChannelKind.UNKNOWN,
        role=Role.CONTACT if contact else Role.CODE,
        severity=severity,
        start=token.start,
        end=token.end,
        weight=Weight.DATA if link else Weight.STYLE,
        element=(link.start, link.end) if link else None,
        state=state,
        confidence=Confidence.MEDIUM if contact else Confidence.LOW,
        owns=((link.start, link.end),) if link else (),
    )
