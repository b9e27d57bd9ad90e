"""Widgets: the loader and its settings leave together, or stand commented out for review."""

import re

from vestnik.audit.model import Finding, Severity
from vestnik.fix.markup import Element
from vestnik.fix.model import Strategy
from vestnik.fix.page import Draft, Page, edit
from vestnik.fix.removal import balanced, remove
from vestnik.kernel.text import N_

_WIDGETS = re.compile(
    r"getbutton\.io|WhWidgetSendButton|whatshelp|elfsight|telegram-widget|telegram-web-app|joinchat|chaty|"
    r"customerchat|wa-widget|whatsapp[-_.]?widget|tgwidget",
    re.IGNORECASE,
)
_STATEMENTS = re.compile(r"\bfunction\s+\w+\s*\(|\bimport\b|\bexport\b|\$\.ajax|fetch\(|addEventListener")
_SHORT = 4_000


def script_of(page: Page, finding: Finding) -> Element | None:
    """Return the script, frame or other embedded thing a finding stands in."""
    span = finding.place.span
    element = page.markup.innermost(span.start, max(span.start, span.end))
    return element if element.name in {"script", "iframe", "embed", "object", "noscript"} else None


def is_widget(page: Page, element: Element, findings: list[Finding]) -> bool:
    """Tell whether the whole element serves the widget alone, so that nothing else is lost with it."""
    if element.name != "script" or element.attribute("src") is not None:
        return True
    body = page.markup.text[element.inner : element.inner_end]
    return (
        len(body) < _SHORT
        and _WIDGETS.search(body) is not None
        and _STATEMENTS.search(body) is None
        and any(finding.carrier in {"widget", "script"} for finding in findings)
    )


def rewrite(page: Page, element: Element, findings: list[Finding]) -> Draft:
    """Take a widget out with the comment line that announces it."""
    draft = Draft(findings, Strategy.REMOVE, N_("Убрать виджет мессенджера"))
    raw = page.markup.raw[element.start : element.end]
    if not element.closed or not balanced(raw):
        draft.strategy = Strategy.NONE
        draft.doubt(N_("Разметка вокруг виджета не закрыта: границы неясны."))
        return draft
    if max(finding.severity for finding in findings) <= Severity.MEDIUM and "--" not in raw:
        draft.strategy = Strategy.COMMENT
        draft.title = N_("Закомментировать виджет: его каналы настраиваются у поставщика")
        draft.doubt(N_("Проверьте в кабинете поставщика, какие мессенджеры в нём включены."))
        draft.edits.append(edit(element.start, element.end, b"<!-- " + raw.encode("latin-1") + b" -->"))
        return draft
    for removal in remove(page, [element]):
        draft.edits.append(edit(_announced(page, removal.start), removal.end))
    return draft


def _announced(page: Page, start: int) -> int:
    """Take along a one-line comment right before the widget that names chats or buttons."""
    for begin, end in page.markup.comments:
        between = page.markup.text[end:start]
        body = page.text(begin, end)
        if (
            end <= start
            and not between.strip()
            and "\n" not in body
            and re.search(r"чат|кнопк|виджет|мессенджер|widget|button|chat", body, re.IGNORECASE)
        ):
            line = page.markup.text.rfind("\n", 0, begin) + 1
            return line if not page.markup.text[line:begin].strip() else begin
    return start
