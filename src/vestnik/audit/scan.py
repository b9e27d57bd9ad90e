"""Walk a directory or read one file; a bad file becomes a Trouble and the walk goes on."""

import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from vestnik.audit.documents import looks_binary
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import AuditResult, Trouble
from vestnik.audit.pages import PageCollector
from vestnik.audit.sources.formats import OPAQUE, format_of, suffix_of
from vestnik.audit.sources.git import Blob, GitTree, is_bare_repository
from vestnik.audit.sources.model import HEAD, SKIPPED, Opened, OpenLimits, Source
from vestnik.audit.sources.opening import Opening
from vestnik.audit.sources.plain import Known, inspect_text
from vestnik.kernel.errors import VestnikError

Progress = Callable[[int, str], None]
"""Called with the number of files read so far and the path just read."""


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """Limits of a walk; sizes in bytes."""

    max_file: int = 5_000_000
    """Of one text in memory at once; a longer one is read in windows."""
    max_files: int = 500_000
    skip: frozenset[str] = SKIPPED
    """Names of directories that are not entered."""
    inside: OpenLimits = field(default_factory=OpenLimits)
    """Limits of what is opened: archives, letters, documents."""
    page_checks: bool = False
    """Look for signs of 152-FZ faults in pages and templates too."""


def scan_directory(
    root: Path,
    options: ScanOptions | None = None,
    progress: Progress | None = None,
    inspector: Inspector | None = None,
) -> AuditResult:
    """Inspect every file below ``root``, or ``root`` itself, in a fixed order; no file stops it.

    A bare repository of git is read at its ``HEAD``. Ctrl+C ends the walk and leaves what was seen until
    then, with ``interrupted`` set.
    """
    if is_bare_repository(Path(root)):
        try:
            return scan_git(root, "HEAD", options, progress, inspector)
        except VestnikError as error:
            return AuditResult(target=str(root), troubles=[Trouble(str(root), "unreachable", str(error))])
    began = time.perf_counter()
    walk = _Walk(options or ScanOptions(), AuditResult(target=str(root)), inspector or Inspector(), progress)
    try:
        for path, name in walk.files(Path(root)):
            walk.look(path, name)
    except KeyboardInterrupt:
        walk.result.interrupted = True
    walk.close()
    walk.result.seconds = time.perf_counter() - began
    return walk.result


def scan_git(
    repository: Path,
    ref: str = "HEAD",
    options: ScanOptions | None = None,
    progress: Progress | None = None,
    inspector: Inspector | None = None,
) -> AuditResult:
    """Inspect the files of a commit without checking it out; as ``scan_directory`` in everything else.

    ``repository`` is a bare repository, a work tree, or a folder or file inside one: then only that is read,
    named as ``scan_directory`` would name it.

    Raises:
        CannotStart: git is not installed.
        InvalidInput: ``repository`` is none, or it has no commit ``ref``.
    """
    began = time.perf_counter()
    result = AuditResult(target=f"{repository}@{ref}")
    walk = _Walk(options or ScanOptions(), result, inspector or Inspector(), progress)
    with GitTree(Path(repository), ref) as tree:
        try:
            for blob in tree.files():
                if not walk.take(tree, blob):
                    break
        except KeyboardInterrupt:
            result.interrupted = True
    walk.close()
    result.seconds = time.perf_counter() - began
    return result


