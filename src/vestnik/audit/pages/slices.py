"""Where forms, and fields without a form, stand in a text: found before anything is parsed. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from vestnik.audit.readers.masks import COVER

_LONGEST = 30_000
"""Characters of one form; a longer one is a page of which the first part tells enough."""
_BEFORE = 500
_AFTER = 700
_GAP = 1_500
_GROUP_BEFORE = 600
_GROUP_AFTER = 1_200
_MAX_FORMS = 60
_STOPS = re.compile(r"</?(?:section|footer|form|main|article|body)\b|<h[1-6]\b", re.IGNORECASE)
_FIELD = re.compile(r"<(?:input|textarea|select)\b", re.IGNORECASE)
_HIDDEN_TYPE = re.compile(r"""type\s*=\s*["']?(?:hidden|submit|button|image|reset)""", re.IGNORECASE)
_TEMPLATE = re.compile(r"""type\s*=\s*["']?text/(?:html|template|x-)""", re.IGNORECASE)
FIELD_TAGS: Final = ("<input", "<textarea", "<Input", "<TextField", "<Field", "<INPUT")


@dataclass(frozen=True, slots=True)
class Slice:
    """A form with a little of what stands before and after; offsets are characters of the text."""

    start: int
    end: int
    form_start: int
    form_end: int
    tagged: bool
    """Whether it is a ``<form>``; else a group of fields."""


def form_slices(text: str) -> list[Slice]:
    """Return forms and groups of fields in order, without those in comments and programs."""
    opens = sorted(_positions(text, ("<form", "<Form", "<FORM")))[:_MAX_FORMS]
    fields = _positions(text, FIELD_TAGS)
    if not opens and not fields:
        return []
    dead = _dead(text)
    opens = [at for at in opens if not _inside(at, dead)]
    forms = [_form(text, at, following) for at, following in zip(opens, [*opens, len(text)][1:], strict=True)]
    taken = [(item.form_start, item.form_end) for item in forms]
    loose = sorted(at for at in fields if not _inside(at, dead) and not _inside(at, taken))
    return sorted((*forms, *_groups(text, loose, taken)), key=lambda item: item.form_start)


def cover_braces(text: str) -> str:
    """Cover the values in braces of JSX and Svelte tags, character for character."""
    parts: list[str] = []
    at = 0
    while (found := text.find("={", at)) >= 0:
        end = _closing(text, found + 1)
        parts.append(text[at : found + 1])
        parts.append(COVER * (end - found - 1))
        at = end
    parts.append(text[at:])
    return "".join(parts)


def _form(text: str, start: int, following: int) -> Slice:
    close = text.find("</form", start, min(following, start + _LONGEST))
    if close < 0:
        close = text.find("</FORM", start, min(following, start + _LONGEST))
    end = close + len("</form>") if close >= 0 else min(following, start + _LONGEST)
    end = min(end, len(text))
    before = max(0, start - _BEFORE)
    previous = text.rfind("</form", before, start)
    before = previous if previous >= 0 else before
    cut = text.find("<", before, start)
    after = min(end + _AFTER, max(following, end))
    stop = _STOPS.search(text, end, after)
    after = stop.start() if stop else after
    field = _FIELD.search(text, end, after)
    after = field.start() if field else after
    return Slice(cut if cut >= 0 else start, after, start, end, tagged=True)


def _groups(text: str, fields: Sequence[int], taken: Sequence[tuple[int, int]]) -> Iterator[Slice]:
    """Fields outside forms, those near one another together."""
    visible = [
        at for at in fields if not _HIDDEN_TYPE.search(text, at, min(at + 300, text.find(">", at) + 1))
    ]
    group: list[int] = []
    for at in visible:
        if group and (at - group[-1] > _GAP or any(group[-1] < start < at for start, _ in taken)):
            yield _group(text, group, taken)
            group = []
        group.append(at)
    if group:
        yield _group(text, group, taken)


def _group(text: str, fields: Sequence[int], taken: Sequence[tuple[int, int]]) -> Slice:
    first, last = fields[0], fields[-1]
    floor = max((end for _, end in taken if end <= first), default=0)
    ceiling = min((start for start, _ in taken if start > last), default=len(text))
    start = max(floor, first - _GROUP_BEFORE)
    cut = text.find("<", start, first)
    end = min(ceiling, last + _GROUP_AFTER)
    stop = _STOPS.search(text, last, end)
    return Slice(
        cut if cut >= 0 else first,
        stop.start() if stop else end,
        first,
        stop.start() if stop else end,
        tagged=False,
    )


def _positions(text: str, literals: Sequence[str]) -> list[int]:
    found: list[int] = []
    for literal in literals:
        at = text.find(literal)
        while at >= 0 and len(found) < _GAP:
            if not text[at + len(literal) : at + len(literal) + 1].isalnum():
                found.append(at)
            at = text.find(literal, at + 1)
    return found


def _dead(text: str) -> list[tuple[int, int]]:
    """Comments, and programs that are no templates."""
    spans: list[tuple[int, int]] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 4)
        at = len(text) if end < 0 else end + 3
        spans.append((start, at))
    at = 0
    while (start := text.find("<script", at)) >= 0:
        opened = text.find(">", start)
        end = text.find("</script", start)
        at = len(text) if end < 0 else end
        if opened < 0 or not _TEMPLATE.search(text, start, opened):
            spans.append((start, at))
        at += 1
    return spans


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _closing(text: str, start: int) -> int:
    """Where the brace that opens at ``start`` is closed; at most a few thousand characters on."""
    depth = 0
    for at in range(start, min(len(text), start + 4_000)):
        if text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
            if depth == 0:
                return at + 1
    return start + 1
