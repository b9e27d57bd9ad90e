"""Every path that a page of the documentation names is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house.tree import PACKAGE, ROOT, files, name, none

TOPS = {"src", "tests", "docs", "web", "bench", "examples", "deploy", "changes", ".ci"}
GENERATOR = ROOT / "docs" / "_ext" / "generate.py"
"""Makes the pages of docs/reference/generated at build time."""
ROOMS = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
SUFFIXES = {".py", ".md", ".toml", ".html", ".sh", ".service", ".mjs", ".yml"}
OUTSIDE = {"vestnik.toml", "pip.conf", "index.html", "report.html"}
"""Files a reader has or makes, not files of this tree."""

_FENCE = re.compile(r"^(```+|~~~+|:::+).*?^\1", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
_PATH = re.compile(r"[\w.@*<>{}-]+(/[\w.@*<>-]+)*/?\Z")


def _pages() -> list[Path]:
    top = [ROOT / page for page in ("README.md", "README.ru.md", "CONTRIBUTING.md", "SECURITY.md")]
    return top + list(files("docs", "src", "examples", "deploy", "bench", "changes", suffixes=(".md",)))


def _named(text: str) -> Iterator[str]:
    """Yield what reads as a path of this tree: code in backticks, and links to files."""
    text = _FENCE.sub("", text)
    for link in _LINK.findall(text):
        if "://" not in link and not link.startswith("mailto:"):
            yield link
    for code in _CODE.findall(text):
        first = code.partition("/")[0]
        if not _PATH.match(code) or code in OUTSIDE:
            continue
        if ("/" in code and first in TOPS | ROOMS) or Path(code).suffix in SUFFIXES:
            yield code


def _stands(path: str, page: Path) -> bool:
    pattern = re.sub(r"<[^>]+>", "*", path.rstrip("/"))
    for start in (page.parent, ROOT, PACKAGE, PACKAGE / "entrypoints"):
        if "*" in pattern and any(start.glob(pattern)):
            return True
        if any((start / variant).exists() for variant in (pattern, f"{pattern}.py")):
            return True
    if "generated/" in pattern:
        return f'"{pattern.partition("generated/")[2]}":' in GENERATOR.read_text()
    # A page may speak of a file that many folders have: ``driver.py``, ``store.py``.
    return "/" not in pattern and any(
        next(start.glob(f"**/{pattern}"), None) for start in (page.parent, PACKAGE)
    )


def _dead(page: Path) -> list[str]:
    assert page.is_file(), f"{page} is missing"
    return [path for path in _named(page.read_text()) if not _stands(path, page)]


@pytest.mark.parametrize("page", _pages(), ids=name)
def test_every_path_a_page_names_is_there(page: Path) -> None:
    none(_dead(page))


def test_the_journeys_name_their_files() -> None:
    for journey, least in {"a-message": 10, "a-finding": 8, "a-consent": 3}.items():
        page = ROOT / "docs" / "explanation" / f"{journey}.md"
        assert len(set(_named(page.read_text()))) >= least, page


def test_a_dead_path_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "`src/vestnik/kernel/core.py` stands, `notify/vanished.py` and [that](gone.md) do not; neither does\n"
        "`channels/<name>/vanished.py`. `application/json`, `/v1/messages` and `law decide` are no paths.\n"
        "```\nsrc/in/a/fence.py\n```\n"
    )
    assert _dead(page) == ["gone.md", "notify/vanished.py", "channels/<name>/vanished.py"]
