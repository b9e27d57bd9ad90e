"""The program runs on the dependencies it declares: what only developers have must not be needed."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib import metadata

from tests.house.tree import ROOT, SRC

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRA = re.compile(r"extra\s*==\s*[\"']([^\"']+)[\"']")

_PROBE = """
import importlib, pkgutil, sys

class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in blocked:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

blocked = set(sys.argv[2:])
sys.meta_path.insert(0, Wall())
import vestnik
for module in pkgutil.walk_packages(vestnik.__path__, "vestnik."):
    if not module.name.endswith("__main__") and ".migrations." not in module.name:
        importlib.import_module(module.name)
importlib.import_module(sys.argv[1])
"""


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _closure(requirements: Iterable[str]) -> set[str]:
    """Return the distributions that ``pip install`` of the requirements brings, by the installed metadata."""
    waiting = list(requirements)
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement, _, _ = waiting.pop().partition(";")
        match = _NAME.match(requirement.strip())
        assert match is not None, requirement
        name = _canonical(match[0])
        extras = re.search(r"\[([^\]]*)\]", requirement)
        for extra in ["", *(extras[1].split(",") if extras else [])]:
            if (name, extra.strip()) not in seen:
                seen.add((name, extra.strip()))
                waiting += _needs(name, extra.strip())
    return {name for name, _ in seen}


def _needs(name: str, extra: str) -> list[str]:
    try:
        declared = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []  # its marker does not hold on this machine
    needs = []
    for line in declared:
        asked = _EXTRA.search(line)
        if (asked[1] if asked else "") == extra:
            needs.append(line)
    return needs


def _modules_outside(allowed: set[str]) -> list[str]:
    mapping = metadata.packages_distributions()
    return sorted(
        module
        for module, owners in mapping.items()
        if module not in {"vestnik", "vestnik_client"} and not {_canonical(one) for one in owners} & allowed
    )


def _import_all(blocked: list[str], module: str = "vestnik") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", _PROBE, module, *blocked],
        cwd=SRC,
        capture_output=True,
        text=True,
        check=False,
    )


def _declared() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return list(project["dependencies"])


def test_every_module_imports_with_the_declared_dependencies_alone() -> None:
    blocked = _modules_outside(_closure(_declared()))
    assert "pytest" in blocked
    answer = _import_all(blocked)
    assert answer.returncode == 0, answer.stderr[-2000:]


def test_a_dependency_that_is_not_declared_is_seen() -> None:
    without = [one for one in _declared() if not one.startswith("msgspec")]
    answer = _import_all(_modules_outside(_closure(without)))
    assert answer.returncode != 0
    assert "No module named 'msgspec'" in answer.stderr
