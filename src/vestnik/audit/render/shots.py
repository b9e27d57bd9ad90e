"""A picture of the window → the part around an element, framed, as WebP. Pure."""

import hashlib
from io import BytesIO

from PIL import Image, ImageDraw

from vestnik.audit.model import Shot, Viewport
from vestnik.kernel.browser import Picture

MEDIA = "image/webp"
_QUALITY = 80
_LINE = 3.0
_GAP = 4.0
"""Between the element and the inside of its frame."""
_AROUND = 140.0
"""What is shown around the element on every side, so that the place is recognised."""
_LEAST_WIDTH, _LEAST_HEIGHT = 880.0, 540.0
_MOST_HEIGHT = 1200.0
_RED, _WHITE = (214, 28, 42), (255, 255, 255)


def frame(picture: Picture, viewport: Viewport) -> tuple[Shot, bytes] | None:
    """Return the shot and its bytes; None when the element is not in the picture.

    All lengths above are CSS pixels; the frame of the shot is in pixels of its own picture.
    """
    if picture.box is None:
        return None
    image = Image.open(BytesIO(picture.png)).convert("RGB")
    scale = picture.scale
    box = picture.box
    left, top = max(0.0, box.left * scale), max(0.0, box.top * scale)
    right, bottom = min(image.width, box.right * scale), min(image.height, box.bottom * scale)
    if right - left < 1 or bottom - top < 1:
        return None
    x0, x1 = _window(left, right, image.width, _LEAST_WIDTH * scale, _AROUND * scale)
    y0, y1 = _window(top, bottom, image.height, _LEAST_HEIGHT * scale, _AROUND * scale)
    y1 = min(y1, y0 + round(_MOST_HEIGHT * scale))
    part = image.crop((x0, y0, x1, y1))
    line, gap = max(2, round(_LINE * scale)), round(_GAP * scale)
    outer = (
        max(0, round(left) - gap - line - x0),
        max(0, round(top) - gap - line - y0),
        min(part.width - 1, round(right) + gap + line - x0),
        min(part.height - 1, round(bottom) + gap + line - y0),
    )
    draw = ImageDraw.Draw(part)
    # A white edge outside and inside keeps the frame visible on red.
    draw.rectangle((outer[0] - 1, outer[1] - 1, outer[2] + 1, outer[3] + 1), outline=_WHITE, width=line + 2)
    draw.rectangle(outer, outline=_RED, width=line)
    written = BytesIO()
    part.save(written, "WEBP", quality=_QUALITY, method=4)
    data = written.getvalue()
    inside = (
        max(0, round(left) - x0),
        max(0, round(top) - y0),
        max(1, min(part.width, round(right) - x0) - max(0, round(left) - x0)),
        max(1, min(part.height, round(bottom) - y0) - max(0, round(top) - y0)),
    )
    shot = Shot(hashlib.sha256(data).hexdigest(), MEDIA, part.width, part.height, viewport, inside)
    return shot, data


def _window(start: float, end: float, whole: int, least: float, around: float) -> tuple[int, int]:
    """Return the stretch of the picture to keep: the element, something around it, and not too little."""
    begin, stop = start - around, end + around
    if stop - begin < least:
        middle = (start + end) / 2
        begin, stop = middle - least / 2, middle + least / 2
    if begin < 0:
        begin, stop = 0, stop - begin
    if stop > whole:
        begin, stop = begin - (stop - whole), float(whole)
    return max(0, round(begin)), min(whole, round(stop))
