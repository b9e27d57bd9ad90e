"""Rules of a style sheet that only draw a messenger."""

import re

from vestnik.audit.model import Finding
from vestnik.fix.model import Strategy
from vestnik.fix.page import Draft, Page, edit
from vestnik.kernel.text import N_

_RULE = re.compile(r"(?:^|(?<=[{};]))\s*(?P<selectors>[^{};@]+)\{[^{}]*\}")


def rewrite(page: Page, finding: Finding) -> Draft:
    """Take a rule out when every selector names a messenger."""
    draft = Draft([finding], Strategy.NONE, N_("Стиль рисует мессенджер"))
    text = page.markup.raw
    for match in _RULE.finditer(text):
        if match.start() <= finding.place.span.start < match.end():
            selectors = match.group("selectors").split(",")
            if all(page.words.mark.search(selector) for selector in selectors):
                draft.strategy, draft.title = Strategy.REMOVE, N_("Убрать стиль мессенджера")
                draft.edits.append(edit(match.start(), match.end()))
                return draft
    draft.doubt(N_("Правило служит не только мессенджеру."))
    return draft
