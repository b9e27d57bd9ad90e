"""One tag around a place in text that is not parsed as a page: JSX, HTML in strings, comments, Markdown."""

import re
from collections.abc import Callable

from vestnik.audit.readers.model import Attribute, Element

_PRESSED = frozenset(
    [
        *("a", "button", "area", "nuxt-link", "router-link", "mj-social-element", "mj-button"),
        *("mj-navbar-link", "Link", "NavLink", "NuxtLink", "RouterLink", "Button", "IconButton", "MuiLink"),
        "ExternalLink",
    ]
)
_NAMED_BUTTON = re.compile(r"(?:whatsapp|viber|telegram|skype)-?(?:button|link|btn|widget)", re.IGNORECASE)
_NOT_PRESSED = frozenset({"link", "base", "use", "image", "head", "html", "script", "svg", "form", "img"})
_ADDRESSES = ("href", ":href", "v-bind:href", "to", ":to")
_REACH = 2_000
_MAX_TAGS = 12
_MAX_ATTRIBUTES = 60
_OPEN = re.compile(r"<([a-zA-Z][\w.:-]*)")
_NAME = re.compile(r"[\s\\/]*([:@\w][\w:.@-]*)?")
_EQUALS = re.compile(r"\s*=\s*")


def fragment_at(
    text: str, pos: int, low: int = 0, high: int | None = None
) -> tuple[Element | None, Attribute | None]:
    """Return the element whose tag or inside holds ``pos``, and the attribute, when it is in one."""
    floor = max(low, pos - _REACH)
    ceiling = min(len(text) if high is None else high, pos + _REACH)
    at = pos + 1
    for _ in range(_MAX_TAGS):
        at = text.rfind("<", floor, at)
        if at < 0:
            return None, None
        tag = read_tag(text, at, ceiling)
        if tag is None:
            continue
        if pos < tag.open_end:
            found = next(
                (
                    item
                    for item in tag.attributes.values()
                    if item.start <= pos < max(item.end, item.start + 1)
                ),
                None,
            )
            return tag, found
        if pos < tag.close_start:
            return tag, None
    return None, None


def is_pressed(element: Element) -> bool:
    """Whether a visitor presses it: a link, a button, or a component that is given an address."""
    if element.tag in _PRESSED or _NAMED_BUTTON.fullmatch(element.tag):
        return True
    return element.tag.lower() not in _NOT_PRESSED and any(name in element.attributes for name in _ADDRESSES)


def enclosing_pressed(text: str, pos: int, low: int = 0, high: int | None = None) -> Element | None:
    """Return the nearest pressed element that is open at ``pos``."""
    return _open_at(text, pos, low, high, lambda name: name in _PRESSED or name[:1].isupper(), is_pressed)


def enclosing(
    text: str, pos: int, tags: tuple[str, ...], low: int = 0, high: int | None = None
) -> Element | None:
    """Return the nearest element of the given tags that is open at ``pos``."""
    return _open_at(text, pos, low, high, tags.__contains__, lambda _: True)


def _open_at(
    text: str,
    pos: int,
    low: int,
    high: int | None,
    named: Callable[[str], bool],
    wanted: Callable[[Element], bool],
) -> Element | None:
    floor = max(low, pos - _REACH)
    ceiling = min(len(text) if high is None else high, pos + _REACH)
    at = pos
    for _ in range(_MAX_TAGS):
        at = text.rfind("<", floor, at)
        if at < 0:
            return None
        opened = _OPEN.match(text, at, ceiling)
        if opened is None or not named(_name(opened[1])):
            continue
        tag = read_tag(text, at, ceiling)
        if tag is not None and wanted(tag) and pos < max(tag.open_end, tag.close_start):
            return tag
    return None


def read_tag(text: str, start: int, ceiling: int) -> Element | None:
    """Read the tag that begins at ``start``, with its end tag when one follows before ``ceiling``."""
    opened = _OPEN.match(text, start, ceiling)
    if opened is None:
        return None
    attributes: dict[str, Attribute] = {}
    at = opened.end()
    for _ in range(_MAX_ATTRIBUTES):
        name = _NAME.match(text, at, ceiling)
        at = name.end() if name else at
        if at >= ceiling:
            return None
        if text[at] == ">":
            return _closed(text, opened[1], start, at + 1, ceiling, attributes)
        if name is None or not name[1]:
            at += 1  # a stray quote, a spread, a piece of concatenation
            continue
        equals = _EQUALS.match(text, at, ceiling)
        if equals is None:
            continue
        value = _value(text, name[1].lower(), equals.end(), ceiling)
        if value is None:
            return None
        attributes.setdefault(value[0].name, value[0])
        at = value[1]
    return None


def _value(text: str, name: str, at: int, ceiling: int) -> tuple[Attribute, int] | None:
    """Read a value, quoted (the quotes may be escaped), in braces or bare, and say where to go on."""
    escaped = text.startswith("\\", at)
    begin = at + 1 if escaped else at
    if begin >= ceiling:
        return None
    quote = text[begin]
    if quote in "\"'`":
        end = text.find(f"\\{quote}" if escaped else quote, begin + 1, ceiling)
        return (
            None if end < 0 else (Attribute(name, text[begin + 1 : end], begin + 1, end), end + 1 + escaped)
        )
    if quote == "{":
        end = _closing_brace(text, begin, ceiling)
        return None if end < 0 else (Attribute(name, text[begin : end + 1], begin, end + 1), end + 1)
    bare = re.compile(r"[^\s>]*").match(text, begin, ceiling)
    end = bare.end() if bare else begin
    return Attribute(name, text[begin:end], begin, end), end


def _closing_brace(text: str, start: int, ceiling: int) -> int:
    depth = 0
    for at in range(start, ceiling):
        if text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
            if depth == 0:
                return at
    return -1


def _closed(
    text: str, tag: str, start: int, open_end: int, ceiling: int, attributes: dict[str, Attribute]
) -> Element:
    close, end = open_end, open_end
    if text[open_end - 2] != "/":
        found = re.compile(rf"<\\?/{re.escape(tag)}\s*>", re.IGNORECASE).search(text, open_end, ceiling)
        if found:
            close, end = found.span()
    return Element(_name(tag), start, open_end, close, end, attributes)


def _name(tag: str) -> str:
    """A component of JSX keeps its capital: ``<Link>`` is no ``<link>``; HTML written large does not."""
    return tag.lower() if tag.isupper() or tag.islower() or len(tag) == 1 else tag
