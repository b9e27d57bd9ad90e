"""A page as drawn → HTML for the ordinary inspection, with the way back from bytes to elements. Pure."""

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from vestnik.audit.render.drawn import Drawn

_UNSEEN = frozenset({"head", "script", "style", "template", "noscript", "link", "meta", "base"})
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"})
_FLAT = frozenset({"html", "body", "#document"})
"""A document inside another is only a box."""
_LEFT_OUT = frozenset({"style", "srcset", "d", "points", "sizes", "integrity", "nonce", "transform"})
_LETTERS = 4
"""So many neighbours of one letter each are a word cut into pieces."""
_PIECES = frozenset({"span", "i", "b", "em", "strong", "font", "small", "u", "div", "a", "tspan"})
_MOST_VALUE = 4_000


@dataclass(slots=True)
class Page:
    """The HTML of a page, and which element every byte belongs to."""

    html: bytes = b""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    def element(self, start: int, end: int) -> int | None:
        """Return the place of the innermost element around the bytes, or None."""
        at = bisect.bisect_right(self.starts, start) - 1
        while at >= 0:
            if self.ends[at] >= end:
                return self.places[at]
            at -= 1
        return None


def serialise(drawn: Drawn, opened: Mapping[int, Sequence[str]]) -> Page:
    """Write the page down; ``opened`` tells what elements (by their number) led to when clicked."""
    writer = _Writer(drawn, opened)
    if drawn.nodes:
        writer.write(0)
    return writer.page()


class _Writer:
    def __init__(self, drawn: Drawn, opened: Mapping[int, Sequence[str]]) -> None:
        self._drawn = drawn
        self._opened = opened
        self._parts: list[bytes] = []
        self._size = 0
        self._page = Page()

    def page(self) -> Page:
        self._page.html = b"".join(self._parts)
        return self._page

    def write(self, root: int) -> None:
        """Walk without recursion: pages nest deeper than Python does."""
        stack: list[tuple[int, int]] = [(root, -1)]
        while stack:
            place, opened = stack.pop()
            if opened >= 0:
                self._close(place, opened)
                continue
            node = self._drawn.nodes[place]
            if node.tag == "#text":
                self._put(escape(node.text, quote=False))
                continue
            if node.tag in _UNSEEN:
                continue
            word = self._cut_word(place)
            stack.append((place, self._open(place)))
            if word is not None:
                self._put(escape(word, quote=False))
            else:
                stack.extend((child, -1) for child in reversed(self._drawn.children[place]))

    def _open(self, place: int) -> int:
        node = self._drawn.nodes[place]
        for url in self._opened.get(node.id, ()):
            # Before the element, not in it: there its own attributes would speak for the address.
            led = self._begin(place)
            self._put(f'<button data-href="{escape(url[:_MOST_VALUE])}"></button>')
            self._page.ends[led] = self._size
        index = self._begin(place)
        tag = "div" if node.tag in _FLAT else node.tag
        named = dict(node.attributes)
        if tag in {"iframe", "frame"}:
            tag = "iframe"
            named["src"] = self._frame_address(place) or named.get("src", "")
        said = "".join(
            f' {name}="{escape(value[:_MOST_VALUE])}"'
            for name, value in named.items()
            if name not in _LEFT_OUT and _is_name(name)
        )
        # What a frame shows stands behind it: inside, a parser would take it for plain text.
        self._put(f"<{tag}{said}>" + ("</iframe><div>" if tag == "iframe" else ""))
        return index

    def _begin(self, place: int) -> int:
        self._page.starts.append(self._size)
        self._page.ends.append(-1)
        self._page.places.append(place)
        return len(self._page.places) - 1

    def _close(self, place: int, index: int) -> None:
        tag = self._drawn.nodes[place].tag
        if tag in {"iframe", "frame"}:
            self._put("</div>")
        elif tag not in _VOID:
            self._put(f"</{'div' if tag in _FLAT else tag}>")
        self._page.ends[index] = self._size

    def _frame_address(self, place: int) -> str:
        for child in self._drawn.children[place]:
            node = self._drawn.nodes[child]
            if node.tag == "#document" and node.text.startswith(("http://", "https://")):
                return node.text
        return ""

    def _cut_word(self, place: int) -> str | None:
        """Return the words of an element whose every letter stands in an element of its own."""
        children = self._drawn.children[place]
        if len(children) < _LETTERS:
            return None
        pieces: list[str] = []
        letters = gaps = 0
        for child in children:
            node = self._drawn.nodes[child]
            if node.tag == "#text":
                if node.text.strip():
                    return None
                pieces.append(" ")
                gaps += 1
                continue
            text = self._drawn.text(child) if node.tag in _PIECES else "--"
            if len(text) > 1 or node.attributes.get("href"):
                return None
            letters += bool(text)
            pieces.append(text or " ")
        if letters < _LETTERS:
            return None
        # With a gap after every letter the gaps are only how the source is laid out.
        return "".join(piece for piece in pieces if piece != " " or gaps < letters - 1)

    def _put(self, text: str) -> None:
        data = text.encode("utf-8", "replace")
        self._parts.append(data)
        self._size += len(data)


def _is_name(name: str) -> bool:
    return name.replace("-", "").replace(":", "").replace("_", "").replace(".", "").replace("@", "").isalnum()
