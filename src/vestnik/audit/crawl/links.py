"""What a page leads to, and what a sitemap lists."""

import re
from dataclasses import dataclass
from html import unescape

import turbohtml

from vestnik.audit.crawl.urls import ASSETS, BINARY, Joint, canonical_url, ending_of

_MAX_LINKS = 5000
_MAX_PLACES = 50_000
_PAGES = {("a", "href"), ("area", "href"), ("iframe", "src"), ("frame", "src"), ("meta", "content")}
_ASSET_RELS = frozenset({"stylesheet", "manifest", "modulepreload", "preload", "prefetch"})
_PAGE_RELS = frozenset({"alternate", "canonical", "next", "prev", "amphtml", "help", "author", "search"})
_LOC = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]]{1,2048}?)\s*(?:\]\]>)?\s*</loc>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Canonical addresses in the order of the page, each once."""

    pages: tuple[str, ...]
    assets: tuple[str, ...]


def links_of(html: str, url: str) -> PageLinks:
    """Return the addresses a page at ``url`` leads to or loads; its ``<base href>`` is honoured."""
    return links_in(turbohtml.parse(html, positions=False), url)


def links_in(document: turbohtml.Document, url: str) -> PageLinks:
    """Return the addresses a parsed page at ``url`` leads to or loads."""
    base = url
    first = document.select_one("base[href]")
    if first is not None:
        base = canonical_url(_text(first.attr("href")), url) or url
    resolve = Joint(base).resolve
    pages: dict[str, None] = {}
    assets: dict[str, None] = {}
    for link in document.links():
        kind = _kind(link)
        if kind is None:
            continue
        target = resolve(link.url)
        if target is None:
            continue
        ending = ending_of(target)
        if ending in BINARY:
            continue
        into = assets if kind == "asset" or ending in ASSETS else pages
        into[target] = None
        if len(pages) + len(assets) >= _MAX_LINKS:
            break
    return PageLinks(tuple(pages), tuple(assets))


def locations_of(sitemap: str) -> tuple[str, ...]:
    """Return the raw addresses of a sitemap or of a sitemap index, in order."""
    found = dict.fromkeys(unescape(match.group(1)) for match in _LOC.finditer(sitemap))
    return tuple(found)[:_MAX_PLACES]


def _kind(link: turbohtml.Link) -> str | None:
    element, attribute = link.element, link.attribute
    if (element.tag, attribute) in _PAGES:
        return "page"
    if element.tag == "script" and attribute == "src":
        return "asset"
    if element.tag == "link" and attribute == "href":
        rels = set(_text(element.attr("rel")).lower().split())
        return "asset" if rels & _ASSET_RELS else "page" if rels & _PAGE_RELS else None
    if element.tag == "form" and attribute == "action":
        # Only a form that reads: an audit never submits anything.
        return "page" if _text(element.attr("method")).lower() in {"", "get"} else None
    return None


def _text(value: object) -> str:
    return " ".join(value) if isinstance(value, list | tuple) else str(value or "")
