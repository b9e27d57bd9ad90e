"""Reads the rule pack inside the package, or another of the same shape: a folder or an opened zip."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Container, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, TypeVar

from vestnik.law.figures.model import Case
from vestnik.law.lint import lint
from vestnik.law.model import Norm, Pack
from vestnik.law.packfile.case_rows import case_of, purpose_of, release_of
from vestnik.law.packfile.row import Row, pack_error
from vestnik.law.rows import norm_of, platform_of, rule_of, subject_of

HEAD: Final = "pack.toml"
TABLES: Final = ("subjects.toml", "purposes.toml", "platforms.toml", "rules.toml", "cases.toml")
MAX_FILE: Final = 1_000_000
"""Bytes of one file of a pack."""
MAX_VERSION: Final = 40
MAX_FILES: Final = 50
"""Files in ``norms/``."""

VERSION: Final = re.compile(r"\d{1,6}(\.\d{1,6}){0,5}")
FILE_NAME: Final = re.compile(r"[a-z0-9]{1,40}")

Noun = TypeVar("Noun")
Key = TypeVar("Key", bound=Hashable)


def built_in() -> Traversable:
    """Return the folder of the pack inside the package."""
    return files("vestnik.law") / "data"


def load_pack(folder: Traversable | None = None, *, checked: bool = True) -> Pack:
    """Return the pack in ``folder`` (default: the one inside the package).

    ``checked`` is False for a pack that was linted when it came: the rules of lint may have grown since.

    Raises:
        CannotStart: a file is missing, is no TOML, holds an unknown key or a wrong value, or the pack
            contradicts itself; names the file and the row.
    """
    pack = pack_of(read_files(folder if folder is not None else built_in()))
    for problem in lint(pack) if checked else ():
        if not problem.mild:
            raise pack_error(problem.file, problem.row, problem.what)
    return pack


def read_files(folder: Traversable) -> dict[str, bytes]:
    """Return every file that belongs to the pack by its name, with Unix line ends.

    Raises:
        CannotStart: a file is missing or too large, or the head does not name the files in ``norms/``.
    """
    # Line ends are no part of the law: a checkout on Windows is the same pack.
    found = {HEAD: _read(folder, HEAD).replace(b"\r\n", b"\n")}
    names = [f"norms/{name}.toml" for name in _norm_files(_head(found))]
    for name in (*names, *TABLES):
        found[name] = _read(folder, name).replace(b"\r\n", b"\n")
    return found


def sha256_of(contents: Mapping[str, bytes]) -> str:
    """Return the hash of a pack: over all its files, names included."""
    digest = hashlib.sha256()
    for name, data in sorted(contents.items()):
        digest.update(b"%s\0%d\0" % (name.encode(), len(data)))
        digest.update(data)
    return digest.hexdigest()


def pack_of(contents: Mapping[str, bytes]) -> Pack:
    """Read the files of a pack, not linted.

    Raises:
        CannotStart: as ``load_pack``.
    """
    tables = _Tables(contents)
    head = _head(contents)
    norms: dict[str, Norm] = {}
    for name in _norm_files(head):
        norms |= tables.nouns(f"norms/{name}.toml", "norm", norm_of, lambda norm: norm.id, known=norms)
    cases = tables.nouns("cases.toml", "case", case_of, lambda case: case.id)
    head.text("jurisdiction")
    pack = Pack(
        id=head.text("id"),
        version=_version(head),
        as_of=head.required("as_of", date),
        language=head.text("language"),
        sha256=sha256_of(contents),
        norms={norm.id: replace(norm, tests=_tests(norm, cases)) for norm in norms.values()},
        platforms=tables.nouns("platforms.toml", "platform", platform_of, lambda platform: platform.id),
        subjects=tables.nouns("subjects.toml", "subject", subject_of, lambda subject: subject.code),
        rules=tuple(tables.nouns("rules.toml", "rule", rule_of, lambda rule: rule.id).values()),
        purposes=tables.nouns("purposes.toml", "purpose", purpose_of, lambda words: words.code),
        cases=tuple(cases.values()),
        author=head.text("author"),
        changelog=tuple(release_of(row, _version(row)) for row in head.rows("changelog")),
        files=tables.where,
    )
    head.close()
    return pack


def _head(contents: Mapping[str, bytes]) -> Row:
    return Row(HEAD, "заголовок", _parsed(HEAD, contents[HEAD]))


def _norm_files(head: Row) -> tuple[str, ...]:
    names = head.words("norms")
    if not names or len(names) > MAX_FILES or not all(FILE_NAME.fullmatch(name) for name in names):
        raise head.error(
            f"«norms» — от 1 до {MAX_FILES} имён файлов без расширения, строчные латинские буквы и цифры"
        )
    return names


def _version(row: Row) -> str:
    version = row.text("version")
    if len(version) > MAX_VERSION or not VERSION.fullmatch(version):
        raise row.error(f"версия «{version}» — не числа через точку, как 2026.10.1")
    return version


def _tests(norm: Norm, cases: Mapping[str, Case]) -> tuple[str, ...]:
    return tuple(case.id for case in cases.values() if case.norm == norm.id)


def _read(folder: Traversable, name: str) -> bytes:
    try:
        with folder.joinpath(*name.split("/")).open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise pack_error(name, "файл", "его нет или он не читается") from error
    if len(data) > MAX_FILE:
        raise pack_error(name, "файл", f"он больше {MAX_FILE} байт")
    return data


def _parsed(name: str, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise pack_error(name, "файл", f"это не TOML: {error}") from error


@dataclass(frozen=True, slots=True)
class _Tables:
    """The files of one pack, and where each row of them was found."""

    contents: Mapping[str, bytes]
    where: dict[str, str] = field(default_factory=dict)

    def nouns(
        self,
        name: str,
        key: str,
        read: Callable[[Row], Noun],
        id_of: Callable[[Noun], Key],
        *,
        known: Container[Key] = (),
    ) -> dict[Key, Noun]:
        """Read every ``[[key]]`` of a file; ids must be new."""
        table = _parsed(name, self.contents[name])
        values = table.pop(key, [])
        if table or not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise pack_error(name, "файл", f"ожидаются только таблицы [[{key}]]")
        result: dict[Key, Noun] = {}
        for place, value in enumerate(values, start=1):
            label = value.get("id", value.get("code", f"№ {place}"))
            noun = read(Row(name, f"{key} {label}", value))
            if id_of(noun) in result or id_of(noun) in known:
                raise pack_error(name, f"{key} {label}", "такой уже есть")
            result[id_of(noun)] = noun
            self.where[f"{key} {label}"] = name
        return result
