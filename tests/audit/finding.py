"""Shared by the finding tests: one inspector, and a short way to ask it."""

from functools import lru_cache

from vestnik.audit.documents import read_document
from vestnik.audit.inspect import Inspector
from vestnik.audit.model import Finding, Severity


@lru_cache(maxsize=1)
def inspector() -> Inspector:
    return Inspector()


def find(source: str | bytes, path: str = "page.html", *, encoding: str = "utf-8") -> list[Finding]:
    """Places of their own; the icon and the label of an address go with it."""
    data = source.encode(encoding) if isinstance(source, str) else source
    return [item for item in every(data, path) if not item.part]


def every(source: str | bytes, path: str = "page.html") -> list[Finding]:
    """Also the icons and labels that belong to an address."""
    data = source.encode() if isinstance(source, str) else source
    return inspector().inspect(read_document(path, data))


def loud(source: str | bytes, path: str = "page.html") -> list[Finding]:
    """Only what counts against the exit code."""
    return [item for item in find(source, path) if item.severity > Severity.INFO]


def rules(source: str | bytes, path: str = "page.html") -> list[str]:
    return [item.rule for item in find(source, path)]


def one(source: str | bytes, path: str = "page.html") -> Finding:
    found = find(source, path)
    assert len(found) == 1, [(item.rule, item.matched) for item in found]
    return found[0]


def sliced(item: Finding, data: bytes) -> bytes:
    return data[item.place.span.start : item.place.span.end]
