"""Messengers in running text: brackets after a phone, lines of their own, sentences that call to write."""

import re

from vestnik.audit.model import Finding
from vestnik.fix.markup import OUTPUT, Element
from vestnik.fix.model import Edit, Strategy, Target, TargetKind
from vestnik.fix.page import Draft, Page, edit
from vestnik.fix.removal import remove
from vestnik.fix.targets import name, shown, where
from vestnik.kernel.text import N_

_LINE = re.compile(r"[^\r\n]+")
_SENTENCE = re.compile(r"[^.!?…]*(?:[.!?…]+(?!\s|\Z)[^.!?…]*)*(?:[.!?…]+(?=\s|\Z)|\Z)\s*")
_VALUE = (
    r"(?:\+?[\d\s()‑–-]{6,}|@[\w.]{3,}|[\w.-]+\.[a-z]{2,}/\S+|(?:https?|viber|tg|skype)://?\S+|[\w.]{4,})"
)
_WRITE = re.compile(r"(?:на)?пи[шс]", re.IGNORECASE)
_CALLS = re.compile(
    r"(?:на)?пи[шс]|звон|свя[жз]|обра[щт]|чат|спрос|спраш|заказ|зада[тйе]|отве[чт]|помо[щг]|консульт|жд[её]м|write|chat|contact",
    re.IGNORECASE,
)
_SPOKEN = frozenset((TargetKind.EMAIL, TargetKind.PHONE))
_MARKERS = r"[\s>*•·–—-]*"


def rewrite(page: Page, finding: Finding) -> Draft:
    """Propose what becomes of a name, a handle or a phone in running text."""
    low, high = _block(page, finding)
    text = page.masked(low, high)
    at = len(page.masked(low, max(low, finding.place.span.start)))
    draft = (
        _bracket(page, finding, low, text, at)
        or _line_of_its_own(page, finding, low, text, at)
        or _phrase(page, finding, low, text, at)
        or _whole_sentence(page, finding, low, text, at)
    )
    if draft is None:
        draft = Draft([finding], Strategy.NONE, N_("Текст упоминает мессенджер"))
        draft.doubt(N_("Предложение перепишет только человек."))
    elif not page.source.kind.marked_up and page.source.kind.value != "prose":
        draft.doubt(N_("Текст внутри программы: проверьте, как строка используется."))
    return draft


def _block(page: Page, finding: Finding) -> tuple[int, int]:
    """Return the stretch of text between the nearest tags, or the line in a plain file."""
    span = finding.place.span
    if not page.source.kind.marked_up:
        raw = page.markup.raw
        low = max(raw.rfind("\n", 0, span.start), raw.rfind("\r", 0, span.start)) + 1
        ends = [index for index in (raw.find("\n", span.end), raw.find("\r", span.end)) if index >= 0]
        return low, min(ends, default=len(raw))
    element = page.markup.innermost(span.start, span.end)
    for attribute in element.attributes:
        if attribute.start <= span.start <= attribute.end:
            return attribute.start, attribute.end
    low = max((c.end for c in element.children if c.end <= span.start), default=element.inner)
    high = min((c.start for c in element.children if c.start >= span.end), default=element.inner_end)
    return low, high


def _bracket(page: Page, finding: Finding, low: int, text: str, at: int) -> Draft | None:
    for match in page.words.brackets.finditer(text):
        if match.start() <= at <= match.end() or (
            at < match.start() and not _between(text[at : match.start()])
        ):
            draft = Draft([finding], Strategy.REMOVE, N_("Убрать мессенджеры из скобок"))
            draft.edits.append(_cut(page, low, text, match.start(), match.end()))
            return draft
    return None


def _between(gap: str) -> bool:
    """Tell whether more than a phone stands before a bracket."""
    return re.fullmatch(r"[\d\s()+‑–-]*", gap) is None


def _line_of_its_own(page: Page, finding: Finding, low: int, text: str, at: int) -> Draft | None:
    line = next((m for m in _LINE.finditer(text) if m.start() <= at <= m.end()), None)
    if line is None:
        return None
    label = rf"(?P<lead>{_MARKERS})(?P<label>{page.words.bare.pattern})(?P<gap>[\s:—–-]*)"
    pattern = rf"{label}(?P<value>{_VALUE})[\s.,;]*"
    match = re.fullmatch(pattern, line.group(), re.IGNORECASE)
    if match is None or not match.group("value"):
        return None
    whole = page.text(0, len(page.source.data))
    target = next((one for one in page.targets if shown(one) not in whole), None)
    if target is not None:
        return _line_replaced(page, finding, low, text, line.start(), match, target)
    draft = Draft([finding], Strategy.REMOVE, N_("Убрать строку с мессенджером"))
    element = page.markup.innermost(low, low)
    if page.source.kind.marked_up and _alone(page, element, low, text):
        draft.edits.extend(_element_gone(page, element))
        return draft
    start, end = line.span()
    if page.source.kind.marked_up:
        draft.doubt(N_("Рядом стоит другой текст: проверьте, что осталось связным."))
        draft.edits.append(_cut(page, low, text, start, end))
        return draft
    finish = page.offset(low, text, end)
    newline = re.compile(r"\r\n|\n|\r").match(page.markup.raw, finish)
    draft.edits.append(edit(page.offset(low, text, start), newline.end() if newline else finish))
    return draft


