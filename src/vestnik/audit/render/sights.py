"""One moment of a page → what of it leads to a messenger, where it is drawn, and whether it is seen. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from vestnik.audit.documents import read_document
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import Finding
from vestnik.audit.render.addresses import told
from vestnik.audit.render.drawn import Drawn
from vestnik.audit.render.serialise import Page, serialise
from vestnik.kernel.browser import Opening, Request

Key = tuple[str, str]
_EXCERPT = 240
_KINDS = {"script": "script src", "stylesheet": "link href", "image": "img src", "document": "iframe src"}


@dataclass(frozen=True, slots=True)
class Sight:
    """One finding in a page as drawn."""

    finding: Finding
    node: int | None
    """The element that holds it, by the browser's number; None when it is known by a request alone."""
    seen: bool
    folded: bool = False
    """Unseen, and in something made to be opened: a menu, a tab, a window of the page."""


def key_of(finding: Finding) -> Key:
    """Say by what two sights of one page are the same contact: where it leads to, or the words themselves."""
    named = finding.target or f"{finding.rule} {' '.join(finding.matched.lower().split())}"
    return finding.platform, named


def sights(url: str, drawn: Drawn, opened: Mapping[int, Sequence[str]], inspector: Inspector) -> list[Sight]:
    """Inspect a page as drawn; ``opened`` tells where elements (by the browser's number) led when clicked."""
    page = serialise(drawn, opened)
    document = read_document(url, page.html, "text/html; charset=utf-8")
    found = []
    for finding in inspector.inspect(document):
        place = _place(page, finding)
        if place is None:
            continue
        node, seen = drawn.nodes[place].id, drawn.seen(place) is not None
        led = any(finding.matched in address for address in opened.get(node, ()))
        kept = _excerpted(finding, drawn, place) if led else finding
        found.append(Sight(kept, node, seen, not seen and drawn.folded(place)))
    return found


def asked(
    url: str, requests: Sequence[Request], led: Sequence[Opening], inspector: Inspector
) -> Iterator[Sight]:
    """Yield what the page does by itself: it takes something from a messenger's host, or leads there."""
    said = [(one.url, _KINDS.get(one.kind, "iframe src"), "обращается к") for one in requests]
    said += [(one.url, "a href", "сама ведёт на") for one in led]
    seen: set[str] = set()
    for address, written, does in said:
        match = inspector.signatures.classify_url(address)
        if match is None or match.target in seen:
            continue
        seen.add(match.target)
        tag, name = written.split()
        line = f'<{tag} {name}="{escape(address)}"></{tag}>'
        document = read_document(url, line.encode(), "text/html; charset=utf-8")
        for finding in inspector.inspect(document):
            excerpt = f"Страница {does} {told(address)}"
            yield Sight(replace(finding, excerpt=excerpt[:_EXCERPT]), None, seen=True)


def _place(page: Page, finding: Finding) -> int | None:
    span = finding.place.element or finding.place.span
    return page.element(span.start, span.end)


def _excerpted(finding: Finding, drawn: Drawn, place: int) -> Finding:
    label = drawn.label(place)
    named = f"«{label[:60]}»" if label else f"<{drawn.nodes[place].tag}>"
    return replace(finding, excerpt=f"Нажатие на {named} ведёт на {finding.matched}"[:_EXCERPT])
