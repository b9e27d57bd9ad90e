"""Where Chromium is: ``find()`` for tests; run as a program it also installs one, and prints its path."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_HELP = (
    "Chromium is needed by the tests and was not found. Install it (Debian: apt-get install chromium), "
    "or name it: VESTNIK_CHROMIUM=/path/to/chromium."
)


def find() -> str:
    """Return the path of a Chromium.

    Raises:
        RuntimeError: there is none; a test without its browser fails, it is never skipped.
    """
    named = os.environ.get("VESTNIK_CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            raise RuntimeError(f"VESTNIK_CHROMIUM names {named}, which is no program. {_HELP}")
        return named
    for name in _NAMES:
        path = shutil.which(name)
        if path and _starts(path):
            return path
    path = _playwrights_own()
    if path:
        return path
    raise RuntimeError(_HELP)


def _starts(path: str) -> bool:
    """Tell whether it is a browser: Ubuntu's package may be a stub that asks for snap."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and b"Chrom" in answer.stdout


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _install() -> None:
    """Take Debian's package as root, else Playwright's own build."""
    release = Path("/etc/os-release")
    debian = release.exists() and "\nID=debian\n" in f"\n{release.read_text()}\n"
    if debian and os.geteuid() == 0 and shutil.which("apt-get"):
        _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
    else:
        extra = ("--with-deps",) if os.geteuid() == 0 else ()
        _run(sys.executable, "-m", "playwright", "install", *extra, "chromium")


def _run(*command: str) -> None:
    print("Chromium:", *command, file=sys.stderr)  # noqa: T201
    subprocess.run(
        command, check=True, stdout=sys.stderr, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    )


def main() -> int:
    try:
        path = find()
    except RuntimeError:
        if os.environ.get("VESTNIK_CHROMIUM"):
            raise
        try:
            _install()
        except subprocess.CalledProcessError as error:
            print(f"{_HELP} (The attempt to install it ended with {error.returncode}.)", file=sys.stderr)  # noqa: T201
            return 1
        path = find()
    print(path)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
