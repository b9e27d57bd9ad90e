"""From findings to patches. Pure: the same findings, documents and options give the same plan."""

import re
from collections.abc import Iterable, Mapping

from vestnik.audit.documents import Document, Kind
from vestnik.audit.model import Carrier, Finding, State
from vestnik.fix.elements import rewrite_elements
from vestnik.fix.markup import Attribute, Element
from vestnik.fix.merge import merge
from vestnik.fix.model import Disposition, Options, Patch, Plan, Strategy
from vestnik.fix.page import Draft, Page, edit
from vestnik.fix.removal import remove
from vestnik.fix.rewriters import code, markdown, prose, script, share, style
from vestnik.fix.rewriters.element import Unit, unit_of
from vestnik.fix.vocabulary import Vocabulary
from vestnik.kernel.text import N_

_PHP = re.compile(r"<\?(?!xml)(?:php|=)?.*?(?:\?>|\Z)", re.DOTALL | re.IGNORECASE)
_FIELDS = frozenset(("input", "textarea", "select", "option", "label"))
_SPOKEN = frozenset(
    (
        "placeholder",
        "title",
        "alt",
        "content",
        "aria-label",
        "aria-description",
        "value",
        "label",
        "data-title",
    )
)
"""Attributes whose words people read or hear."""
_DATA_SCRIPTS = ("json", "template")
_PROGRAMS = frozenset((Kind.SCRIPT, Kind.JSON, Kind.CODE, Kind.DATA))


def plan(findings: Iterable[Finding], documents: Mapping[str, Document], options: Options) -> Plan:
    """Propose a patch for every actionable finding of the given documents.

    ``documents`` maps a finding's path to the bytes it was found in. Findings of other files, of comments and
    of severity ``info`` are left alone. Patches of one file never overlap.
    """
    words = Vocabulary.of(options.signatures)
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        wanted = not options.only or finding.rule in options.only
        if finding.actionable and wanted and finding.state is not State.COMMENTED:
            by_path.setdefault(finding.place.path, []).append(finding)
    patches: list[Patch] = []
    for path in sorted(by_path):
        if path in documents:
            page = Page.of(documents[path], words, options.targets)
            ordered = sorted(by_path[path], key=lambda one: (one.place.span, one.rule, one.fingerprint))
            patches.extend(_patch(path, draft) for draft in merge(_drafts(page, ordered)))
    return Plan(tuple(patches))


def _patch(path: str, draft: Draft) -> Patch:
    return Patch(
        path=path,
        fingerprints=tuple(finding.fingerprint for finding in draft.findings),
        rules=tuple(sorted({finding.rule for finding in draft.findings})),
        title=draft.title,
        strategy=draft.strategy,
        disposition=draft.disposition,
        edits=tuple(sorted(draft.edits)),
        reason=draft.reason if draft.disposition is Disposition.NEEDS_REVIEW else None,
    )


def _drafts(page: Page, findings: list[Finding]) -> list[Draft]:
    if page.source.encoding.startswith("utf-16"):
        return [_unreadable(findings)]
    marked_up = page.source.kind.marked_up
    drafts = _marked_up(page, findings) if marked_up else [_plain(page, finding) for finding in findings]
    code.settle(page, drafts)
    return drafts


def _unreadable(findings: list[Finding]) -> Draft:
    draft = Draft(findings, Strategy.NONE, N_("Файл в кодировке UTF-16"))
    draft.doubt(N_("Такие файлы не переписываются: сохраните его в UTF-8."))
    return draft


def _plain(page: Page, finding: Finding) -> Draft:
    if page.source.kind is Kind.STYLE:
        return style.rewrite(page, finding)
    if page.source.kind is Kind.SQL:
        draft = Draft([finding], Strategy.NONE, N_("Мессенджер в данных базы"))
        draft.doubt(N_("Исправьте данные там, где они живут: в базе сайта."))
        return draft
    if page.source.kind in _PROGRAMS:
        return _program(page, finding, 0, len(page.source.data))
    return markdown.rewrite(page, finding) or prose.rewrite(page, finding)


def _program(page: Page, finding: Finding, start: int, end: int) -> Draft:
    if finding.carrier is Carrier.TEXT:
        draft = Draft([finding], Strategy.NONE, N_("Строка программы зовёт в мессенджер"))
        draft.doubt(N_("Перепишите строку: программа показывает её людям."))
        return draft
    return code.rewrite(page, finding, start, end)


