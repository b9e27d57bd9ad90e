"""Walk a directory or read one file; a bad file becomes a Trouble and the walk goes on."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vestnik.audit.documents import Document, looks_binary, looks_broken, read_document
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import AuditResult, Trouble

Progress = Callable[[int, str], None]
"""Called with the number of files read so far and the path just read."""

_SKIPPED = frozenset({".git", ".hg", ".svn", "node_modules", "bower_components", "__pycache__", ".venv"})
_BINARY = (
    *(
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".avif",
        ".ico",
        ".bmp",
        ".tif",
        ".tiff",
        ".psd",
        ".ai",
        ".eps",
    ),
    *(".woff", ".woff2", ".ttf", ".otf", ".eot"),
    *(".mp3", ".mp4", ".webm", ".ogg", ".wav", ".avi", ".mov", ".mkv", ".flv", ".swf"),
    *(".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".jar", ".phar"),
    *(".exe", ".dll", ".so", ".dylib", ".o", ".a", ".pyc", ".class", ".wasm", ".sqlite", ".db", ".mo"),
    *(".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods"),
)


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """Limits of a walk; sizes in bytes."""

    max_file: int = 5_000_000
    max_files: int = 500_000
    skip: frozenset[str] = _SKIPPED
    """Names of directories that are not entered."""


def scan_directory(
    root: Path,
    options: ScanOptions | None = None,
    progress: Progress | None = None,
    inspector: Inspector | None = None,
) -> AuditResult:
    """Inspect every text file below ``root``, or ``root`` itself, in a fixed order; no file stops it."""
    walk = _Walk(options or ScanOptions(), AuditResult(target=str(root)))
    inspector = inspector or Inspector()
    for path, name in walk.files(Path(root)):
        data = walk.read(path, name)
        if data is None:
            continue
        if progress is not None:
            progress(walk.result.files, name)
        if inspector.survives(data):
            walk.take(read_document(name, data), inspector)
    walk.close()
    return walk.result


class _Walk:
    """The walk's state: what was read, what could not be."""

    def __init__(self, options: ScanOptions, result: AuditResult) -> None:
        self.options, self.result = options, result
        self._binary = 0
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
                    if self.result.files >= self.options.max_files:
                        self.trouble(
                            name, "limit", f"Прочитано {self.options.max_files} файлов, дальше не идём."
                        )
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

    def read(self, path: str, name: str) -> bytes | None:
        """Return a text file's bytes, or None after noting why not."""
        if name.lower().endswith(_BINARY):
            self._binary += 1
            return None
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 — a Path per file costs a tenth of the scan
                data = file.read(self.options.max_file + 1)
        except OSError as error:
            self.unreadable(name, error)
            return None
        if looks_binary(data):
            self._binary += 1
            return None
        if len(data) > self.options.max_file:
            said = f"Файл больше {self.options.max_file // 1_000_000} МБ, не прочитан."
            self.trouble(name, "too_large", said)
            return None
        self.result.files += 1
        self.result.bytes += len(data)
        return data

    def take(self, document: Document, inspector: Inspector) -> None:
        """Keep what a document gave, and say what of it was not read."""
        inspection = inspector.examine(document)
        self.result.findings.extend(inspection.findings)
        self.result.troubles.extend(inspection.trouble(document.path))
        if looks_broken(document.text):
            said = f"Кодировка повреждена: часть букв не читается (взята {document.encoding})."
            self.trouble(document.path, "encoding", said)

    def unreadable(
        self, path: str, error: OSError, *, kind: str = "unreadable", incomplete: bool = True
    ) -> None:
        """Note what the system did not let us read."""
        self.trouble(path, kind, f"Не читается: {error.strerror or error}", incomplete=incomplete)

    def trouble(self, path: str, kind: str, detail: str, *, incomplete: bool = True) -> None:
        """Note what could not be read."""
        self.result.troubles.append(Trouble(path, kind, detail, incomplete))

    def close(self) -> None:
        """Sum up pictures and other binary files in one line."""
        if self._binary:
            said = f"Картинок, архивов и других двоичных файлов: {self._binary}; внутрь них аудит не смотрит."
            self.trouble(".", "binary", said, incomplete=False)
