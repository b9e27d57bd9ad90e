"""Taking elements out so that nothing lame stays: empty wrappers, separators, labels, half sentences."""

import re
from dataclasses import dataclass

from vestnik.fix.markup import CONTROL, OUTPUT, Element
from vestnik.fix.page import Page

_CLIMBED = frozenset(
    (
        "li",
        "span",
        "div",
        "p",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "table",
        "ul",
        "ol",
        "dl",
        "dd",
        "b",
        "strong",
        "em",
        "i",
        "small",
        "center",
        "font",
        "picture",
        "nav",
        "label",
    )
)
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6", "dt", "th"))
_PLAIN = (
    frozenset(
        (
            "span",
            "b",
            "strong",
            "em",
            "i",
            "small",
            "br",
            "font",
            "u",
            "td",
            "th",
            "tr",
            "dt",
            "svg",
            "use",
            "path",
            "g",
            "circle",
        )
    )
    | _HEADINGS
)
_SPACE = r"(?:\s|&nbsp;|&#160;)*"
_SEPARATOR = rf"{_SPACE}(?:[|·•,;/]|&middot;|&bull;|(?<![\w])(?:или|и)(?![\w])){_SPACE}"
_BEFORE = re.compile(rf"{_SEPARATOR}\Z", re.IGNORECASE)
_AFTER = re.compile(_SEPARATOR, re.IGNORECASE)
_BETWEEN = re.compile(rf"(?:{_SEPARATOR}|{_SPACE})\Z", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?<!\w)(?:в|во|на|по|через)\s*\Z", re.IGNORECASE)
_ENDS = re.compile(r"\s*[.!?…]")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|\Z)\s*")
_TEMPLATE_OPEN = re.compile(
    r"\{%-?\s*(?:if|for|block|with|embed|macro|filter|spaceless|autoescape)\b|\{(?:if|foreach|section)\b|@(?:if|foreach)\b"
)
_TEMPLATE_END = re.compile(r"\{%-?\s*end\w+|\{/(?:if|foreach|section)\}|@end(?:if|foreach)\b")
_PHP = re.compile(r"<\?(?!=|xml)(?:php)?(.*?)(?:\?>|\Z)", re.DOTALL | re.IGNORECASE)
_PHP_OPEN = re.compile(r"\b(?:if|foreach|for|while|switch)\s*\([^{}]*\)\s*(?::|\{)\s*\Z", re.DOTALL)
_PHP_END = re.compile(r"\bend(?:if|foreach|for|while|switch)\b|\A\s*\}")


@dataclass(frozen=True, slots=True)
class Removal:
    """One stretch to take out and the elements it takes along."""

    start: int
    end: int
    elements: tuple[Element, ...]
    sure: bool
    """False when the words around could lose their sense."""


def remove(page: Page, elements: list[Element]) -> list[Removal]:
    """Return the stretches that take all ``elements`` out, in order, wrappers and separators included."""
    gone = _climb(page, elements)
    runs: list[list[Element]] = []
    for element in sorted(gone, key=lambda item: item.start):
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and last.parent is element.parent
            and _BETWEEN.fullmatch(page.masked(last.end, element.start))
        ):
            runs[-1].append(element)
        else:
            runs.append([element])
    return [_stretch(page, run) for run in runs]


def container_of(page: Page, element: Element) -> Element:
    """Return the nearest element around that also serves something else."""
    inner, parent = element, element.parent
    while parent is not None and parent.parent is not None and _only_introduces(page, parent, {inner}):
        inner, parent = parent, parent.parent
    return parent if parent is not None else element


def balanced(raw: str) -> bool:
    """Tell whether template blocks opened in the text are closed in it."""
    depth = len(_TEMPLATE_OPEN.findall(raw)) - len(_TEMPLATE_END.findall(raw))
    for match in _PHP.finditer(raw):
        depth += bool(_PHP_OPEN.search(match.group(1))) - bool(_PHP_END.search(match.group(1)))
    halves = re.search(r"\{%-?\s*(?:else|elif)|\{else|<\?(?:php)?\s*\}?\s*else", raw) is not None
    return depth == 0 and not (halves and not _TEMPLATE_OPEN.search(raw) and not _PHP.search(raw))


def _climb(page: Page, elements: list[Element]) -> set[Element]:
    gone = set(elements)
    changed = True
    while changed:
        changed = False
        for element in sorted(gone, key=lambda item: -item.start):
            parent = element.parent
            if (
                element in gone
                and parent is not None
                and parent not in gone
                and _served_only(page, parent, gone)
            ):
                gone = {item for item in gone if not _inside(item, parent)} | {parent}
                changed = True
    for element in list(gone):
        gone |= set(_label_of(page, element))
    return {item for item in gone if not any(_inside(item, other) for other in gone if other is not item)}


def _inside(element: Element, other: Element) -> bool:
    return other.start <= element.start and element.end <= other.end


def _served_only(page: Page, parent: Element, gone: set[Element]) -> bool:
    if parent.name not in _CLIMBED or parent.attribute("id") is not None:
        return False
    if not _only_introduces(page, parent, gone):
        return False
    if not balanced(page.markup.raw[parent.start : parent.end]):
        return False
    if parent.name in {"td", "th"} and parent.parent is not None and parent.parent.name == "tr":
        return _row_alone(parent.parent) or _only_introduces(page, parent.parent, gone | {parent})
    return True


def _row_alone(row: Element) -> bool:
    table = row.parent
    while table is not None and table.name != "table":
        table = table.parent
    return table is not None and sum(item.name == "tr" for item in table.walk()) == 1


