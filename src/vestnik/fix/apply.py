"""Write a plan to disk, file by file, and prove that each finding is gone."""

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from vestnik.audit.documents import Document, read_document
from vestnik.fix.judge import Inspect, judge
from vestnik.fix.model import FileResult, FixResult, Outcome, Patch, Plan
from vestnik.kernel.errors import Conflict
from vestnik.kernel.text import N_, Text

_GIT_SECONDS = 30


def apply(
    root: Path,
    plan: Plan,
    documents: Mapping[str, Document],
    inspect: Inspect,
    *,
    include_unsafe: bool = False,
    allow_dirty: bool = False,
) -> FixResult:
    """Write the chosen patches; each file is replaced whole or not at all, and read back and audited after.

    ``root`` is the audited directory, or the one audited file. Symbolic links are not followed and nothing
    outside ``root`` is opened. A file that changed since it was read is left alone.

    Raises:
        Conflict: ``root`` lies in a git work tree with uncommitted changes, and ``allow_dirty`` is not set.
    """
    if not allow_dirty and is_dirty(root):
        raise Conflict(
            N_("В каталоге есть незафиксированные изменения git."),
            field="target",
            hint=N_("Сохраните их коммитом или повторите с --allow-dirty."),
        )
    result = FixResult()
    for path, patches in plan.by_path(include_unsafe=include_unsafe).items():
        document = documents[path]
        judged = judge(document, patches, inspect)
        if not judged.patches:
            result.files.append(FileResult(path, Outcome.REFUSED, 0, 0, judged.reason))
            continue
        reason = _write(root, document, judged.data, inspect)
        if reason is None:
            fixed = sum(len(patch.fingerprints) for patch in judged.patches)
            note = judged.reason if judged.dropped else None
            result.files.append(FileResult(path, Outcome.FIXED, len(judged.patches), fixed, note))
            result.remaining.extend(judged.remaining)
        else:
            result.files.append(FileResult(path, reason[0], 0, 0, reason[1]))
    return result


def is_dirty(root: Path) -> bool:
    """Tell whether git knows of uncommitted changes below ``root``; False where there is no git."""
    git = shutil.which("git")
    if git is None:
        return False
    folder = root if root.is_dir() else root.parent
    command = [git, "--no-optional-locks", "-c", "core.fsmonitor=false", "-C", str(folder)]
    shown = subprocess.run(  # noqa: S603 — a fixed command; the folder is one argument
        [*command, "status", "--porcelain", "--", "."], capture_output=True, check=False, timeout=_GIT_SECONDS
    )
    return shown.returncode == 0 and bool(shown.stdout.strip())


def _write(root: Path, document: Document, data: bytes, inspect: Inspect) -> tuple[Outcome, Text] | None:
    place = _inside(root, document.path)
    if place is None:
        return Outcome.REFUSED, N_("Файл лежит вне каталога или за символьной ссылкой.")
    try:
        if place.read_bytes() != document.data:
            return Outcome.REFUSED, N_("Файл изменился после проверки.")
        _replace(place, data)
        if place.read_bytes() == data and _same(document, data, inspect):
            return None
        _replace(place, document.data)
    except OSError as error:
        return Outcome.REFUSED, N_("Файл не записать: %(detail)s.", detail=error.strerror or str(error))
    return Outcome.RESTORED, N_("На диске оказалось не то, что записано: файл возвращён.")


def _same(document: Document, data: bytes, inspect: Inspect) -> bool:
    """Audit once more what now stands on the disk: no more findings than before the change."""
    now = [finding for finding in inspect(read_document(document.path, data)) if finding.actionable]
    before = [finding for finding in inspect(document) if finding.actionable]
    return len(now) < len(before)


def _inside(root: Path, path: str) -> Path | None:
    """Return the file when it is a plain file below the root with no symbolic link on the way."""
    base = root if root.is_dir() else root.parent
    parts = path.split("/")
    if any(part in {"", ".", ".."} for part in parts):
        return None
    place = base
    for part in parts:
        place = place / part
        if place.is_symlink():
            return None
    try:
        mode = place.lstat().st_mode
    except OSError:
        return None
    return place if stat.S_ISREG(mode) else None


def _replace(place: Path, data: bytes) -> None:
    """Put new bytes in the place of a file in one step; the mode stays."""
    mode = stat.S_IMODE(place.stat().st_mode)
    handle, temporary = tempfile.mkstemp(prefix=f".{place.name[:80]}.", suffix=".vestnik", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        os.replace(temporary, place)  # noqa: PTH105 — the temporary name is a plain string
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def total(patches: tuple[Patch, ...]) -> int:
    """Return how many findings the patches close."""
    return sum(len(patch.fingerprints) for patch in patches)
