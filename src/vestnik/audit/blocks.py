"""The visible block of text around a name. Pure."""

import re

from vestnik.audit.marks import visible_text
from vestnik.audit.readers.masks import COVER
from vestnik.audit.readers.model import Element, Token, Zone
from vestnik.audit.readers.reading import Reading
from vestnik.audit.wording import Surroundings

_LABEL = 40
_INLINE = frozenset({"a", "b", "strong", "span", "em", "i", "u", "nobr", "font"})
_BLOCK = 260
_REACH = 400
_EDGE = re.compile(
    r"</?(?:p|div|li|ul|ol|h[1-6]|td|tr|table|form|section|header|footer|nav|label|input|option|select|button|article|main|aside|script|style|dd|dt)\b",
    re.IGNORECASE,
)
_COVERS = re.compile(f"{COVER}+")


def surroundings(reading: Reading, token: Token) -> Surroundings:
    """Return the visible text of the block a name stands in, split at the name."""
    start, end = _bounds(reading, token)
    text = reading.document.text
    if reading.document.kind.marked_up and not token.where.island:
        text = _COVERS.sub(lambda cover: " " * len(cover[0]), reading.reader.masked.text[start:end])
        start, end, shift = 0, len(text), start
    else:
        shift = 0
    return Surroundings(
        before=_left(text[start : token.start - shift]),
        name=token.raw,
        after=_right(text[token.end - shift : end]),
    )


def _left(source: str) -> str:
    """Drop the tail of a tag that was cut in its middle, then the tags."""
    cut = re.match(r"[^<>]*>", source)
    return visible_text(source[cut.end() :] if cut and "<" not in cut[0] and len(cut[0]) < _LABEL else source)


def _right(source: str) -> str:
    cut = re.search(r"<[^<>]*\Z", source)
    return visible_text(source[: cut.start()] if cut else source)


def _bounds(reading: Reading, token: Token) -> tuple[int, int]:
    where, text = token.where, reading.document.text
    if where.attribute is not None and where.attribute.start <= token.start < where.attribute.end:
        return where.attribute.start, where.attribute.end
    if where.zone is Zone.TEXT and not where.commented and reading.document.kind.marked_up:
        return _block_of(reading, token, where.element)
    if where.literal is not None:
        low, high = where.literal.start, where.literal.end
    else:
        low = max(text.rfind("\n", 0, token.start) + 1, 0)
        high = text.find("\n", token.end)
        high = len(text) if high < 0 else high
    return max(low, token.start - _REACH), min(high, token.end + _REACH)


def _block_of(reading: Reading, token: Token, element: Element | None) -> tuple[int, int]:
    """Climb from the innermost element while it holds only a label and its parent is still one block."""
    low, high = max(0, token.start - _REACH), token.end + _REACH
    masked = reading.reader.masked.text
    best: tuple[int, int] | None = None
    kept: tuple[int, int] | None = None
    label = False
    while element is not None and element.close_start > element.open_end:
        inside = (max(low, element.open_end), min(high, element.close_start))
        length = len(
            visible_text(masked[element.open_end : min(element.close_start, element.open_end + 4_000)])
        )
        if best is not None and length > _BLOCK:
            if label:  # a link in the middle of a sentence: the sentence goes on around it
                best = inside
            break
        best, label = inside, element.tag in _INLINE
        if inside[1] - inside[0] <= _REACH and length <= _BLOCK:
            kept = inside
        if length > _BLOCK // 2 or element.tag in {
            "li",
            "td",
            "p",
            "body",
            "section",
            "footer",
            "header",
            "form",
        }:
            break
        element = element.parent
    if best is not None:
        cut = _within_edges(masked, token, best)
        inside_kept = kept is not None and kept[0] <= cut[0] and cut[1] <= kept[1]
        return kept if kept is not None and inside_kept else cut
    start = masked.rfind("\n", low, token.start) + 1 or low
    end = masked.find("\n", token.end, high)
    return start, end if end >= 0 else min(high, len(masked))


def _within_edges(masked: str, token: Token, bounds: tuple[int, int]) -> tuple[int, int]:
    """Cut a stretch that is more than one block at the nearest edges of blocks on both sides."""
    start, end = bounds
    if end - start <= _REACH and len(visible_text(masked[start:end])) <= _BLOCK:
        return bounds
    before = [found.start() for found in _EDGE.finditer(masked, start, token.start)]
    after = _EDGE.search(masked, token.end, end)
    return (before[-1] if before else start), (after.start() if after else end)
