"""Strings, comments and brackets of JavaScript, JSON, PHP and their kin: enough to cut one item out whole."""

import bisect
import itertools
import re
import sys
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""(?P<comment>//[^\r\n]*|/\*.*?(?:\*/|\Z)|(?<![\w$&'"])\#(?!\[)[^\r\n]*)"""
    r"""|(?P<string>"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"""
    r"""|(?P<open>[\[{(])|(?P<close>[\]})])|(?P<comma>,)""",
    re.DOTALL,
)
_REGEX = re.compile(r"/(?![/*])(?:[^/\\\r\n\[]|\\.|\[(?:[^\]\\\r\n]|\\.)*\])+/[a-z]*")
_BEFORE_REGEX = re.compile(r"(?:[=(,:;!&|?{}\[]|\breturn)\s*\Z")
_PAIRS = {"[": "]", "{": "}", "(": ")"}


@dataclass(slots=True, eq=False)
class Group:
    """One bracketed stretch; ``commas`` are those of its own depth."""

    kind: str
    start: int
    end: int
    parent: "Group | None"
    commas: list[int] = field(default_factory=list)
    closed: bool = False

    def item(self, position: int) -> tuple[int, int]:
        """Return the stretch between the commas around a position, blanks included."""
        low = max((c + 1 for c in self.commas if c < position), default=self.start + 1)
        high = min((c for c in self.commas if c >= position), default=self.end - 1)
        return low, high

    def items(self) -> list[tuple[int, int]]:
        """Return all stretches between the commas; the last is blank after a trailing comma."""
        edges = [self.start, *self.commas, self.end - 1]
        return [(left + 1, right) for left, right in itertools.pairwise(edges)]


@dataclass(frozen=True, slots=True)
class Brackets:
    """What ``read_brackets`` saw."""

    strings: tuple[tuple[int, int], ...]
    """With their quotes."""
    groups: tuple[Group, ...]
    sound: bool
    """Every bracket found its partner."""

    def string_at(self, position: int) -> tuple[int, int] | None:
        """Return the string literal, quotes included, that holds a byte."""
        index = bisect.bisect_right(self.strings, (position, sys.maxsize)) - 1
        found = self.strings[index] if index >= 0 else None
        return found if found is not None and position < found[1] else None

    def group_at(self, position: int) -> Group | None:
        """Return the innermost closed group around a byte."""
        index = bisect.bisect_left(self.groups, position, key=lambda one: one.start) - 1
        group: Group | None = self.groups[index] if index >= 0 else None
        while group is not None and not (group.closed and position < group.end):
            group = group.parent
        return group


def read_brackets(text: str, start: int, end: int, *, hash_comments: bool = False) -> Brackets:
    """Read a stretch of code; brackets that do not match make the reading unsound, never fail."""
    strings: list[tuple[int, int]] = []
    groups: list[Group] = []
    stack: list[Group] = []
    sound = True
    position = start
    while (match := _TOKEN.search(text, position, end)) is not None:
        skipped = _regex_before(text, position, match.start(), end)
        if skipped is not None:
            position = skipped
            continue
        position = match.end()
        if match.lastgroup == "comment" and match.group().startswith("#") and not hash_comments:
            position = match.start() + 1
        elif match.lastgroup == "string":
            strings.append(match.span())
        elif match.lastgroup == "open":
            group = Group(match.group(), match.start(), end, stack[-1] if stack else None)
            groups.append(group)
            stack.append(group)
        elif match.lastgroup == "close":
            if stack and _PAIRS[stack[-1].kind] == match.group():
                group = stack.pop()
                group.end, group.closed = match.end(), True
            else:
                sound = False
        elif match.lastgroup == "comma" and stack:
            stack[-1].commas.append(match.start())
    return Brackets(tuple(strings), tuple(groups), sound and not stack)


def _regex_before(text: str, low: int, high: int, end: int) -> int | None:
    """Return the end of a regular expression literal that begins before the next token, if there is one."""
    slash = text.find("/", low, min(high + 1, end))
    if slash < 0 or text[slash : slash + 2] in {"//", "/*"}:
        return None
    if _BEFORE_REGEX.search(text[max(low, slash - 20) : slash]) is None and low != slash:
        return None
    match = _REGEX.match(text, slash, end)
    return None if match is None else match.end()
