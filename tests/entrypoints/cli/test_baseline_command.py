"""``vestnik baseline``: what is put aside is shown, and what is not there any more leaves the file."""

import json
from pathlib import Path

import pytest
import typer
from tests.entrypoints.cli.test_audit_command import LINK, audit
from typer.testing import CliRunner, Result

from vestnik.entrypoints.cli.audit.baseline import register


def baseline(*words: str | Path) -> Result:
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)
    return CliRunner().invoke(app, ["baseline", *map(str, words)], env={"COLUMNS": "140"})


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """Put two places aside, one of which is closed afterwards."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text(LINK, encoding="utf-8")
    (site / "two.html").write_text(LINK, encoding="utf-8")
    path = tmp_path / "known.json"
    audit(
        site, "--save-baseline", path, "--reason", "до весны", "--owner", "Реклама", "--until", "2020-03-01"
    )
    (site / "two.html").write_text("<p>Почта</p>", encoding="utf-8")
    return path


def test_what_is_put_aside_is_shown_with_its_day(known: Path) -> None:
    result = baseline("show", known)
    assert result.exit_code == 0
    for word in ("index.html", "TG-LINK-001", "до весны", "Реклама", "01.03.2020, прошёл"):
        assert word in result.stdout
    assert result.stdout.splitlines()[-1] == "Отложено: 2, срок прошёл: 2."


def test_what_is_gone_leaves_the_file(known: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    audit(tmp_path / "site", "--baseline", known, "--output", report)
    result = baseline("prune", known, "--report", report)
    assert (result.exit_code, result.stdout) == (0, "Вычеркнуто: 1, осталось: 1.\n")
    [entry] = json.loads(known.read_text(encoding="utf-8"))["accepted"]
    assert entry["path"] == "index.html"


def test_an_incomplete_report_prunes_nothing(known: Path, tmp_path: Path) -> None:
    before = known.read_bytes()
    report = tmp_path / "report.json"
    audit("http://127.0.0.1:1/", "--allow-private", "--output", report)
    result = baseline("prune", known, "--report", report)
    assert result.exit_code == 2
    assert "вычёркивать нельзя" in result.stderr
    assert known.read_bytes() == before


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"findings": 1}'])
def test_what_is_no_report_is_refused(known: Path, tmp_path: Path, body: str) -> None:
    report = tmp_path / "report.json"
    report.write_text(body, encoding="utf-8")
    result = baseline("prune", known, "--report", report)
    assert result.exit_code == 2
    assert "не отчёт JSON" in result.stderr


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    result = baseline("show", tmp_path / "nothing.json")
    assert result.exit_code == 2
    assert "nothing.json" in result.stderr
