"""What a run looked at, worked out from what it read and what troubled it. Pure."""

from collections import Counter
from typing import Final
from urllib.parse import urlsplit

from vestnik.audit.model import AuditResult
from vestnik.audit.runs.history.model import Coverage
from vestnik.audit.runs.model import RunOptions

_KEPT_TROUBLES: Final = 1000
_KEPT_ROBOTS: Final = 50
"""How many lines a crawl keeps of each; at that number there may have been more."""


def coverage_of(result: AuditResult, options: RunOptions) -> Coverage:
    """Return the coverage of a finished run.

    A page that is no longer served was looked at: a visitor finds nothing there. A page closed by
    robots.txt was not, although the audit counts as complete.
    """
    gone = {
        trouble.path
        for trouble in result.troubles
        if trouble.kind == "http_status" and not trouble.incomplete  # 404 and 410 alone hide nothing
    }
    unread = {trouble.path for trouble in result.troubles if trouble.kind != "limit"} - gone
    kinds = Counter(trouble.kind for trouble in result.troubles)
    pages = {result.target, *result.read, *(finding.place.path for finding in result.findings)}
    return Coverage(
        complete=not result.incomplete,
        read=(result.read - unread) | gone,
        unread=unread,
        certain=len(result.troubles) < _KEPT_TROUBLES and kinds["robots"] < _KEPT_ROBOTS,
        by_browser=options.render,
        subdomains=options.subdomains,
        hosts=frozenset(urlsplit(page).hostname or "" for page in pages) - {""},
    )
