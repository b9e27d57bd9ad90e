"""The file of ``--urls``: pages to read, one address a line."""

from gettext import gettext as _
from pathlib import Path
from typing import Final

from vestnik.audit.crawl.urls import canonical_url, origin_of
from vestnik.entrypoints.cli.usage import refuse

_MOST: Final = 20_000
_MAX_BYTES: Final = 10_000_000


def pages_of(path: Path) -> list[tuple[str, ...]]:
    """Return the pages of the file, those of one site together; leaves with a sentence when a line is wrong.

    Empty lines and lines that begin with ``#`` are passed over.
    """
    try:
        with path.open("rb") as file:
            body = file.read(_MAX_BYTES + 1)
        text = body.decode("utf-8-sig")
    except OSError as error:
        refuse(
            _("Список адресов %(path)s не читается: %(why)s.")
            % {"path": path, "why": error.strerror or error}
        )
    except UnicodeDecodeError:
        refuse(_("Список адресов %s не читается: это не текст UTF-8.") % path)
    sites: dict[str, dict[str, None]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        raw = line.strip()
        if not raw or raw.startswith("#"):
            continue
        url = canonical_url(raw)
        if url is None:
            # The line is not repeated: it may hold a password.
            refuse(_("%(path)s, строка %(line)s: это не адрес страницы.") % {"path": path, "line": number})
        sites.setdefault(origin_of(url), {})[url] = None
    pages = [tuple(urls) for urls in sites.values()]
    if not 0 < sum(map(len, pages)) <= _MOST or len(body) > _MAX_BYTES:
        refuse(_("В списке %(path)s должно быть от 1 до %(most)s адресов.") % {"path": path, "most": _MOST})
    return pages
