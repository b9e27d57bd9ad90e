"""HTML → elements with character spans, read by turbohtml from masked text."""

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import turbohtml
from typing_extensions import override

from vestnik.audit.readers.model import Attribute, Element

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


@dataclass(frozen=True, slots=True)
class Page:
    """Elements in source order and the comments between them."""

    elements: Sequence[Element]
    starts: Sequence[int]
    comments: Sequence[tuple[int, int]]

    def innermost(self, pos: int) -> Element | None:
        """The smallest element around the place."""
        found: Element | None = None
        number = bisect.bisect_right(self.starts, pos) - 1
        if number >= 0:
            found = self.elements[number]
        while found is not None and pos >= found.end:
            found = found.parent
        return found

    def commented(self, pos: int) -> bool:
        """Whether the place stands inside ``<!-- … -->``."""
        number = bisect.bisect_right(self.comments, pos, key=lambda item: item[0]) - 1
        return number >= 0 and pos < self.comments[number][1]


def read_markup(masked: str) -> Page:
    """Parse text whose template code is covered and which has no carriage returns; offsets stay true."""
    tree = turbohtml.parse(masked, source_locations=True)
    found: dict[int, Element] = {}
    for node in tree.descendants:
        if isinstance(node, turbohtml.Element) and (location := node.source_location) is not None:
            opened = location.start_tag
            if opened is None or opened.start_offset in found:
                continue
            closed = location.end_tag
            spans = location.attrs or {}
            found[opened.start_offset] = Element(
                tag=str(node.tag).lower(),
                start=opened.start_offset,
                open_end=opened.end_offset,
                close_start=closed.start_offset if closed else opened.end_offset,
                end=closed.end_offset if closed else opened.end_offset,
                attributes=_Attributes(masked, spans) if spans else _NONE,
            )
    ordered = [found[start] for start in sorted(found)]
    elements = _nest(ordered)
    return Page(elements, [item.start for item in elements], _comments(masked, elements))


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
        placed = Element(
            item.tag, item.start, item.open_end, item.close_start, item.end, item.attributes, parent
        )
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
