"""Archives: what lies inside is found under the name of both; what cannot be read is a line."""

import bz2
import gzip
import io
import lzma
import tarfile
import warnings
import zipfile
from pathlib import Path

import pytest
from tests.audit.sources.packing import LINK, examine, found, zipped

SHOP = "https://t.me/some_shop"


def tarred(files: dict[str, bytes], mode: str = "w") -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode=mode) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return whole.getvalue()


def test_a_file_in_an_archive_is_found_under_both_names() -> None:
    assert found("site.zip", zipped({"a/index.html": LINK})) == [("site.zip!/a/index.html", SHOP)]


def test_an_archive_in_an_archive_is_opened() -> None:
    inner = zipped({"index.html": LINK})
    assert found("a.zip", zipped({"b.zip": inner})) == [("a.zip!/b.zip!/index.html", SHOP)]


@pytest.mark.parametrize(
    ("ending", "mode"),
    [("tar", "w"), ("tar.gz", "w:gz"), ("tgz", "w:gz"), ("tar.bz2", "w:bz2"), ("tar.xz", "w:xz")],
)
def test_a_tar_is_read_however_it_is_packed(ending: str, mode: str) -> None:
    assert found(f"site.{ending}", tarred({"a/index.html": LINK}, mode)) == [
        (f"site.{ending}!/a/index.html", SHOP)
    ]


