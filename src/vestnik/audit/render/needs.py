"""Which pages their source alone does not explain, and which few of them are worth a browser. Pure."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from vestnik.audit.model import Carrier, Finding, State
from vestnik.audit.render.model import Reason, RenderMark
from vestnik.audit.render.options import RenderOptions

_TAGS = re.compile(r"<[^>]*>")
_QUIET = ("style", "noscript", "template", "svg")
_SRC = re.compile(r"""\bsrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_FRAME = re.compile(r"""<i?frame\b[^>]*?\bsrc\s*=\s*["']?(?:https?:)?//([^"'/\s>?#]+)""", re.IGNORECASE)
_ROOT = re.compile(
    r"""<(?:div|main|app-root|section)\b[^>]*\bid\s*=\s*["']?(?:root|app|__next|__nuxt|main-app|application|q-app)["']?[^>]*>\s*</"""
    r"""|<app-root\b[^>]*>\s*</app-root""",
    re.IGNORECASE,
)
_ASSEMBLED = re.compile(
    r"\batob\s*\(|fromCharCode\s*\(|\.reverse\s*\(\s*\)\s*\.join|\]\s*\.join\s*\(\s*[\"'`][\"'`]\s*\)"
    r"|\beval\s*\(|unescape\s*\(|new\s+Function\s*\(|(?:\\x[0-9a-f]{2}){6}|matchMedia\s*\(|attachShadow\s*\("
    r"|window\s*\.\s*open\s*\(|location(?:\.href)?\s*=",
    re.IGNORECASE,
)
_LOADER = re.compile(
    r"createElement\s*\(\s*[\"']script[\"']|\.getScript\s*\(|\bimport\s*\(\s*[\"'](?:https?:)?//",
    re.IGNORECASE,
)
_FEW_WORDS = 200
"""Characters of words below which a page is not yet what its visitor reads."""
_MOST = 400_000
"""Characters of a page that are looked at here."""


def mark(url: str, html: str, findings: Sequence[Finding]) -> RenderMark | None:
    """Say why a browser should look at a page, or None; ``findings`` are what its source gave."""
    scripts, rest = _apart(html[:_MOST], "script")
    reason = _reason(url, html[:_MOST], scripts, rest, findings)
    return None if reason is None else RenderMark(url, reason, _template(url, html[:_MOST], scripts))


def _reason(
    url: str, html: str, scripts: Sequence[tuple[str, str]], rest: str, findings: Sequence[Finding]
) -> Reason | None:
    if scripts and _ROOT.search(rest):
        return Reason.ROUTER
    if scripts and len(_words(rest)) < _FEW_WORDS:
        return Reason.EMPTY
    code = "\n".join(body for _, body in scripts)
    loads = _LOADER.search(code) or any(_is_foreign(url, attributes) for attributes, _ in scripts)
    if loads or any(one.carrier is Carrier.WIDGET and one.state is not State.COMMENTED for one in findings):
        return Reason.WIDGET
    if _ASSEMBLED.search(code):
        return Reason.ASSEMBLED
    host = urlsplit(url).netloc
    return Reason.FRAME if any(one != host for one in _FRAME.findall(html)) else None


def _is_foreign(url: str, attributes: str) -> bool:
    found = _SRC.search(attributes)
    try:
        host = urlsplit(found[1]).hostname if found else None
    except ValueError:
        return False
    return host is not None and host != urlsplit(url).hostname


def _apart(html: str, name: str) -> tuple[list[tuple[str, str]], str]:
    """Take the elements of a name out: (attributes, content) of each, and the rest; always in one pass."""
    lowered, opening, closing = html.lower(), f"<{name}", f"</{name}"
    found, rest, at = [], [], 0
    while (start := lowered.find(opening, at)) >= 0:
        inside = lowered.find(">", start) + 1
        end = lowered.find(closing, inside)
        if not inside or end < 0:
            break
        rest.append(html[at:start])
        found.append((html[start + len(opening) : inside - 1], html[inside:end]))
        at = lowered.find(">", end) + 1 or len(html)
    rest.append(html[at:])
    return found, " ".join(rest)


def _words(html: str) -> str:
    for name in _QUIET:
        _, html = _apart(html, name)
    return " ".join(_TAGS.sub(" ", html).split())


def _template(url: str, html: str, scripts: Iterable[tuple[str, str]]) -> str:
    """Pages that load the same files and hold inline scripts of the same size class are built alike."""
    loaded = sorted({found[1].partition("?")[0] for one, _ in scripts if (found := _SRC.search(one))})
    frames = sorted(set(_FRAME.findall(html)))
    inline = sorted(len(body).bit_length() for one, body in scripts if not _SRC.search(one))
    said = "\0".join([*loaded, *frames, repr(inline), str(url.count("/"))])
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


def choose(marks: Sequence[RenderMark], options: RenderOptions) -> list[str]:
    """Return the pages to show: a few of every template first, the shortest addresses before others."""
    taken: Counter[str] = Counter()
    chosen: list[str] = []
    for one in sorted(marks, key=lambda item: (item.url.count("/"), len(item.url), item.url)):
        if taken[one.template] < options.per_template and one.url not in chosen:
            taken[one.template] += 1
            chosen.append(one.url)
    return chosen[: options.max_pages]
