"""Addresses of lists: the same filters, another page."""

from collections.abc import Mapping
from urllib.parse import urlencode

from vestnik.entrypoints.web.visit import Visit


def address(visit: Visit, **changes: object) -> str:
    """Return this page's address with some of its query changed; None removes a value."""
    values = {name: value for name, value in visit.request.query_params.items() if name != "done" and value}
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = str(value)
    query = urlencode(values)
    return f"{visit.request.url.path}?{query}" if query else visit.request.url.path


def chosen(visit: Visit, allowed: Mapping[str, object], name: str) -> str | None:
    """Return a filter's value when it is one of ``allowed``, else None: a made-up value filters nothing."""
    value = visit.query(name, limit=64)
    return value if value in allowed else None
