"""Links of Markdown: a new address with words that agree, or the link and its list item gone."""

import re

from vestnik.audit.model import Finding
from vestnik.fix.model import Strategy
from vestnik.fix.page import Draft, Page, edit
from vestnik.fix.targets import href, reword
from vestnik.kernel.text import N_

_LINK = re.compile(r"!?\[(?P<label>[^\[\]\r\n]*)\]\((?P<address>[^()\s]+)(?:\s+[\"'][^\"'\r\n]*[\"'])?\)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]+")
_BLANK = re.compile(r"[ \t.;,]*(?:\r\n|\n|\r|\Z)")


def rewrite(page: Page, finding: Finding) -> Draft | None:
    """Return what becomes of the link a finding stands in; None when it stands in none."""
    span, raw = finding.place.span, page.markup.raw
    line = max(raw.rfind("\n", 0, span.start), raw.rfind("\r", 0, span.start)) + 1
    link = next((m for m in _LINK.finditer(raw, line) if m.start() <= span.start < m.end()), None)
    if link is None or page.source.kind.value != "prose":
        return None
    for target in page.targets:
        label = page.text(*link.span("label"))
        new = reword(label, target, page.words)
        draft = Draft([finding], Strategy.REPLACE, N_("Вести на «%(target)s»", target=href(target)))
        draft.edits.append(edit(*link.span("address"), page.bytes(href(target))))
        if new is not None:
            draft.edits.append(edit(*link.span("label"), page.bytes(new)))
        return draft
    draft = Draft([finding], Strategy.REMOVE, N_("Убрать ссылку на мессенджер"))
    item, blank = _ITEM.match(raw, line), _BLANK.match(raw, link.end())
    if item is not None and item.end() == link.start() and blank is not None:
        draft.edits.append(edit(line, blank.end()))
    else:
        draft.edits.append(edit(*link.span()))
        draft.doubt(N_("Ссылка стоит внутри текста: проверьте, что он остался связным."))
    return draft
