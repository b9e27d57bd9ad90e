"""PNG, JPEG, GIF, WebP, BMP, TIFF and ICO → the codes in them."""

import warnings
from collections.abc import Iterator

from PIL import Image

from vestnik.audit.sources.budget import Budget
from vestnik.audit.sources.model import BROKEN, Code, Given, Note, Source, reason_of
from vestnik.audit.sources.pictures.codes import read_codes

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "AVIF")
_BROKEN = (*BROKEN, SyntaxError, Image.DecompressionBombError)
"""Pillow says SyntaxError of a broken PNG."""
_MOST_PAGES = 20
_SMALLEST = 21
"""Pixels a side: the smallest QR code has as many modules."""


def read_picture(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield what the codes of a picture say."""
    yield from _read(source, budget)


def _read(source: Source, budget: Budget) -> list[Given]:
    with warnings.catch_warnings(), source.open() as file:
        warnings.simplefilter("ignore")
        try:
            with Image.open(file, formats=_FORMATS) as image:
                width, height = image.size
                if width * height > budget.limits.pixels:
                    most = budget.limits.pixels // 1_000_000
                    return [Note("too_large", f"Картинка больше {most} млн точек, QR-код в ней не ищем.")]
                if min(width, height) < _SMALLEST:
                    return []
                texts = [text for _ in _pages(image) for text in _read_shades(image)]
                return [Code(text) for text in dict.fromkeys(texts)]
        except _BROKEN as error:
            return [Note("unreadable", f"Картинка повреждена: {reason_of(error)}.", incomplete=False)]


def _pages(image: Image.Image) -> Iterator[None]:
    """Turn the picture to each of its pages: a scan has several; an animation is judged by its beginning."""
    yield
    if image.format == "TIFF":
        for number in range(1, min(getattr(image, "n_frames", 1), _MOST_PAGES)):
            image.seek(number)
            yield


def _read_shades(image: Image.Image) -> list[str]:
    """Read the picture in grey; what is transparent counts as white paper, then as black."""
    if image.mode not in {"RGBA", "LA", "PA"} and "transparency" not in image.info:
        return read_codes(image.convert("L"))
    coloured = image.convert("RGBA")
    for ground in ("white", "black"):
        whole = Image.alpha_composite(Image.new("RGBA", coloured.size, ground), coloured)
        if texts := read_codes(whole.convert("L")):
            return texts
    return []
