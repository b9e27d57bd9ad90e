"""Peak memory of a scan of many files, in a process of its own, beside a limit."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.harness import Bench, Figure, Side, version_of
from bench.pages import write_tree

FILES = int(os.environ.get("BENCH_FILES", "50000"))
SIZE = 2_500
ONE_IN = 22
SCAN_LIMIT_MB = 300
MEGABYTE = 1_000_000
PROBE = Path(__file__).resolve().parent / "peers" / "memory_probe.py"


@dataclass
class State:
    folder: Path
    planted: int


@contextmanager
def opened(folder: Path) -> Iterator[State]:
    tree = folder / "tree"
    yield State(tree, write_tree(tree, FILES, SIZE, ONE_IN))


def scan(state: State) -> float:
    ran = subprocess.run(
        [sys.executable, PROBE, state.folder], capture_output=True, text=True, check=True, env=_env()
    )
    told = json.loads(ran.stdout)
    assert told["files"] == FILES, f"{told['files']} files"
    assert told["places"] == state.planted, f"{told['places']} of {state.planted}"
    return FILES / (told["peak"] / MEGABYTE)


def limit(state: State, megabytes: int) -> float:
    del state
    return FILES / megabytes


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


VESTNIK = version_of("vestnik")

BENCH = Bench(
    name="memory",
    what=f"the most memory a scan of {FILES} files takes (resident, the interpreter included)",
    unit=f"files/MB of {FILES}",
    sides=(
        Side("vestnik scan", VESTNIK, "-", scan),
        Side(f"the limit of {SCAN_LIMIT_MB} MB", "-", "-", partial(limit, megabytes=SCAN_LIMIT_MB)),
    ),
    figures=(Figure("a scan", "vestnik scan", f"the limit of {SCAN_LIMIT_MB} MB", floor=1.0),),
    open=opened,
    notes=(f"megabytes = {FILES} / figure; every twenty-second file holds contacts.",),
)
