"""A pack travels as one zip: equal for equal packs, and refused when anything about it is odd."""

import zipfile
from collections.abc import Callable
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law.packs.folders import archive, copied

from vestnik.kernel.errors import InvalidInput, VestnikError
from vestnik.law.model import Pack
from vestnik.law.packs.archive import MAX_ARCHIVE, MAX_ENTRIES, load_archive, open_archive, pack_archive

SHIPPED = pack_archive(files("vestnik.law") / "data")


def rezipped(change: Callable[[zipfile.ZipFile], None], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return the shipped pack as an ordinary tool would zip it, with ``change`` on top."""
    whole = BytesIO()
    with zipfile.ZipFile(BytesIO(SHIPPED)) as old, zipfile.ZipFile(whole, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        change(new)
    return whole.getvalue()


def test_an_archived_pack_is_the_same_pack(pack: Pack) -> None:
    found = load_archive(SHIPPED)
    assert found.sha256 == pack.sha256
    assert found == pack


def test_equal_packs_give_equal_bytes_whatever_stands_beside_them(tmp_path: Path) -> None:
    folder = copied(tmp_path / "pack")
    (folder / "notes.txt").write_text("не часть набора")
    for path in folder.rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        path.touch()
    assert archive(folder) == SHIPPED


def test_a_zip_of_an_ordinary_tool_is_read(pack: Pack) -> None:
    def add_folder(new: zipfile.ZipFile) -> None:
        new.writestr("norms/", b"")
        new.writestr("README.md", b"# The rule pack")

    assert load_archive(rezipped(add_folder)).sha256 == pack.sha256


ODD: list[tuple[Callable[[zipfile.ZipFile], object], str]] = [
    (lambda new: new.writestr("../../etc/cron.d/x", b"x"), "лишний файл «../../etc"),
    (lambda new: new.writestr("/etc/passwd", b"x"), "лишний файл «/etc"),
    (lambda new: new.writestr("norms/../pack.toml", b"x"), "лишний файл «norms/.."),
    (lambda new: new.writestr("norms\\x.toml", b"x"), "лишний файл «norms\\x"),
    (lambda new: new.writestr("data/pack.toml", b"x"), "содержимое папки"),
    (lambda new: new.writestr("run.py", b"x"), "лишний файл «run.py»"),
    (lambda new: new.writestr("norms/huge.toml", b"#" * 1_000_001), "больше 1000000"),
    (lambda new: [new.writestr(f"norms/n{i}.toml", b"") for i in range(MAX_ENTRIES)], "файлов"),
    (lambda new: [new.writestr(f"norms/n{i}.toml", b"#" * 999_999) for i in range(12)], "распакованный"),
    (lambda new: new.writestr("norms/odd.toml", b"x", zipfile.ZIP_BZIP2), "сжат необычно"),
]


@pytest.mark.parametrize(("change", "what"), ODD)
def test_an_odd_zip_is_refused(change: Callable[[zipfile.ZipFile], None], what: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        open_archive(rezipped(change))
    assert what in str(caught.value.message)
    assert caught.value.field == "archive"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused() -> None:
    with pytest.raises(InvalidInput, match="одним именем"):
        open_archive(rezipped(lambda new: new.writestr("pack.toml", b"x")))


def test_a_zip_that_lies_about_a_size_is_refused() -> None:
    honest = rezipped(lambda new: new.writestr("norms/bomb.toml", b"#" * 900_000))
    size = (900_000).to_bytes(4, "little")
    lying = honest.replace(size, (10).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(InvalidInput):
        open_archive(lying)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\0" * 100, b"#" * (MAX_ARCHIVE + 1), SHIPPED[:-30]])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        open_archive(data)


@given(st.integers(0, len(SHIPPED) - 1), st.integers(1, 255))
def test_a_flipped_byte_is_refused_or_changes_nothing(place: int, by: int) -> None:
    damaged = bytearray(SHIPPED)
    damaged[place] ^= by
    try:
        found = load_archive(bytes(damaged))
    except VestnikError:
        return
    assert found.sha256 == load_archive(SHIPPED).sha256
