"""One form for every address, so that the same page is fetched once; and what counts as the same site."""

import re
from dataclasses import dataclass
from functools import lru_cache

from yarl import URL

MAX_URL = 2048
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_DEFAULT_PORTS = {"http": 80, "https": 443}
ASSETS = frozenset({".js", ".mjs", ".css", ".json", ".webmanifest", ".map"})
_BINARY_NAMES = (
    ".7z .aac .apk .avi .avif .bmp .bz2 .dmg .doc .docx .eot .exe .flac .gif .gz .heic .ico .iso .jpeg .jpg "
    ".m4a .m4v .mkv .mov .mp3 .mp4 .mpeg .msi .odp .ods .odt .ogg .ogv .otf .pdf .png .ppt .pptx .psd .rar "
    ".rtf .svgz .tar .tgz .tif .tiff .ttf .wav .weba .webm .webp .wmv .woff .woff2 .xls .xlsx .zip"
)
BINARY = frozenset(_BINARY_NAMES.split())
MEDIA = frozenset(
    {
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"),
        *(".pdf", ".doc", ".docx", ".xls", ".xlsx", ".pptx", ".odt", ".ods"),
    }
)
"""Pictures and documents that may be opened."""
_PLAIN = re.compile(r"/?[A-Za-z0-9_~-][A-Za-z0-9_~./-]*(?:\?[A-Za-z0-9_.~=&,-]+)?|/")
"""An address on the same site in which nothing is to be changed, once ``//`` and ``/.`` are ruled out."""
_WHOLE = re.compile(r"https?://[a-z0-9]|(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""An address that means the same on every page."""

_SESSION = re.compile(
    r"[?&;](?:(?:phpsessid|jsessionid|aspsessionid\w*|osc?sid|zenid|sid|s_?id|sess(?:ion)?_?id|session|cftoken)"
    r"=[\w,.!%-]{16,}|(?:utm_\w+|yclid|gclid|fbclid|ysclid|_openstat)=)",
    re.IGNORECASE,
)
"""Parts of an address that tell visits apart, not pages; a short ``sid=12`` may well be a section."""
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[\w.!-]*", re.IGNORECASE)
_NO_HOST = re.compile(r"[^\w.:%\[\]-]", re.ASCII)
"""What stands in no host name, and in no number of an address."""


def canonical_url(href: str, base: str | None = None) -> str | None:
    """Return the one form of an http(s) address, or None when it is no address to fetch.

    Relative addresses need ``base``. The fragment, a default port and dot segments go, host and scheme
    are in lower case, names are in punycode, the query stays as it is (tracking parameters included:
    a site may answer by them).
    """
    href = _CONTROL.sub("", href).strip()
    if len(href) > MAX_URL:
        return None
    head, mark, query = href.partition("?")
    try:
        url = URL(head.replace("\\", "/") + mark + query)
        if base is not None:
            url = URL(base).join(url)
        url = url.with_fragment(None)
        if (
            url.scheme not in _DEFAULT_PORTS
            or not url.raw_host
            or url.user is not None
            or url.password is not None
            or _NO_HOST.search(url.raw_host)
        ):
            return None
        if url.explicit_port == _DEFAULT_PORTS[url.scheme]:
            url = url.with_port(None)
        text = str(url)
        front = f"{url.scheme}://{url.raw_authority}"
        if not text[len(front) :].startswith("/"):
            text = f"{front}/{text[len(front) :]}"
        return text if len(text) <= MAX_URL and str(URL(text)) == text else None
    except (ValueError, UnicodeError):
        return None


_whole = lru_cache(4096)(canonical_url)


class Joint:
    """Resolves the addresses of one page; plain ones, which nearly all are, without taking them apart."""

    def __init__(self, base: str) -> None:
        """``base`` is the canonical address of the page, or what its ``<base href>`` says."""
        self._base = base
        head = base.partition("?")[0]
        self._folder = head[: head.rfind("/") + 1]
        self._origin = origin_of(base)
        self._plain = canonical_url(base) == base

    def resolve(self, href: str) -> str | None:
        """Return what ``canonical_url(href, base)`` does."""
        if self._plain:
            plain, mark, _ = href.partition("#")
            if mark and not plain:
                return self._base
            if plain.startswith(self._origin) and plain.startswith("/", len(self._origin)):
                plain = plain[len(self._origin) :]
            if _PLAIN.fullmatch(plain) and "//" not in plain and "/." not in plain:
                url = (self._origin if plain[0] == "/" else self._folder) + plain
                return url if len(url) <= MAX_URL else None
        if len(href) <= MAX_URL and _WHOLE.match(href):
            return _whole(href)
        return canonical_url(href, self._base)


def looks_binary(url: str) -> bool:
    """Tell by the name's ending that nothing readable is behind the address (a picture, an archive)."""
    return ending_of(url) in BINARY


def looks_asset(url: str) -> bool:
    """Tell by the name's ending that the address is a script, a style or data rather than a page."""
    return ending_of(url) in ASSETS


def ending_of(url: str) -> str:
    """Return the ending of the name in a canonical address with its dot, in lower case; empty without one."""
    path = url.partition("?")[0]
    name = path[path.rfind("/") + 1 :]
    dot = name.rfind(".")
    return name[dot:].lower() if dot >= 0 else ""


def without_session(url: str) -> str:
    """Return a canonical address without the parts that only tell one visit from another."""
    if "=" not in url or not _SESSION.search(url):
        return url
    head, _, query = _PATH_SESSION.sub("", url).partition("?")
    kept = [part for part in query.split("&") if part and not _SESSION.match(f"?{part}")]
    return f"{head}?{'&'.join(kept)}" if kept else head


def origin_of(url: str) -> str:
    """Return scheme, host and port of a canonical address."""
    return "/".join(url.split("/", 3)[:3])


@dataclass(frozen=True, slots=True)
class Site:
    """What belongs to one site: a host with and without ``www.``, on the ports of the web or its own."""

    host: str
    port: int | None
    """None for the standard ports: http and https are one site."""
    subdomains: bool = False
    others: tuple["Site", ...] = ()
    """Further sites that belong to it: a list of addresses may name several."""

    @classmethod
    def of(cls, url: str, *, subdomains: bool = False) -> "Site":
        """Return the site of a canonical address."""
        parts = URL(url)
        return cls(_bare(parts.raw_host or ""), parts.explicit_port, subdomains)

    def holds(self, url: str) -> bool:
        """Tell whether a canonical address is a part of this site."""
        name, _, port = url.split("/", 3)[2].partition(":") if "[" not in url else _with_brackets(url)
        host, number = _bare(name), int(port) if port else None
        return self._is(host, number) or any(site._is(host, number) for site in self.others)  # noqa: SLF001

    def _is(self, host: str, port: int | None) -> bool:
        if port != self.port:
            return False
        return host == self.host or (self.subdomains and host.endswith(f".{self.host}"))


def _with_brackets(url: str) -> tuple[str, str, str]:
    parts = URL(url)
    return parts.raw_host or "", ":", str(parts.explicit_port or "")


def _bare(host: str) -> str:
    return host.rstrip(".").removeprefix("www.")
