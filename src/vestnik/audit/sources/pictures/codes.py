"""A picture → what the two-dimensional codes in it say.

zxing-cpp reads most codes at once, whatever their turn or colour. What it misses is mostly blurred or tiny:
the tries that follow sharpen and enlarge, the cheap ones first. bench/bench_qr.py tells what they are worth.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from PIL import Image, ImageFilter

SMALLEST: Final = 21
"""Pixels a side: the smallest QR code has as many modules."""
_FLATTEST: Final = 24
"""Shades between the darkest and the lightest point, below which nothing is drawn."""
LARGE: Final = 4_000_000
"""Points of a picture above which it is first looked at made smaller."""
SIDE: Final = 2_000
_ROOM: Final = 0.3
"""Of its size around a code that was seen and not read."""
_MOST_CODES: Final = 64
_STRONGLY: Final = 10


def read_codes(image: Image.Image) -> list[str]:
    """Return the texts of the codes in a picture in shades of grey, each once."""
    if min(image.size) < SMALLEST or _is_flat(image):
        return []
    if image.width * image.height > LARGE:
        smaller = image.reduce(-(-max(image.size) // SIDE))
        return _read(smaller) or read_once(image)
    return _read(image)


def read_once(image: Image.Image) -> list[str]:
    """Return what one pass for QR codes reads, without further tries."""
    return _texts(_plain(image))


def _is_flat(image: Image.Image) -> bool:
    darkest, lightest = image.getextrema()
    return float(lightest) - float(darkest) < _FLATTEST  # type: ignore[arg-type]


def _read(image: Image.Image) -> list[str]:
    seen = _plain(image)
    if texts := _texts(seen):
        return texts
    for tried in _tries(image, seen):
        if texts := _texts(tried):
            return texts
    return []


def _tries(image: Image.Image, seen: list[Any]) -> Iterator[list[Any]]:
    """Yield what further tries see; what a try sees without reading says where to look closer."""
    half = image.reduce(2) if min(image.size) > 2 * SMALLEST else image
    first = _plain(_sharper(half, 2))
    yield first
    for code, scale in (*((one, 1) for one in seen), *((one, 2) for one in first)):
        yield _plain(_closer(image, code, scale))
    if seen or first:
        yield _plain(_sharper(image, 4))
    yield _other(half)


def _sharper(image: Image.Image, radius: int) -> Image.Image:
    """Carry every point away from its neighbours' mean: an unsharp mask at a fraction of the cost."""
    return Image.blend(image.filter(ImageFilter.BoxBlur(radius)), image, _STRONGLY)


def _closer(image: Image.Image, code: Any, scale: int) -> Image.Image:
    """Cut out a code that was seen and not read, twice as large and sharper."""
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
    across = [point.x * scale for point in corners]
    down = [point.y * scale for point in corners]
    room = int(_ROOM * max(max(across) - min(across), max(down) - min(down), SMALLEST))
    box = (
        max(min(across) - room, 0),
        max(min(down) - room, 0),
        min(max(across) + room, image.width),
        min(max(down) + room, image.height),
    )
    cut = image.crop(box)
    larger = cut.resize((2 * cut.width, 2 * cut.height), Image.Resampling.BICUBIC)
    return larger.filter(ImageFilter.UnsharpMask(4, 300, 0))


def _plain(image: Image.Image) -> list[Any]:
    """Look for QR codes, those that do not add up included."""
    import zxingcpp

    return zxingcpp.read_barcodes(image, formats=_formats()[0], return_errors=True)


def _other(image: Image.Image) -> list[Any]:
    """Look for Aztec, Data Matrix, PDF417 and Micro QR: rare, and slow to look for in every size."""
    import zxingcpp

    return zxingcpp.read_barcodes(image, formats=_formats()[1], try_downscale=False, try_invert=False)


@lru_cache(maxsize=1)
def _formats() -> tuple[Any, Any]:
    import zxingcpp

    form = zxingcpp.BarcodeFormat
    others = [form.Aztec, form.DataMatrix, form.PDF417, form.MicroQRCode]
    return zxingcpp.BarcodeFormats(form.QRCode), zxingcpp.BarcodeFormats(others)


def _texts(seen: list[Any]) -> list[str]:
    return list(dict.fromkeys(one.text for one in seen[:_MOST_CODES] if one.valid and one.text))
