"""A folder as it stood at a branch, a tag or a commit of git; nothing of the working tree is touched."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import Final

from vestnik.entrypoints.cli.usage import refuse

# Links become small texts: none may lead the reader out of the tree. Filters of the repository do not run.
_QUIET: Final = ("-c", "core.symlinks=false", "-c", "filter.lfs.smudge=", "-c", "filter.lfs.required=false")
_PATIENCE_S: Final = 600


@contextmanager
def tree_at(target: Path, ref: str) -> Iterator[Path]:
    """Yield a temporary copy of ``target`` as it stood at ``ref``; leaves with a sentence without one."""
    folder = target if target.is_dir() else target.parent
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{tree}}")
    if commit is None:
        refuse(_("В git нет «%(ref)s» для %(target)s.") % {"ref": ref, "target": target})
    inside = _git(folder, "rev-parse", "--show-prefix") or ""
    top = _git(folder, "rev-parse", "--show-toplevel") or str(folder)
    with tempfile.TemporaryDirectory(prefix="vestnik-", ignore_cleanup_errors=True) as copy:
        index = {"GIT_INDEX_FILE": f"{copy}/index"}
        tree = Path(copy) / "tree"
        done = _git(Path(top), "read-tree", commit, extra=index)
        if done is not None:
            done = _git(Path(top), "checkout-index", "--all", f"--prefix={tree}/", extra=index)
        there = tree / inside / ("" if target.is_dir() else target.name)
        if done is None or not there.exists():
            refuse(_("В «%(ref)s» нет %(target)s.") % {"ref": ref, "target": target})
        yield there


def _git(folder: Path, *words: str, extra: Mapping[str, str] | None = None) -> str | None:
    """Return what git says, or None when it refuses."""
    command = ["git", *_QUIET, *words]
    try:
        done = subprocess.run(  # noqa: S603 — a fixed command; what users name is an argument of it
            command,
            cwd=folder,
            env={**os.environ, **(extra or {})},
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        refuse(_("Для --git-ref нужна программа git, а она не отвечает."))
    return done.stdout.decode("utf-8", "surrogateescape").strip() if done.returncode == 0 else None
