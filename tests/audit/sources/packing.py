"""Makes the files that the tests of opening read: everything is written by code, nothing is stored."""

import io
import zipfile
from collections.abc import Mapping

import zxingcpp
from PIL import Image
from tests.audit.finding import inspector

from vestnik.audit.model import Finding
from vestnik.audit.sources.model import Opened, OpenLimits
from vestnik.audit.sources.opening import examine_file

LINK = b'<a href="https://t.me/some_shop">x</a>'


def examine(name: str, data: bytes, **limits: int) -> Opened:
    return examine_file(name, data, inspector(), OpenLimits(**limits))


def found(name: str, data: bytes) -> list[tuple[str, str | None]]:
    """Where, and what it leads to; icons and labels of a place left out."""
    items = examine(name, data).findings
    return [(item.place.path, item.target) for item in items if not item.part]


def only(opened: Opened) -> Finding:
    items = [item for item in opened.findings if not item.part]
    assert len(items) == 1, opened
    return items[0]


def zipped(files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return whole.getvalue()


def code(text: str, scale: int = 4, form: str = "QRCode") -> Image.Image:
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, form))
    return Image.fromarray(made.to_image(scale=scale))


def saved(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    whole = io.BytesIO()
    image.save(whole, form, **options)
    return whole.getvalue()
