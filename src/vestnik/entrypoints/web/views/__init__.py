"""The pages of the console, each module naming its own with their guards."""

from typing import Final

from vestnik.entrypoints.web.pages import Page
from vestnik.entrypoints.web.views import (
    audits,
    channels,
    company,
    keys,
    law,
    law_ask,
    me,
    messages,
    overview,
    people,
    platforms,
    preferences,
    reach,
    registry,
    registry_changes,
    sections,
    sign_in,
)

PAGES: Final[tuple[Page, ...]] = tuple(
    page
    for module in (
        sign_in,
        preferences,
        overview,
        company,
        audits,
        messages,
        law,
        law_ask,
        reach,
        platforms,
        registry,
        registry_changes,
        channels,
        keys,
        people,
        me,
        sections,
    )
    for page in module.PAGES
)
"""Every page there is; a house test reads the guards from here."""
