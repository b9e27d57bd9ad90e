"""Which pages their source alone does not explain, and which few of them are worth a browser. Pure."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from vestnik.audit.model import Carrier, Finding, State
from vestnik.audit.render.model import Reason, RenderMark
from vestnik.audit.render.options import RenderOptions

_QUIET = ("style", "noscript", "template", "svg")
# All patterns are for a page in lower case: folding in the patterns would cost ten times as much.
_SRC = re.compile(r"""\bsrc\s*=\s*["']?([^"'\s>]+)""")
_FRAME = re.compile(r"""<i?frame\b[^>]*?\bsrc\s*=\s*["']?(?:https?:)?//([^"'/\s>?#]+)""")
_ROOT = re.compile(
    r"""<(?:div|main|section)\b[^>]*\bid\s*=\s*["']?(?:root|app|__next|__nuxt|main-app|application|q-app)"""
    r"""["']?[^>]*>\s*</|<app-root\b[^>]*>\s*</app-root"""
)
_ASSEMBLED = re.compile(
    r"atob\s*\(|fromcharcode\s*\(|\.reverse\s*\(\s*\)\s*\.join|\]\s*\.join\s*\(\s*[\"'`][\"'`]\s*\)"
    r"|\beval\s*\(|unescape\s*\(|new\s+function\s*\(|(?:\\x[0-9a-f]{2}){6}|matchmedia\s*\(|attachshadow\s*\("
    r"|window\s*\.\s*open\s*\(|location(?:\.href)?\s*="
)
_LOADER = re.compile(
    r"createelement\s*\(\s*[\"']script[\"']|\.getscript\s*\(|\bimport\s*\(\s*[\"'](?:https?:)?//"
)
_FEW_WORDS = 200
"""Characters of words below which a page is not yet what its visitor reads."""
_MOST = 400_000
"""Characters of a page that are looked at here."""


def mark(url: str, html: str, findings: Sequence[Finding]) -> RenderMark | None:
    """Say why a browser should look at a page, or None; ``findings`` are what its source gave."""
    html = html[:_MOST].lower()
    scripts, rest = _apart(html, "script")
    frames = sorted(set(_FRAME.findall(html))) if "frame" in html else []
    reason = _reason(url, scripts, rest, frames, findings)
    return None if reason is None else RenderMark(url, reason, _template(url, scripts, frames))


def _reason(
    url: str,
    scripts: Sequence[tuple[str, str]],
    rest: str,
    frames: Sequence[str],
    findings: Sequence[Finding],
) -> Reason | None:
    code = "\n".join(body for _, body in scripts)
    if scripts and _ROOT.search(rest):
        return Reason.ROUTER
    if scripts and _has_few_words(rest):
        return Reason.EMPTY
    loads = _LOADER.search(code) or any(_is_foreign(url, attributes) for attributes, _ in scripts)
    if loads or any(one.carrier is Carrier.WIDGET and one.state is not State.COMMENTED for one in findings):
        return Reason.WIDGET
    if _ASSEMBLED.search(code):
        return Reason.ASSEMBLED
    host = urlsplit(url).netloc
    return Reason.FRAME if any(one != host for one in frames) else _sample(scripts)


def _sample(scripts: Sequence[tuple[str, str]]) -> Reason | None:
    return Reason.SAMPLE if any(_SRC.search(attributes) for attributes, _ in scripts) else None


def _is_foreign(url: str, attributes: str) -> bool:
    found = _SRC.search(attributes)
    try:
        host = urlsplit(found[1]).hostname if found else None
    except ValueError:
        return False
    return host is not None and host != urlsplit(url).hostname


def _apart(html: str, name: str) -> tuple[list[tuple[str, str]], str]:
    """Take the elements of a name out: (attributes, content) of each, and the rest; always in one pass."""
    opening, closing = f"<{name}", f"</{name}"
    found, rest, at = [], [], 0
    while (start := html.find(opening, at)) >= 0:
        inside = html.find(">", start) + 1
        end = html.find(closing, inside)
        if not inside or end < 0:
            break
        rest.append(html[at:start])
        found.append((html[start + len(opening) : inside - 1], html[inside:end]))
        at = html.find(">", end) + 1 or len(html)
    rest.append(html[at:])
    return found, " ".join(rest)


def _has_few_words(html: str) -> bool:
    for name in _QUIET:
        if f"<{name}" in html:
            _, html = _apart(html, name)
    seen = 0
    for part in html.split("<"):
        seen += len(part.rpartition(">")[2].strip())
        if seen >= _FEW_WORDS:
            return False
    return True


def _template(url: str, scripts: Iterable[tuple[str, str]], frames: Sequence[str]) -> str:
    """Pages that load the same files and hold inline scripts of the same size class are built alike."""
    loaded = {found[1].partition("?")[0] for one, _ in scripts if (found := _SRC.search(one))}
    inline = sorted(len(body).bit_length() for one, body in scripts if not _SRC.search(one))
    said = "\0".join([*sorted(loaded), *frames, repr(inline), str(url.count("/"))])
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


def choose(marks: Sequence[RenderMark], options: RenderOptions) -> list[str]:
    """Return the pages to show: a few of every template, short addresses before long, samples last."""
    taken: Counter[str] = Counter()
    samples = 0
    chosen: dict[str, None] = {}
    for one in sorted(marks, key=_by_worth):
        sample = one.reason is Reason.SAMPLE
        enough = 1 if sample else options.per_template
        if one.url in chosen or taken[one.template] >= enough or (sample and samples >= options.samples):
            continue
        taken[one.template] += 1
        samples += sample
        chosen[one.url] = None
    return list(chosen)[: options.max_pages]


def _by_worth(one: RenderMark) -> tuple[bool, int, int, str]:
    return one.reason is Reason.SAMPLE, one.url.count("/"), len(one.url), one.url
