"""Where forms, and fields without a form, stand in a text: found before anything is parsed. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vestnik.audit.pages.seeds import Seed, Seeds
from vestnik.audit.readers.masks import COVER

_LONGEST = 30_000
"""Characters of one form; a longer one is a page of which the first part tells enough."""
_BEFORE = 500
_AFTER = 1_200
_GAP = 1_500
_GROUP_BEFORE = 600
_GROUP_AFTER = 1_200
_MAX_FORMS = 60
_MAX_FIELDS = 1_500
_TAGS = frozenset({"<form", "<input", "<textarea", "<textfield", "<field"})
_NAME = re.compile(r"<\w+(?![\w-])")
_STOPS = re.compile(r"</?(?:section|footer|form|main|article|body)\b|<h[1-6]\b", re.IGNORECASE)
_FIELD = re.compile(r"<(?:input|textarea|select)\b", re.IGNORECASE)
_HIDDEN_TYPE = re.compile(r"""type\s*=\s*["']?(?:hidden|submit|button|image|reset)""", re.IGNORECASE)
_TEMPLATE = re.compile(r"""type\s*=\s*["']?text/(?:html|template|x-)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Slice:
    """A form with a little of what stands before and after; offsets are characters of the text."""

    start: int
    end: int
    form_start: int
    form_end: int
    tagged: bool
    """Whether it is a ``<form>``; else a group of fields."""


def form_slices(text: str, seeds: Seeds) -> list[Slice]:
    """Return forms and groups of fields in order, without those in comments and programs."""
    opens = _tags(text, seeds[Seed.FORM])[:_MAX_FORMS]
    fields = _tags(text, seeds[Seed.FIELD])[:_MAX_FIELDS]
    if not opens and not fields:
        return []
    dead = _dead(text, seeds)
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


def _tags(text: str, places: Sequence[int]) -> list[int]:
    """Those of the places where a tag of exactly that name begins (``<form``, not ``<format``)."""
    return [at for at in places if (name := _NAME.match(text, at)) and name[0].lower() in _TAGS]


def _dead(text: str, seeds: Seeds) -> list[tuple[int, int]]:
    """Comments, and programs that are no templates."""
    spans: list[tuple[int, int]] = []
    for at in seeds[Seed.COMMENT]:
        if not spans or at >= spans[-1][1]:
            end = text.find("-->", at + 4)
            spans.append((at, len(text) if end < 0 else end + 3))
    for at in seeds[Seed.SCRIPT]:
        opened, end = text.find(">", at), text.find("</script", at)
        if opened < 0 or not _TEMPLATE.search(text, at, opened):
            spans.append((at, len(text) if end < 0 else end))
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
