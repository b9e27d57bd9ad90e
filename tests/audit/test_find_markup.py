"""Elements are found one at a time; the answer is that of reading them all."""

import pytest
import turbohtml
from hypothesis import given
from hypothesis import strategies as st

from vestnik.audit.readers.markup import read_markup, read_whole
from vestnik.audit.readers.model import Element

TAGS = st.sampled_from(
    ["a", "b", "p", "div", "li", "ul", "table", "tr", "td", "form", "svg", "title", "script"]
)
PIECES = st.one_of(
    TAGS.map("<{}>".format),
    TAGS.map('<{} href="x">'.format),
    TAGS.map("</{}>".format),
    st.sampled_from(
        ["<br>", "<!--", "-->", "<!-- <a> -->", "текст", "\n", "😀", "<", "a<b>", '<i title="<p>">', "\x0c"]
    ),
)
SOUP = st.lists(PIECES, max_size=25).map("".join)


def around(element: Element | None) -> list[tuple[str, int, int, int]]:
    """The element and all that hold it."""
    found = []
    while element is not None:
        found.append((element.tag, element.start, element.open_end, element.end))
        element = element.parent
    return found


@given(SOUP)
def test_the_innermost_element_is_the_same_however_it_is_found(text: str) -> None:
    page = read_markup(text)
    whole = read_whole(text, turbohtml.parse(text, source_locations=True))
    for pos in range(len(text)):
        found, wanted = around(page.innermost(pos)), around(whole.innermost(pos))
        assert found[:1] == wanted[:1]


@pytest.mark.parametrize(
    "text",
    [
        "<div><p>a<a href=x><b>c</b></a></p><ul><li>d<li>e</ul></div>",
        "<!-- <a> --><div><!-- <b> -->x<i>y</i></div>",
        "<table><tr><td><a>x</a></td></tr></table>",
        "<script>if (a<b) x('<div>')</script><p>y</p>",
    ],
)
def test_everything_around_a_place_is_known(text: str) -> None:
    page = read_markup(text)
    whole = read_whole(text, turbohtml.parse(text, source_locations=True))
    for pos in range(len(text)):
        assert around(page.innermost(pos)) == around(whole.innermost(pos))
