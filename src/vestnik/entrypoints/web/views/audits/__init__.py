"""The pages of audits, and of the reports they are shared by."""

from typing import Final

from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.views.audits import (
    changes,
    checks,
    finding,
    findings,
    new,
    points,
    runs,
    shared_report,
    sharing,
)

PAGES: Final[tuple[Page, ...]] = tuple(
    page
    for module in (runs, new, points, findings, finding, checks, changes, sharing, shared_report)
    for page in module.PAGES
)
"""Addresses with a word in the place of an id come before those with the id."""
