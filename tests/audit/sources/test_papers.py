"""Documents: links first, then words, then codes; broken and locked ones are a line."""

import struct

import pytest
from tests.audit.sources.ole import excel
from tests.audit.sources.packing import code, examine, found, only, zipped
from tests.audit.sources.papers import docx, pdf, relations, said, xlsx

SHOP = "https://t.me/some_shop"
ASKED = b"BT /F 12 Tf 50 300 Td (Ask us in the chat) Tj ET"


def test_a_link_of_a_pdf_stands_where_its_label_is() -> None:
    item = only(examine("offer.pdf", pdf(ASKED, [(SHOP, (45, 290, 250, 320))])))
    assert (item.place.path, item.place.line, item.target) == ("offer.pdf!/page-1", 1, SHOP)
    assert item.excerpt == f'<p><a href="{SHOP}">Ask us in the chat</a></p>'


def test_a_link_of_a_pdf_over_a_picture_is_found_too() -> None:
    assert found("offer.pdf", pdf(b"", [(SHOP, (400, 10, 500, 50))])) == [("offer.pdf!/page-1", SHOP)]


def test_words_of_a_pdf_are_read() -> None:
    words = b"BT /F 12 Tf 50 300 Td (Write us: t.me/some_shop) Tj ET"
    assert found("offer.pdf", pdf(words)) == [("offer.pdf!/page-1", SHOP)]


def test_a_sentence_of_a_pdf_goes_on_in_the_next_line() -> None:
    words = b"BT /F 12 Tf 14 TL 50 300 Td (Orders are taken by telephone, and in WhatsApp:) Tj T*"
    item = only(examine("offer.pdf", pdf(words + b" (+7 916 123-00-45) Tj T* (Come to the office) Tj ET")))
    assert (item.target, item.place.line) == ("https://wa.me/79161230045", 1)


def test_lines_of_a_pdf_that_end_do_not_mix() -> None:
    words = (
        b"BT /F 12 Tf 14 TL 50 300 Td (Not in WhatsApp.) Tj T* (Telephone of the office for all orders) Tj T*"
    )
    opened = examine("offer.pdf", pdf(words + b" (+7 916 123-00-45) Tj ET"))
    assert [item for item in opened.findings if item.actionable] == []


def test_a_code_on_a_page_is_read() -> None:
    image = code(SHOP, 8)
    drawn = b"q 200 0 0 200 100 100 cm /Im Do Q"
    item = only(examine("offer.pdf", pdf(drawn, image=image.tobytes())))
    assert (item.rule, item.place.path, item.target) == ("MED-QR", "offer.pdf!/page-1", SHOP)


@pytest.mark.parametrize("length", [5, 60, 400])
def test_a_broken_pdf_is_a_line(length: int) -> None:
    opened = examine("offer.pdf", pdf(ASKED)[:length])
    assert [(item.path, item.kind, item.incomplete) for item in opened.troubles] == [
        ("offer.pdf", "unreadable", True)
    ]


def test_a_link_of_a_word_document_holds_its_text() -> None:
    body = f'<w:p>{said("Пишите ")}<w:hyperlink r:id="rId7">{said("в наш ")}{said("чат")}</w:hyperlink></w:p>'
    item = only(examine("offer.docx", docx(body, {"rId7": SHOP})))
    assert (item.place.path, item.place.line, item.target) == ("offer.docx!/document", 1, SHOP)
    assert item.excerpt == f'<p>Пишите <a href="{SHOP}">в наш чат</a></p>'


def test_a_link_that_no_text_carries_is_found() -> None:
    assert found("offer.docx", docx("<w:p/>", {"rId7": SHOP})) == [("offer.docx!/document", SHOP)]


