"""Megabytes a second of the audit beside ripgrep, on the same tree with the same literals.

ripgrep answers "which files hold one of these strings"; so does our prefilter. The whole scan then also
decodes, parses and classifies what was found, which ripgrep has no notion of.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import MEGABYTE, Corpus, write_corpus
from bench.harness import Bench, Figure, Side, version_of
from vestnik.audit.inspect import Inspector
from vestnik.audit.scan import scan_directory

SIZE_MB = int(os.environ.get("BENCH_CORPUS_MB", "120"))


@dataclass
class State:
    corpus: Corpus
    literals: Path
    inspector: Inspector

    def rate(self, took: float) -> float:
        return self.corpus.bytes / MEGABYTE / took


@contextmanager
def opened(folder: Path) -> Iterator[State]:
    """Write the tree and the literals, and read every file once, so that all sides find it in memory."""
    corpus = write_corpus(folder / "site", SIZE_MB)
    inspector = Inspector()
    literals = folder / "literals.txt"
    wanted = [item.data for item in inspector.signatures.literals() if _is_text(item.data)]
    literals.write_bytes(b"".join(data + b"\n" for data in wanted))
    for path in _paths(corpus.folder):
        _read(path)
    yield State(corpus, literals, inspector)


def _is_text(data: bytes) -> bool:
    """Whether ripgrep can be given these bytes: its -F takes UTF-8 alone."""
    try:
        return "\n" not in data.decode()
    except UnicodeDecodeError:
        return False


def _paths(folder: Path) -> list[str]:
    """Return every file; plain strings, as pathlib's own cost is not what is measured here."""
    return [f"{where}/{name}" for where, _, names in os.walk(folder) for name in names]


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 — see _paths
        return file.read()


def ripgrep(state: State) -> float:
    command = ["rg", "-l", "-F", "-i", "-j1", "--no-config", "--no-ignore", "-f", str(state.literals), "."]
    began = time.perf_counter()
    ran = subprocess.run(command, cwd=state.corpus.folder, stdout=subprocess.PIPE, check=False)
    took = time.perf_counter() - began
    found = ran.stdout.count(b"\n")
    assert found >= state.corpus.planted, f"ripgrep found {found} of {state.corpus.planted} files"
    return state.rate(took)


def prefilter(state: State) -> float:
    survives = state.inspector.survives
    began = time.perf_counter()
    found = 0
    for path in _paths(state.corpus.folder):
        found += survives(_read(path))
    took = time.perf_counter() - began
    assert found >= state.corpus.planted, f"the prefilter kept {found} of {state.corpus.planted} files"
    return state.rate(took)


def scan(state: State) -> float:
    began = time.perf_counter()
    result = scan_directory(state.corpus.folder, inspector=state.inspector)
    took = time.perf_counter() - began
    files = {finding.place.path for finding in result.findings}
    assert len(files) >= state.corpus.planted, f"the scan found {len(files)} of {state.corpus.planted} files"
    assert result.files == state.corpus.files
    return state.rate(took)


def _missing() -> str | None:
    if shutil.which("rg") is None:
        return "bench audit: ripgrep is not in PATH; on Debian: apt-get install ripgrep"
    return None


def _rg_version() -> str:
    if shutil.which("rg") is None:
        return "absent"
    return subprocess.run(["rg", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]


VESTNIK = version_of("vestnik")

BENCH = Bench(
    name="audit",
    what=f"one process over a web project of {SIZE_MB} MB, files in the page cache",
    unit="MB/s",
    sides=(
        Side("vestnik prefilter", VESTNIK, "-", prefilter),
        Side("vestnik scan", VESTNIK, "-", scan),
        Side("rg -l -F -i -j1", _rg_version(), "-", ripgrep),
    ),
    figures=(
        Figure("files worth reading", "vestnik prefilter", "rg -l -F -i -j1", floor=1.0),
        Figure("whole scan with classification", "vestnik scan", "rg -l -F -i -j1", floor=0.45, aim=0.5),
    ),
    open=opened,
    missing=_missing,
    notes=(
        "one thread each; the same literals, but ripgrep is spared those in windows-1251 and koi8-r:",
        "its -F takes UTF-8 patterns alone.",
    ),
)
