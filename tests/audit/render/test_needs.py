"""Which pages are worth a browser, and which few of them are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.audit.documents import read_document
from vestnik.audit.inspect import Inspector
from vestnik.audit.render.model import Reason, RenderMark
from vestnik.audit.render.needs import choose, mark
from vestnik.audit.render.options import RenderOptions

URL = "https://shop.example/catalog/page.html"
WORDS = "<p>" + "Мастерская чинит часы и самовары по будням. " * 12 + "</p>"


def reason(html: str) -> Reason | None:
    findings = Inspector().inspect(read_document(URL, html.encode(), "text/html"))
    found = mark(URL, html, findings)
    return None if found is None else found.reason


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<script>var a = 1;</script>{WORDS}", None),
        (f"<script src='/site.js'></script>{WORDS}", Reason.SAMPLE),
        (f"<style>p{{color:red}}</style>{WORDS}<iframe src='/map.html'></iframe>", None),
        ("<p>Скоро откроемся</p>", None),
        ('<div id="app"></div><script src="/main.js"></script>' + WORDS, Reason.ROUTER),
        ("<script>draw()</script><p>Подождите</p>", Reason.EMPTY),
        (f"<script src='//widgets.example/loader.js'></script>{WORDS}", Reason.WIDGET),
        (f"<script>s = document.createElement('script')</script>{WORDS}", Reason.WIDGET),
        (f"<script src='https://static.getbutton.io/widget/bundle.js?id=1'></script>{WORDS}", Reason.WIDGET),
        (f"<script>a.href = ['t', '.', 'me'].join('')</script>{WORDS}", Reason.ASSEMBLED),
        (f"<script>a.href = atob('aHR0')</script>{WORDS}", Reason.ASSEMBLED),
        (f"<script>if (matchMedia('(max-width: 1px)').matches) b()</script>{WORDS}", Reason.ASSEMBLED),
        (f"<iframe width=1 src='https://other.example/chat'></iframe>{WORDS}", Reason.FRAME),
    ],
)
def test_a_page_is_marked_for_what_its_source_does_not_say(html: str, expected: Reason | None) -> None:
    assert reason(html) is expected


def test_pages_built_alike_share_a_template_and_others_do_not() -> None:
    loader = "<script src='//widgets.example/loader.js?v={}'></script>" + WORDS
    first, second = mark(URL, loader.format(1), []), mark(URL.replace("page", "other"), loader.format(2), [])
    third = mark(URL, loader.replace("loader", "another"), [])
    assert first is not None
    assert second is not None
    assert third is not None
    assert first.template == second.template != third.template


def test_a_few_pages_of_every_template_are_taken_the_first_page_before_all() -> None:
    marks = [
        RenderMark(f"https://shop.example/goods/{number}", Reason.WIDGET, "goods") for number in range(9)
    ]
    marks += [RenderMark("https://shop.example/", Reason.WIDGET, "front")]
    taken = choose(marks, RenderOptions(per_template=2))
    assert taken == ["https://shop.example/", "https://shop.example/goods/0", "https://shop.example/goods/1"]
    assert len(choose(marks, RenderOptions(per_template=9, max_pages=4))) == 4


def test_samples_come_last_and_one_of_a_template_is_enough() -> None:
    marks = [RenderMark(f"https://shop.example/{one}", Reason.SAMPLE, one[0]) for one in ("a1", "a2", "b1")]
    marks.append(RenderMark("https://shop.example/long/address", Reason.ROUTER, "c"))
    assert [url[21:] for url in choose(marks, RenderOptions())] == ["long/address", "a1", "b1"]
    assert [url[21:] for url in choose(marks, RenderOptions(samples=1))] == ["long/address", "a1"]


@given(
    st.lists(
        st.sampled_from(
            ["<script", ">", "</script", "<style>", "</style>", "a", "<div id=app>", "</div>", "'"]
        )
    )
)
def test_broken_markup_never_stops_the_look(parts: list[str]) -> None:
    mark(URL, "".join(parts), [])
