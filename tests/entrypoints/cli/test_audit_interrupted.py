"""Ctrl-C ends an audit, and what was read until then is reported."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.entrypoints.cli.test_audit_command import LINK
from tests.house.tree import ROOT
from typing_extensions import override

from vestnik.audit.crawl import CrawlOptions
from vestnik.entrypoints.cli.audit.options import Reading
from vestnik.entrypoints.cli.audit.progress import AuditBar
from vestnik.entrypoints.cli.audit.targets import read_targets


class Stopped(AuditBar):
    """A bar that stops the audit at its third file, as Ctrl-C does."""

    @override
    def file(self, done: int, name: str) -> None:
        if done == 3:
            raise KeyboardInterrupt


def test_a_folder_that_is_broken_off_leaves_what_was_found(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"page{number}.html").write_text(LINK, encoding="utf-8")
    result = read_targets(Reading((str(tmp_path),), CrawlOptions()), Stopped(quiet=True))
    assert result.interrupted
    found = {finding.place.path for finding in result.findings}
    assert {"page0.html", "page1.html"} <= found
    assert "page8.html" not in found


class Slow(BaseHTTPRequestHandler):
    """A site whose second page never comes."""

    arrived = threading.Event()
    release = threading.Event()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the base class's name
        """Say nothing."""

    def do_GET(self) -> None:
        if self.path == "/slow.html":
            self.arrived.set()
            self.release.wait(60)
        body = f'{LINK}<a href="/slow.html">x</a>'.encode() if self.path == "/" else b""
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def test_ctrl_c_leaves_a_report_of_what_was_read(tmp_path: Path) -> None:
    Slow.arrived.clear()
    Slow.release.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    output = tmp_path / "report.json"
    process = subprocess.Popen(
        [
            sys.executable, "-m", "vestnik", "audit", f"http://127.0.0.1:{server.server_address[1]}/",
            "--allow-private", "--rate", "50", "--output", str(output),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert Slow.arrived.wait(60)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _out, said = process.communicate(timeout=60)
    finally:
        Slow.release.set()
        process.kill()
        server.shutdown()
        server.server_close()
        thread.join()
    assert process.returncode == 130, said.decode()
    whole = json.loads(output.read_text(encoding="utf-8"))
    assert whole["interrupted"] is True
    assert [row["match"] for row in whole["findings"]] == ["https://t.me/lavka_fiction"]
    assert "Проверка прервана" in said.decode()
