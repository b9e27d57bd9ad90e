"""Links of a page that may matter (policy, consent), found by their stems before anything is parsed. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

import turbohtml

from vestnik.audit.pages.links import anchor_of
from vestnik.audit.pages.model import Anchor
from vestnik.audit.pages.seeds import Seed, Seeds

_COMPONENTS: Final = ("Link", "NavLink", "NuxtLink", "RouterLink", "router-link", "nuxt-link")
"""What frameworks turn into links."""
_LONGEST = 1_200
_MAX = 300
_FOOTER: Final = re.compile(
    r"""(?:class|id)\s*=\s*["'][^"'<>]{0,80}?(?<![a-z])(?:foot(?:er)?|podval)(?![a-z])""", re.IGNORECASE
)
_REACH = 100


def footer_start(text: str, seeds: Seeds) -> int | None:
    """Where the page's footer begins (its tag, else the first class or id), or None without one."""
    named: int | None = None
    for at in seeds[Seed.FOOTER]:
        if text[max(0, at - 1) : at] == "<":
            return at - 1
        if named is None and (found := _FOOTER.search(text, max(0, at - _REACH), at + len("footer") + 1)):
            named = found.start()
    return named


def telling_anchors(text: str, seeds: Seeds) -> Iterator[Anchor]:
    """Yield every link whose words or address hold a stem of a policy or a consent; spans are of ``text``."""
    seen: set[int] = set()
    hits = sorted((*seeds[Seed.LINK], *seeds[Seed.PERSONAL]))[:_MAX]
    tags = ["a", *(tag for tag in _COMPONENTS if f"<{tag}" in text)] if hits else []
    for at in hits:
        start, tag = max((_opening(text, tag, at), tag) for tag in tags)
        if start < 0 or start in seen or text.find(f"</{tag}", start, at) >= 0:
            continue
        seen.add(start)
        end = text.find(f"</{tag}", at, start + _LONGEST)
        found = _read(text[start : end if end >= 0 else at + 80], tag)
        if found is not None:
            yield moved(found, start)


def _opening(text: str, tag: str, at: int) -> int:
    """Where the last such tag before a place begins; -1 without one near (``<article`` is no ``<a``)."""
    start = text.rfind(f"<{tag}", max(0, at - _LONGEST), at)
    while start >= 0 and not text[start + len(tag) + 1 : start + len(tag) + 2].isspace():
        start = text.rfind(f"<{tag}", max(0, at - _LONGEST), start)
    return start


def moved(anchor: Anchor, by: int) -> Anchor:
    """The same link counted from elsewhere."""
    return Anchor(anchor.href, anchor.words, anchor.start + by, anchor.end + by, opens=anchor.opens)


@lru_cache(maxsize=4_096)
def _read(source: str, tag: str) -> Anchor | None:
    """Read one link; a component of a framework (``<Link to=…>``) is read as the link it becomes."""
    plain = f"<a{source[len(tag) + 1 :]}"
    node = turbohtml.parse(plain, source_locations=True).select_one("a")
    if node is not None and tag != "a":
        return replace(anchor_of(node), start=0, end=0)
    return anchor_of(node) if node is not None else None
