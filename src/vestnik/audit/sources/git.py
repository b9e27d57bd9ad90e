"""A commit of a git repository → its files, without a checkout.

Only plumbing that reads objects is called. The repository may be a stranger's: no hook, no monitor, no
configuration of the machine, no network; its own configuration cannot name a program that ``cat-file`` or
``ls-tree`` would run.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from vestnik.kernel.errors import CannotStart, InvalidInput
from vestnik.kernel.text import N_

_SECONDS: Final = 60
"""For one question; a local repository answers in milliseconds."""
_SECONDS_ALL: Final = 3_600
"""For reading all files of a commit."""
_QUIET: Final = (
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "protocol.allow=never"),
    *("-c", "core.quotePath=false"),
)
_SURROUNDINGS: Final = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
_FILE, _PROGRAM, _LINK, _SUBMODULE = "100644", "100755", "120000", "160000"


@dataclass(frozen=True, slots=True)
class Blob:
    """One entry of a commit's tree."""

    path: str
    object: str
    size: int
    mode: str

    @property
    def is_file(self) -> bool:
        """Whether it holds content: no symbolic link, no submodule."""
        return self.mode not in {_LINK, _SUBMODULE}

    @property
    def is_submodule(self) -> bool:
        """Whether its content lies in another repository."""
        return self.mode == _SUBMODULE


def is_bare_repository(folder: Path) -> bool:
    """Tell a repository without a work tree by what it is made of."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


class GitTree:
    """The files of one commit; a context manager, as a process of git answers for its contents."""

    def __init__(self, repository: Path, ref: str) -> None:
        """Find the commit; ``repository`` may be a folder or a file inside a work tree as well.

        Raises:
            CannotStart: git is not installed.
            InvalidInput: ``repository`` is in none, or there is no commit ``ref``.
        """
        git = shutil.which("git")
        if git is None:
            raise CannotStart(
                N_("Программа git не найдена."),
                field="git",
                hint=N_("Установите git или проверьте папку без --git-ref."),
            )
        place, self._under = _place(repository)
        if place is None:
            raise InvalidInput(
                N_("Это не репозиторий git: %(path)s.", path=str(repository)),
                field="target",
                hint=N_("Назовите папку или файл рабочего дерева, где есть .git, или голый репозиторий."),
            )
        self._command = (git, *_QUIET, f"--git-dir={_real(place)}")
        self._process: subprocess.Popen[bytes] | None = None
        self._timer: threading.Timer | None = None
        found = self._ask("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}") if _is_name(ref) else b""
        self.commit = found.decode("ascii", "replace").strip()
        if not self.commit:
            raise InvalidInput(
                N_("В репозитории нет коммита «%(ref)s».", ref=ref),
                field="git_ref",
                hint=N_("Подойдёт ветка, метка или хеш: main, v1.2, 4f1c0de."),
            )

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(  # noqa: S603 — a fixed command; the folder is one argument
            [*self._command, "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        self._timer = threading.Timer(_SECONDS_ALL, self._process.kill)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def files(self) -> Iterator[Blob]:
        """Yield the entries of the commit in git's order, named from the folder that was asked for."""
        listed = self._ask("ls-tree", "-r", "-z", "-l", "--full-tree", self.commit)
        for row in listed.split(b"\0"):
            facts, _, path = row.partition(b"\t")
            if len(fields := facts.decode("ascii", "replace").split()) == 4:  # noqa: PLR2004 — mode, type, id, size
                mode, _, name, size = fields
                if (shown := self._named(path.decode("utf-8", "replace"))) is not None:
                    yield Blob(shown, name, int(size) if size.isdecimal() else 0, mode)

    def _named(self, path: str) -> str | None:
        """Return a path as seen from the folder asked for, the name of a single file, None for others."""
        if not self._under:
            return path
        if path == self._under:
            return path.rpartition("/")[2]
        return path.removeprefix(self._under + "/") if path.startswith(self._under + "/") else None

    def copy(self, blob: Blob, into: IO[bytes]) -> None:
        """Write a file's content to ``into``, a block at a time.

        Raises:
            OSError: the object is missing (a shallow or partial clone), or git stopped.
        """
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise OSError("git is not running")
        process.stdin.write(blob.object.encode("ascii") + b"\n")
        process.stdin.flush()
        head = process.stdout.readline(1_000).split()
        if len(head) != 3 or not head[2].isdigit():  # noqa: PLR2004 — id, type, size
            raise OSError("объекта нет в репозитории")
        left = int(head[2])
        while left > 0:
            block = process.stdout.read(min(left, 1 << 20))
            if not block:
                raise OSError("git остановился")
            into.write(block)
            left -= len(block)
        process.stdout.read(1)

    def _ask(self, *words: str) -> bytes:
        try:
            ran = subprocess.run(  # noqa: S603 — a fixed command; the ref is one argument and no option
                [*self._command, *words],
                capture_output=True,
                check=False,
                timeout=_SECONDS,
                env=_environment(),
            )
        except subprocess.TimeoutExpired:
            return b""
        return ran.stdout if ran.returncode == 0 else b""


def _place(target: Path) -> tuple[Path | None, str]:
    """Return where git keeps its objects for a folder or a file, and its path below the top of the tree."""
    if is_bare_repository(target):
        return target, ""
    whole = target.resolve()
    for top in (whole, *whole.parents):
        if (top / ".git").exists():
            return top / ".git", "" if top == whole else whole.relative_to(top).as_posix()
    return None, ""


def _is_name(ref: str) -> bool:
    """Whether the words can be a ref, and are no option of git."""
    return bool(ref) and not ref.startswith("-") and ref.isprintable()


def _real(place: Path) -> str:
    """Follow a ``.git`` that is a file (a work tree of another repository)."""
    if place.is_file():
        said = place.read_text("utf-8", "replace").strip()
        if said.startswith("gitdir:"):
            return str((place.parent / said.removeprefix("gitdir:").strip()).resolve())
    return str(place)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | _SURROUNDINGS
