"""Any bytes under any name: never an exception, never silence about what was not read."""

import zipfile
from random import Random  # noqa: TID251 — hypothesis makes it and replays it

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audit.finding import inspector
from tests.audit.sources.packing import LINK, code, examine, found, saved, zipped
from tests.audit.sources.papers import docx, pdf, said, xlsx
from tests.audit.sources.test_archives import tarred
from tests.depth import depth

from vestnik.audit.sources.formats import FORMATS
from vestnik.audit.sources.opening import examine_file

MAGICS = [bytes(known.at) + magic for known in FORMATS for magic in known.magic]
NAMES = [
    "a",
    "a.html",
    "x/a.svg",
    "a.eml",
    "a.mbox",
    "cur/1:2,S",
    "a.zip",
    "a.plist",
    "a.tar.gz",
    "Info.plist",
]
WHOLE = {
    "a.zip": zipped({"a.html": LINK, "b.zip": zipped({"c": b"x"})}),
    "a.tar": tarred({"a.html": LINK}),
    "a.tgz": tarred({"a.html": LINK}, "w:gz"),
    "a.pdf": pdf(b"BT /F 12 Tf 50 300 Td (t.me/some_shop) Tj ET", [("https://t.me/a_shop", (1, 1, 9, 9))]),
    "a.docx": docx(f"<w:p>{said('t.me/some_shop')}</w:p>", {"r": "https://t.me/a_shop"}),
    "a.xlsx": xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', ["t.me/some_shop"]),
    "a.png": saved(code("https://t.me/some_shop")),
    "a.jpg": saved(code("https://t.me/some_shop"), "JPEG"),
    "a.gif": saved(code("https://t.me/some_shop"), "GIF"),
    "a.tiff": saved(code("https://t.me/some_shop"), "TIFF"),
    "a.webp": saved(code("https://t.me/some_shop"), "WEBP"),
}


@given(st.sampled_from(NAMES), st.sampled_from([b"", *MAGICS]), st.binary(max_size=600))
def test_no_bytes_raise(name: str, magic: bytes, data: bytes) -> None:
    opened = examine(name, magic + data)
    assert opened.files + opened.skipped >= 1 or not magic + data


@settings(max_examples=depth(75, 2_000))
@given(st.sampled_from(sorted(WHOLE)), st.randoms(use_true_random=False), st.integers(1, 12))
def test_no_damage_raises(name: str, chance: Random, blows: int) -> None:
    data = bytearray(WHOLE[name])
    for _ in range(blows):
        at = chance.randrange(len(data))
        data[at] = chance.randrange(256)
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    assert examine(name, bytes(data)).files >= 0


def test_whole_files_are_found_in() -> None:
    assert {name: len(found(name, data)) for name, data in WHOLE.items()} == dict.fromkeys(WHOLE, 1) | {
        "a.pdf": 2, "a.docx": 2
    }  # fmt: skip


def test_a_container_is_counted_once_and_what_lies_in_it_too() -> None:
    opened = examine(
        "a.zip", zipped({"a.html": LINK, "b.woff": b"wOFF", "c.bin": b"\0\1"}, zipfile.ZIP_STORED)
    )
    assert (opened.files, opened.skipped) == (2, 2)


def test_a_name_that_only_looks_like_a_container_is_a_text() -> None:
    assert found("notes.zip", b"t.me/some_shop") == [("notes.zip", "https://t.me/some_shop")]


def test_an_address_is_read_by_its_bytes_and_by_what_the_server_says() -> None:
    page = "https://shop.example/media/qr?size=2"
    assert found(page, WHOLE["a.png"]) == [(page, "https://t.me/some_shop")]
    drawn = examine_file(
        page, b'<svg><a href="https://t.me/some_shop"/></svg>', inspector(), media="image/svg+xml"
    )
    assert [item.place.path for item in drawn.findings] == [page]
    text = examine_file(
        page,
        "Пишите в Телеграм +7 916 123-00-45".encode("koi8-r"),
        inspector(),
        media="text/html; charset=koi8-r",
    )
    assert [item.target for item in text.findings] == ["https://t.me/+79161230045"]
