"""Which template made a page: pages of one template share a key, whatever goods they show. Pure."""

import re
from hashlib import blake2b

import turbohtml

from vestnik.audit.documents import Document

_DEPTH = 4
"""Levels below ``body`` that belong to the frame of a page rather than to what it shows."""
_MOST = 400
"""Elements that are looked at."""
_DIGITS = re.compile(r"\d+")
_PASSING = frozenset({"script", "style", "link", "meta", "noscript", "br", "img", "p", "b", "i", "span", "a"})
"""Elements that come and go with the text."""


def template_of(document: Document) -> str:
    """Return the key of a page's template: twelve hexadecimal digits; empty when nothing is marked up.

    Two pages share it when the same kinds of blocks, by tag and first class, stand in the same places
    near the top of the tree. How often a block is repeated and what is written in it does not matter.
    """
    if not document.kind.marked_up:
        return ""
    body = document.tree.select_one("body")
    if body is None:
        return ""
    seen: set[str] = set()
    level: list[tuple[str, turbohtml.Element]] = [("", body)]
    looked = 0
    for _ in range(_DEPTH):
        below: list[tuple[str, turbohtml.Element]] = []
        for path, parent in level:
            for child in parent.children:
                if not isinstance(child, turbohtml.Element) or child.tag in _PASSING:
                    continue
                looked += 1
                if looked > _MOST:
                    break
                step = f"{path}>{child.tag}{_class_of(child)}"
                if step not in seen:
                    # One of equal siblings stands for all: a list of ten goods is a list of two.
                    seen.add(step)
                    below.append((step, child))
        level = below
    return blake2b("\n".join(sorted(seen)).encode("utf-8", "replace"), digest_size=6).hexdigest()


def _class_of(element: turbohtml.Element) -> str:
    value = element.attr("class")
    names = value if isinstance(value, list | tuple) else str(value or "").split()
    return "." + _DIGITS.sub("N", str(names[0])) if names else ""
