"""The walls of the house stand, and each of them is seen to fall when it is pushed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.house.tree import ROOT, SRC

CONFIG = ROOT / ".importlinter"


class Breach(NamedTuple):
    """A line that must not be, the contract that must see it, and what its report must name."""

    contract: str
    file: str
    line: str
    named: str


BREACHES = {
    "a room imports from a room above": Breach(
        "The stairs",
        "law/breach.py",
        "from vestnik.notify import model",
        "vestnik.law.breach -> vestnik.notify.model",
    ),
    "rooms of one stair import each other": Breach(
        "The stairs",
        "audit/breach.py",
        "from vestnik.notify import model",
        "vestnik.audit.breach -> vestnik.notify.model",
    ),
    "a new room has no stair": Breach("The stairs", "misc/__init__.py", "", "- vestnik.misc"),
    "a quiet room opens a database": Breach(
        "The quiet rooms", "kernel/breach.py", "import sqlite3", "vestnik.kernel.breach -> sqlite3"
    ),
    "a model opens a socket": Breach(
        "The quiet rooms", "training/model.py", "import socket", "vestnik.training.model -> socket"
    ),
    "a detector reads a file": Breach(
        "The quiet rooms",
        "audit/detectors/breach.py",
        "import pathlib",
        "vestnik.audit.detectors.breach -> pathlib",
    ),
    "a wire format calls the network": Breach(
        "The quiet rooms",
        "channels/breach_a/wire.py",
        "import aiohttp",
        "vestnik.channels.breach_a.wire -> aiohttp",
    ),
    "a fix is planned with the disk": Breach(
        "The quiet rooms", "fix/plan.py", "import pathlib", "vestnik.fix.plan -> pathlib"
    ),
    "the gate waits": Breach(
        "The quiet rooms", "notify/gate.py", "import asyncio", "vestnik.notify.gate -> asyncio"
    ),
    "a driver imports another driver": Breach(
        "Drivers do not know each other",
        "channels/breach_a/driver.py",
        "from vestnik.channels.breach_b import driver",
        "vestnik.channels.breach_a.driver -> vestnik.channels.breach_b.driver",
    ),
    "a detector imports another detector": Breach(
        "Detectors do not know each other",
        "audit/detectors/breach_a.py",
        "from vestnik.audit.detectors import breach_b",
        "vestnik.audit.detectors.breach_a -> vestnik.audit.detectors.breach_b",
    ),
    "the command line opens a backend": Breach(
        "Only app opens",
        "entrypoints/cli/breach.py",
        "from vestnik.backends import breach",
        "vestnik.entrypoints.cli.breach -> vestnik.backends.breach",
    ),
    "the API opens a channel": Breach(
        "Only app opens",
        "entrypoints/api/breach.py",
        "from vestnik.channels.breach_b import driver",
        "vestnik.entrypoints.api.breach -> vestnik.channels.breach_b.driver",
    ),
    "the console opens the sandbox": Breach(
        "Only app opens",
        "entrypoints/web/breach.py",
        "from vestnik.sandbox import breach",
        "vestnik.entrypoints.web.breach -> vestnik.sandbox.breach",
    ),
    "two files of a room import each other": Breach(
        "No circles",
        "chat/breach_a.py",
        "from vestnik.chat import breach_b",
        "No cycles are allowed in vestnik.chat.",
    ),
}
TARGETS: Mapping[str, str] = {
    "channels/breach_a/__init__.py": "",
    "channels/breach_b/__init__.py": "",
    "channels/breach_b/driver.py": "",
    "audit/detectors/breach_b.py": "",
    "backends/breach.py": "",
    "sandbox/breach.py": "",
    "chat/breach_b.py": "from vestnik.chat import breach_a",
}


def _lint(tree: Path) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache", "--config", str(CONFIG)],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree / "src"), "PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy of the tree in which every wall is broken somewhere."""
    tree = tmp_path_factory.mktemp("broken")
    shutil.copytree(SRC, tree / "src", ignore=shutil.ignore_patterns("static", "__pycache__", "*.json"))
    for path, line in [*TARGETS.items(), *((breach.file, breach.line) for breach in BREACHES.values())]:
        file = tree / "src" / "vestnik" / path
        file.parent.mkdir(exist_ok=True)
        with file.open("a") as text:
            text.write(f"\n{line}\n")
    answer = _lint(tree)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    return answer.stdout


def test_the_tree_keeps_every_contract() -> None:
    answer = _lint(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert " 0 broken" in answer.stdout


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_is_seen(broken: str, name: str) -> None:
    breach = BREACHES[name]
    verdicts, _, report = broken.partition("Broken contracts")
    assert any(row.startswith(breach.contract) and " BROKEN" in row for row in verdicts.splitlines())
    assert breach.named in " ".join(report.split()), report


def test_every_contract_is_broken_by_some_breach() -> None:
    lines = CONFIG.read_text().splitlines()
    contracts = [line.removeprefix("name = ") for line in lines if line.startswith("name = ")]
    assert len(contracts) > 5
    for contract in contracts:
        assert any(contract.startswith(breach.contract) for breach in BREACHES.values()), contract
