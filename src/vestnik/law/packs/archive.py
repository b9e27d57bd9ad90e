"""A pack as one file: a zip, equal for equal packs, and not trusted when it comes from outside."""

import re
import zipfile
import zlib
from functools import lru_cache
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import Final

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.law.model import Pack
from vestnik.law.pack import MAX_FILE, MAX_FILES, TABLES, load_pack, read_files

MAX_ARCHIVE: Final = 5_000_000
"""Bytes of the zip."""
MAX_UNPACKED: Final = 10_000_000
"""Bytes of all its files."""
MAX_ENTRIES: Final = MAX_FILES + len(TABLES) + 3

_BELONGS: Final = re.compile(r"(?:norms/)?[a-z0-9_]{1,40}\.toml|norms/|README\.md")
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED: Final = 1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def pack_archive(folder: Traversable) -> bytes:
    """Return the pack's files as a zip: equal packs give equal bytes, on every machine.

    Nothing is compressed, because compressors differ between versions. Only files of the pack go in.

    Raises:
        CannotStart: a file is missing or too large.
    """
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in sorted(read_files(folder).items()):
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), data)
    return whole.getvalue()


def open_archive(data: bytes) -> Traversable:
    """Return a zip from outside as a folder, after a look at everything in it.

    Nothing is written to disk, so a path in the zip leads nowhere; such a zip is refused all the same.

    Raises:
        InvalidInput: no zip, too large, too many files, a file that does not belong there, damage.
    """
    if len(data) > MAX_ARCHIVE:
        raise _refused(f"больше {MAX_ARCHIVE} байт")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        _look_at(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise _refused(f"не читается как zip ({error})") from error
    return zipfile.Path(archive)


def load_archive(data: bytes, *, checked: bool = True) -> Pack:
    """Return the pack in a zip from outside, linted unless ``checked`` is False.

    Raises:
        InvalidInput: as ``open_archive``.
        CannotStart: as ``load_pack``.
    """
    return load_pack(open_archive(data), checked=checked)


@lru_cache(maxsize=8)
def kept_pack(data: bytes) -> Pack:
    """Return the pack in a zip that was linted when it came; the last few stay open.

    Raises:
        CannotStart: this program reads the rows of packs differently.
    """
    return load_archive(data, checked=False)


def _look_at(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _refused(f"больше {MAX_ENTRIES} файлов")
    if len({entry.filename for entry in entries}) != len(entries):
        raise _refused("два файла с одним именем")
    whole = 0
    for entry in entries:
        if not _BELONGS.fullmatch(entry.filename):
            raise _refused(f"лишний файл «{entry.filename[:80]}» (упакуйте содержимое папки набора)")
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
            raise _refused(f"файл «{entry.filename}» зашифрован или сжат необычно")
        if entry.file_size > MAX_FILE:
            raise _refused(f"файл «{entry.filename}» больше {MAX_FILE} байт")
        with archive.open(entry) as file:
            # What an entry says of its size may be a lie: one byte more than allowed is read, never all.
            whole += len(file.read(MAX_FILE + 1))
            if whole > MAX_UNPACKED or file.read(1):
                raise _refused(f"распакованный больше {MAX_UNPACKED} байт")


def _refused(why: str) -> InvalidInput:
    return InvalidInput(
        N_("Архив набора правил: %(why)s.", why=why),
        field="archive",
        hint=N_("Набор — это zip, который сделал «vestnik law pack export», или папка с его файлами."),
    )
