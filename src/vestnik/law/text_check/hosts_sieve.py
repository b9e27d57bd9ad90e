"""May a text hold an address of a messenger? A necessary condition of ``find_links``.

All ways to write a dot are one, blanks around it are gone; then every address, open or disguised, holds a
known host or scheme. What can bring a host from elsewhere (an entity, an encoded address) counts as one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from ahocorasick_rs import BytesAhoCorasick

from vestnik.law.signatures import LinkRole
from vestnik.law.signatures.model import UrlRule
from vestnik.law.text_check.codepage import LETTERS, encode, table
from vestnik.law.text_check.fold import LATIN
from vestnik.law.text_check.links import DOT_WORDS, SLASH_WORDS
from vestnik.law.text_check.model import Edition
from vestnik.law.text_check.words import NOT_MESSENGERS

_MANY: Final = 64
"""Candidates looked at one by one; a text with more is read in full."""
_DOTS: Final = ",·•"
_BLANKS: Final = "\t\n\u00a0[](){}<>"
_LOOKS: Final = table(
    lambda char: "." if char in _DOTS else " " if char in _BLANKS else char.translate(LATIN)
)
_LABEL: Final = LETTERS + b"_-"
_WORD: Final = LETTERS + b"_"
_WITHIN: Final = 320
"""Where the question mark of an address by scheme stands at the latest."""
_HIDDEN_HOST: Final = re.compile(rb"//[^\s/?&<>\"\[\]]*+&")
"""An entity in the host of an address within an address: ``https://t&#46;me``."""
_SECOND_HOST: Final = re.compile(
    rb'[#\\%%](?:(?<=[%b][#\\])|2f(?<=[%b]%%2f))[^\s<>"\[\]]*+' % (re.escape(_LABEL), re.escape(_LABEL))
)
"""What may bring another host before an ``@``: ``shop.ru#x@t.me/shop``."""


@dataclass(frozen=True, slots=True)
class _Sieve:
    """The patterns of one edition of the data, numbered."""

    patterns: BytesAhoCorasick
    hosts: int
    """The first so many are hosts, which begin and end where words do."""
    asking: int
    """Before this one stand schemes that mean nothing without a question mark."""
    free: int
    """Before this one they begin where words do; from it on they stand anywhere."""


def may_lead(edition: Edition, data: bytes) -> bool:
    """Whether ``find_links`` may find an address of a messenger in the encoded text in lower case."""
    looks = data.translate(_LOOKS)
    if b"  " in looks:  # seven blanks at most may stand between a label and its dot
        looks = looks.replace(b"  ", b" ").replace(b"  ", b" ").replace(b"  ", b" ")
    looks = looks.replace(b" .", b".").replace(b". ", b".")
    sieve = _sieve(edition)
    hits = sieve.patterns.find_matches_as_indexes(looks, overlapping=True)
    if len(hits) > _MANY or any(_stands(sieve, looks, *hit) for hit in hits):
        return True
    if b"&" in data and _HIDDEN_HOST.search(data):
        return True
    return (b"@" in data or b"&" in data) and any(
        b"@" in found[0] or b"&" in found[0] for found in _SECOND_HOST.finditer(data)
    )


def _stands(sieve: _Sieve, looks: bytes, number: int, start: int, end: int) -> bool:
    """Whether what stands around a hit lets it be an address."""
    if number >= sieve.free:
        return True
    if start and looks[start - 1] in _LABEL and looks[max(0, start - 3) : start] != b"%2f":
        return False
    if number < sieve.hosts:
        return looks[end : end + 1] not in _WORD or end == len(looks)
    if number < sieve.asking:
        rest = looks[end : end + _WITHIN]
        return b"?" in rest or b"&" in rest
    return True


@lru_cache(maxsize=4)
def _sieve(edition: Edition) -> _Sieve:
    signs = edition.signatures
    hosts = [form for host, rules in signs.by_host.items() if _leads(rules) for form in _spoken(host)]
    asking: list[bytes] = []
    schemes = [b"intent:", b"intent :", *_without_dot()]
    for scheme, rules in signs.by_scheme.items():
        if _leads(rules):
            into = asking if all(rule.query for rule in rules) else schemes
            into += [scheme.encode() + b":", scheme.encode() + b" :"]
    free = [b"tg://", b"viber://", b"whatsapp://", b"%3a%2f%2f"]
    first = len(hosts), len(hosts) + len(asking), len(hosts) + len(asking) + len(schemes)
    return _Sieve(BytesAhoCorasick([*hosts, *asking, *schemes, *free]), *first)


def _leads(rules: Iterable[UrlRule]) -> bool:
    """Whether any rule leads a reader into a messenger."""
    return any(
        rule.platform not in NOT_MESSENGERS and rule.role not in {LinkRole.WIDGET, LinkRole.API}
        for rule in rules
    )


def _spoken(host: str) -> Iterator[bytes]:
    """Yield the host with every dot as a sign or as a word."""
    labels = host.split(".")
    dots = (".", *(f" {word} " for word in DOT_WORDS))
    for chosen in product(dots, repeat=len(labels) - 1):
        yield _encoded("".join(label + dot for label, dot in zip(labels, (*chosen, ""), strict=True)))


def _without_dot() -> Iterator[bytes]:
    """Yield the beginnings of «тме/shop», «wa me слэш 7900…»."""
    slashes = ("/", " /", "\\", " \\", "%2f", *(f" {word} " for word in SLASH_WORDS))
    for first, gap, slash in product(("t", "wa"), ("", " "), slashes):
        yield _encoded(f"{first}{gap}me{slash}")


def _encoded(text: str) -> bytes:
    return encode(text) or b""