def test_a_field_of_word_is_a_link() -> None:
    field = (
        f'<w:r><w:instrText> HYPERLINK "{SHOP}" </w:instrText></w:r>{said("чат")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    item = only(examine("offer.docx", docx(f"<w:p>{field}{said(' и почта')}</w:p>")))
    assert item.excerpt == f'<p><a href="{SHOP}">чат</a> и почта</p>'


def test_words_cut_into_runs_are_one_line() -> None:
    body = f"<w:p>{said('Пишите в Те')}{said('леграм +7 916 123-00-45')}</w:p>"
    item = only(examine("offer.docx", docx(body)))
    assert (item.rule, item.target) == ("TX-PH-001", "https://t.me/+79161230045")


@pytest.mark.parametrize("part", ["header1", "footer2", "comments", "footnotes"])
def test_the_margins_of_a_document_are_read(part: str) -> None:
    more = {f"word/{part}.xml": f'<w:x xmlns:w="u"><w:p>{said("t.me/some_shop")}</w:p></w:x>'}
    assert found("offer.docx", docx("<w:p/>", more=more)) == [(f"offer.docx!/{part}", SHOP)]


def test_a_picture_inside_a_document_is_looked_at() -> None:
    from tests.audit.sources.packing import saved

    opened = examine("offer.docx", docx("<w:p/>", more={"word/media/image1.png": saved(code(SHOP))}))
    assert only(opened).place.path == "offer.docx!/word/media/image1.png"


def test_what_was_struck_out_or_said_twice_is_said_once() -> None:
    body = (
        f"<w:p>{said('t.me/some_shop')}<w:del><w:r><w:delText>t.me/other_shop</w:delText></w:r></w:del></w:p>"
        f'<mc:Fallback xmlns:mc="m"><w:p>{said("t.me/third_shop")}</w:p></mc:Fallback>'
    )
    assert found("offer.docx", docx(body)) == [("offer.docx!/document", SHOP)]


def test_a_document_with_a_dtd_is_not_read() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "t.me/some_shop">]><w:x xmlns:w="w"><w:p><w:t>&a;</w:t></w:p></w:x>'
    opened = examine("offer.docx", docx("", more={"word/header1.xml": bomb}))
    assert opened.findings == []
    (trouble,) = opened.troubles
    assert (trouble.path, trouble.kind, trouble.incomplete) == ("offer.docx!/header1", "unreadable", True)
    assert "DTD" in trouble.detail


def test_a_slide_is_read_with_its_links() -> None:
    slide = (
        '<p:sld xmlns:p="p" xmlns:a="a" xmlns:r="r"><a:p><a:r><a:rPr><a:hlinkClick r:id="rId2"/></a:rPr>'
        "<a:t>Наш чат</a:t></a:r>"
        "<a:r><a:t> открыт</a:t></a:r></a:p></p:sld>"
    )
    files = {
        "[Content_Types].xml": "<Types/>",
        "ppt/slides/slide3.xml": slide,
        "ppt/slides/_rels/slide3.xml.rels": relations({"rId2": SHOP}),
    }
    item = only(examine("talk.pptx", zipped(files)))
    assert (item.place.path, item.excerpt) == (
        "talk.pptx!/slide3",
        f'<p><a href="{SHOP}">Наш чат</a> открыт</p>',
    )


def test_a_cell_keeps_its_row_and_its_link() -> None:
    rows = '<row r="7"><c r="B7" t="s"><v>0</v></c><c r="C7"><v>5</v></c></row>'
    tail = '<hyperlinks><hyperlink ref="B7" r:id="rId1"/></hyperlinks>'
    item = only(examine("price.xlsx", xlsx(rows, ["Наш чат"], {"rId1": SHOP}, tail)))
    assert (item.place.path, item.place.line, item.target) == ("price.xlsx!/Лист1", 7, SHOP)
    assert item.excerpt == f'<p><a href="{SHOP}">Наш чат</a> 5 </p>'


def test_a_formula_is_a_link() -> None:
    rows = f'<row><c r="A1" t="str"><f>HYPERLINK("{SHOP}","чат")</f><v>чат</v></c></row>'
    assert found("price.xlsx", xlsx(rows)) == [("price.xlsx!/Лист1", SHOP)]


def test_an_open_document_is_read() -> None:
    content = (
        '<office:document-content xmlns:office="o" xmlns:text="t" xmlns:xlink="x"><office:body><text:p>Наш '
        f'<text:a xlink:href="{SHOP}">чат</text:a></text:p></office:body></office:document-content>'
    )
    files = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    assert found("offer.odt", zipped(files)) == [("offer.odt!/content", SHOP)]


