"""Small questions to a parsed piece of markup; offsets are characters of the piece. Pure."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

import turbohtml

_NOT_SEEN = re.compile(
    r"<(script|style|noscript|svg|option)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
_BLOCK = re.compile(r"</(?:p|div|li|h[1-6]|section|td|form|label|button)\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*(?:>|\Z)")
_VALUE = re.compile(r"""[^=]*=\s*(?P<quote>["']?)""")
_INVISIBLE: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top)\s*:\s*-\d{3,}", re.IGNORECASE
)


BLOCK_END: Final = "¶"
"""Stands between blocks where it matters that one ends."""


def blocks(source: str) -> str:
    """Markup → its words with ``BLOCK_END`` where a paragraph, a list item or a division ends."""
    return visible(_BLOCK.sub(f" {BLOCK_END} ", source))


def visible(source: str) -> str:
    """Markup → the words a visitor reads, tags as spaces."""
    bare = _TAG.sub(" ", _NOT_SEEN.sub(" ", source))
    return unescape(bare) if "&" in bare else bare


def attr(node: turbohtml.Element, name: str) -> str:
    """An attribute's value, empty when it is absent or has none."""
    return node.attr(name) or ""


def span_of(node: turbohtml.Element) -> tuple[int, int]:
    """Where an element begins and ends; both 0 for one the parser made up."""
    location = node.source_location
    if location is None or location.start_tag is None:
        return 0, 0
    last = location.end_tag or location.start_tag
    return location.start_tag.start_offset, last.end_offset


def value_span(text: str, node: turbohtml.Element, name: str) -> tuple[int, int]:
    """Where an attribute's value stands without its quotes; the start tag when it has none."""
    location = node.source_location
    span = (location.attrs or {}).get(name) if location else None
    if span is None:
        return span_of(node)
    found = _VALUE.match(text, span.start_offset, span.end_offset)
    if found is None:
        return span.start_offset, span.end_offset
    start, end = found.end(), span.end_offset
    return start, end - 1 if found["quote"] and end > start and text[end - 1] == found["quote"] else end


def around(node: turbohtml.Element, most: int) -> Iterator[turbohtml.Element]:
    """The element and at most ``most`` elements around it, the nearest first."""
    at: object = node
    for _ in range(most + 1):
        if not isinstance(at, turbohtml.Element) or at.tag in {"body", "html"}:
            return
        yield at
        at = at.parent


def taken_away(node: turbohtml.Element) -> bool:
    """Whether an element is out of a visitor's sight by its own attributes."""
    return (
        node.attr("hidden") is not None
        or bool(_INVISIBLE.search(attr(node, "style")))
        or (attr(node, "aria-hidden") == "true" and attr(node, "tabindex") == "-1")
    )
