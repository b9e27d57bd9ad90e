"""What of a page a visitor sees, and where: answers about one snapshot. Pure."""

import re
from collections.abc import Iterator
from functools import cached_property

from vestnik.kernel.browser import Box, Snapshot, View

_FAINT = 0.05
_SMALL = 3.0
"""A side below that many pixels is a trick for screen readers, not something to see."""
_LABELS = ("aria-label", "title", "alt", "value", "data-title", "data-tooltip", "data-text")
_MOST_TEXT = 200
_FOLDS = frozenset({"dialog", "alertdialog", "menu", "menubar", "tabpanel", "listbox", "tooltip"})
_FOLDING = re.compile(
    r"modal|pop-?up|popover|dialog|menu|\bnav|drop|\btabs?\b|tab-|accord|collaps|slide|swiper|carousel|canvas"
    r"|drawer|burger|fancy|lightbox|tooltip|spoiler|toggle|expand|widget",
    re.IGNORECASE,
)


class Drawn:
    """One snapshot with its questions; nodes are named by their place in ``snapshot.nodes``."""

    def __init__(self, snapshot: Snapshot, view: View) -> None:
        """Nothing is computed before it is asked."""
        self.snapshot = snapshot
        self.nodes = snapshot.nodes
        self.view = view
        self._boxes: dict[int, Box | None] = {}

    @cached_property
    def children(self) -> list[list[int]]:
        """The children of every node, in order."""
        found: list[list[int]] = [[] for _ in self.nodes]
        for place, node in enumerate(self.nodes):
            if node.parent >= 0:
                found[node.parent].append(place)
        return found

    @cached_property
    def places(self) -> dict[int, int]:
        """The browser's number → place."""
        return {node.id: place for place, node in enumerate(self.nodes)}

    def above(self, place: int) -> Iterator[int]:
        """Yield a node and everything it stands in, from the inside."""
        while place >= 0:
            yield place
            place = self.nodes[place].parent

    def below(self, place: int) -> Iterator[int]:
        """Yield everything that stands in a node, in order."""
        waiting = list(reversed(self.children[place]))
        while waiting:
            at = waiting.pop()
            yield at
            waiting.extend(reversed(self.children[at]))

    def seen(self, place: int) -> Box | None:
        """Return the part of the page where a node can be seen, or None."""
        if place not in self._boxes:
            self._boxes[place] = self._seen(place)
        return self._boxes[place]

    def _seen(self, place: int) -> Box | None:
        box = self._own_box(place)
        if box is None:
            return None
        opacity, escaped = 1.0, False
        for at in self.above(place):
            node = self.nodes[at]
            opacity *= node.style.opacity
            # What is fixed to the window is not cut by what it stands in.
            if at != place and node.style.clips and node.box is not None and not escaped:
                box = box.meet(node.box)
            escaped = escaped or node.style.position == "fixed"
        page = Box(0.0, 0.0, max(self.snapshot.page[0], self.view.width), max(self.snapshot.page[1], 1.0))
        if opacity < _FAINT or box.width < _SMALL or box.height < _SMALL or box.meet(page).area <= 0:
            return None
        return box

    def _own_box(self, place: int) -> Box | None:
        """A node's own rectangle or, where it has none, that of the first thing drawn in it."""
        for at in (place, *self.below(place)):
            node = self.nodes[at]
            if node.box is not None and node.box.area > 0:
                shown = self.nodes[node.parent] if node.tag == "#text" and node.parent >= 0 else node
                if shown.style.visible:
                    return node.box
        return None

    def text(self, place: int) -> str:
        """Return the words in a node as a visitor reads them, shortened."""
        words: list[str] = []
        length = 0
        for at in self.below(place):
            if self.nodes[at].tag == "#text" and (said := self.nodes[at].text.strip()):
                words.append(said)
                length += len(said)
                if length > _MOST_TEXT:
                    break
        return " ".join(" ".join(words).split())[:_MOST_TEXT]

    def label(self, place: int) -> str:
        """Return everything that names a node for people: its words, its labels, its pictures' words."""
        named = [self.text(place)]
        for at in (place, *self._few_below(place)):
            attributes = self.nodes[at].attributes
            named += [attributes[name] for name in _LABELS if attributes.get(name)]
        return " ".join(named)[: 2 * _MOST_TEXT]

    def marks(self, place: int) -> str:
        """Return what its authors call a node: classes, ids and the names of its icons."""
        named = []
        for at in (place, *self._few_below(place)):
            attributes = self.nodes[at].attributes
            named += [attributes.get("id", ""), attributes.get("class", ""), attributes.get("href", "")[:80]]
        return " ".join(named)[: 4 * _MOST_TEXT]

    def _few_below(self, place: int) -> list[int]:
        found = []
        for at in self.below(place):
            if self.nodes[at].tag != "#text":
                found.append(at)
            if len(found) >= 8:  # noqa: PLR2004 — a button is small
                break
        return found

    def fixed_in(self, place: int) -> int | None:
        """Return the outermost node fixed to the window around a node (or itself), or None."""
        found = None
        for at in self.above(place):
            if self.nodes[at].style.position in {"fixed", "sticky"}:
                found = at
        return found

    def folded(self, place: int) -> bool:
        """Whether a node stands in something made to be opened: a menu, a tab, a window of the page."""
        for at in self.above(place):
            node = self.nodes[at]
            if node.tag in {"dialog", "details"} or node.attributes.get("role", "") in _FOLDS:
                return True
            named = f"{node.attributes.get('class', '')} {node.attributes.get('id', '')}"
            if _FOLDING.search(named):
                return True
        return False
