"""A page as drawn, without a browser: what is seen of it, how it is written down, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.audit.inspect import Inspector
from vestnik.audit.render.drawn import Drawn
from vestnik.audit.render.launchers import launchers
from vestnik.audit.render.serialise import serialise
from vestnik.audit.render.sights import sights
from vestnik.kernel.browser import DESKTOP_VIEW, Box, Node, Snapshot, Style

SHOWN = Box(100, 100, 200, 40)
INSPECTOR = Inspector()
URL = "https://shop.example/"


def drawn(*nodes: Node) -> Drawn:
    """Make a page of nodes; the first is its document."""
    return Drawn(Snapshot(URL, [Node(0, -1, "#document", URL), *nodes], (0, 0), (1440, 3000)), DESKTOP_VIEW)


def element(number: int, parent: int, tag: str, box: Box | None = SHOWN, **more: object) -> Node:
    return Node(number, parent, tag, box=box, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("box", "style", "outer"),
    [
        (None, Style(), Style()),
        (Box(100, 100, 0, 40), Style(), Style()),
        (Box(100, 100, 1, 1), Style(), Style()),
        (Box(-5000, 100, 200, 40), Style(), Style()),
        (Box(100, -400, 200, 40), Style(), Style()),
        (Box(1500, 100, 200, 40), Style(), Style()),
        (SHOWN, Style(visible=False), Style()),
        (SHOWN, Style(opacity=0.0), Style()),
        (SHOWN, Style(), Style(opacity=0.0)),
        (Box(100, 900, 200, 40), Style(), Style(clips=True)),
    ],
)
def test_what_no_visitor_sees_is_not_seen(box: Box | None, style: Style, outer: Style) -> None:
    page = drawn(
        element(1, 0, "div", Box(0, 0, 1440, 800), style=outer),
        Node(2, 1, "a", box=box, style=style),
    )
    assert page.seen(2) is None


def test_what_is_fixed_to_the_window_is_not_cut_by_what_it_stands_in() -> None:
    page = drawn(
        element(1, 0, "div", Box(0, 0, 10, 10), style=Style(clips=True)),
        element(2, 1, "a", style=Style(position="fixed")),
    )
    assert page.seen(2) == SHOWN


def test_an_empty_outline_is_as_large_as_what_it_holds() -> None:
    page = drawn(element(1, 0, "a", Box(0, 0, 0, 0)), element(2, 1, "img"))
    assert page.seen(1) == SHOWN


@pytest.mark.parametrize("gap", ["", "\n  "])
def test_a_word_of_single_letters_is_one_word(gap: str) -> None:
    nodes = [element(1, 0, "p")]
    for letter in "Viber":
        nodes.append(element(len(nodes) + 1, 1, "span"))
        nodes.append(Node(len(nodes) + 1, len(nodes), "#text", letter))
        if gap:
            nodes.append(Node(len(nodes) + 1, 1, "#text", gap))
    assert b">Viber<" in serialise(drawn(*nodes), {}).html


def test_where_a_click_led_is_found_at_the_element_that_was_clicked() -> None:
    page = drawn(element(7, 0, "button"), Node(8, 1, "#text", "Позвать"))
    [sight] = sights(URL, page, {7: ["viber://chat?number=%2B79005550101"]}, INSPECTOR)
    assert (sight.node, sight.seen) == (7, True)
    assert sight.finding.platform == "viber"
    assert sight.finding.excerpt.startswith("Нажатие на «Позвать» ведёт на viber://chat")


@pytest.mark.parametrize(
    ("tag", "attributes", "text", "taken"),
    [
        ("button", {}, "Написать нам", True),
        ("a", {"href": "#", "class": "chat"}, "Чат", True),
        ("div", {"role": "button"}, "Мессенджеры", True),
        ("a", {"href": "/contacts"}, "Написать нам", False),
        ("a", {"href": "https://vk.me/shop"}, "Чат", False),
        ("button", {}, "Добавить в корзину", False),
        ("button", {"class": "cookie-accept chat"}, "Хорошо", False),
        ("button", {}, "Подробнее", False),
        ("input", {"type": "submit"}, "Написать нам", False),
    ],
)
def test_a_click_is_for_getting_in_touch_and_nothing_else(
    tag: str, attributes: dict[str, str], text: str, taken: bool
) -> None:
    page = drawn(element(1, 0, tag, attributes=attributes), Node(2, 1, "#text", text, box=SHOWN))
    assert bool(launchers(page, {"viber"})) is taken


def test_a_button_that_sends_a_form_is_never_clicked() -> None:
    page = drawn(
        element(1, 0, "form"), element(2, 1, "button"), Node(3, 2, "#text", "Написать нам", box=SHOWN)
    )
    assert launchers(page, ()) == []


def test_a_page_nested_deeper_than_python_recurses_is_written_down() -> None:
    nodes = [element(number, number - 1, "div") for number in range(1, 5000)]
    page = drawn(*nodes)
    assert serialise(page, {}).html.count(b"<div") == 5000
    assert page.text(0) == ""


TAGS = st.sampled_from(["div", "a", "span", "iframe", "#text", "#document", "script", "br", "p", "textarea"])
TREES = st.lists(st.tuples(TAGS, st.integers(0, 30), st.text(max_size=8)), max_size=30)


@given(TREES)
def test_every_byte_of_an_element_leads_back_to_it(tree: list[tuple[str, int, str]]) -> None:
    nodes = [
        Node(place, min(above, place - 1), tag, text, {"title": text, "i d": text, "class": "é"}, box=SHOWN)
        for place, (tag, above, text) in enumerate(tree, 1)
    ]
    page = serialise(drawn(*nodes), {})
    for start, end, place in zip(page.starts, page.ends, page.places, strict=True):
        assert page.element(start, start + 1) == place
        assert start < end <= len(page.html)
    page.html.decode("utf-8")
