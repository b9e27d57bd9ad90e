"""What imports alone do not show: quiet rooms open nothing, and nothing is created at import time."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from tests.house.tree import PACKAGE, files, none

QUIET = (
    "kernel/*",
    "ledger/*",
    "law/*",
    "*/model.py",
    "channels/*/wire.py",
    "audit/detectors/*",
    "fix/plan.py",
    "notify/gate.py",
    "notify/cascade.py",
)
READERS = (
    "law/store.py",
    "law/pack.py",
    "law/packs/archive.py",
    "law/registry/reading/open_export.py",
    "law/registry/reading/read_xlsx.py",
    "law/signatures/loading.py",
    "ledger/store.py",
)
"""The few files of quiet rooms that read their own data or write their own tables."""

COMPILERS = {"law/policy/program.py": "exec()"}
"""Where rules become functions: from expressions of our own tables, never from data."""

_CALLS = {"open", "input", "print", "exec", "eval", "__import__", "breakpoint"}
_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "urlopen", "now", "utcnow", "today"}
_MODULES = {"urllib.request", "urllib.error", "importlib", "importlib.resources", "io", "time", "random"}


def _noises(source: str) -> Iterator[str]:
    """Yield what a quiet file must not do, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (f"{node.lineno} import {a.name}" for a in node.names if a.name in _MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in _MODULES:
            yield f"{node.lineno} from {node.module}"
        elif isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in _CALLS:
                yield f"{node.lineno} {called.id}()"
            elif isinstance(called, ast.Attribute) and called.attr in _METHODS and not _is_clock(called):
                yield f"{node.lineno} .{called.attr}()"


def _is_clock(called: ast.Attribute) -> bool:
    """Tell ``core.clock.now()``: the one lawful way to know the time."""
    return called.attr == "now" and "clock" in ast.unparse(called.value).lower()


def _quiet_files() -> list[Path]:
    chosen = []
    for path in files("src/vestnik"):
        inside = path.relative_to(PACKAGE).as_posix()
        if inside not in READERS and any(fnmatch(inside, pattern) for pattern in QUIET):
            chosen.append(path)
    return chosen


def test_quiet_rooms_open_nothing_and_know_no_time() -> None:
    allowed = {"kernel/clock.py"}  # the one place where the time of day enters
    problems = [
        f"{path.relative_to(PACKAGE)}:{noise}"
        for path in _quiet_files()
        if path.relative_to(PACKAGE).as_posix() not in allowed
        for noise in _noises(path.read_text())
        if not noise.endswith(COMPILERS.get(path.relative_to(PACKAGE).as_posix(), "\0"))
    ]
    none(problems)


def test_the_quiet_files_are_found() -> None:
    found = {path.relative_to(PACKAGE).as_posix() for path in _quiet_files()}
    assert {"kernel/core.py", "ledger/tree.py", "law/decide.py", "audit/model.py", "notify/model.py"} <= found
    assert {"fix/plan.py", "notify/gate.py", "channels/email/wire.py"} <= found


@pytest.mark.parametrize(
    "source",
    [
        "open('x')",
        "import urllib.request",
        "from urllib.request import urlopen",
        "path.read_text()",
        "datetime.now(UTC)",
        "import time",
        "def f():\n    import random",
    ],
)
def test_a_noise_is_heard(source: str) -> None:
    assert list(_noises(source))


def test_asking_the_clock_is_no_noise() -> None:
    assert not list(_noises("core.clock.now()\nself._clock.now()\nfrom urllib.parse import urlsplit"))
