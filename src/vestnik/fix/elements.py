"""All links and buttons of one page together: who is re-pointed, who goes, and what goes along."""

import re

from vestnik.audit.model import ChannelKind, Finding, Role
from vestnik.fix.markup import Element
from vestnik.fix.model import Strategy, Target
from vestnik.fix.page import Draft, Page, edit
from vestnik.fix.removal import Removal, balanced, container_of, remove
from vestnik.fix.rewriters.element import Unit, already_leads, describe, leads, replace, tidy
from vestnik.fix.targets import href
from vestnik.kernel.text import N_

_NEVER_REPLACED = frozenset(
    (ChannelKind.SHARE, ChannelKind.GROUP_INVITE, ChannelKind.CHANNEL, ChannelKind.POST, ChannelKind.LOGIN)
)
_COMMUNITY = re.compile(r"канал|групп[аеу]|сообществ|чат\s+\w+ей|подпи[сш]|channel|community", re.IGNORECASE)
"""A place for many is not a way to write to the company: it has no like elsewhere."""


def rewrite_elements(page: Page, units: list[Unit]) -> list[Draft]:
    """Return a draft for every unit; neighbours that would all lead to one target become one."""
    drafts: list[Draft] = []
    gone: list[Unit] = []
    elements = {unit.element for unit in units}
    used: dict[Element, list[Target]] = {}
    for unit in sorted(units, key=lambda one: one.element.start):
        if not _removable(page, unit):
            drafts.append(_unclear(unit))
            continue
        if not leads(page, unit):
            drafts.append(tidy(page, unit))
            continue
        container = container_of(page, unit.element)
        taken = used.setdefault(container, [])
        draft = None if _only_removed(page, unit) else _replaced(page, unit, container, taken, elements)
        if draft is None:
            gone.append(unit)
        else:
            drafts.append(draft)
    return drafts + [_removed(one, gone) for one in remove(page, [unit.element for unit in gone])]


def _only_removed(page: Page, unit: Unit) -> bool:
    return _COMMUNITY.search(describe(page, unit)) is not None or any(
        finding.role is Role.SHARE or finding.channel_kind in _NEVER_REPLACED for finding in unit.leads
    )


def _removable(page: Page, unit: Unit) -> bool:
    raw = page.markup.raw[unit.element.start : unit.element.end]
    return unit.element.closed and balanced(raw)


def _unclear(unit: Unit) -> Draft:
    draft = Draft(unit.findings, Strategy.NONE, N_("Ссылка на мессенджер в незакрытой разметке"))
    draft.doubt(N_("Границы элемента неясны: закройте тег или правьте руками."))
    return draft


def _replaced(
    page: Page, unit: Unit, container: Element, taken: list[Target], elements: set[Element]
) -> Draft | None:
    for target in page.targets:
        if target in taken or already_leads(page, container, target, elements):
            continue
        edits = replace(page, unit, target)
        if edits is not None:
            taken.append(target)
            title = N_("%(what)s — вести на %(target)s", what=describe(page, unit), target=href(target))
            return Draft(unit.findings, Strategy.REPLACE, title, edits)
    return None


def _removed(removal: Removal, units: list[Unit]) -> Draft:
    inside: list[Finding] = []
    for unit in units:
        if removal.start <= unit.element.start and unit.element.end <= removal.end:
            inside.extend(unit.findings)
    draft = Draft(inside, Strategy.REMOVE, N_("Убрать ссылку на мессенджер"))
    draft.edits.append(edit(removal.start, removal.end))
    if not removal.sure:
        draft.doubt(N_("Ссылка стоит внутри предложения: проверьте, что оно осталось связным."))
    return draft
