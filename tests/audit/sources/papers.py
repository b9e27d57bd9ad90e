"""Documents written by hand: the smallest files that the readers of papers take."""

import zlib
from collections.abc import Mapping, Sequence

from tests.audit.sources.packing import zipped

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAW = "http://schemas.openxmlformats.org/drawingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def relations(links: Mapping[str, str], *, external: bool = True) -> str:
    mode = ' TargetMode="External"' if external else ""
    rows = "".join(f'<Relationship Id="{key}" Target="{to}"{mode}/>' for key, to in links.items())
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def docx(
    body: str, links: Mapping[str, str] | None = None, more: Mapping[str, str | bytes] | None = None
) -> bytes:
    spaces = f'xmlns:w="{WORD}" xmlns:r="{RELATIONS}" xmlns:a="{DRAW}"'
    document = f"<w:document {spaces}><w:body>{body}</w:body></w:document>"
    files: dict[str, str | bytes] = {"[Content_Types].xml": TYPES, "word/document.xml": document}
    if links:
        files["word/_rels/document.xml.rels"] = relations(links)
    return zipped({**files, **(more or {})})


def said(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def xlsx(
    rows: str,
    strings: Sequence[str] = (),
    links: Mapping[str, str] | None = None,
    tail: str = "",
    name: str = "Лист1",
) -> bytes:
    spaces = f'xmlns="{SHEET}" xmlns:r="{RELATIONS}"'
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
    book = f'<workbook {spaces}><sheets><sheet name="{name}" r:id="rId1"/></sheets></workbook>'
    files = {
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": relations({"rId1": "worksheets/sheet1.xml"}, external=False),
        "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": f"<worksheet {spaces}><sheetData>{rows}</sheetData>{tail}</worksheet>",
    }
    if links:
        files["xl/worksheets/_rels/sheet1.xml.rels"] = relations(links)
    return zipped(files)


def pdf(
    content: bytes, links: Sequence[tuple[str, tuple[int, int, int, int]]] = (), image: bytes | None = None
) -> bytes:
    """One page of 600 by 400 points; ``image`` is 8-bit grey, square."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    ]
    marks = [
        b"<< /Type /Annot /Subtype /Link /Rect [%d %d %d %d] /A << /S /URI /URI (%s) >> >>"
        % (*box, href.encode())
        for href, box in links
    ]
    pictures = b"/XObject << /Im 6 0 R >>" if image else b""
    objects.append(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 400] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> " + pictures + b" >> /Annots [" + b" ".join(marks) + b"] >>"
    )
    objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    if image:
        side = int(len(image) ** 0.5)
        packed = zlib.compress(image)
        objects.append(
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray"
            b" /BitsPerComponent 8"
            b" /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (side, side, len(packed), packed)
        )
    whole, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        whole
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(objects) + 1,
            table,
            len(objects) + 1,
            len(whole),
        )
    )
