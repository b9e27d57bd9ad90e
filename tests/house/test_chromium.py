"""A missing browser fails loudly; a stub is not taken for one."""

from pathlib import Path

import pytest
from tests import chromium


def _program(folder: Path, says: str, code: int = 0) -> Path:
    path = folder / "chromium-browser"
    path.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
    path.chmod(0o755)
    return path


def test_a_browser_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VESTNIK_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    stub = _program(tmp_path, "Chromium 140.0")
    monkeypatch.setattr(chromium, "_NAMES", ("chromium-browser",))
    assert chromium.find() == str(stub)


def test_a_stub_that_asks_for_another_installer_is_no_browser(tmp_path: Path) -> None:
    asks = "Command requires the chromium snap to be installed."
    assert not chromium._starts(str(_program(tmp_path, asks, 1)))
    assert not chromium._starts(str(tmp_path / "nothing"))


def test_a_named_browser_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VESTNIK_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(RuntimeError, match="VESTNIK_CHROMIUM names /nowhere/chromium"):
        chromium.find()


def test_no_browser_at_all_is_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VESTNIK_CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "_NAMES", ())
    monkeypatch.setattr(chromium, "_playwrights_own", lambda: None)
    with pytest.raises(RuntimeError, match="apt-get install chromium"):
        chromium.find()
