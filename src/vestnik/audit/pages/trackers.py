"""Loads of somebody else's scripts and resources in a text. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from vestnik.audit.documents import Document
from vestnik.audit.pages.hosts import Service, trackers
from vestnik.audit.pages.model import TrackerHit
from vestnik.audit.pages.seeds import Seed, Seeds
from vestnik.audit.pages.signals import place_of

_HOST = re.compile(r"//((?:[a-z0-9-]+\.)+[a-z]{2,})((?:/[^\s\"'<>()\\]*)?)", re.IGNORECASE)
_TAG = re.compile(r"<([a-zA-Z][\w-]*)([^<>]*)\Z")
_LOADING: Final = frozenset(
    {
        "script",
        "img",
        "iframe",
        "link",
        "embed",
        "object",
        "source",
        "video",
        "audio",
        "frame",
        "noscript",
        "input",
        "style",
    }
)
_LINK_LOADS = re.compile(
    r"rel\s*=\s*[\"']?[^\"'>]*(?:stylesheet|preload|prefetch|preconnect|modulepreload|icon)", re.IGNORECASE
)
_LOOK_BACK = 400
_TRIES = 50
"""Places of one service that are looked at: a page that only links to it does so again and again."""
_FAR = 20_000
_LONGEST = 80
"""Characters of a host."""
_IN_CODE = re.compile(r"(?:[\"'`(=]|url\()\s*(?:https?:|\"\s*\+\s*)?\s*\Z", re.IGNORECASE)
_LINKS = re.compile(r"(?:href|content|action|cite)\s*=\s*[\"']?(?:https?:)?\Z", re.IGNORECASE)
_WEBVISOR = re.compile(r"webvisor[\"']?\s*[:=]\s*[\"']?(?:true|!0|1|Y)", re.IGNORECASE)


def tracker_hits(document: Document, text: str, seeds: Seeds, *, markup: bool) -> list[TrackerHit]:
    """Return known trackers that load with the page: one per service, its first place, in order.

    ``text`` is the document's with template code covered.
    """
    found: dict[str, TrackerHit] = {}
    tried: Counter[str] = Counter()
    for match, service in _addresses(text, seeds):
        tried[service.name] += 1
        if service.name in found or tried[service.name] > _TRIES:
            continue
        if not _loads(text, match.start(), markup=markup) or _commented(text, match.start()):
            continue
        place = place_of(document, match.start(), match.end())
        found[service.name] = TrackerHit(service.name, match[1].lower(), place)
    return list(found.values())


def records_input(text: str, seeds: Seeds) -> bool:
    """Whether Metrika's session recorder (Webvisor) is switched on."""
    return any(_WEBVISOR.match(text, at) for at in seeds[Seed.RECORDER])


def _addresses(text: str, seeds: Seeds) -> Iterator[tuple[re.Match[str], Service]]:
    known = trackers()
    for at in seeds[Seed.HOST]:
        start = text.rfind("//", max(0, at - _LONGEST), at)
        match = _HOST.match(text, start) if start >= 0 else None
        if match is not None and match.start(1) <= at < match.end(1):
            service = known.of(match[1].lower(), match[2].lower())
            if service is not None:
                yield match, service


def _loads(text: str, at: int, *, markup: bool) -> bool:
    """Whether an address is loaded with the page rather than led to."""
    before = text[max(0, at - _LOOK_BACK) : at]
    tag = _TAG.search(before) if markup else None
    if tag is None:
        return not _LINKS.search(before) and bool(_IN_CODE.search(before))
    name = tag[1].lower()
    if name == "link":
        end = text.find(">", at)
        return bool(_LINK_LOADS.search(text[at - len(before) + tag.start() : end if end >= 0 else at]))
    if name in {"a", "area", "meta", "form", "base"}:
        return False
    return name in _LOADING or "url(" in tag[2] or "src" in tag[2].rpartition(" ")[2] or _in_program(before)


def _in_program(before: str) -> bool:
    return "<script" in before


def _commented(text: str, at: int) -> bool:
    opened = text.rfind("<!--", max(0, at - _FAR), at)
    return opened >= 0 and text.find("-->", opened, at) < 0
