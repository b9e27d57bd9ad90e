"""The object or the list of a program around a place, found by its brackets alone. Pure."""

import re

_REACH = 700
_OPENING = {"}": "{", "]": "[", ")": "("}
_ARRAY = re.compile(r"\barray\s*$", re.IGNORECASE)


def brackets_around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Bounds inside the nearest brackets around a stretch, strings not looked at; None when far.

    Round brackets hold a list only after ``array``, else the arguments of a call.
    """
    at = _opened_before(text, start)
    if at is None:
        return None
    depth = 0
    for stop in range(end, min(len(text), at + _REACH)):
        char = text[stop]
        if char in "{[(":
            depth += 1
        elif char in _OPENING:
            if depth == 0:
                listed = char != ")" or _ARRAY.search(text[max(0, at - 12) : at])
                return (at + 1, stop) if _OPENING[char] == text[at] and listed else None
            depth -= 1
    return None


def _opened_before(text: str, start: int) -> int | None:
    depth = 0
    for at in range(start - 1, max(-1, start - _REACH), -1):
        char = text[at]
        if char in _OPENING:
            depth += 1
        elif char in "{[(":
            if depth == 0:
                return at
            depth -= 1
    return None
