"""A commit is read without a checkout, and nothing of the repository runs."""

import os
import subprocess
from pathlib import Path

import pytest
from tests.audit.finding import inspector
from tests.audit.sources.packing import LINK, zipped

from vestnik.audit.model import AuditResult
from vestnik.audit.scan import ScanOptions, scan_directory, scan_git
from vestnik.kernel.errors import InvalidInput


def git(folder: Path, *words: str) -> None:
    surroundings = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    names = ["-c", "user.name=x", "-c", "user.email=x@example.ru", "-c", "init.defaultBranch=main"]
    subprocess.run(
        ["git", *names, "-C", str(folder), *words], check=True, capture_output=True, env=surroundings
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    (folder / "шаблоны").mkdir(parents=True)
    git(folder, "init")
    (folder / "шаблоны" / "page one.html").write_bytes(LINK)
    (folder / "site.zip").write_bytes(zipped({"a.html": LINK}))
    (folder / "link.html").symlink_to("/etc/passwd")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "first")
    git(folder, "tag", "v1")
    (folder / "шаблоны" / "page one.html").write_bytes(b"closed")
    (folder / "site.zip").unlink()
    git(folder, "commit", "-am", "second")
    return folder


def read(folder: Path, ref: str = "HEAD") -> AuditResult:
    return scan_git(folder, ref, inspector=inspector())


def test_a_commit_is_read_whatever_the_work_tree_holds(repository: Path) -> None:
    assert [item.place.path for item in read(repository, "v1").findings] == [
        "site.zip!/a.html",
        "шаблоны/page one.html",
    ]
    assert read(repository).findings == []
    assert read(repository, "v1").target == f"{repository}@v1"


def test_a_bare_repository_is_read_at_its_head(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--bare", str(repository), "bare.git")
    assert scan_directory(tmp_path / "bare.git", inspector=inspector()).findings == []
    git(tmp_path / "bare.git", "update-ref", "HEAD", "v1")
    found = scan_directory(tmp_path / "bare.git", inspector=inspector()).findings
    assert [item.place.path for item in found] == ["site.zip!/a.html", "шаблоны/page one.html"]


def test_a_folder_and_a_file_of_a_repository_are_read_alone(repository: Path) -> None:
    for part in ("шаблоны", "шаблоны/page one.html"):
        assert [item.place.path for item in read(repository / part, "v1").findings] == ["page one.html"]
    assert read(repository / "шаб", "v1").files == 0


def test_nothing_of_the_repository_runs(repository: Path, tmp_path: Path) -> None:
    trap = tmp_path / "ran"
    script = tmp_path / "trap.sh"
    script.write_text(f"#!/bin/sh\ntouch {trap}\n")
    script.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.external",
        "core.alternateRefsCommand",
    ):
        git(repository, "config", key, str(script))
    git(repository, "config", "filter.x.smudge", str(script))
    (repository / ".git" / "info" / "attributes").write_text("* filter=x diff=x\n")
    for hook in ("post-checkout", "pre-commit", "reference-transaction", "post-index-change"):
        path = repository / ".git" / "hooks" / hook
        path.write_text(script.read_text())
        path.chmod(0o755)
    assert len(read(repository, "v1").findings) == 2
    assert not trap.exists()


@pytest.mark.parametrize("ref", ["none", "--output=/tmp/x", "-h", "", "v1:site.zip", "a\nb"])
def test_a_ref_that_is_no_commit_is_refused(repository: Path, ref: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(repository, ref)
    assert caught.value.field == "git_ref"


def test_a_folder_that_is_no_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(tmp_path)
    assert caught.value.field == "target"


def test_a_bare_repository_without_a_commit_is_a_line(tmp_path: Path) -> None:
    git(tmp_path, "init", "--bare", "bare.git")
    result = scan_directory(tmp_path / "bare.git", inspector=inspector())
    assert [item.kind for item in result.troubles] == ["unreachable"]


def test_a_missing_object_is_a_line_and_the_rest_is_read(repository: Path) -> None:
    shown = subprocess.run(
        ["git", "-C", str(repository), "rev-parse", "v1:site.zip"], check=True, capture_output=True, text=True
    ).stdout.strip()
    (repository / ".git" / "objects" / shown[:2] / shown[2:]).unlink()
    result = read(repository, "v1")
    assert [item.place.path for item in result.findings] == ["шаблоны/page one.html"]
    assert [(item.path, item.kind) for item in result.troubles] == [("site.zip", "unreadable")]


def test_the_limit_of_files_holds_for_a_commit_too(repository: Path) -> None:
    result = scan_git(repository, "v1", ScanOptions(max_files=1), inspector=inspector())
    assert [item.kind for item in result.troubles] == ["limit"]
