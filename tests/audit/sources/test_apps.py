"""Applications: the manifest is decoded, programs are looked through, words of libraries are left alone."""

import plistlib
import struct

from tests.audit.sources.packing import examine, found, zipped

SHOP = "https://t.me/some_shop"
NONE = 0xFFFFFFFF


def pool(strings: list[str], *, utf8: bool) -> bytes:
    places, body = b"", b""
    for text in strings:
        places += struct.pack("<I", len(body))
        if utf8:
            raw = text.encode()
            body += bytes([len(text), len(raw)]) + raw + b"\0"
        else:
            body += struct.pack("<H", len(text)) + text.encode("utf-16-le") + b"\0\0"
    body += bytes(-len(body) % 4)
    begin = 28 + len(places)
    head = struct.pack("<HHIIIIII", 1, 28, begin + len(body), len(strings), 0, 256 if utf8 else 0, begin, 0)
    return head + places + body


def binary_manifest(packages: list[str], *, utf8: bool = False) -> bytes:
    strings = [
        "name",
        "manifest",
        "queries",
        "package",
        "http://schemas.android.com/apk/res/android",
        *packages,
    ]

    def tag(name: int, value: int | None = None) -> bytes:
        attributes = b"" if value is None else struct.pack("<IIIHBBI", 4, 0, value, 8, 0, 3, value)
        body = (
            struct.pack("<IIIIHHHHHH", 1, NONE, NONE, name, 20, 20, len(attributes) // 20, 0, 0, 0)
            + attributes
        )
        return struct.pack("<HHI", 0x0102, 16, 8 + len(body)) + body

    def end(name: int) -> bytes:
        return struct.pack("<HHIIIII", 0x0103, 16, 24, 1, NONE, NONE, name)

    body = pool(strings, utf8=utf8) + tag(1) + tag(2)
    for number in range(len(packages)):
        body += tag(3, 5 + number) + end(3)
    body += end(2) + end(1)
    return struct.pack("<HHI", 3, 8, 8 + len(body)) + body


def test_a_compiled_manifest_is_read() -> None:
    for utf8 in (False, True):
        manifest = binary_manifest(["com.whatsapp", "org.telegram.messenger", "ru.shop.app"], utf8=utf8)
        opened = examine("app.apk", zipped({"AndroidManifest.xml": manifest}))
        assert [(item.rule, item.place.path, item.place.line) for item in opened.findings] == [
            ("AND-001", "app.apk!/AndroidManifest.xml", 3), ("AND-001", "app.apk!/AndroidManifest.xml", 5)
        ]  # fmt: skip
        assert opened.findings[0].excerpt == '<package android:name="com.whatsapp">'


def test_strings_of_programs_and_resources_are_looked_through() -> None:
    files = {
        "AndroidManifest.xml": binary_manifest([]),
        "classes.dex": b"dex\n035\0" + bytes(9) + b"\x1bLcom/shop/WhatsAppOtpHandler;\0" + bytes(30),
        "resources.arsc": struct.pack("<HHII", 2, 12, 0, 0) + pool(["x", f"Чат: {SHOP}"], utf8=True),
        "assets/help.html": f'<a href="{SHOP}">x</a>',
    }
    opened = examine("app.apk", zipped(files))
    assert [(item.rule, item.place.path) for item in opened.findings if item.actionable] == [
        ("AND-002", "app.apk!/classes.dex"),
        ("TG-LINK-001", "app.apk!/resources.arsc"),
        ("TG-LINK-001", "app.apk!/assets/help.html"),
    ]


def test_a_bundle_is_read_too() -> None:
    manifest = b"\x0a\x20\x12\x0c" + b"com.whatsapp" + b"\x1a\0\0"
    assert [
        path for path, _ in found("app.aab", zipped({"base/manifest/AndroidManifest.xml": manifest}))
    ] == ["app.aab!/base/manifest/AndroidManifest.xml"]


def test_a_damaged_manifest_is_a_line() -> None:
    manifest = binary_manifest(["com.whatsapp"])
    opened = examine("app.apk", zipped({"AndroidManifest.xml": manifest[:8] + bytes(40)}))
    assert [(item.path, item.incomplete) for item in opened.troubles] == [
        ("app.apk!/AndroidManifest.xml", True)
    ]


def test_schemes_an_ios_application_asks_for_are_found_and_those_of_an_sdk_are_not() -> None:
    plist = {
        "LSApplicationQueriesSchemes": ["whatsapp", "fbapi", "fb-messenger-share-api", "viber"],
        "x": [b"1", 2, True],
    }
    for form, inside in ((plistlib.FMT_BINARY, "!/xml.plist"), (plistlib.FMT_XML, "")):
        data = plistlib.dumps(plist, fmt=form)
        name = f"shop.ipa!/Payload/Shop.app/Info.plist{inside}"
        opened = examine("shop.ipa", zipped({"Payload/Shop.app/Info.plist": data}))
        assert {(item.rule, item.place.path) for item in opened.findings} == {("IOS-001", name)}
        assert [item.matched for item in opened.findings] == ["whatsapp", "viber"]


def test_a_list_that_holds_itself_many_times_is_not_written_out_whole() -> None:
    inner: list[object] = ["x"]
    for _ in range(40):
        inner = [inner, inner]
    opened = examine("Info.plist", plistlib.dumps(inner, fmt=plistlib.FMT_BINARY))
    assert [item.kind for item in opened.troubles] == ["limit"]