def _only_introduces(page: Page, parent: Element, gone: set[Element]) -> bool:
    position = parent.inner
    pieces: list[str] = []
    for child in parent.children:
        pieces.append(page.masked(position, child.start))
        position = child.end
        if child in gone:
            continue
        if child.name not in _PLAIN or any(item.name not in _PLAIN for item in child.walk()):
            return False
        pieces.append(_words_in(page, child))
    pieces.append(page.masked(position, parent.inner_end))
    return all(
        OUTPUT not in piece and page.words.only_introduces(piece.replace(CONTROL, " ")) for piece in pieces
    )


def _words_in(page: Page, element: Element) -> str:
    return re.sub(r"<[^<>]*>", " ", page.masked(element.inner, element.inner_end))


def _label_of(page: Page, element: Element) -> list[Element]:
    """Return the ``<dt>`` that only introduced a ``<dd>`` which goes."""
    siblings = element.parent.children if element.parent is not None else []
    index = siblings.index(element) if element in siblings else 0
    if element.name != "dd" or index == 0 or siblings[index - 1].name != "dt":
        return []
    if index + 1 < len(siblings) and siblings[index + 1].name == "dd":
        return []
    label = siblings[index - 1]
    return [label] if page.words.only_introduces(_words_in(page, label)) else []


def _stretch(page: Page, run: list[Element]) -> Removal:
    start, end, parent = run[0].start, run[-1].end, run[0].parent
    if parent is None:
        return Removal(start, end, tuple(run), sure=True)
    before_start = max((c.end for c in parent.children if c.end <= start), default=parent.inner)
    after_end = min((c.start for c in parent.children if c.start >= end), default=parent.inner_end)
    before, after = page.masked(before_start, start), page.masked(end, after_end)
    sure = True
    labelled = _without_label(page, before_start, before, start)
    dangling = before.rstrip().endswith(":") and labelled == start
    closing = _ENDS.match(after) and before.strip() and _BEFORE.search(before) is None
    if (_PREPOSITION.search(before) or dangling or closing) and not (
        _AFTER.match(after) and after_end < parent.inner_end
    ):
        start, end, sure = _sentence(page, parent, before_start, start, end, after_end)
    else:
        start, end = _without_separator(page, parent, run, labelled, end)
    start, end = _line(page.markup.text, start, end)
    return Removal(start, end, tuple(run), sure)


def _sentence(
    page: Page, parent: Element, low: int, start: int, end: int, high: int
) -> tuple[int, int, bool]:
    """Widen to the whole sentence; sure only when nothing but a call to write stood in it."""
    before, after = page.masked(low, start), page.masked(end, high)
    ends = list(_SENTENCE_END.finditer(before))
    begin = page.offset(low, before, ends[-1].end()) if ends else low
    match = _SENTENCE_END.search(after)
    finish = page.offset(end, after, match.end()) if match else high
    whole = (ends or low == parent.inner) and (match is not None or high == parent.inner_end)
    rest = page.masked(begin, start) + page.masked(end, finish)
    return begin, finish, bool(whole) and OUTPUT not in rest and page.words.only_introduces(rest)


def _without_label(page: Page, low: int, before: str, start: int) -> int:
    match = re.search(r"[^|·•,;.!?/\x01\x02]*\Z", before)
    tail = match.group() if match else ""
    names = page.words.word.search(tail) is not None or tail.rstrip().endswith(":")
    if tail.strip() and names and page.words.only_introduces(tail):
        stripped = len(before) - len(tail.lstrip())
        return page.offset(low, before, stripped)
    return start


def _without_separator(
    page: Page, parent: Element, run: list[Element], start: int, end: int
) -> tuple[int, int]:
    low = max((c.end for c in parent.children if c.end <= start), default=parent.inner)
    high = min((c.start for c in parent.children if c.start >= end), default=parent.inner_end)
    before, after = page.masked(low, start), page.masked(end, high)
    left, right = _BEFORE.search(before), _AFTER.match(after)
    if left is not None and (low > parent.inner or before[: left.start()].strip()):
        return page.offset(low, before, left.start()), end
    if right is not None and (high < parent.inner_end or after[right.end() :].strip()):
        return start, page.offset(end, after, right.end())
    return _without_break(parent, run, start, end, before, after)


def _without_break(
    parent: Element, run: list[Element], start: int, end: int, before: str, after: str
) -> tuple[int, int]:
    """Take one ``<br>`` along when the line it ends or begins becomes empty."""
    if before.strip() or after.strip():
        return start, end
    kept = [child for child in parent.children if child not in run]
    following = next((c for c in kept if c.start >= end), None)
    preceding = next((c for c in reversed(kept) if c.end <= start), None)
    starts_line = preceding is None or preceding.name == "br"
    if following is not None and following.name == "br" and starts_line:
        return start, following.end
    if preceding is not None and preceding.name == "br" and following is None:
        return preceding.start, end
    return start, end


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen to whole lines when nothing else stands on them, else to one of two spaces."""
    left = start
    while left > 0 and text[left - 1] in " \t":
        left -= 1
    right = end
    while right < len(text) and text[right] in " \t":
        right += 1
    opens = left == 0 or text[left - 1] in "\n\r"
    newline = re.compile(r"\r\n|\n|\r").match(text, right)
    if opens and newline is not None:
        return left, newline.end()
    if left < start and (
        right > end or newline is not None or text[end : end + 1] in {"<", ".", ",", "!", "?"}
    ):
        return left, end
    return start, end
