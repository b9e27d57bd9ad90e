"""Bytes and characters stay in step in every encoding; no bytes break the finder."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audit.finding import find, inspector, sliced
from tests.depth import depth

from vestnik.audit.documents import Kind, detect_encoding, looks_binary, read_document
from vestnik.audit.prefilter import Prefilter

LINK = '<a href="https://t.me/some_shop">x</a>'
RUSSIAN = st.text(alphabet="абвгдежзиклмнопрстуфхцчшщыьэюяАБВ \"'<>\n", max_size=60)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "cp1251", "koi8-r", "utf-16"])


@settings(max_examples=depth(150, 3_000), deadline=None)
@given(before=RUSSIAN, after=RUSSIAN, encoding=ENCODINGS, newline=st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_span_always_slices_to_the_matched_bytes(before, after, encoding, newline) -> None:
    body = f"Привет, мир и все остальные!\n{before}\n"
    source = (body.replace("<", "(") + LINK + after.replace("<", ")")).replace("\n", newline)
    data = source.encode(encoding)
    wide = "utf-16-le" if encoding == "utf-16" else encoding.removesuffix("-sig")
    links = [item for item in find(data) if item.carrier == "link"]
    assert [sliced(item, data).decode(wide) for item in links] == ["https://t.me/some_shop"]
    assert links[0].place.element is not None
    assert data[links[0].place.element.start : links[0].place.element.end].decode(wide) == LINK


@settings(max_examples=depth(200, 5_000), deadline=None)
@given(
    noise=st.binary(max_size=300),
    seed=st.sampled_from(
        [
            b"t.me/",
            b"whatsapp",
            b"viber://chat?number=",
            b'<a href="https://wa.me/',
            b"aHR0cHM6Ly93YS5tZS8",
            "ватсап".encode(),
            b"<?php '",
            b"{{ telegram",
        ]
    ),
    path=st.sampled_from(
        [
            "a.html",
            "a.php",
            "a.js",
            "a.tsx",
            "a.css",
            "a.json",
            "a.yml",
            "a.md",
            "a.sql",
            "a.tpl",
            "a.svg",
            "a.py",
            "a",
            "a.env",
        ]
    ),
)
def test_no_bytes_break_a_detector(noise, seed, path) -> None:
    for data in (noise + seed + noise, seed + noise, noise):
        document = read_document(path, data)
        for item in inspector().inspect(document):
            assert 0 <= item.place.span.start <= item.place.span.end <= len(data)
            assert item.place.line >= 1
            assert item.place.column >= 1


@given(st.text(max_size=5_000), st.sampled_from(["utf-8", "utf-16"]))
def test_every_character_knows_its_byte(text, encoding) -> None:
    data = text.encode(encoding, "replace")
    document = read_document("a.txt", data)
    if document.encoding in {"utf-8", "utf-16-le", "utf-16-be"}:
        for at in {0, len(document.text) // 2, len(document.text)}:
            assert (
                len(document.data[: document.byte(at)].decode(document.encoding, "replace").lstrip("\ufeff"))
                <= at + 1
            )
            span = document.span(0, at)
            assert document.data[span.start : span.end].decode(document.encoding) == document.text[:at]


@pytest.mark.parametrize(
    ("data", "media", "encoding"),
    [
        ("Привет".encode(), None, "utf-8"),
        (b"\xef\xbb\xbfabc", None, "utf-8"),
        ("Привет, это обычный русский текст".encode("cp1251"), None, "cp1251"),
        ("Привет, это обычный русский текст".encode("koi8-r"), None, "koi8-r"),
        ("Привет, это обычный русский текст".encode("cp1251"), "text/html; charset=windows-1251", "cp1251"),
        (b"<meta charset=koi8-r>" + "Да".encode("koi8-r"), None, "koi8-r"),
        (b'<?xml version="1.0" encoding="windows-1251"?>' + "Да".encode("cp1251"), None, "cp1251"),
        ("Привет".encode("utf-16"), None, "utf-16-le"),
        (b"", None, "utf-8"),
        (("много русского текста " * 50).encode() + b"\xff", None, "utf-8"),
    ],
)
def test_the_encoding_is_told_from_marks_declarations_and_letters(data, media, encoding) -> None:
    assert detect_encoding(data, media)[0] == encoding


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("a.html", "", Kind.HTML),
        ("a.html", "{% block x %}", Kind.TEMPLATE),
        ("a.htm", "<?php x() ?>", Kind.PHP),
        ("a.blade.php", "", Kind.TEMPLATE),
        ("https://shop.example/a.js?v=1", "", Kind.SCRIPT),
        ("page", "<!DOCTYPE html>", Kind.HTML),
        ("noext", "<?php", Kind.PHP),
        ("noext", '{"a": 1}', Kind.JSON),
        ("LICENSE", "words", Kind.PROSE),
    ],
)
def test_the_kind_follows_suffix_and_content(path, text, kind) -> None:
    assert read_document(path, text.encode()).kind is kind


def test_a_media_type_decides_over_the_path() -> None:
    assert read_document("https://shop.example/a", b"x", "text/css; charset=utf-8").kind is Kind.STYLE


def test_vendors_and_tests_are_told_by_their_paths() -> None:
    for path in (
        "node_modules/a/b.js",
        "bitrix/modules/x.php",
        "css/font-awesome.min.css",
        "wp-content/plugins/a/b.php",
    ):
        assert read_document(path, b"").vendor, path
    for path in (
        "src/vendors.html",
        "local/templates/a.php",
        "css/style.css",
        "bitrix/templates/main/header.php",
    ):
        assert not read_document(path, b"").vendor, path
    assert read_document("tests/test_a.py", b"").test
    assert not read_document("src/latest/contest.php", b"").test


def test_both_engines_of_the_prefilter_see_the_same() -> None:
    signatures = inspector().signatures
    fast, portable = Prefilter(signatures), Prefilter(signatures, hyperscan=False)
    token = b"123456789:AAabcdefghijklmnopqrstuvwxyz0123456"
    for data in (
        LINK.encode(),
        "ВАТСАП ".encode("cp1251") + token,
        b"nothing here",
        b"",
        b"WhatsApp viber://x aHR0cHM6Ly93YS5tZS8",
        token,
    ):
        assert fast.hits(data) == portable.hits(data)
        assert fast.survives(data) == portable.survives(data) == bool(portable.hits(data))


def test_pictures_are_binary_and_wide_text_is_not() -> None:
    assert looks_binary(b"\x89PNG\r\n\x1a\n\0\0")
    assert not looks_binary("Привет".encode("utf-16"))
    assert not looks_binary(b"plain")
