"""A binary property list of Apple → the same as XML text."""

import plistlib
from collections.abc import Iterator
from html import escape
from typing import Any

from vestnik.audit.documents import Kind
from vestnik.audit.sources.budget import Budget
from vestnik.audit.sources.model import Given, Note, Part, Source

_MOST = 200_000
"""Values written out: a list may hold itself many times over."""


def read_plist(source: Source, budget: Budget) -> Iterator[Given]:
    """Yield the list as text: a file of its own, as its bytes are not those of the list."""
    lines: list[str] = []
    whole = _write(plistlib.loads(budget.load(source), fmt=plistlib.FMT_BINARY), lines)
    yield Part("xml.plist", "\n".join(lines).encode("utf-8", "replace"), Kind.XML)
    if not whole:
        yield Note("limit", f"Значений больше {_MOST}, прочитаны первые.")


def _write(value: Any, lines: list[str]) -> bool:
    """Append the lines of a value; False when there are more than are written."""
    waiting: list[Any] = [value]
    for _ in range(_MOST):
        if not waiting:
            return True
        item = waiting.pop()
        if isinstance(item, _Tag):
            lines.append(str(item))
        elif isinstance(item, dict):
            lines.append("<dict>")
            waiting.append(_Tag("</dict>"))
            for key, inner in reversed(item.items()):
                waiting += [inner, _Tag(f"<key>{escape(str(key))}</key>")]
        elif isinstance(item, list):
            lines.append("<array>")
            waiting += [_Tag("</array>"), *reversed(item)]
        else:
            said = "" if isinstance(item, bytes) else str(item)
            lines.append(f"<string>{escape(said)}</string>")
    return False


class _Tag(str):
    """Written as it stands."""

    __slots__ = ()
