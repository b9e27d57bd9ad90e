"""Whatever bytes come, a page is read, and every place lies inside them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.depth import depth

from vestnik.audit.documents import read_document
from vestnik.audit.pages import conclude, read_page

PIECES = (
    *(
        "<form action='http://a.example/' method=get>",
        "</form>",
        "<form",
        "<input type=tel name=phone>",
        "<input",
        "<INPUT TYPE='EMAIL'>",
    ),
    *(
        "<input type=checkbox checked>",
        "<label for=a>",
        "</label>",
        "<textarea name=x>",
        "<button>",
        "</button>",
        "</div>",
        "<div>",
    ),
    *(
        "Согласен на обработку персональных данных",
        "политикой конфиденциальности",
        "рассылку",
        "<a href='#'>",
        "<a href=/privacy>",
        "</a>",
    ),
    *(
        "<?php if ($a) { ?>",
        "<?php } ?>",
        "{{ x }}",
        "{% if %}",
        "@if($a)",
        "={",
        "}",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<footer>",
    ),
    *(
        "cookie",
        "Продолжая пользоваться сайтом, вы соглашаетесь",
        "//mc.yandex.ru/metrika/tag.js",
        "<script src=//vk.com/rtrg>",
        "ИНН 7707083893",
    ),
    *(
        "\r\n",
        "\r",
        "\0",
        "\u2028",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        "<h1>Политика</h1>",
        "персональных " * 12,
    ),
)
NAMES = ("a.html", "a.php", "a.vue", "a.tsx", "a.js", "a.blade.php", "a.tpl", "a.svelte", "a.css", "a.json")


@settings(max_examples=depth(75, 2_000))
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=30),
    st.sampled_from(NAMES),
    st.booleans(),
)
def test_any_page_is_read(pieces: list[str], name: str, served: bool) -> None:
    data = "".join(pieces).encode("utf-8", "replace")
    url = f"https://shop.example/{name}" if served else None
    reading = read_page(read_document(url or name, data), url, {})
    for signal in conclude([reading]).signals:
        assert 0 <= signal.place.span.start <= signal.place.span.end <= len(data)
        assert signal.observed
        assert signal.inferred
        assert len(signal.matched) <= 200
        assert len(signal.excerpt) <= 240
        assert signal.observed.isprintable()


@given(st.binary(max_size=600), st.sampled_from(NAMES))
def test_any_bytes_are_read(data: bytes, name: str) -> None:
    conclude([read_page(read_document(name, data), None)])


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r", "utf-16"])
def test_places_are_bytes_of_the_file_in_every_encoding(encoding: str) -> None:
    text = (
        "<p>Здравствуйте, это страница о всяких товарах</p>\r\n<form method=post>\r\n<input "
        "type=tel name=phone><button>Отправить</button></form>"
    )
    data = text.encode(encoding)
    (signal,) = read_page(read_document("a.html", data), None).signals
    assert (
        data[signal.place.span.start : signal.place.span.end]
        .decode(encoding.replace("utf-16", "utf-16-le"))
        .startswith("<form method=post>")
    )
    assert (signal.place.line, signal.place.column) == (2, 1)


OVER_AND_OVER = (
    *(
        "<form>",
        "<input type=tel>",
        "<div><form><input type=tel>",
        "={",
        "<!--",
        "<a href='/privacy'>политик",
    ),
    *("<script>", "<h1>персональных данных", "<a href=//mc.yandex.ru/x>", "<input type=checkbox>согласие"),
    *(
        "{{персональных",
        "cookie ",
        "ИНН 1 ",
        "<form><label for=a>",
        "Продолжая пользоваться ",
        "http://<img ",
    ),
)


@pytest.mark.parametrize("piece", OVER_AND_OVER)
def test_a_page_of_one_thing_over_and_over_ends(piece: str) -> None:
    read_page(read_document("a.html", (piece * 3_000).encode()), "https://shop.example/")
