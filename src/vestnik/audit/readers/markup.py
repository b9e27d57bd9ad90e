"""HTML → elements with character spans, read by turbohtml from masked text."""

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import turbohtml
from typing_extensions import override

from vestnik.audit.readers.model import Attribute, Element

_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "noembed", "noframes", "plaintext"})
"""Elements whose inside holds no tags."""
_OPENED = re.compile(r"<(?:[A-Za-z]|!--)")
_NONE: Mapping[str, Attribute] = {}
_VALUE = re.compile(r"""[^=]*=\s*(?P<quote>["']?)""")


class _Attributes(Mapping[str, Attribute]):
    """Attributes of one tag, cut out of the text when somebody asks: most are never asked for."""

    __slots__ = ("_spans", "_text")

    def __init__(self, text: str, spans: Mapping[str, turbohtml.SourceSpan]) -> None:
        self._text, self._spans = text, spans

    @override
    def __getitem__(self, name: str) -> Attribute:
        span = self._spans[name]
        return _attribute(self._text, name, span.start_offset, span.end_offset)

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    @override
    def __len__(self) -> int:
        return len(self._spans)


class Page:
    """Elements and comments of one text; places are found without taking every element out of the tree."""

    def __init__(self, text: str, tree: turbohtml.Document) -> None:
        """``tree`` is the text as parsed with source locations."""
        self._text, self._tree = text, tree
        self._known: dict[int, Element] = {}

    def innermost(self, pos: int) -> Element | None:
        """The smallest element around the place."""
        if "whole" in self.__dict__:
            return self.whole.innermost(pos)
        node = self._opened_before(pos)
        found = None if node is None else self._element(node)
        if not self._last_before(found, pos):
            return self.whole.innermost(pos)
        while found is not None and pos >= found.end:
            found = found.parent
        return found

    def commented(self, pos: int) -> bool:
        """Whether the place stands inside ``<!-- … -->``."""
        number = bisect.bisect_right(self._comments, pos, key=lambda item: item[0]) - 1
        return number >= 0 and pos < self._comments[number][1]

    @cached_property
    def whole(self) -> "Whole":
        """All elements: asked for when the tree's order is not that of the text."""
        return read_whole(self._text, self._tree)

    @cached_property
    def _nodes(self) -> list[turbohtml.Element]:
        return list(self._tree.iter_elements())

    @cached_property
    def _lines(self) -> list[int]:
        starts = [0]
        while at := self._text.find("\n", starts[-1]) + 1:
            starts.append(at)
        return starts

    @cached_property
    def _comments(self) -> list[tuple[int, int]]:
        if "<!--" not in self._text:
            return []
        nodes = self._tree.iter_elements(("script", "style"))
        return _comments(self._text, [found for node in nodes if (found := self._element(node)) is not None])

    def _opened_before(self, pos: int) -> turbohtml.Element | None:
        """The last element of the tree whose start tag stands at or before the place, if the order holds."""
        line = bisect.bisect_right(self._lines, pos)
        wanted = (line, pos - self._lines[line - 1])
        nodes, low, high = self._nodes, 0, len(self._nodes)
        while low < high:
            middle = at = (low + high) // 2
            stands = nodes[at].position
            # An element that the source only implies stands nowhere: its neighbour before it speaks for it.
            while stands is None and at > low:
                at -= 1
                stands = nodes[at].position
            if stands is None or stands <= wanted:
                low = middle + 1
            else:
                high = at
        low -= 1
        while low >= 0 and nodes[low].position is None:
            low -= 1
        return nodes[low] if low >= 0 else None

    def _last_before(self, found: Element | None, pos: int) -> bool:
        """Whether no tag opens between an element's own and the place, comments and raw text aside."""
        at = 0
        if found is not None:
            if pos < found.start:
                return False
            at = found.close_start if found.tag in _RAW else found.open_end
        while (tag := _OPENED.search(self._text, at, pos + 4)) is not None and tag.start() <= pos:
            if not tag.group().startswith("<!"):
                return False
            end = self._text.find("-->", tag.end())
            at = len(self._text) if end < 0 else end + 3
        return True

    def _element(self, node: turbohtml.Element) -> Element | None:
        """Take an element with all around it out of the tree."""
        chain: list[Element] = []
        nearest: Element | None = None
        above: turbohtml.Element | None = node
        while isinstance(above, turbohtml.Element):
            found = _cut(self._text, above)
            if found is not None:
                nearest = self._known.get(found.start)
                if nearest is not None:
                    break
                chain.append(found)
            above = above.parent  # type: ignore[assignment]
        for found in reversed(chain):
            around = nearest
            while around is not None and not around.start < found.start < around.end:
                around = around.parent
            nearest = self._known[found.start] = _inside(found, around)
        return nearest


