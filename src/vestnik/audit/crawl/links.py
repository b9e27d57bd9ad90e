"""What a page leads to."""

from dataclasses import dataclass

import turbohtml

from vestnik.audit.crawl.urls import ASSETS, BINARY, MEDIA, Joint, canonical_url, ending_of

_MAX_LINKS = 5000
_MAX_MEDIA = 200
ICON = 64
"""Pixels below which a picture on one side holds no code that a camera would read."""
_PAGES = {("a", "href"), ("area", "href"), ("iframe", "src"), ("frame", "src"), ("meta", "content")}
_ASSET_RELS = frozenset({"stylesheet", "manifest", "modulepreload", "preload", "prefetch"})
_PAGE_RELS = frozenset({"alternate", "canonical", "next", "prev", "amphtml", "help", "author", "search"})


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Canonical addresses in the order of the page, each once."""

    pages: tuple[str, ...]
    assets: tuple[str, ...]
    media: tuple[str, ...] = ()
    """Pictures shown and documents offered; small icons are left out."""


def links_of(html: str, url: str) -> PageLinks:
    """Return the addresses a page at ``url`` leads to or loads; its ``<base href>`` is honoured."""
    return links_in(turbohtml.parse(html, positions=False), url)


def links_in(document: turbohtml.Document, url: str) -> PageLinks:
    """Return the addresses a parsed page at ``url`` leads to or loads."""
    links = document.links()
    first = next((link for link in links if link.element.tag == "base"), None)
    base = url if first is None else canonical_url(first.url, url) or url
    resolve = Joint(base).resolve
    pages: dict[str, None] = {}
    assets: dict[str, None] = {}
    media: dict[str, None] = {}
    for link in links:
        kind = _kind(link)
        if kind is None:
            continue
        target = resolve(link.url)
        if target is None:
            continue
        ending = ending_of(target)
        if ending in BINARY or kind == "media":
            if ending in MEDIA and len(media) < _MAX_MEDIA:
                media[target] = None
            continue
        into = assets if kind == "asset" or ending in ASSETS else pages
        into[target] = None
        if len(pages) + len(assets) >= _MAX_LINKS:
            break
    return PageLinks(tuple(pages), tuple(assets), tuple(media))


def _kind(link: turbohtml.Link) -> str | None:
    element, attribute = link.element, link.attribute
    if (element.tag, attribute) in _PAGES:
        return "page"
    if element.tag == "img" and attribute == "src":
        return None if _is_icon(element) else "media"
    if element.tag == "script" and attribute == "src":
        return "asset"
    if element.tag == "link" and attribute == "href":
        rels = set(_text(element.attr("rel")).lower().split())
        return "asset" if rels & _ASSET_RELS else "page" if rels & _PAGE_RELS else None
    if element.tag == "form" and attribute == "action":
        # Only a form that reads: an audit never submits anything.
        return "page" if _text(element.attr("method")).lower() in {"", "get"} else None
    return None


def _is_icon(element: turbohtml.Element) -> bool:
    sizes = [_text(element.attr(name)).removesuffix("px") for name in ("width", "height")]
    return any(size.isdecimal() and int(size[:6]) < ICON for size in sizes)


def _text(value: object) -> str:
    return " ".join(value) if isinstance(value, list | tuple) else str(value or "")
