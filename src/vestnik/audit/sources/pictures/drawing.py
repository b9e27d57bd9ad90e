"""A drawn code (SVG) → a picture in grey: as much of SVG as programs that draw QR codes use, and no more.

Rectangles, circles, polygons, paths (curves as straight lines), ``use``, moves and scales. No styles in CSS,
no clipping, no gradients. Shapes of a path that lie inside one another are holes, as in the eyes of a code.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageColor, ImageDraw

from vestnik.audit.sources.xml_stream import XmlError, read_xml

_SIDE: Final = 640
"""Points of the picture's longer side."""
_FEWEST: Final = 60
"""Shapes of a code; an icon has fewer."""
_MOST: Final = 60_000
_MOST_HOLDERS: Final = 40
"""Shapes of one path that may have holes: the eyes of a code are three."""
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_STEP: Final = re.compile(r"([MmLlHhVvZzCcSsQqTtAa])([^MmLlHhVvZzCcSsQqTtAa]*)")
_STYLED: Final = re.compile(r"(fill|stroke|stroke-width)\s*:\s*([^;]+)")
_MOVED: Final = re.compile(r"(translate|scale)\(([^)]*)\)")
_TAKES: Final = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7}
_HELD: Final = 1.0e6
"""The farthest a number may be: beyond it nothing is drawn."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What an element inherits."""

    scale: Point = (1.0, 1.0)
    shift: Point = (0.0, 0.0)
    fill: str = "black"
    stroke: str = "none"
    width: float = 1.0

    def place(self, x: float, y: float) -> Point:
        return x * self.scale[0] + self.shift[0], y * self.scale[1] + self.shift[1]


@dataclass(frozen=True, slots=True)
class _Shape:
    lines: tuple[tuple[Point, ...], ...]
    frame: _Frame


def draw(data: bytes) -> Image.Image | None:
    """Return the picture, or None when it has too few shapes to be a code, or is no SVG."""
    reading = _Reading()
    try:
        read_xml(BytesIO(data), reading.start, reading.end, _nothing)
        return _painted(reading.shapes) if reading.count >= _FEWEST else None
    except (XmlError, ValueError, OverflowError):  # numbers that are none, or no XML
        return None


class _Reading:
    """Collects the shapes of an SVG."""

    def __init__(self) -> None:
        self.shapes: list[_Shape] = []
        self.count = 0
        self._frames = [_Frame()]
        self._named: dict[str, tuple[tuple[Point, ...], ...]] = {}
        self._defining = 0

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        frame = _inherited(self._frames[-1], given)
        self._frames.append(frame)
        self._defining += tag in {"defs", "symbol", "clipPath", "mask"}
        lines = tuple(_lines_of(tag, given)) if self.count < _MOST else ()
        if tag == "use":
            shift = frame.place(_number(given, "x"), _number(given, "y"))
            frame = _Frame(frame.scale, shift, frame.fill, frame.stroke, frame.width)
            lines = self._named.get(given.get("href", "").removeprefix("#"), ())
        if not lines:
            return
        if "id" in given:
            self._named[given["id"]] = lines
        if not self._defining:
            self.count += len(lines)
            placed = tuple(tuple(frame.place(x, y) for x, y in line) for line in lines)
            self.shapes.append(_Shape(placed, frame))

    def end(self, tag: str) -> None:
        self._defining -= tag in {"defs", "symbol", "clipPath", "mask"}
        self._frames.pop()


def _inherited(frame: _Frame, given: Mapping[str, str]) -> _Frame:
    said = {name: given[name] for name in ("fill", "stroke", "stroke-width") if name in given}
    said |= {name: value.strip() for name, value in _STYLED.findall(given.get("style", ""))}
    scale, shift = frame.scale, frame.shift
    for name, raw in _MOVED.findall(given.get("transform", "")):
        numbers = [float(one) for one in _NUMBER.findall(raw)] or [0.0]
        x, y = numbers[0], numbers[1] if len(numbers) > 1 else (numbers[0] if name == "scale" else 0.0)
        if name == "translate":
            shift = (shift[0] + x * scale[0], shift[1] + y * scale[1])
        else:
            scale = (scale[0] * x, scale[1] * y)
    width = _NUMBER.match(said.get("stroke-width", ""))
    return _Frame(
        scale, shift, said.get("fill", frame.fill), said.get("stroke", frame.stroke),
        float(width[0]) if width else frame.width,
    )  # fmt: skip