@pytest.mark.parametrize(
    ("inside", "word"),
    [("WordDocument", "doc"), ("PowerPoint Document", "ppt"), ("EncryptedPackage", "паролем")],
)
def test_an_old_document_says_what_to_save_it_as(inside: str, word: str) -> None:
    opened = examine("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + inside.encode("utf-16-le"))
    (trouble,) = opened.troubles
    assert trouble.incomplete
    assert word in trouble.detail


def test_addresses_of_an_old_document_are_read_all_the_same() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + "WordDocument".encode("utf-16-le") + bytes(8)
    data += f'HYPERLINK "{SHOP}"'.encode("utf-16-le")
    assert found("old.doc", data) == [("old.doc!/links", SHOP)]


def test_an_old_table_is_read_with_its_links() -> None:
    data = excel("Прайс", ["Наш чат", "", "Пишите в Телеграм +7 916 123-00-45"], SHOP)
    items = examine("price.xls", data).findings
    assert [(item.place.path, item.place.line, item.target) for item in items if not item.part] == [
        ("price.xls!/Прайс", 1, SHOP),
        ("price.xls!/Прайс", 3, "https://t.me/+79161230045"),
    ]


def test_an_old_table_of_a_real_program_is_read() -> None:
    """Strings in a shared table that goes on over several records, numbers in three ways."""
    from vestnik.audit.sources.papers.old_sheets import read_book

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    words = "Телеграм +7 916 123-00-45".encode("utf-16-le")
    table = struct.pack("<IIHBH", 2, 2, 2, 8, 1) + b"ab" + bytes(4) + struct.pack("<HB", len(words) // 2, 1)
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6))
    shared = record(0x00FC, table + words[:10]) + record(0x003C, b"\1" + words[10:])
    title = struct.pack("<BB", 1, 0) + b"S"
    at = len(head) + len(shared) + len(record(0x0085, bytes(6) + title)) + 4
    book = head + shared + record(0x0085, struct.pack("<IH", at, 0) + title) + record(0x000A, b"")
    book += record(0x0809, bytes(16)) + record(0x00FD, struct.pack("<HHHI", 0, 0, 0, 1))
    book += record(0x0203, struct.pack("<HHHd", 1, 0, 0, 79161230045.0))
    book += record(0x027E, struct.pack("<HHHI", 1, 1, 0, 7 << 2 | 2)) + record(
        0x00BD, struct.pack("<HHHIHIH", 1, 2, 0, 8 << 2 | 2, 0, 950 << 2 | 3, 3)
    )
    (part,) = read_book(book)
    assert part.data.decode().split("\n") == [
        "<p>Телеграм +7 916 123-00-45 </p>",
        "<p>79161230045 7 8 9.5 </p>",
    ]


def test_sectors_in_a_circle_are_a_line() -> None:
    data = bytearray(excel("Прайс", ["Наш чат"]))
    fat = 512 + 512 * struct.unpack_from("<I", data, 76)[0]
    data[fat : fat + 4] = struct.pack("<I", 0)
    opened = examine("price.xls", bytes(data))
    assert [(item.path, item.kind, item.incomplete) for item in opened.troubles] == [
        ("price.xls", "unreadable", True)
    ]


def rtf(body: str) -> bytes:
    head = rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 t.me/font_name;}}{\*\generator t.me/some_program;}"
    return head + body.encode("ascii") + b"}"


def escaped(text: str) -> str:
    return "".join(char if char.isascii() else f"\\'{char.encode('cp1251').hex()}" for char in text)


def test_words_of_an_rtf_are_read_however_they_are_written() -> None:
    words = "Пишите в Телеграм +7 916 123-00-45"
    asunicode = "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in words)
    for body in (escaped(words), asunicode):
        item = only(examine("offer.rtf", rtf(rf"\pard {escaped('Договор')}\par {body}\par")))
        assert (item.place.path, item.place.line, item.target) == (
            "offer.rtf!/text", 2, "https://t.me/+79161230045"
        )  # fmt: skip


def test_a_link_of_an_rtf_holds_its_text() -> None:
    field = rf'{{\field{{\*\fldinst{{HYPERLINK "{SHOP}"}}}}{{\fldrslt{{\ul {escaped("наш чат")}}}}}}}'
    item = only(examine("offer.rtf", rtf(rf"{escaped('Вот ')}{field}{escaped(' и почта')}\par")))
    assert item.excerpt == f'<p>Вот <a href="{SHOP}">наш чат</a> и почта</p>'
