"""PNG, JPEG, GIF, WebP, BMP, TIFF and ICO → the codes in them."""

import warnings
from collections.abc import Iterator
from typing import IO

from PIL import Image

from vestnik.audit.sources.budget import Budget
from vestnik.audit.sources.model import BROKEN, Code, Given, Note, Source, reason_of
from vestnik.audit.sources.pictures.codes import LARGE, SIDE, SMALLEST, read_codes, read_once

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "AVIF")
_BROKEN = (*BROKEN, SyntaxError, Image.DecompressionBombError)
"""Pillow says SyntaxError of a broken PNG."""
_MOST_PAGES = 20


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
                if min(width, height) < SMALLEST:
                    return []
                texts = _read_photograph(image, file) if image.format == "JPEG" else _read_pages(image)
            return [Code(text) for text in dict.fromkeys(texts)]
        except _BROKEN as error:
            return [Note("unreadable", f"Картинка повреждена: {reason_of(error)}.", incomplete=False)]


def _read_photograph(image: Image.Image, file: IO[bytes]) -> list[str]:
    """Read a JPEG decoded straight to grey, a large one made smaller at first: less time, less memory."""
    width, height = image.size
    if width * height <= LARGE:
        image.draft("L", image.size)
        return read_codes(image.convert("L"))
    times = max(image.size) / SIDE
    image.draft("L", (int(width / times), int(height / times)))
    if texts := read_codes(image.convert("L")):
        return texts
    file.seek(0)
    with Image.open(file, formats=_FORMATS) as again:
        again.draft("L", again.size)
        return read_once(again.convert("L"))


def _read_pages(image: Image.Image) -> list[str]:
    """Read every page: a scan has several; an animation is judged by its beginning."""
    pages = min(getattr(image, "n_frames", 1), _MOST_PAGES) if image.format == "TIFF" else 1
    texts: list[str] = []
    for number in range(pages):
        image.seek(number)
        texts += _read_shades(image)
    return texts


def _read_shades(image: Image.Image) -> list[str]:
    """Read the picture in grey; what is transparent counts as white paper, then as black."""
    if image.mode not in {"RGBA", "LA", "PA"} and "transparency" not in image.info:
        return read_codes(image.convert("L"))
    coloured = image.convert("RGBA")
    if (times := -(-max(coloured.size) // SIDE)) > 1:
        coloured = coloured.reduce(times)
    for ground in ("white", "black"):
        whole = Image.alpha_composite(Image.new("RGBA", coloured.size, ground), coloured)
        if texts := read_codes(whole.convert("L")):
            return texts
    return []
