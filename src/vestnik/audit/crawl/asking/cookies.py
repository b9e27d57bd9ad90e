"""The cookies of one crawl: kept until it ends, sent back to the host that set them and to no other. Pure."""

import re
from urllib.parse import urlsplit

_NEXT = re.compile(r",\s*(?=[^\s;,=]+=)")
"""Between two ``Set-Cookie`` headers that were joined; a date's comma is followed by no name."""
_MAX, _LONGEST = 50, 4096
_GONE = re.compile(r";\s*max-age\s*=\s*(?:0|-\d+)\s*(?:;|$)", re.IGNORECASE)


class Cookies:
    """What each host asked to be told again; some sites show their pages only to whoever keeps cookies."""

    def __init__(self) -> None:
        """Start empty."""
        self._of: dict[str, dict[str, str]] = {}

    def header(self, url: str) -> str:
        """Return the ``Cookie`` header for an address, empty when its host has set none."""
        kept = self._of.get(_host(url)) if self._of else None
        return "; ".join(f"{name}={value}" for name, value in kept.items()) if kept else ""

    def take(self, url: str, set_cookie: str | None) -> bool:
        """Keep what the answer from ``url`` sets; tell whether anything is new."""
        if not set_cookie:
            return False
        kept = self._of.setdefault(_host(url), {})
        before = dict(kept)
        for one in _NEXT.split(set_cookie):
            pair, _, rest = one.partition(";")
            name, mark, value = pair.strip().partition("=")
            if not mark or not name or len(pair) > _LONGEST or not pair.isascii() or not pair.isprintable():
                continue
            if _GONE.search(f";{rest}"):
                kept.pop(name, None)
            elif name in kept or len(kept) < _MAX:
                kept[name] = value
        return kept != before


def _host(url: str) -> str:
    return urlsplit(url).netloc
