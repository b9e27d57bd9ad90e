"""Reads the rule pack that ships with the package, or another folder of the same shape."""

import hashlib
import tomllib
from collections.abc import Callable, Container
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from vestnik.law.lint import lint
from vestnik.law.model import Norm, Pack
from vestnik.law.rows import Row, norm_of, pack_error, platform_of, rule_of, subject_of

_MAX_FILE = 1_000_000
_MAX_FILES = 50

Noun = TypeVar("Noun")


def load_pack(folder: Traversable | None = None) -> Pack:
    """Return the pack in ``folder`` (default: the one inside the package), checked.

    Raises:
        CannotStart: a file is missing, is no TOML, holds an unknown key or a wrong value, or the pack
            contradicts itself; names the file and the row.
    """
    folder = folder if folder is not None else files("vestnik.law") / "data"
    reader = _Reader(folder)
    head = Row("pack.toml", "заголовок", reader.table("pack.toml"))
    names = head.words("norms")
    if not names or len(names) > _MAX_FILES or not all(name.isalnum() for name in names):
        raise head.error(f"«norms» — от 1 до {_MAX_FILES} имён файлов без расширения")
    norms: dict[str, Norm] = {}
    for name in names:
        norms |= reader.nouns(f"norms/{name}.toml", "norm", norm_of, lambda norm: norm.id, known=norms)
    subjects = reader.nouns("subjects.toml", "subject", subject_of, lambda subject: subject.code)
    platforms = reader.nouns("platforms.toml", "platform", platform_of, lambda platform: platform.id)
    rules = reader.nouns("rules.toml", "rule", rule_of, lambda rule: rule.id)
    as_of = head.optional("as_of", date)
    if as_of is None:
        raise head.error("нет ключа «as_of»")
    head.text("jurisdiction")
    pack = Pack(
        id=head.text("id"),
        version=head.text("version"),
        as_of=as_of,
        language=head.text("language"),
        sha256=reader.sha256,
        norms=norms,
        platforms=platforms,
        subjects=subjects,
        rules=tuple(rules.values()),
        files=reader.where,
    )
    head.close()
    for problem in lint(pack):
        raise pack_error(problem.file, problem.row, problem.what)
    return pack


class _Reader:
    """Reads the files of one folder and keeps their common hash."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self._hash = hashlib.sha256()
        self.where: dict[str, str] = {}

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def table(self, name: str) -> dict[str, Any]:
        try:
            with self._folder.joinpath(*name.split("/")).open("rb") as file:
                data = file.read(_MAX_FILE + 1)
        except OSError as error:
            raise pack_error(name, "файл", "его нет или он не читается") from error
        if len(data) > _MAX_FILE:
            raise pack_error(name, "файл", f"он больше {_MAX_FILE} байт")
        # Line ends are no part of the law: a checkout on Windows is the same pack.
        data = data.replace(b"\r\n", b"\n")
        self._hash.update(b"%s\0%d\0" % (name.encode(), len(data)))
        self._hash.update(data)
        try:
            return tomllib.loads(data.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise pack_error(name, "файл", f"это не TOML: {error}") from error

    def nouns(
        self,
        name: str,
        key: str,
        read: Callable[[Row], Noun],
        id_of: Callable[[Noun], str],
        *,
        known: Container[str] = (),
    ) -> dict[str, Noun]:
        """Read every ``[[key]]`` of a file; ids must be new."""
        table = self.table(name)
        values = table.pop(key, [])
        if table or not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise pack_error(name, "файл", f"ожидаются только таблицы [[{key}]]")
        result: dict[str, Noun] = {}
        for place, value in enumerate(values, start=1):
            label = value.get("id", value.get("code", f"№ {place}"))
            noun = read(Row(name, f"{key} {label}", value))
            if id_of(noun) in result or id_of(noun) in known:
                raise pack_error(name, f"{key} {label}", "такой уже есть")
            result[id_of(noun)] = noun
            self.where[f"{key} {label}"] = name
        return result
