"""What the tests about the house itself share: where things are."""

from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
PACKAGE = SRC / "vestnik"
_MADE = {"__pycache__", "node_modules", "static", "generated", "_build", ".venv", ".make", "dist"}


def files(*tops: str, suffixes: tuple[str, ...] = (".py",)) -> Iterator[Path]:
    """Yield the tree's own files below ``tops``, in order; nothing that was made from others."""
    for top in tops:
        start = ROOT / top
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            if path.suffix in suffixes and path.is_file() and not _MADE & set(path.relative_to(ROOT).parts):
                yield path


def name(path: Path) -> str:
    """Return the path as the tree knows it: ``src/vestnik/app.py``."""
    return path.relative_to(ROOT).as_posix()


def none(problems: Iterable[str]) -> None:
    """Fail with every problem on a line of its own."""
    found = list(problems)
    assert not found, "\n" + "\n".join(found)
