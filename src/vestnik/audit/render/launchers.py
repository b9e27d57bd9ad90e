"""What of a page is worth a click: what floats over it, and what speaks of getting in touch. Pure.

No name of any vendor stands here: whose button it is does not matter, only how it looks and what it says.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from vestnik.audit.render.drawn import Drawn
from vestnik.kernel.browser import Box

MOST_LAUNCHERS = 4
MOST_REVEALED = 8
_ENOUGH = 3
_TOUCH = re.compile(
    r"напис|пишите|чат\b|чате|связ|контакт|мессенд?ж|консульт|поддержк|вопрос|обратн\w+ связ|онлайн"
    r"|поможем|помощник|менеджер"
    r"|chat|messag|messen|contact|support|talk|callback|feedback|social|widget|help",
    re.IGNORECASE,
)
"""Words of getting in touch, in labels and in what authors call things."""
_NOT_OURS = re.compile(
    r"приня|принима|согла[сш]|cookie|куки|закры|close|dismiss|accept|reject|отклон|понятно|хорошо\b|^\s*ok\s*$"
    r"|корзин|\bcart\b|\bbuy\b|купить|заказать(?!.{0,12}звон)|оформить|оплат|поиск|search|войти|вход\b|login|logout"
    r"|удал|delete|remove|подпис|отправ|submit|наверх|вверх|to-?top|scroll-?(?:up|top)|избран|favou?rit|фильтр|сорт"
    r"|скача|download|печат|print|регистр|sign.?up",
    re.IGNORECASE,
)
"""A visitor's decisions (purchases, consents, entries) and machinery of the page: never clicked."""
_CHOICE = re.compile(r"cookie|consent|gdpr|куки", re.IGNORECASE)
_NAMES = re.compile(r"[a-zа-яё]+", re.IGNORECASE)
_IN_PAGE = re.compile(r"^\s*(?:#|javascript:|$)", re.IGNORECASE)
_LARGEST, _SMALLEST = 0.25, 12.0
_EDGE = 0.25
_BAR = 0.8
_HIGH = 10


@dataclass(frozen=True, slots=True)
class Launcher:
    """An element to click, by the browser's number."""

    node: int
    score: int


def launchers(drawn: Drawn, names: Collection[str], tried: Collection[int] = ()) -> list[Launcher]:
    """Return what may open a contact, the likeliest first; ``names`` are spellings of messengers."""
    found = []
    for place in _pressable(drawn):
        node = drawn.nodes[place]
        if node.id in tried:
            continue
        score = _score(drawn, place, names)
        if score >= _ENOUGH:
            found.append(Launcher(node.id, score))
    found.sort(key=lambda one: -one.score)
    return found[:MOST_LAUNCHERS]


def revealed(drawn: Drawn, before: Collection[int]) -> list[Launcher]:
    """Return pressable elements that a click brought into view; ``before`` were in view already."""
    found = [Launcher(drawn.nodes[place].id, 0) for place in _pressable(drawn)]
    return [one for one in found if one.node not in before][:MOST_REVEALED]


def in_view(drawn: Drawn) -> set[int]:
    """Return the numbers of everything pressable that can be seen."""
    return {drawn.nodes[place].id for place in _pressable(drawn)}


def _pressable(drawn: Drawn) -> Iterator[int]:
    """Yield what can be pressed without leaving or sending; of nested ones with one outline, the outer."""
    chosen: dict[int, Box] = {}
    for place, node in enumerate(drawn.nodes):
        if node.tag == "#text" or not node.style.touchable or not _is_pressed(drawn, place):
            continue
        box = drawn.seen(place)
        if box is None or max(box.width, box.height) < _SMALLEST or _is_large(drawn, box):
            continue
        outer = next((chosen[at] for at in drawn.above(place) if at in chosen), None)
        if outer is not None and outer.meet(box).area > 0.6 * outer.area:  # the same button
            continue
        if _NOT_OURS.search(drawn.label(place)) or _NOT_OURS.search(_own_marks(drawn, place)):
            continue
        if any(_CHOICE.search(_own_marks(drawn, at)) for at in drawn.above(place)):
            continue
        chosen[place] = box
        yield place


def _is_pressed(drawn: Drawn, place: int) -> bool:
    node = drawn.nodes[place]
    if any(drawn.nodes[at].tag == "a" and not _stays(drawn, at) for at in drawn.above(place)):
        return False
    if node.tag in _OWN_WAY:
        return _OWN_WAY[node.tag](drawn, place)
    above = drawn.nodes[node.parent] if node.parent >= 0 else None
    topmost = node.style.pointer and (above is None or not above.style.pointer)
    return node.attributes.get("role") == "button" or node.clickable or topmost


def _is_free_button(drawn: Drawn, place: int) -> bool:
    """A button in a form sends it unless it says otherwise."""
    kind = drawn.nodes[place].attributes.get("type", "").lower()
    inside = any(drawn.nodes[at].tag == "form" for at in drawn.above(place))
    return kind == "button" or (not inside and kind != "reset")


def _is_plain_input(drawn: Drawn, place: int) -> bool:
    return drawn.nodes[place].attributes.get("type", "").lower() == "button"


def _always(_drawn: Drawn, _place: int) -> bool:
    return True


def _never(_drawn: Drawn, _place: int) -> bool:
    return False


_OWN_WAY: Mapping[str, Callable[[Drawn, int], bool]] = {
    "a": _always,
    "summary": _always,
    "button": _is_free_button,
    "input": _is_plain_input,
    **dict.fromkeys(
        ("select", "textarea", "option", "label", "form", "html", "body", "#document", "iframe", "video"),
        _never,
    ),
}


def _stays(drawn: Drawn, place: int) -> bool:
    href = drawn.nodes[place].attributes.get("href")
    return href is None or bool(_IN_PAGE.match(href))


def _is_large(drawn: Drawn, box: Box) -> bool:
    return box.area > _LARGEST * drawn.view.width * drawn.view.height


def _own_marks(drawn: Drawn, place: int) -> str:
    attributes = drawn.nodes[place].attributes
    return f"{attributes.get('id', '')} {attributes.get('class', '')}"


def _score(drawn: Drawn, place: int, names: Collection[str]) -> int:
    label, marks = drawn.label(place), drawn.marks(place)
    around = " ".join(_own_marks(drawn, at) for at in drawn.above(place))
    words = {word.lower() for word in _NAMES.findall(f"{label} {marks}")}
    score = 3 * bool(_TOUCH.search(label)) + 3 * bool(words & set(names))
    score += bool(_TOUCH.search(marks)) + bool(_TOUCH.search(around))
    return score + _floating(drawn, place)


def _floating(drawn: Drawn, place: int) -> int:
    """How much an element looks like a button that hangs over the page."""
    fixed = drawn.fixed_in(place)
    box = drawn.seen(place)
    if fixed is None or box is None:
        return 0
    outer = drawn.seen(fixed)
    if outer is not None and outer.width >= _BAR * drawn.view.width and outer.height < drawn.view.height / 2:
        return 0  # a bar of the page: its buttons count by their words
    left, top = box.left - drawn.snapshot.scroll[0], box.top - drawn.snapshot.scroll[1]
    middle = left + box.width / 2
    at_side = middle < _EDGE * drawn.view.width or middle > (1 - _EDGE) * drawn.view.width
    low = top + box.height / 2 > drawn.view.height * _EDGE
    return 3 * (at_side and low) + any(drawn.nodes[at].style.layer >= _HIGH for at in drawn.above(place))
