"""What Chromium answers to ``DOMSnapshot.captureSnapshot`` → ``kernel.browser.Snapshot``. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from vestnik.kernel.browser import Box, Node, Snapshot, Style

STYLES: Final = (
    "position",
    "visibility",
    "opacity",
    "cursor",
    "pointer-events",
    "z-index",
    "overflow-x",
    "overflow-y",
    "display",
)
"""What to ask for as ``computedStyles``, in this order."""
MOST_NODES: Final = 60_000
_ELEMENT, _TEXT, _DOCUMENT = 1, 3, 9
_TYPED: Final = frozenset({"submit", "button", "reset", "checkbox", "radio", "image"})
"""Inputs whose value is the page's own; every other value may be a visitor's."""
_CUT: Final = frozenset({"hidden", "clip", "scroll", "auto"})


def read_snapshot(answer: Mapping[str, Any]) -> Snapshot:
    """Unfold the documents of a page into one list of nodes with boxes in the coordinates of the page."""
    strings: Sequence[str] = answer["strings"]
    documents: Sequence[Mapping[str, Any]] = answer["documents"]
    nodes: list[Node] = []
    waiting: list[tuple[int, int, tuple[float, float], Box | None]] = [(0, -1, (0.0, 0.0), None)]
    while waiting and len(nodes) < MOST_NODES:
        number, host, shift, frame = waiting.pop(0)
        document = _Document(documents[number], strings, shift, frame)
        for inner, at in document.unfold(nodes, host):
            box = nodes[at].box
            if box is not None and inner < len(documents):
                left, top = document.content_corner(nodes[at].id, box)
                scroll = documents[inner]
                away = (left - _scroll(scroll, "X"), top - _scroll(scroll, "Y"))
                waiting.append((inner, at, away, box))
    first = documents[0]
    return Snapshot(
        url=strings[first["documentURL"]],
        nodes=nodes[:MOST_NODES],
        scroll=(_scroll(first, "X"), _scroll(first, "Y")),
        page=(float(first.get("contentWidth") or 0), float(first.get("contentHeight") or 0)),
        cut=len(nodes) > MOST_NODES or bool(waiting),
    )


def _scroll(document: Mapping[str, Any], axis: str) -> float:
    return float(document.get(f"scrollOffset{axis}") or 0)


class _Document:
    """One document of the answer: parallel lists made into nodes."""

    def __init__(
        self,
        document: Mapping[str, Any],
        strings: Sequence[str],
        shift: tuple[float, float],
        frame: Box | None,
    ) -> None:
        self._strings = strings
        self._url = strings[document["documentURL"]]
        self._nodes: Mapping[str, Any] = document["nodes"]
        self._shift = shift
        self._frame = frame
        self._clickable = frozenset(self._nodes.get("isClickable", {}).get("index", ()))
        self._checked = frozenset(self._nodes.get("inputChecked", {}).get("index", ()))
        shadow = self._nodes.get("shadowRootType", {})
        self._private = {
            index
            for index, kind in zip(shadow.get("index", ()), shadow.get("value", ()), strict=True)
            if strings[kind] == "user-agent"
        }
        inner = self._nodes.get("contentDocumentIndex", {})
        self._inner = dict(zip(inner.get("index", ()), inner.get("value", ()), strict=True))
        self._layout: Mapping[str, Any] = document["layout"]
        self._drawn = {index: place for place, index in enumerate(self._layout["nodeIndex"])}
        self._corners: dict[int, tuple[float, float]] = {}

    def unfold(self, nodes: list[Node], host: int) -> list[tuple[int, int]]:
        """Append the document's nodes; return its frames as (document, place of the frame's element)."""
        places: dict[int, int] = {}
        frames: list[tuple[int, int]] = []
        kinds: Sequence[int] = self._nodes["nodeType"]
        for index, parent in enumerate(self._nodes["parentIndex"]):
            if index in self._private or (parent >= 0 and parent not in places):
                continue
            above = places[parent] if parent >= 0 else host
            node = self._node(index, kinds[index], above, nodes)
            if node is None:
                continue
            places[index] = len(nodes)
            nodes.append(node)
            if index in self._inner:
                frames.append((self._inner[index], places[index]))
                self._corners[node.id] = self._corner(index)
        return frames

    def content_corner(self, node: int, box: Box) -> tuple[float, float]:
        """Where the inside of a frame begins, in the coordinates of the page."""
        left, top = self._corners.get(node, (0.0, 0.0))
        return box.left + left, box.top + top

    def _corner(self, index: int) -> tuple[float, float]:
        place = self._drawn.get(index)
        rects = self._layout.get("clientRects", ())
        if place is None or place >= len(rects) or not rects[place]:
            return 0.0, 0.0
        return float(rects[place][0]), float(rects[place][1])

    def _node(self, index: int, kind: int, above: int, nodes: Sequence[Node]) -> Node | None:
        number = self._nodes["backendNodeId"][index]
        if kind == _TEXT:
            # What stands between the tags of a text field is what its visitor finds, or has typed, there.
            if above >= 0 and nodes[above].tag == "textarea":
                return None
            return Node(
                number, above, "#text", self._string(self._nodes["nodeValue"][index]), box=self._box(index)
            )
        if kind == _DOCUMENT:
            return Node(number, above, "#document", self._url)
        if kind != _ELEMENT:
            return None
        tag = self._string(self._nodes["nodeName"][index]).lower()
        return Node(
            id=number,
            parent=above,
            tag=tag,
            attributes=self._attributes(index, tag),
            box=self._box(index),
            style=self._style(index),
            clickable=index in self._clickable,
            checked=index in self._checked,
        )

    def _attributes(self, index: int, tag: str) -> dict[str, str]:
        flat = self._nodes["attributes"][index]
        named = {
            self._string(flat[at]).lower(): self._string(flat[at + 1]) for at in range(0, len(flat) - 1, 2)
        }
        if tag == "input" and named.get("type", "text").lower() not in _TYPED:
            named.pop("value", None)
        return named

    def _box(self, index: int) -> Box | None:
        place = self._drawn.get(index)
        if place is None:
            return None
        left, top, width, height = self._layout["bounds"][place]
        box = Box(left + self._shift[0], top + self._shift[1], width, height)
        if self._frame is None or box.meet(self._frame).area > 0:
            return box
        return Box(box.left, box.top, 0.0, 0.0)  # scrolled out of its frame

    def _style(self, index: int) -> Style:
        place = self._drawn.get(index)
        if place is None or not self._layout["styles"][place]:
            return Style()
        said = dict(zip(STYLES, map(self._string, self._layout["styles"][place]), strict=True))
        return Style(
            position=said["position"],
            visible=said["visibility"] == "visible",
            opacity=_number(said["opacity"], 1.0),
            pointer=said["cursor"] == "pointer",
            touchable=said["pointer-events"] != "none",
            layer=int(_number(said["z-index"], 0.0)),
            clips=bool({said["overflow-x"], said["overflow-y"]} & _CUT),
            inline=said["display"].startswith("inline"),
        )

    def _string(self, number: int) -> str:
        return self._strings[number] if number >= 0 else ""


def _number(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise
