"""The demo is a promise: the whole line runs on real parts and says so."""

import subprocess
import sys

import pytest


@pytest.mark.timeout(180)
def test_the_demo_line_runs_headless_from_first_to_last_step():
    ran = subprocess.run(
        [sys.executable, "-m", "vestnik", "demo", "--check"],
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.count("✓") == 9
    assert "Показ пройден." in ran.stdout
