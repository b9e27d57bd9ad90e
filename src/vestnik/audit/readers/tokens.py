"""Grow a hit of the prefilter to the whole address or word around it."""

import base64
import binascii
import re
from dataclasses import dataclass

from vestnik.audit.readers.masks import COVER
from vestnik.audit.readers.model import Literal, Where
from vestnik.law.signatures import Match, Signatures

_REACH = 400
_LEFT = re.compile(r"[\w\-.~:/@%?&=+\\#\ue000]*")
"""Matched against the text before the hit turned around: searching for ``…$`` would try every start."""
_HOST_LEFT = re.compile(r"[\w.-]*")
_RIGHT = re.compile(
    r"(?:\$\{[^{}]*\}|\{\{[^{}]*\}\}|\{\$?[\w.>\-\[\]']*\}|&amp;|\\u0026|\\/|[\w\-.~:/?#@!$&*+=%\ue000]|\((?=\+?\d)|(?<=\d)\)|,(?=\w))*"
)
_TAIL = ".,:;!?&*#"
_STARTS = re.compile(
    r"(?:https?|[a-z][a-z0-9+-]{1,20})(?::|%3A)(?:(?:\\?/|%2F){2})?|(?<![\w:])\\?/\\?/", re.IGNORECASE
)
_DYNAMIC = re.compile(
    rf"{COVER}+|\$\{{[^{{}}]*\}}|\{{\{{[^{{}}]*\}}\}}|\{{\$?[\w.>\-\[\]']*\}}|%(?:\d\$)?[sd](?![0-9a-fA-F])|#\{{[^}}]*\}}|\*\|[A-Z][\w:]*\|\*|<%=?.*?%>|\$[a-zA-Z_]\w*"
)
_CONCATENATED = re.compile(r"""\s*(?:\+(?!\+)|\.\s*[$(]|\.\s+[\w$]|\s*\.\=|,\s*\$|&\s)""")
_BASE64 = re.compile(r"[A-Za-z0-9+/]*")
_LONGEST_ENCODED = 4_000


@dataclass(frozen=True, slots=True)
class Address:
    """An address found around a hit."""

    start: int
    end: int
    raw: str
    match: Match
    dynamic: bool


def address_at(signatures: Signatures, text: str, start: int, end: int, where: Where) -> Address | None:
    """Return the messenger's address that covers the hit, the outermost that the rules know."""
    low, high = _bounds(where, start, end, len(text))
    if where.attribute and (whole := _whole_value(signatures, text, where)):
        return whole
    begin = _back(_LEFT, text, max(low, start - _REACH), start)
    right = _RIGHT.match(text, start, high)
    stop = right.end() if right else end
    while stop > end and text[stop - 1] in _TAIL:
        stop -= 1
    stop = max(stop, min(end, high))
    joined = _joined(text, stop, where.literal)
    for candidate in _candidates(text, begin, start, stop):
        raw = text[candidate:stop]
        plain = _DYNAMIC.sub("{}", raw) + ("{}" if joined else "")
        match = signatures.classify_url(plain)
        if match is not None:
            return Address(candidate, stop, raw, match, dynamic="{}" in plain)
    return None


def _back(pattern: re.Pattern[str], text: str, low: int, pos: int) -> int:
    """How far to the left of ``pos`` the characters of the pattern reach."""
    found = pattern.match(text[low:pos][::-1])
    return pos - found.end() if found else pos


def _bounds(where: Where, start: int, end: int, length: int) -> tuple[int, int]:
    inside = where.literal or where.attribute
    if inside is not None and inside.start <= start and end <= inside.end:
        return inside.start, inside.end
    return 0, length


def _whole_value(signatures: Signatures, text: str, where: Where) -> Address | None:
    """Take an attribute's value as one address: it may hold spaces that a browser forgives."""
    attribute = where.attribute
    if attribute is None or where.literal is not None or attribute.name not in {"href", "xlink:href", "src"}:
        return None
    raw = text[attribute.start : attribute.end]
    plain = _DYNAMIC.sub("{}", raw)
    match = signatures.classify_url(plain)
    if match is None or raw.lstrip()[:1] == "{":
        return None
    start = attribute.start + len(raw) - len(raw.lstrip())
    end = attribute.start + len(raw.rstrip())
    return Address(start, end, text[start:end], match, dynamic="{}" in plain)


def _candidates(text: str, begin: int, hit: int, stop: int) -> list[int]:
    """Where the address may begin: at each scheme, outermost first, then at the host itself."""
    places = [found.start() for found in _STARTS.finditer(text, begin, stop) if found.start() <= hit]
    at = _back(_HOST_LEFT, text, begin, hit)
    before = text[at - 1 : at]
    if at not in places and before not in {"/", "@", "\\"}:
        places.append(at)
    return places


def _joined(text: str, stop: int, literal: Literal | None) -> bool:
    """Whether the program goes on to add something to the literal that ends here."""
    if literal is None or stop != literal.end:
        return False
    return bool(_CONCATENATED.match(text, literal.end + len(literal.quote.strip("<"))))


def decoded_address(signatures: Signatures, text: str, start: int, end: int) -> Address | None:
    """Return the address hidden in base64 around the hit, when there is one."""
    begin = start
    while begin > 0 and start - begin < _REACH and _BASE64.fullmatch(text[begin - 1]):
        begin -= 1
    found = _BASE64.match(text, end)
    stop = min(found.end() if found else end, begin + _LONGEST_ENCODED)
    code = text[begin:stop]
    try:
        plain = base64.b64decode(code + "=" * (-len(code) % 4)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return None
    while stop < len(text) and text[stop] == "=":
        stop += 1
    place = re.search(r"(?:https?|tg|viber|whatsapp)://[^\s\"'<>\\\x00-\x1f]+", plain)
    match = signatures.classify_url(place[0]) if place else None
    return Address(begin, stop, text[begin:stop], match, dynamic=False) if match else None


def word_at(text: str, start: int, end: int, word: str) -> tuple[int, int, bool] | None:
    """Bounds of the name and whether it stands alone; None when letters around make it another word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if word.isascii():
        if before.isalpha() and not (before.islower() and text[start].isupper()):
            return None  # the tail of another word: "divider"
        return start, end, not (_wordish(before) or _wordish(after))
    if before.isalpha():
        return None
    stop = end
    while stop < len(text) and text[stop].isalpha() and stop - end <= 3:  # noqa: PLR2004 — a case ending
        stop += 1
    return (start, stop, True) if stop - end <= 3 else None  # noqa: PLR2004


def _wordish(char: str) -> bool:
    return bool(char) and (char == "_" or (char.isascii() and char.isalnum()))
