"""A picture → what the two-dimensional codes in it say."""

from PIL import Image


def read_codes(image: Image.Image) -> list[str]:
    """Return the texts of the codes in a picture, each once."""
    import zxingcpp

    formats = zxingcpp.BarcodeFormats(zxingcpp.AllMatrix)
    return list(dict.fromkeys(found.text for found in zxingcpp.read_barcodes(image, formats=formats)))
