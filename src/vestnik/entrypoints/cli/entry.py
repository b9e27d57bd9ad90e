"""The command ``vestnik``: the language first, for help texts are read when commands are imported."""

import gettext
import os

from vestnik import config
from vestnik.entrypoints.i18n import DOMAIN, LOCALE
from vestnik.kernel.errors import CannotStart


def main() -> None:
    """Speak the installation's language, then run the command line."""
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = _language()
    from vestnik.entrypoints.cli.main import build

    build()()


def _language() -> str:
    try:
        return config.load().language
    except CannotStart:
        return "ru"  # the command itself says what is wrong with the settings
