"""Every room has its door plate, every driver its papers and its tests."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import PACKAGE, ROOT, none

from vestnik.channels.registry import DRIVERS

README_LINES = 40
PAPERS = ("__init__.py", "driver.py", "manifest.py", "README.md", "quality.toml")
ENTRYPOINTS = ("api", "callbacks", "cli", "compat", "web", "worker")


def _rooms() -> list[Path]:
    rooms = [path.parent for path in PACKAGE.glob("*/__init__.py")]
    return rooms + [PACKAGE / "entrypoints" / entry for entry in ENTRYPOINTS]


def _without_plate(rooms: list[Path]) -> Iterator[str]:
    for room in rooms:
        readme = room / "README.md"
        lines = readme.read_text().strip().splitlines() if readme.exists() else []
        if not lines or not lines[0].startswith("# "):
            yield f"{room}: no README.md that says what the room is"
        elif len(lines) > README_LINES:
            yield f"{readme}: {len(lines)} lines; a door plate is short, the rest belongs into docs"


def _missing_papers(driver: Path, tests: Path) -> Iterator[str]:
    for paper in PAPERS:
        if not (driver / paper).is_file():
            yield f"{driver.name}: no {paper}"
    if not list((tests / driver.name).glob("test_*.py")):
        yield f"{driver.name}: no tests in {tests / driver.name}"
    if (driver / "quality.toml").is_file():
        yield from _wrong_card(driver)


def _wrong_card(driver: Path) -> Iterator[str]:
    card = tomllib.loads((driver / "quality.toml").read_text())
    if card.get("channel") != driver.name:
        yield f"{driver.name}: its quality card speaks of {card.get('channel')!r}"
    marks = [(mark, card.get(mark, {})) for mark in ("done", "todo", "exempt")]
    if not card.get("done"):
        yield f"{driver.name}: its quality card has nothing done"
    for mark, rows in marks:
        for item, reason in rows.items():
            if not reason:
                yield f"{driver.name}: {mark}.{item} has no reason"
            elif (
                mark == "done"
                and reason.startswith("tests/")
                and not (ROOT / reason.partition(":")[0]).exists()
            ):
                yield f"{driver.name}: done.{item} points at {reason}, which is not there"


def _drivers() -> list[Path]:
    return sorted(path.parent for path in (PACKAGE / "channels").glob("*/__init__.py"))


def test_every_room_has_a_readme() -> None:
    none(_without_plate(_rooms()))


def test_every_driver_has_its_papers_and_tests() -> None:
    problems = [
        line for driver in _drivers() for line in _missing_papers(driver, ROOT / "tests" / "channels")
    ]
    none(problems)


def test_every_driver_is_listed_and_named_as_its_folder() -> None:
    assert {driver.name for driver in _drivers()} == set(DRIVERS)
    for channel, registration in DRIVERS.items():
        assert registration.manifest.channel == channel


def test_a_driver_without_papers_is_seen(tmp_path: Path) -> None:
    driver = tmp_path / "carrier_pigeon"
    driver.mkdir()
    (driver / "quality.toml").write_text(
        'channel = "pigeon"\n[done]\nflies = ""\nfound = "tests/none.py"\n[exempt]\nx = ""\n'
    )
    problems = list(_missing_papers(driver, tmp_path / "tests"))
    assert len(problems) == 4 + 1 + 4, problems


def test_a_room_without_a_plate_is_seen(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "README.md").write_text("# full\n" + "line\n" * README_LINES)
    assert len(list(_without_plate([tmp_path, full]))) == 2
