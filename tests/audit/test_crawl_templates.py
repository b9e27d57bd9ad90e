"""Pages of one template share a key; pages of another do not."""

from hypothesis import given
from hypothesis import strategies as st

from vestnik.audit.crawl.templates import template_of
from vestnik.audit.documents import read_document

FRAME = "<body class=page><header><nav><a href=/>x</a></nav></header><main>{}</main><footer></footer></body>"
CARD = '<div class="card card-{}"><h3>{}</h3><p>{}</p></div>'


def key(body: str, path: str = "https://shop.example/p/1") -> str:
    return template_of(read_document(path, body.encode(), "text/html"))


@given(st.lists(st.text("абвгд ", min_size=1, max_size=9), min_size=1, max_size=9))
def test_how_much_a_page_shows_does_not_matter(names: list[str]) -> None:
    one = FRAME.format(CARD.format(1, "имя", "текст"))
    many = FRAME.format("".join(CARD.format(number, name, name) for number, name in enumerate(names)))
    assert key(one) == key(many)


def test_another_frame_is_another_template() -> None:
    listing = FRAME.format(CARD.format(1, "a", "b"))
    article = FRAME.format("<article><section><form></form></section></article>")
    assert key(listing) != key(article)


def test_numbers_in_classes_do_not_matter() -> None:
    assert key("<body><div class=post-17><ul></ul></div>") == key(
        "<body><div class=post-2456><ul></ul></div>"
    )


def test_what_is_not_marked_up_has_no_template() -> None:
    assert template_of(read_document("https://shop.example/a.js", b"let x = 1", "text/javascript")) == ""


@given(st.binary(max_size=300))
def test_no_bytes_break_it(body: bytes) -> None:
    assert len(template_of(read_document("https://shop.example/", body, "text/html"))) in {0, 12}
