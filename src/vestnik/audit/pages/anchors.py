"""Links of a page that may matter (policy, consent), found by their stems before anything is parsed. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

import turbohtml

from vestnik.audit.pages.links import anchor_of
from vestnik.audit.pages.model import Anchor

_SEEDS: Final = (
    "олитик",
    "ОЛИТИК",
    "онфиденц",
    "ОНФИДЕНЦ",
    "ерсональн",
    "ЕРСОНАЛЬН",
    "огласи",
    "ОГЛАСИ",
    "ложени",
    "ПДн",
    "rivacy",
    "RIVACY",
    "olicy",
    "olitik",
    "onfiden",
    "oglasi",
    "ersonal",
    "consent",
    "Consent",
)
_TAGS: Final = (
    "a ",
    "a\n",
    "a\r",
    "a\t",
    "Link",
    "NavLink",
    "NuxtLink",
    "RouterLink",
    "router-link",
    "nuxt-link",
)
_LONGEST = 1_200
_MAX = 300
_FOOTER: Final = re.compile(
    r"""<footer\b|(?:class|id)\s*=\s*["'][^"'<>]{0,80}?(?<![a-z])(?:foot(?:er)?|podval)(?![a-z])""",
    re.IGNORECASE,
)
_FOOTER_SEEDS: Final = ("foot", "Foot", "FOOT", "podval")
_LAST_PART = 0.15


def footer_start(text: str) -> int | None:
    """Where the page's footer begins, or None when nothing is called so."""
    last: int | None = None
    if any(seed in text for seed in _FOOTER_SEEDS):
        body = text.find("<body")
        for found in _FOOTER.finditer(text, max(0, body)):
            last = found.start() if last is None else last
            if text.startswith("<footer", found.start()):
                return found.start()
    return last


def telling_anchors(text: str) -> Iterator[Anchor]:
    """Yield every link whose words or address hold a stem of a policy or a consent; spans are of ``text``."""
    seen: set[int] = set()
    hits = _hits(text)
    tags = [tag for tag in _TAGS if f"<{tag}" in text] if hits else []
    for at in hits:
        start, tag = max(
            ((text.rfind(f"<{tag}", max(0, at - _LONGEST), at), tag) for tag in tags), default=(-1, "")
        )
        closing = "</" + tag.strip()
        if start < 0 or start in seen or text.find(closing, start, at) >= 0:
            continue
        seen.add(start)
        end = text.find(closing, at, start + _LONGEST)
        found = _read(text[start : end if end >= 0 else at + 80], tag.strip())
        if found is not None:
            yield replace(found, start=found.start + start, end=found.end + start)


def _hits(text: str) -> list[int]:
    hits: list[int] = []
    for seed in _SEEDS:
        at = text.find(seed)
        while at >= 0 and len(hits) < _MAX:
            hits.append(at)
            at = text.find(seed, at + len(seed))
    return sorted(hits)


@lru_cache(maxsize=4_096)
def _read(source: str, tag: str) -> Anchor | None:
    """Read one link; a component of a framework (``<Link to=…>``) is read as the link it becomes."""
    plain = f"<a{source[len(tag) + 1 :]}"
    node = turbohtml.parse(plain, source_locations=True).select_one("a")
    if node is not None and tag != "a":
        return replace(anchor_of(node), start=0, end=0)
    return anchor_of(node) if node is not None else None
