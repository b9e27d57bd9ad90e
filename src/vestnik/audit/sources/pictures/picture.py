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
                return [Code(text) for text in read_codes(_grey(image))]
        except _BROKEN as error:
            return [Note("unreadable", f"Картинка повреждена: {reason_of(error)}.", incomplete=False)]


def _grey(image: Image.Image) -> Image.Image:
    """Return the picture in shades of grey; what is transparent becomes white, as on a page."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        coloured = image.convert("RGBA")
        white = Image.new("RGBA", coloured.size, "white")
        return Image.alpha_composite(white, coloured).convert("L")
    return image.convert("L")
