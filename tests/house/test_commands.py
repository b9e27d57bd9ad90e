"""The commands that pages name are targets of the Makefile, and its help tells all of them."""

import re
import subprocess

from tests.house.tree import ROOT, files, name, none

MAKEFILE = (ROOT / "Makefile").read_text()
_TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
_NAMED = re.compile(r"(?:^|`)make ([a-z]+)", re.MULTILINE)
INNER = {"ready", "help"}
"""What others stand on, and help itself."""


def _targets() -> set[str]:
    return set(_TARGET.findall(MAKEFILE))


def test_help_tells_every_target() -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(_NAMED.findall(said)) == _targets() - INNER


def test_every_target_is_called_by_its_name_and_makes_no_file() -> None:
    phony = next(line for line in MAKEFILE.splitlines() if line.startswith(".PHONY:"))
    assert set(phony.removeprefix(".PHONY:").split()) == _targets()


def test_pages_name_only_targets_there_are() -> None:
    pages = [*ROOT.glob("*.md"), *files("docs", "src", "deploy", "examples", "bench", suffixes=(".md",))]
    named = [(name(page), target) for page in pages for target in _NAMED.findall(page.read_text())]
    assert len(named) > 5
    none(f"{page}: make {target}" for page, target in named if target not in _targets())


def test_the_gate_runs_the_test_command_of_the_readme() -> None:
    gate = (ROOT / ".ci" / "run").read_text()
    assert re.search(r"^make test$", gate, re.MULTILINE)
    assert re.search(r"^make test\b", (ROOT / "README.md").read_text(), re.MULTILINE)


def test_a_target_that_is_not_there_is_seen() -> None:
    assert _NAMED.findall("run `make coffee`, or\nmake tea CHECK=1\nbut we make nothing of it") == [
        "coffee",
        "tea",
    ]
    assert not {"coffee", "tea"} & _targets()
