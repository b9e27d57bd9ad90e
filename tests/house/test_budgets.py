"""Files, functions and rooms stay small enough to be held in the head."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.house.tree import ROOT, files, name, none

FILE_LINES = 400
FUNCTION_LINES = 60
ROOM_FILES = 20
HISTORY = "src/vestnik/backends/migrations/versions/"
"""Migrations are written once and never edited, so they have no budget."""


def _long_files(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        lines = len(path.read_text().splitlines())
        if lines > FILE_LINES:
            yield f"{path}: {lines} lines, {FILE_LINES} at most"


def _long_functions(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    yield f"{path}:{node.lineno} {node.name}: {lines} lines, {FUNCTION_LINES} at most"


def _full_rooms(paths: Iterable[Path]) -> Iterator[str]:
    rooms: dict[Path, int] = {}
    for path in paths:
        if path.name != "__init__.py":
            rooms[path.parent] = rooms.get(path.parent, 0) + 1
    for room, count in rooms.items():
        if count > ROOM_FILES:
            yield f"{room}: {count} files, {ROOM_FILES} at most: make sub-packages along its nouns"


def _ours() -> list[Path]:
    return [path for path in files("src", "tests", "bench") if not name(path).startswith(HISTORY)]


def test_no_file_is_longer_than_its_budget() -> None:
    none(_long_files(_ours()))


def test_no_function_is_longer_than_its_budget() -> None:
    none(_long_functions(_ours()))


def test_no_room_holds_more_files_than_its_budget() -> None:
    none(_full_rooms(path for path in _ours() if path.is_relative_to(ROOT / "src")))


def test_a_breach_of_each_budget_is_seen(tmp_path: Path) -> None:
    long = tmp_path / "long.py"
    long.write_text("async def f() -> None:\n" + "    x = 1\n" * FUNCTION_LINES + "\n" * FILE_LINES)
    fits = tmp_path / "fits.py"
    fits.write_text("def f() -> None:\n" + "    x = 1\n" * (FUNCTION_LINES - 1))
    assert [line.partition(":")[0] for line in _long_files([long, fits])] == [str(long)]
    assert [line.partition(":")[0] for line in _long_functions([long, fits])] == [str(long)]
    room = [tmp_path / f"{number}.py" for number in range(ROOM_FILES + 1)]
    assert len(list(_full_rooms(room))) == 1
    none(_full_rooms(room[1:]))