@dataclass(frozen=True, slots=True)
class Whole:
    """All elements in the order of the text."""

    elements: Sequence[Element]
    starts: Sequence[int]

    def innermost(self, pos: int) -> Element | None:
        """The smallest element around the place."""
        found: Element | None = None
        number = bisect.bisect_right(self.starts, pos) - 1
        if number >= 0:
            found = self.elements[number]
        while found is not None and pos >= found.end:
            found = found.parent
        return found


def read_markup(masked: str, tree: turbohtml.Document | None = None) -> Page:
    """Read text whose template code is covered and which has no carriage returns; offsets stay true.

    ``tree`` is what the text was parsed to with source locations, when it was.
    """
    return Page(masked, tree or turbohtml.parse(masked, source_locations=True))


def read_whole(masked: str, tree: turbohtml.Document) -> Whole:
    """Take every element out of the tree."""
    found: dict[int, Element] = {}
    for node in tree.iter_elements():
        element = _cut(masked, node)
        if element is not None:
            found.setdefault(element.start, element)
    elements = _nest([found[start] for start in sorted(found)])
    return Whole(elements, [item.start for item in elements])


def _cut(text: str, node: turbohtml.Element) -> Element | None:
    location = node.source_location
    if location is None or (opened := location.start_tag) is None:
        return None
    closed = location.end_tag
    spans = location.attrs or {}
    return Element(
        tag=str(node.tag).lower(),
        start=opened.start_offset,
        open_end=opened.end_offset,
        close_start=closed.start_offset if closed else opened.end_offset,
        end=closed.end_offset if closed else opened.end_offset,
        attributes=_Attributes(text, spans) if spans else _NONE,
    )


def _inside(item: Element, parent: Element | None) -> Element:
    return Element(item.tag, item.start, item.open_end, item.close_start, item.end, item.attributes, parent)


def _attribute(text: str, name: str, start: int, end: int) -> Attribute:
    found = _VALUE.match(text, start, end)
    if found is None:
        return Attribute(name, "", end, end)
    begin = found.end()
    stop = end - 1 if found["quote"] and end > begin and text[end - 1] == found["quote"] else end
    return Attribute(name, text[begin:stop], begin, stop)


def _nest(ordered: Sequence[Element]) -> list[Element]:
    """Give every element the nearest earlier one whose end tag comes after it as its parent."""
    nested: list[Element] = []
    stack: list[Element] = []
    for item in ordered:
        while stack and stack[-1].end <= item.start:
            stack.pop()
        parent = stack[-1] if stack else None
        placed = _inside(item, parent)
        nested.append(placed)
        if item.end > item.open_end:
            stack.append(placed)
    return nested


def _comments(text: str, elements: Sequence[Element]) -> list[tuple[int, int]]:
    raw = [(item.open_end, item.close_start) for item in elements if item.tag in {"script", "style"}]
    comments: list[tuple[int, int]] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        inside = next((span for span in raw if span[0] <= start < span[1]), None)
        if inside:
            at = inside[1]
            continue
        end = text.find("-->", start + 4)
        at = len(text) if end < 0 else end + 3
        comments.append((start, at))
    return comments
