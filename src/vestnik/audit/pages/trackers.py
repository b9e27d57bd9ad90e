"""Loads of somebody else's scripts and resources in a text. Pure."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from vestnik.audit.documents import Document
from vestnik.audit.pages.hosts import Service, trackers
from vestnik.audit.pages.model import TrackerHit
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
_IN_CODE = re.compile(r"(?:[\"'`(=]|url\()\s*(?:https?:|\"\s*\+\s*)?\s*\Z", re.IGNORECASE)
_LINKS = re.compile(r"(?:href|content|action|cite)\s*=\s*[\"']?(?:https?:)?\Z", re.IGNORECASE)
_WEBVISOR = re.compile(r"webvisor[\"']?\s*[:=]\s*[\"']?(?:true|!0|1|Y)", re.IGNORECASE)


def tracker_hits(document: Document, text: str, *, markup: bool) -> list[TrackerHit]:
    """Return known trackers that load with the page: one per service, its first place, in order.

    ``text`` is the document's with template code covered.
    """
    known = trackers()
    found: dict[str, TrackerHit] = {}
    for match, service in _addresses(text, known.of):
        if (
            service.name in found
            or _commented(text, match.start())
            or not _loads(text, match.start(), markup=markup)
        ):
            continue
        found[service.name] = TrackerHit(
            service.name, match[1].lower(), place_of(document, match.start(), match.end())
        )
    return list(found.values())


def records_input(text: str) -> bool:
    """Whether Metrika's session recorder (Webvisor) is switched on."""
    return "webvisor" in text and bool(_WEBVISOR.search(text))


def _addresses(
    text: str, of: Callable[[str, str], Service | None]
) -> Iterator[tuple[re.Match[str], Service]]:
    for match in _HOST.finditer(text):
        service = of(match[1].lower(), match[2].lower())
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
    opened = text.rfind("<!--", 0, at)
    return opened >= 0 and text.find("-->", opened, at) < 0