def _lines_of(tag: str, given: Mapping[str, str]) -> Iterator[tuple[Point, ...]]:
    if tag == "rect":
        x, y = _number(given, "x"), _number(given, "y")
        right, bottom = x + _number(given, "width"), y + _number(given, "height")
        yield (x, y), (right, y), (right, bottom), (x, bottom)
    elif tag == "circle":
        x, y, radius = _number(given, "cx"), _number(given, "cy"), _number(given, "r")
        # A dot stands for a module: as a square it leaves no gaps that a reader could stumble over.
        yield (
            (x - radius, y - radius),
            (x + radius, y - radius),
            (x + radius, y + radius),
            (x - radius, y + radius),
        )
    elif tag == "polygon":
        numbers = [float(one) for one in _NUMBER.findall(given.get("points", ""))]
        yield tuple(zip(numbers[::2], numbers[1::2], strict=False))
    elif tag == "path":
        yield from _path(given.get("d", ""))


def _path(raw: str) -> Iterator[tuple[Point, ...]]:
    """Yield the lines of a path; a curve is the straight line to its end."""
    line: list[Point] = []
    x = y = 0.0
    for step, said in _STEP.findall(raw):
        numbers = [float(one) for one in _NUMBER.findall(said)]
        kind = step.lower()
        if kind == "z":
            if line:
                x, y = line[0]
                yield tuple(line)
                line = [(x, y)]
            continue
        takes = _TAKES[kind]
        for at in range(0, len(numbers) - takes + 1, takes):
            x, y = _end(step, numbers[at : at + takes], x, y)
            if kind == "m" and at == 0:
                if len(line) > 1:
                    yield tuple(line)
                line = []
            line.append((x, y))
    if len(line) > 1:
        yield tuple(line)


def _end(step: str, numbers: list[float], x: float, y: float) -> Point:
    from_x, from_y = (x, y) if step.islower() else (0.0, 0.0)
    if step in "hH":
        return from_x + numbers[0], y
    if step in "vV":
        return x, from_y + numbers[0]
    return from_x + numbers[-2], from_y + numbers[-1]


def _painted(shapes: list[_Shape]) -> Image.Image | None:
    points = [point for shape in shapes for line in shape.lines for point in line]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    longest = max(right - left, bottom - top)
    if not 0 < longest < _HELD:
        return None
    scale = _SIDE / longest
    margin = _SIDE // 10
    size = (int((right - left) * scale) + 2 * margin, int((bottom - top) * scale) + 2 * margin)
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    for shape in shapes:
        lines = [
            [((x - left) * scale + margin, (y - top) * scale + margin) for x, y in line]
            for line in shape.lines
        ]
        _paint(pen, lines, shape.frame, scale)
    return image


def _paint(pen: ImageDraw.ImageDraw, lines: list[list[Point]], frame: _Frame, scale: float) -> None:
    fill, stroke = _shade(frame.fill), _shade(frame.stroke)
    if fill is not None:
        for depth, line in sorted(_depths(lines), key=lambda pair: pair[0]):
            # The last point and line of pixels belong to the neighbour.
            edge = [(round(x - 0.5), round(y - 0.5)) for x, y in line]
            if len(edge) > 2:  # noqa: PLR2004 — a polygon
                pen.polygon(edge, fill=255 if depth % 2 else fill)
    if stroke is not None:
        width = max(1, round(frame.width * scale * abs(frame.scale[0])))
        for line in lines:
            pen.line(line, fill=stroke, width=width)


def _depths(lines: list[list[Point]]) -> list[tuple[int, list[Point]]]:
    """Say for each line how many others it lies in; only the large ones of a path can hold others."""
    boxes = [_box(line) for line in lines]
    smallest = min(box[2] - box[0] for box in boxes)
    large = [box for box in boxes if box[2] - box[0] > 2.5 * smallest][:_MOST_HOLDERS]
    return [
        (sum(_holds(outer, box) for outer in large), line) for box, line in zip(boxes, lines, strict=True)
    ]


def _box(line: list[Point]) -> tuple[float, float, float, float]:
    across, down = [x for x, _ in line], [y for _, y in line]
    return min(across), min(down), max(across), max(down)


def _holds(outer: tuple[float, float, float, float], inner: tuple[float, float, float, float]) -> bool:
    return (
        outer[0] < inner[0] and outer[1] < inner[1] and inner[2] < outer[2] and inner[3] < outer[3]
    )  # fmt: skip


def _shade(said: str) -> int | None:
    """Return a colour's grey, None for no paint."""
    if said in {"none", "transparent"}:
        return None
    try:
        red, green, blue = ImageColor.getrgb(said)[:3]
    except ValueError:
        return 0  # currentColor, a gradient: ink, whatever its colour
    return (299 * red + 587 * green + 114 * blue) // 1000


def _number(given: Mapping[str, str], name: str) -> float:
    found = _NUMBER.match(given.get(name, ""))
    return float(found[0]) if found else 0.0


def _nothing(_ignored: str) -> None:
    return
