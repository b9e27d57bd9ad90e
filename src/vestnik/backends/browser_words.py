"""What a driver says → the kernel's words; and what is said to a page."""

import json
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote, quote_plus, urlsplit

from vestnik.kernel.browser import Box, BrowserProblem

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that carry nothing."""
BLANK: Final = """
input:not([type=submit]):not([type=button]):not([type=reset]), textarea, select, [contenteditable] {
  color: transparent !important; -webkit-text-fill-color: transparent !important;
  text-shadow: none !important; caret-color: transparent !important;
}
"""
"""What a visitor could have typed is not photographed."""
PRESS: Final = "function () { this.click(); }"
"""A press of what something else lies over."""
FILL: Final = """function (value) {
  const owner = this instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  if (this instanceof HTMLSelectElement) { this.selectedIndex = Math.min(1, this.options.length - 1); }
  else if (['checkbox', 'radio'].includes(this.type)) { if (this.checked !== (value === 'on')) this.click(); }
  else { Object.getOwnPropertyDescriptor(owner.prototype, 'value').set.call(this, value); }
  for (const kind of ['input', 'change', 'blur']) this.dispatchEvent(new Event(kind, { bubbles: true }));
}"""
"""An answer put into a field as a visitor's typing does it, with everything that scripts listen to."""


def around(boxes: Sequence[Box]) -> Box | None:
    """Return the smallest box that holds all; None for none."""
    if not boxes:
        return None
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    return Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)


def same_site(one: str, other: str) -> bool:
    """Tell whether two addresses belong to one site: the same host, or one below the other."""
    first, second = ((urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other))
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def written(value: str) -> tuple[bytes, ...]:
    """Return the ways in which a value can stand in a request; short ones would be met by chance."""
    if len(value) < 6:  # noqa: PLR2004 — "on", "1"
        return ()
    return value.encode(), quote(value).encode(), quote_plus(value).encode(), json.dumps(value)[1:-1].encode()


def body_kind(method: str, content_type: str) -> str:
    """Say what kind of data a request carries; empty for none."""
    kind = content_type.partition(";")[0].strip().lower()
    if method in READING:
        return ""
    known = {
        "application/x-www-form-urlencoded": "form",
        "multipart/form-data": "multipart",
        "text/plain": "text",
    }
    if kind in known:
        return known[kind]
    return "json" if kind.endswith("json") else "binary" if kind else ""


def reason(said: str) -> tuple[BrowserProblem, str]:
    """Turn the message of a driver's error into the fact to act on, and Chromium's own code."""
    code = said[said.find("net::") :].split(maxsplit=1)[0] if "net::" in said else ""
    if "ownload" in said:
        return BrowserProblem.DOWNLOAD, ""
    if code.startswith(("net::ERR_CERT", "net::ERR_SSL")):
        return BrowserProblem.TLS, code
    if "crashed" in said.lower():
        return BrowserProblem.CRASHED, ""
    if "INVALID_URL" in code or "invalid URL" in said:
        return BrowserProblem.BAD_URL, ""
    if code == "net::ERR_ABORTED":
        return BrowserProblem.DOWNLOAD, ""
    return BrowserProblem.UNREACHABLE, code or json.dumps(said[:120])
