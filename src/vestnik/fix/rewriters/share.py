"""Lists of share services: the foreign ones leave the list, the others stay in their order."""

import re

from vestnik.audit.model import Finding
from vestnik.fix.markup import Attribute
from vestnik.fix.model import Strategy
from vestnik.fix.page import Draft, Page, edit
from vestnik.kernel.text import N_

_ITEM = re.compile(r"\s*([\w.-]+)\s*(?:,|\Z)")


def services(page: Page, finding: Finding) -> Attribute | None:
    """Return the ``data-services`` attribute of the element a finding stands in."""
    span = finding.place.span
    element = page.markup.innermost(span.start, span.end)
    return element.attribute("data-services")


def rewrite(page: Page, findings: list[Finding], attribute: Attribute) -> Draft:
    """Take all messengers out of one list; an empty list would mean "all", so the block goes to review."""
    draft = Draft(findings, Strategy.REMOVE, N_("Убрать мессенджеры из кнопок «поделиться»"))
    value = page.markup.text[attribute.start : attribute.end]
    items = list(_ITEM.finditer(value))
    foreign = [item for item in items if page.words.mark.fullmatch(item.group(1))]
    kept = [item for item in items if item not in foreign]
    if "".join(item.group() for item in items) != value or not foreign:
        draft.strategy = Strategy.NONE
        draft.doubt(N_("Список служб собирается программой."))
        return draft
    if not kept:
        draft.doubt(N_("Кроме мессенджеров, в списке ничего нет: блок стоит убрать целиком."))
    new = ",".join(item.group(1) for item in kept)
    draft.edits.append(edit(attribute.start, attribute.end, page.bytes(new)))
    return draft