def _line_replaced(
    page: Page, finding: Finding, low: int, text: str, begin: int, match: re.Match[str], target: Target
) -> Draft:
    draft = Draft([finding], Strategy.REPLACE, N_("Заменить на «%(target)s»", target=name(target)))
    label = match.group("label")
    colon = ":" if ":" in label and ":" not in match.group("gap") else ""
    space = label[len(label.rstrip()) :]
    new_label = name(target) + colon + space
    draft.edits.append(
        edit(
            page.offset(low, text, begin + match.start("label")),
            page.offset(low, text, begin + match.end("label")),
            page.bytes(new_label),
        )
    )
    value = match.group("value").rstrip()
    start = begin + match.start("value")
    draft.edits.append(
        edit(
            page.offset(low, text, start),
            page.offset(low, text, start + len(value)),
            page.bytes(shown(target)),
        )
    )
    return draft


def _phrase(page: Page, finding: Finding, low: int, text: str, at: int) -> Draft | None:
    """Re-point «пишите в WhatsApp или Telegram» together with a phone or handle right after it."""
    sentence = _sentence_at(text, at)
    target = _fitting(page, sentence.group())
    matches = list(page.words.phrase.finditer(sentence.group()))
    if target is None or len(matches) != 1:
        return None
    match = matches[0]
    tail = re.compile(r"[\s:—–-]*(\+?[\d(][\d\s()‑–-]{5,}\d|@[\w.]{3,})").match(sentence.group(), match.end())
    rest = sentence.group()[: match.start()] + sentence.group()[(tail or match).end() :]
    if page.words.word.search(rest) or OUTPUT in sentence.group():
        return None
    draft = Draft([finding], Strategy.REPLACE, N_("Заменить на «%(target)s»", target=where(target)))
    start = page.offset(low, text, sentence.start() + match.start())
    end = page.offset(low, text, sentence.start() + (tail or match).end())
    words = where(target)
    if tail is not None:
        words += f" {shown(target)}" if target.kind in _SPOKEN else f" ({shown(target)})"
    draft.edits.append(edit(start, end, page.bytes(words)))
    if _CALLS.search(rest) is None:
        draft.doubt(N_("Предложение не зовёт написать: проверьте смысл после замены."))
    return draft


def _fitting(page: Page, sentence: str) -> Target | None:
    writes = _WRITE.search(sentence) is not None
    return next((t for t in page.targets if not (writes and t.kind is TargetKind.PHONE)), None)


def _whole_sentence(page: Page, finding: Finding, low: int, text: str, at: int) -> Draft | None:
    sentence = _sentence_at(text, at)
    if not sentence.group().strip() or OUTPUT in sentence.group():
        return None
    element = page.markup.innermost(low, low)
    draft = Draft([finding], Strategy.REMOVE, N_("Убрать предложение о мессенджере"))
    if (
        sentence.group().strip() == text.strip()
        and page.source.kind.marked_up
        and _alone(page, element, low, text)
    ):
        draft.edits.extend(_element_gone(page, element))
    else:
        draft.edits.append(_cut(page, low, text, sentence.start(), sentence.end()))
    without_contacts = re.sub(r"\+?[\d(][\d\s()‑–-]{5,}\d|@[\w.]{3,}", " ", sentence.group())
    if not page.words.only_introduces(without_contacts):
        draft.doubt(N_("В предложении сказано не только о мессенджере."))
    elif page.source.kind.marked_up and not (_ended(text, sentence) and _begun(element, low, sentence)):
        draft.doubt(N_("Предложение продолжается в соседнем элементе."))
    return draft


def _sentence_at(text: str, at: int) -> re.Match[str]:
    for match in _SENTENCE.finditer(text):
        if match.start() <= at < match.end() or match.end() >= len(text):
            return match
    return re.compile(r"").match("")  # type: ignore[return-value]


def _ended(text: str, sentence: re.Match[str]) -> bool:
    return sentence.group().rstrip()[-1:] in {".", "!", "?", "…"} or sentence.end() >= len(text.rstrip())


def _begun(element: Element, low: int, sentence: re.Match[str]) -> bool:
    return sentence.start() > 0 or low == element.inner


def _alone(page: Page, element: Element, low: int, text: str) -> bool:
    """Tell whether the block is all that its element holds."""
    return (
        element.closed
        and element.name in {"li", "p", "div", "span", "dd", "small"}
        and element.attribute("id") is None
        and not element.children
        and element.inner == low
        and page.masked(element.inner, element.inner_end) == text
    )


def _element_gone(page: Page, element: Element) -> list[Edit]:
    return [edit(one.start, one.end) for one in remove(page, [element])]


def _cut(page: Page, low: int, text: str, start: int, end: int) -> Edit:
    return edit(page.offset(low, text, start), page.offset(low, text, end))
