"""Where the browser's program is on this machine."""

import os
import shutil
from typing import Final

from vestnik.kernel.browser import BrowserUnavailable
from vestnik.kernel.text import N_

NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
INSTALL: Final = N_(
    "Debian: apt-get install chromium. Путь к другой программе — VESTNIK_CHROMIUM=/путь. "
    "Без сети поставьте пакет chromium из зеркала; проверка страниц без браузера: --render never."
)


def find_chromium(named: str | None = None) -> str:
    """Return the path of the browser's program.

    Raises:
        BrowserUnavailable: the named program is none, or there is none under the usual names.
    """
    if named:
        if not os.access(named, os.X_OK):
            raise BrowserUnavailable(
                N_("Браузер %(path)s не запускается: такой программы нет.", path=named),
                field="chromium",
                hint=INSTALL,
            )
        return named
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        raise BrowserUnavailable(N_("Браузер Chromium не найден."), field="chromium", hint=INSTALL)
    return found
