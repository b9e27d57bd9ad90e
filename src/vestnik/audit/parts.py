"""The icon, the label and the class beside an address: parts of one contact element. Pure.

A visitor meets one button; the source holds its address on one line, its icon on a second and its label on
a third. Each is an occurrence of its own, and all of them leave together.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vestnik.audit.blocks import surroundings
from vestnik.audit.marks import Sighting, Weight, is_icon, visible_text
from vestnik.audit.model import Carrier, Role, Severity, State
from vestnik.audit.readers.brackets import brackets_around
from vestnik.audit.readers.fragments import enclosing
from vestnik.audit.readers.model import Element, Token, Zone
from vestnik.audit.readers.reading import Reading
from vestnik.audit.stretches import Stretches
from vestnik.law.signatures import LiteralKind

_LEVELS = 5
_ANCESTOR = 3_000
"""Characters of source; a longer element is a region of the page, not a contact element."""
_WORDS = 240
"""Characters of visible text, likewise."""
_LINE = 160
_NESTED = 8
_STATEMENT = re.compile(r";\s*(?:\n|$)|\breturn\b|\bfunction\b|=>\s*\{")
_WRAPPERS = ("li", "p", "div", "span", "td", "dd", "address")
_MEMBER = re.compile(r"->$|::$|\$$")
_SLUG = re.compile(r"[\"'](?:path|code|slug|key|type|id|alias)[\"']?\s*(?:=>|:|=)\s*[\"']$")
"""A value that a program goes by: no visitor reads it."""
_OPENS = re.compile(r"[\w-]*[\"']?\s*(?:=>|:)\s*(?=[\[{])")
_OFFERS = frozenset({Role.CONTACT, Role.SHARE})


def parts_of(reading: Reading, kept: Sequence[Sighting]) -> Iterator[tuple[Sighting, Sighting]]:
    """Yield (part, the sighting it belongs to) for every name of a messenger that stands at its address."""
    owners = _Owners(kept)
    if not owners:
        return
    loud = Stretches()
    for item in kept:
        if item.severity > Severity.INFO:
            loud.add(item.start, item.end)
    for token in reading.tokens:
        if token.kind is not LiteralKind.WORD and token.match is None:
            continue
        if loud.meets(token.start, token.end):
            continue
        owner = _owner(reading, token, owners)
        if owner is not None and (token.where.commented == (owner.state is State.COMMENTED)):
            yield _part(token, owner, reading.document.text), owner


class _Owners:
    """Contacts and share buttons by platform, in source order."""

    def __init__(self, kept: Sequence[Sighting]) -> None:
        offers = sorted(
            (
                item
                for item in kept
                if item.role in _OFFERS and (item.severity > Severity.INFO or item.state is State.COMMENTED)
            ),
            key=lambda item: item.start,
        )
        self._by_platform: dict[str, list[Sighting]] = {}
        self._by_element: dict[tuple[str, int], Sighting] = {}
        self._owned: dict[str, list[tuple[int, int, Sighting]]] = {}
        for item in offers:
            self._by_platform.setdefault(item.platform, []).append(item)
            for start, end in item.owns:
                self._by_element.setdefault((item.platform, start), item)
                self._owned.setdefault(item.platform, []).append((start, end, item))
        for owned in self._owned.values():
            owned.sort(key=lambda entry: entry[:2])

    def __bool__(self) -> bool:
        return bool(self._by_platform)

    def around(self, platform: str, pos: int) -> Sighting | None:
        """The contact that speaks for the stretch the place stands in."""
        owned = self._owned.get(platform, [])
        at = bisect_right(owned, pos, key=lambda entry: entry[0])
        return next((item for _, end, item in reversed(owned[max(0, at - _NESTED) : at]) if pos < end), None)

    def of(self, platform: str, element: Element) -> Sighting | None:
        """The contact whose link this element is."""
        return self._by_element.get((platform, element.start))

    def nearest(self, platform: str, start: int, end: int, pos: int) -> Sighting | None:
        """The contact of the platform between two places that is nearest to a third."""
        offers = self._by_platform.get(platform, [])
        first = bisect_left(offers, start, key=lambda item: item.start)
        inside: list[Sighting] = []
        for item in offers[first : first + 50]:
            if item.start >= end:
                break
            inside.append(item)
        return min(inside, key=lambda item: abs(item.start - pos), default=None)


def _owner(reading: Reading, token: Token, owners: _Owners) -> Sighting | None:
    link = reading.reader.link_around(token)
    if link is not None and (found := owners.of(token.platform, link)) is not None:
        return found
    if token.where.zone is Zone.STYLE:
        return None
    if (found := owners.around(token.platform, token.start)) is not None:
        return found
    text = reading.document.text
    if _MEMBER.search(text[max(0, token.start - 2) : token.start]) or _SLUG.search(
        text[max(0, token.start - 30) : token.start]
    ):
        return None
    found = _beside(reading, token, owners)
    if found is None or (token.whole and _denied(reading, token)):
        return None
    return found


def _denied(reading: Reading, token: Token) -> bool:
    around = surroundings(reading, token)
    return around.negated() or around.consent()


def _beside(reading: Reading, token: Token, owners: _Owners) -> Sighting | None:
    where, document = token.where, reading.document
    if document.kind.marked_up and not where.island and where.literal is None and not where.commented:
        return _in_ancestor(reading.reader.masked.text, token, owners, where.element)
    if where.element is not None and where.zone in {Zone.SCRIPT, Zone.PROSE}:
        found = _in_ancestor(document.text, token, owners, where.element)
        around = enclosing(document.text, where.element.start, _WRAPPERS)
        found = found or _in_ancestor(document.text, token, owners, around)
        if found is not None or where.literal is None:
            return found
    if where.zone in {Zone.DATA, Zone.SCRIPT, Zone.CODE} and (where.literal or where.zone is Zone.DATA):
        return _in_brackets(document.text, token, owners)
    if where.zone is Zone.PROSE and token.whole:
        start, line = document.line_text(token.start)
        low = max(start, token.start - _LINE)
        return owners.nearest(token.platform, low, min(start + len(line), token.end + _LINE), token.start)
    return None


def _in_ancestor(masked: str, token: Token, owners: _Owners, element: Element | None) -> Sighting | None:
    """Climb while the element is small enough to be one contact: its own icon, its own label."""
    for _ in range(_LEVELS):
        if element is None or element.end - element.start > _ANCESTOR:
            return None
        if element.close_start > element.open_end:
            found = owners.nearest(token.platform, element.start, element.end, token.start)
            if len(visible_text(masked[element.open_end : element.close_start])) > _WORDS:
                return None
            if found is not None:
                return found
        element = element.parent
    return None


def _in_brackets(text: str, token: Token, owners: _Owners) -> Sighting | None:
    """Look in the object or the list that holds the name: ``{icon: 'whatsapp', url: 'https://…'}``."""
    if named := _OPENS.match(text, token.end):  # 'contactWhatsapp' => ['value' => 'https://…']
        bounds = brackets_around(text, named.end() + 1, named.end() + 1)
        found = owners.nearest(token.platform, *bounds, token.start) if bounds else None
        if found is not None:
            return found
    start, end = token.start, token.end
    for _ in range(2):
        bounds = brackets_around(text, start, end)
        if bounds is None or _STATEMENT.search(text, *bounds):
            return None
        start, end = bounds[0] - 1, bounds[1] + 1
        found = owners.nearest(token.platform, *bounds, token.start)
        if found is not None:
            return found
    return None


def _part(token: Token, owner: Sighting, text: str) -> Sighting:
    return replace(
        owner,
        rule="IC-001" if is_icon(token, text) else "LB-001",
        carrier=Carrier.BUTTON,
        start=token.start,
        end=token.end,
        weight=Weight.STYLE,
        element=None,
        owns=(),
    )
