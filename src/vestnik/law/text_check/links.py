"""Find addresses of messengers in a cleaned text: as they are, and as they are written to pass a filter."""

import re
from collections.abc import Callable, Container, Iterator
from functools import cache, lru_cache
from typing import Final

from vestnik.law.signatures import LinkRole, Match, Signatures
from vestnik.law.text_check.fold import LATIN, Cleaned
from vestnik.law.text_check.model import Edition, Link
from vestnik.law.text_check.words import NOT_MESSENGERS, ZONES

_Classify = Callable[[str], Match | None]
"""Asked once for each address of a text, however often it stands there."""
_INVITES: Final = frozenset({LinkRole.CONTACT, LinkRole.POST, LinkRole.SHARE})
"""A post and a share form lie inside the messenger too; widgets and interfaces are for machines."""
DOT_WORDS: Final = tuple(word.translate(LATIN) for word in ("точка", "тчк", "dot"))
SLASH_WORDS: Final = tuple(word.translate(LATIN) for word in ("слэш", "слеш", "slash"))
_DOTS: Final = "|".join(DOT_WORDS)
_SLASHES: Final = "|".join(SLASH_WORDS)
_GAP: Final = r"[^\S\n]{0,3}"
_DOT: Final = (
    rf"(?:{_GAP}[\[({{<]{_GAP}(?:[.,]|{_DOTS}){_GAP}[\])}}>]{_GAP}"
    rf"|{_GAP}[.·•∙。]{_GAP}|,|[^\S\n]{{1,3}}(?:{_DOTS})[^\S\n]{{1,3}})"
)
_SLASH: Final = rf"(?:{_GAP}[/\\]{{1,2}}{_GAP}|%2f|[^\S\n]{{1,3}}(?:{_SLASHES})[^\S\n]{{1,3}})"
_REST: Final = r"[^\s<>\"«»\[\]]"
_BEGIN: Final = r"(?:(?<=%2f)|(?<![\w.@-])(?<![^/:]/))"
"""Not inside a word, an e-mail address, or the path of another address."""
_WEB: Final = rf"(?:h(?:tt|xx)ps?{_GAP}:{_GAP}[/\\]{{2}}{_GAP})?"
_TIGHT: Final = re.compile(
    rf"(?:(?:https?:)?//)?{_BEGIN}(?P<host>[\w-]++(?:\.[\w-]++)++)(?!@)(?P<path>(?::\d+)?(?:[/?#\\]|%2f){_REST}*+)?"
)
_SHORT: Final = re.compile(
    rf"{_BEGIN}{_WEB}(?P<first>t|wa)[^\S\n]{{0,2}}me{_SLASH}(?P<path>[a-z0-9_+@-]{{3,64}})"
)
"""«тме/shop», «wa me / 7900…»: the dot left out."""
_NESTED: Final = re.compile(r"(?:https?|tg|viber|whatsapp)(?:://|%3a%2f%2f)", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_ADDRESS: Final = 2_000
"""Characters of an address that are looked at."""
_TAIL: Final = ".,:;!?)*'"


def find_links(signatures: Signatures, cleaned: Cleaned) -> list[Link]:
    """Return all addresses in order, of messengers and of others; e-mail addresses among the others."""
    looks = cleaned.lower.translate(LATIN)
    classify = cache(signatures.classify_url)
    found: list[Link] = []
    if "@" in looks:
        found += [
            Link(m.start(), m.end(), None, invites=False, disguised=False) for m in _EMAIL.finditer(looks)
        ]
    found += _tight(classify, cleaned, looks)
    by_scheme, loose = _patterns(Edition(signatures.digest, signatures))
    found += _by_scheme(classify, cleaned, looks, by_scheme)
    if "me" in looks:
        for match in _SHORT.finditer(looks):
            found += _spoken(classify, match, f"{match['first']}.me/{match['path']}")
    for match in loose.finditer(looks):
        found += _loose(classify, signatures.by_host, match)
    return _without_overlaps(found)


def _tight(classify: _Classify, cleaned: Cleaned, looks: str) -> Iterator[Link]:
    """Yield addresses without spaces; look-alike letters are a disguise."""
    if "." not in looks:
        return
    for match in _TIGHT.finditer(looks):
        start, end = match.start(), match.end()
        while end > match.end("host") and looks[end - 1] in _TAIL:
            end -= 1
        hit = classify(looks[match.start("host") : end])
        if hit is None:
            nested = _nested(classify, looks[match.end("host") : end])
            own = cleaned.lower[match.start("host") : match.end("host")]
            if nested is not None:
                yield Link(start, end, nested, invites=True, disguised=False)
            elif match["path"] or own.rpartition(".")[2] in ZONES:
                yield Link(start, end, None, invites=False, disguised=False)
            continue
        disguised = looks[start : match.end("host")] != cleaned.lower[start : match.end("host")]
        yield _link(hit.platform, hit.role, (start, end), disguised=disguised)


def _nested(classify: _Classify, path: str) -> str | None:
    """The messenger a redirect leads to: ``shop.example/go?to=https://t.me/shop``."""
    for inner in _NESTED.finditer(path):
        hit = classify(path[inner.start() : inner.start() + _ADDRESS].replace("%2f", "/"))
        if hit is not None and hit.role in _INVITES and hit.platform not in NOT_MESSENGERS:
            return hit.platform
    return None


def _by_scheme(classify: _Classify, cleaned: Cleaned, looks: str, pattern: re.Pattern[str]) -> Iterator[Link]:
    for match in pattern.finditer(looks) if ":" in looks else ():
        if (
            not match["deep"]
            and "?" not in match["rest"]
            and not _is_letter(cleaned.lower[match.start("rest")])
        ):
            continue  # "Viber:+7900…" is a name and a number, judged by its words
        rest = cleaned.text[match.start("rest") : match.end("rest")].rstrip(_TAIL)
        hit = classify(f"{match['scheme']}:{'//' if match['deep'] else ''}{rest}")
        if hit is not None:
            span = (match.start(), match.start("rest") + len(rest))
            disguised = (
                " " in match[0] or match["scheme"] != cleaned.lower[match.start() : match.end("scheme")]
            )
            yield _link(hit.platform, hit.role, span, disguised=disguised)


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


@lru_cache(maxsize=4)
def _patterns(edition: Edition) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Make the patterns of addresses by scheme, and of hosts with anything between their labels."""
    names = sorted((*edition.signatures.by_scheme, "intent"), key=len, reverse=True)
    schemes = "|".join(map(re.escape, names))
    zones = "|".join(sorted({host.rpartition(".")[2] for host in edition.signatures.by_host}))
    label = r"[a-z0-9-]{1,20}+"
    by_scheme = re.compile(
        rf"(?<![\w.-])(?P<scheme>{schemes}){_GAP}:(?P<deep>{_GAP}[/\\]{{2}}{_GAP})?+(?P<rest>{_REST}{{2,300}})"
    )
    loose = re.compile(
        rf"{_BEGIN}(?={_WEB}(?P<host>(?P<below>{label}{_DOT})?(?P<name>{label}){_DOT}(?P<zone>{zones}))(?!\w|[.-]\w)"
        rf"(?:{_SLASH}(?P<path>{_REST}{{2,200}}))?)"
    )
    return by_scheme, loose


def _loose(classify: _Classify, hosts: Container[str], match: re.Match[str]) -> Iterator[Link]:
    host = f"{match['name']}.{match['zone']}"
    if match["below"]:
        below = re.match(r"[a-z0-9-]+", match["below"])
        host = f"{below[0]}.{host}" if below else host
    if host in hosts:
        yield from _spoken(classify, match, f"{host}/{match['path']}" if match["path"] else host)


def _spoken(classify: _Classify, match: re.Match[str], address: str) -> Iterator[Link]:
    hit = classify(address.rstrip(_TAIL))
    if hit is not None:
        end = match.end("path") if match["path"] else match.end("host")
        end -= len(address) - len(address.rstrip(_TAIL))
        yield _link(hit.platform, hit.role, (match.start(), end), disguised=True)


def _link(platform: str, role: LinkRole, span: tuple[int, int], *, disguised: bool) -> Link:
    known = None if platform in NOT_MESSENGERS or role in {LinkRole.WIDGET, LinkRole.API} else platform
    return Link(*span, known, invites=known is not None and role in _INVITES, disguised=disguised)


def _without_overlaps(found: list[Link]) -> list[Link]:
    """Of overlapping readings keep the inviting one, then the longer, then the plain one."""
    found.sort(
        key=lambda link: (not link.invites, link.platform is None, link.start - link.end, link.disguised)
    )
    kept: list[Link] = []
    taken = bytearray(max((link.end for link in found), default=0))
    for link in found:
        if not any(taken[link.start : link.end]):
            taken[link.start : link.end] = b"\1" * (link.end - link.start)
            kept.append(link)
    return sorted(kept, key=lambda link: link.start)