@pytest.mark.parametrize(
    ("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)]
)
def test_a_packed_file_is_read_under_its_own_name(ending, pack) -> None:
    assert found(f"dump.sql.{ending}", pack(LINK)) == [(f"dump.sql.{ending}!/dump.sql", SHOP)]


def test_a_format_is_known_by_its_bytes_whatever_the_name() -> None:
    assert found("photo.png", zipped({"index.html": LINK})) == [("photo.png!/index.html", SHOP)]


def test_russian_names_of_old_archivers_are_shown() -> None:
    whole = zipped({"AAAA.html": LINK}).replace(b"AAAA", "цена".encode("cp866"))
    assert found("site.zip", whole) == [("site.zip!/цена.html", SHOP)]


def test_folders_of_tools_are_not_entered() -> None:
    assert found("site.zip", zipped({"node_modules/a.html": LINK, "x/.git/a.html": LINK})) == []


def test_names_that_climb_out_are_shown_and_nothing_is_written(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    opened = examine("site.zip", zipped({"../../up.html": LINK, "/etc/top.html": LINK}))
    assert [item.place.path for item in opened.findings] == [
        "site.zip!/../../up.html",
        "site.zip!//etc/top.html",
    ]
    (trouble,) = opened.troubles
    assert (trouble.path, trouble.incomplete) == ("site.zip", False)
    assert list(Path(tmp_path).rglob("*")) == []


def test_two_files_of_one_name_are_both_read() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("a.html", b"nothing")
        archive.writestr("a.html", LINK)
    opened = examine("site.zip", whole.getvalue())
    assert [item.place.path for item in opened.findings] == ["site.zip!/a.html (2)"]
    assert [(item.kind, item.incomplete) for item in opened.troubles] == [("unreadable", False)]


def test_links_in_archives_are_not_followed() -> None:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as archive:
        for name, kind in (("soft", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE)):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
    packed = zipfile.ZipInfo("soft")
    packed.external_attr = 0o120777 << 16
    zip_file = io.BytesIO()
    with zipfile.ZipFile(zip_file, "w") as archive:
        archive.writestr(packed, "/etc/passwd")
    for name, data, count in (("a.tar", whole.getvalue(), 2), ("a.zip", zip_file.getvalue(), 1)):
        opened = examine(name, data)
        assert [(item.kind, item.incomplete) for item in opened.troubles] == [("link_loop", False)]
        assert f": {count} " in opened.troubles[0].detail


def test_a_file_under_a_password_is_a_line_and_the_rest_is_read() -> None:
    whole = bytearray(zipped({"a.html": LINK, "b.html": LINK}, zipfile.ZIP_STORED))
    whole[6] |= 1  # the flag in the first local header, and in its entry of the directory
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    opened = examine("site.zip", bytes(whole))
    assert [item.place.path for item in opened.findings] == ["site.zip!/b.html"]
    (trouble,) = opened.troubles
    assert (trouble.path, trouble.incomplete) == ("site.zip", True)
    assert "паролем" in trouble.detail


def test_a_broken_file_of_an_archive_costs_no_other() -> None:
    whole = zipped({"a.html": LINK, "b.html": LINK}, zipfile.ZIP_STORED)
    at = whole.index(LINK)
    opened = examine("site.zip", whole[:at] + b"#" + whole[at + 1 :])
    assert [item.place.path for item in opened.findings] == ["site.zip!/b.html"]
    assert [(item.path, item.incomplete) for item in opened.troubles] == [("site.zip!/a.html", True)]


CUT = {"a.zip": zipped, "a.tar": tarred, "a.tgz": lambda files: tarred(files, "w:gz")}


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tgz", "a.gz", "a.bz2", "a.xz"])
def test_an_archive_cut_short_is_a_line(name: str) -> None:
    text = b"".join(b"line %d\n" % number for number in range(9_000))
    packers = {"a.gz": gzip.compress, "a.bz2": bz2.compress, "a.xz": lzma.compress}
    data = CUT[name]({"a": text}) if name in CUT else packers[name](text)
    opened = examine(name, data[: len(data) // 2])
    assert opened.troubles
    assert all(item.incomplete for item in opened.troubles)


@pytest.mark.parametrize(
    ("name", "data"), [("a.7z", b"7z\xbc\xaf\x27\x1c...."), ("a.rar", b"Rar!\x1a\x07\x01\0")]
)
def test_what_is_not_read_says_what_to_do(name: str, data: bytes) -> None:
    (trouble,) = examine(name, data).troubles
    assert (trouble.path, trouble.incomplete) == (name, True)
    assert "Распакуйте" in trouble.detail


def test_a_bomb_is_not_unpacked() -> None:
    opened = examine(
        "bomb.zip", zipped({"zeros.txt": bytes(50_000_000).replace(b"\0", b"x"), "b.html": LINK})
    )
    assert [item.place.path for item in opened.findings] == ["bomb.zip!/b.html"]
    assert [(item.path, item.kind) for item in opened.troubles] == [("bomb.zip!/zeros.txt", "limit")]
    assert "бомб" in opened.troubles[0].detail


def test_a_bomb_in_a_packed_tar_is_not_unpacked() -> None:
    opened = examine("bomb.tar.gz", tarred({"zeros": b"x" * 50_000_000, "b.html": LINK}, "w:gz"))
    assert [item.kind for item in opened.troubles] == ["limit"]


def test_nested_archives_end_at_the_limit() -> None:
    data = LINK
    for _ in range(8):
        data = zipped({"a.zip": data})
    opened = examine("a.zip", data)
    assert opened.findings == []
    (trouble,) = opened.troubles
    assert (trouble.path, trouble.kind) == ("a.zip" + "!/a.zip" * 5, "limit")


def test_the_number_of_parts_is_limited_over_all_levels() -> None:
    inner = zipped({f"{number}.txt": b"x" for number in range(10)})
    opened = examine("a.zip", zipped({"1.zip": inner, "2.zip": inner}), parts=15)
    assert {item.kind for item in opened.troubles} == {"limit"}
    assert opened.files < 20


def test_all_unpacked_bytes_together_are_limited() -> None:
    files = {f"{number}.txt": bytes(range(32, 127)) * 1_000 for number in range(10)}
    opened = examine("a.zip", zipped({**files, "z.html": LINK}, zipfile.ZIP_STORED), unpacked_bytes=300_000)
    assert opened.findings == []
    assert "limit" in {item.kind for item in opened.troubles}


def test_a_long_text_inside_is_read_in_windows() -> None:
    long = b"word and word\n" * 20_000 + LINK + b"\n" + b"word and word\n" * 20_000
    opened = examine("a.zip", zipped({"dump.sql": long}), window=100_000)
    assert [(item.place.path, item.place.line) for item in opened.findings] == [("a.zip!/dump.sql", 20_001)]