class _Walk:
    """The walk's state: what was read, what could not be."""

    def __init__(
        self, options: ScanOptions, result: AuditResult, inspector: Inspector, progress: Progress | None
    ) -> None:
        self.options, self.result = options, result
        self._inspector, self._progress = inspector, progress
        self._limits = replace(options.inside, window=options.max_file, skip=options.skip)
        self._known = Known()
        self._pages = PageCollector() if options.page_checks else None
        self._skipped = 0
        self._seen: set[tuple[int, int]] = set()

    def files(self, root: Path) -> Iterator[tuple[str, str]]:
        """Yield (path to open, name to show) of every file."""
        try:
            status = root.stat()
        except OSError as error:
            self.unreadable(str(root), error, kind="unreachable")
            return
        if not stat.S_ISDIR(status.st_mode):
            yield str(root), root.name
            return
        self._seen.add((status.st_dev, status.st_ino))
        yield from self._below(str(root), "")

    def _below(self, folder: str, prefix: str) -> Iterator[tuple[str, str]]:
        stack = [(folder, prefix)]
        while stack:
            folder, prefix = stack.pop()
            try:
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                self.unreadable(prefix or ".", error)
                continue
            deeper: list[tuple[str, str]] = []
            for entry in entries:
                name = prefix + entry.name
                if self._is_folder(entry, name, folder):
                    deeper.append((entry.path, name + "/"))
                elif self._is_file(entry, name):
                    if self._enough(name):
                        return
                    yield entry.path, name
            stack.extend(reversed(deeper))

    def _is_folder(self, entry: "os.DirEntry[str]", name: str, folder: str) -> bool:
        try:
            if not entry.is_dir() or entry.name in self.options.skip:
                return False
            if entry.is_symlink():
                status = entry.stat()
                identity = (status.st_dev, status.st_ino)
                real = os.path.realpath(entry.path)
                inside = (os.path.realpath(folder) + os.sep).startswith(real + os.sep)
                if inside or identity in self._seen:
                    said = f"Ссылка ведёт в уже прочитанную папку: {real}"
                    self.trouble(name, "link_loop", said, incomplete=False)
                    return False
                self._seen.add(identity)
        except OSError as error:
            looped = entry.is_symlink()
            self.unreadable(name, error, kind="link_loop" if looped else "unreadable", incomplete=not looped)
            return False
        return True

    def _is_file(self, entry: "os.DirEntry[str]", name: str) -> bool:
        try:
            if entry.is_file():
                return True
            if entry.is_symlink() and not entry.is_dir():
                self.trouble(name, "unreadable", "Ссылка никуда не ведёт.", incomplete=False)
        except OSError as error:
            self.unreadable(name, error)
        return False

    def take(self, tree: GitTree, blob: Blob) -> bool:
        """Inspect one file of a commit; False when there were enough."""
        if blob.is_submodule:
            self.trouble(blob.path, "unreadable", "Подмодуль git: его файлы лежат в другом репозитории.")
        elif blob.is_file and self.options.skip.isdisjoint(blob.path.split("/")[:-1]):
            if self._enough(blob.path):
                return False
            with tempfile.NamedTemporaryFile(prefix="vestnik-audit-") as file:
                try:
                    tree.copy(blob, file.file)
                    file.flush()
                except OSError as error:
                    self.unreadable(blob.path, error)
                    return True
                self.look(file.name, blob.path)
        return True

    def _enough(self, name: str) -> bool:
        if self.result.files < self.options.max_files:
            return False
        self.trouble(name, "limit", f"Прочитано {self.options.max_files} файлов, дальше не идём.")
        return True

    def look(self, path: str, name: str) -> None:
        """Inspect one file, whatever it is."""
        if suffix_of(name) in OPAQUE:
            self._skipped += 1
            return
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 — a Path per file costs a tenth of the scan
                data = file.read(self.options.max_file + 1)
        except OSError as error:
            self.unreadable(name, error)
            return
        if len(data) > self.options.max_file or format_of(name, data) is not None:
            self._open(path, name, data)
        elif looks_binary(data):
            self._skipped += 1
            return
        else:
            self._text(name, data)
            if self._pages is not None:
                self._pages.offer(name, data)
        if self._progress is not None:
            self._progress(self.result.files, name)

    def _text(self, name: str, data: bytes) -> None:
        self.result.files += 1
        self.result.bytes += len(data)
        if self._inspector.survives(data):
            found, troubles = inspect_text(name, data, self._inspector, self._known)
            self.result.findings.extend(found)
            self.result.troubles.extend(troubles)

    def _open(self, path: str, name: str, data: bytes) -> None:
        opening = Opening(self._inspector, self._limits, self._known, self._seen_inside)
        file = Path(path)
        try:
            opening.open(Source(name, file.stat().st_size, lambda: file.open("rb"), data[:HEAD]))
        except OSError as error:
            self.unreadable(name, error)
        except KeyboardInterrupt:
            self._keep(opening.opened)
            raise
        self._keep(opening.opened)

    def _seen_inside(self, name: str) -> None:
        if self._progress is not None:
            self._progress(self.result.files, name)

    def _keep(self, opened: Opened) -> None:
        self.result.findings.extend(opened.findings)
        self.result.troubles.extend(opened.troubles)
        self.result.files += opened.files
        self.result.bytes += opened.bytes
        self._skipped += opened.skipped

    def unreadable(
        self, path: str, error: OSError, *, kind: str = "unreadable", incomplete: bool = True
    ) -> None:
        """Note what the system did not let us read."""
        self.trouble(path, kind, f"Не читается: {error.strerror or error}", incomplete=incomplete)

    def trouble(self, path: str, kind: str, detail: str, *, incomplete: bool = True) -> None:
        """Note what could not be read."""
        self.result.troubles.append(Trouble(path, kind, detail, incomplete))

    def close(self) -> None:
        """Sum up fonts, films and programs in one line; say what all pages together show."""
        if self._pages is not None:
            conclusion = self._pages.finish(findings=self.result.findings)
            self.result.signals.extend(conclusion.signals)
            self.result.forms.extend(conclusion.forms)
            self.result.trackers.extend(conclusion.trackers)
        if self._skipped:
            said = (
                f"Шрифтов, видео, программ и других двоичных файлов: {self._skipped}; внутрь них не смотрим."
            )
            self.trouble(".", "binary", said, incomplete=False)
