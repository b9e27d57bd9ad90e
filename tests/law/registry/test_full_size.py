"""The command imports an export of full size within its memory, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.depth import SOAK, depth
from tests.law.registry.exports import REAL_BYTES, REAL_RECORDS, real_size, records, write_xlsx, write_xml

RECORDS = depth(2_000, REAL_RECORDS)
MAX_RSS_MB = 200
"""What the whole process may take; the imported packages alone take half of it."""

PROC = Path("/proc/self/status")
pytestmark = pytest.mark.skipif(not PROC.exists(), reason="the peak of a process is read from /proc")

_RUN = """
import re, sys
from pathlib import Path
from vestnik.entrypoints.cli.main import build
try:
    build()(["law", "registry", "import", sys.argv[1]])
except SystemExit as left:
    # Not getrusage: a child inherits its parent's peak there.
    peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
    print("peak", int(peak[1]) // 1024, file=sys.stderr)
    raise SystemExit(left.code)
"""


def imported(file: Path, data: Path) -> tuple[str, int]:
    """Run the command; return what it said and its peak memory in MB."""
    answer = subprocess.run(
        [sys.executable, "-c", _RUN, str(file)],
        env={**os.environ, "VESTNIK_DATA": str(data), "PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout, int(answer.stderr.split()[-1])


@pytest.mark.timeout(600)
def test_a_large_xml_needs_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    if SOAK:
        real_size(path)
        assert path.stat().st_size >= REAL_BYTES
    else:
        write_xml(path, records(RECORDS), filler=4_000)
    said, peak = imported(path, tmp_path / "data")
    assert f" {RECORDS}" in said
    assert peak < MAX_RSS_MB


@pytest.mark.timeout(600)
def test_a_large_sheet_needs_little_memory(tmp_path: Path) -> None:
    said, peak = imported(write_xlsx(tmp_path / "export.xlsx", records(RECORDS)), tmp_path / "data")
    assert f" {RECORDS}" in said
    assert peak < MAX_RSS_MB