def _marked_up(page: Page, findings: list[Finding]) -> list[Draft]:
    units: dict[Element, Unit] = {}
    lists: dict[int, list[Finding]] = {}
    scripts: dict[Element, list[Finding]] = {}
    rest: list[Finding] = []
    for finding in findings:
        element = unit_of(page, finding)
        embedded = script.script_of(page, finding)
        listed = share.services(page, finding)
        if element is not None and not _in_island(page, finding, element):
            units.setdefault(element, Unit(element)).findings.append(finding)
        elif page.markup.in_template(finding.place.span.start) or page.markup.in_comment(
            finding.place.span.start
        ):
            rest.append(finding)
        elif embedded is not None:
            scripts.setdefault(embedded, []).append(finding)
        elif listed is not None:
            lists.setdefault(listed.start, []).append(finding)
        else:
            rest.append(finding)
    drafts = rewrite_elements(page, list(units.values()))
    drafts += [share.rewrite(page, found, _services(page, found)) for found in lists.values()]
    for element, found in scripts.items():
        drafts.extend(_script(page, element, found))
    for finding in rest:
        _attach(page, finding, drafts)
    return drafts


def _in_island(page: Page, finding: Finding, element: Element) -> bool:
    """Tell whether a finding stands in template code between, not inside, the tags of its element."""
    start = finding.place.span.start
    return page.markup.in_template(start) and not any(a.start <= start <= a.end for a in element.attributes)


def _services(page: Page, findings: list[Finding]) -> Attribute:
    attribute = share.services(page, findings[0])
    if attribute is None:  # the caller has just seen it
        raise LookupError(findings[0].place.path)
    return attribute


def _script(page: Page, element: Element, findings: list[Finding]) -> list[Draft]:
    media = element.attribute("type")
    data = media is not None and any(word in page.text(media.start, media.end) for word in _DATA_SCRIPTS)
    if not data and script.is_widget(page, element, findings):
        return [script.rewrite(page, element, findings)]
    return [_program(page, finding, element.inner, element.inner_end) for finding in findings]


def _attach(page: Page, finding: Finding, drafts: list[Draft]) -> None:
    """Give a finding to the draft that already rewrites its bytes, or make a draft of its own."""
    span = finding.place.span
    for draft in drafts:
        if any(one.span.start <= span.start and span.end <= one.span.end for one in draft.edits):
            draft.findings.append(finding)
            return
    if page.markup.in_template(span.start):
        drafts.append(_island(page, finding))
    elif page.markup.innermost(span.start, span.end).name == "style":
        drafts.append(style.rewrite(page, finding))
    elif (held := _held(page, finding)) is not None and held.name not in _SPOKEN:
        drafts.append(_attribute(page, finding, held))
    else:
        draft = prose.rewrite(page, finding)
        if page.markup.innermost(span.start, span.end).name in _FIELDS:
            draft.doubt(N_("Поле спрашивает адрес в мессенджере: решите, нужно ли оно."))
        drafts.append(draft)


def _held(page: Page, finding: Finding) -> Attribute | None:
    """Return the attribute a finding stands in, None in text."""
    span = finding.place.span
    element = page.markup.innermost(span.start, span.end)
    return next((one for one in element.attributes if one.begin <= span.start < one.finish), None)


def _attribute(page: Page, finding: Finding, held: Attribute) -> Draft:
    """A picture (a QR code made elsewhere) may leave; a name or an id serves a program."""
    element = page.markup.innermost(finding.place.span.start, finding.place.span.end)
    draft = Draft([finding], Strategy.NONE, N_("Мессенджер назван в свойстве «%(name)s»", name=held.name))
    if held.name in {"src", "srcset"} and element.name in {"img", "source"}:
        draft.strategy, draft.title = Strategy.REMOVE, N_("Убрать картинку, которая ведёт в мессенджер")
        draft.edits = [edit(one.start, one.end) for one in remove(page, [element])]
        draft.doubt(N_("Проверьте подпись рядом с картинкой."))
    else:
        draft.doubt(N_("Свойство читает программа: правьте вместе с ней."))
    return draft


def _island(page: Page, finding: Finding) -> Draft:
    for match in _PHP.finditer(page.markup.raw):
        if match.start() <= finding.place.span.start < match.end():
            opening = len(match.group()) - len(
                re.sub(r"\A<\?(?:php|=)?", "", match.group(), flags=re.IGNORECASE)
            )
            closing = 2 if match.group().endswith("?>") else 0
            return _program(page, finding, match.start() + opening, match.end() - closing)
    draft = Draft([finding], Strategy.NONE, N_("Мессенджер внутри тега шаблона"))
    draft.doubt(N_("Значение приходит из программы: правьте там."))
    return draft
