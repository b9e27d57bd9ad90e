import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestnik.audit.crawl.urls import Joint, Site, canonical_url, looks_asset, looks_binary

HOST = st.from_regex(r"[a-z]{1,8}(\.[a-z]{2,6}){1,2}", fullmatch=True)
LETTERS = string.ascii_letters + string.digits
PATH = st.text(LETTERS + "/.-_~%+ абвё", max_size=30).map(lambda path: f"/{path}")
QUERY = st.text(LETTERS + "=&%+-._~/?:@ юя", max_size=20)


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        (
            "HTTP://Shop.Example:80/a/../b/./c?utm_source=x&b=2#top",
            "http://shop.example/b/c?utm_source=x&b=2",
        ),
        ("https://shop.example:443", "https://shop.example/"),
        ("https://shop.example?x=1", "https://shop.example/?x=1"),
        (
            "https://магазин.рф/контакты",
            "https://xn--80aairftm.xn--p1ai/%D0%BA%D0%BE%D0%BD%D1%82%D0%B0%D0%BA%D1%82%D1%8B",
        ),
        ("http://shop.example:8080/", "http://shop.example:8080/"),
        ("http://shop.example/%7euser", "http://shop.example/~user"),
        ("http:\\\\shop.example\\a", "http://shop.example/a"),
        ("http://shop.example/a\n\tb", "http://shop.example/ab"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ],
)
def test_one_page_has_one_address(raw: str, canonical: str) -> None:
    assert canonical_url(raw) == canonical


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("b.html", "https://shop.example/a/b.html"),
        ("/b.html", "https://shop.example/b.html"),
        ("//other.example/b", "https://other.example/b"),
        ("?page=2", "https://shop.example/a/index.html?page=2"),
        ("#top", "https://shop.example/a/index.html"),
        ("../../b", "https://shop.example/b"),
        ("", "https://shop.example/a/index.html"),
    ],
)
def test_relative_addresses_stand_on_their_base(href: str, canonical: str) -> None:
    assert canonical_url(href, "https://shop.example/a/index.html") == canonical


@pytest.mark.parametrize(
    "raw",
    [
        "mailto:anna@shop.example",
        "tel:+79000000001",
        "javascript:void(0)",
        "tg://resolve?domain=x",
        "data:text/html,x",
        "https://anna:secret@shop.example/",
        "http://",
        "http:///x",
        "http://[::1",
        "http://shop.example:99999/",
        "about.html",
        "",
        "http://shop.example/" + "a" * 3000,
    ],
)
def test_what_cannot_be_fetched_has_no_address(raw: str) -> None:
    assert canonical_url(raw) is None


@given(st.sampled_from(["http", "https", "HTTP"]), HOST, PATH, QUERY)
def test_the_canonical_form_of_a_canonical_form_is_itself(
    scheme: str, host: str, path: str, query: str
) -> None:
    once = canonical_url(f"{scheme}://{host}{path}?{query}#x")
    assert once is None or canonical_url(once) == once


@given(HOST, PATH, PATH)
def test_joining_stays_on_the_host_unless_told_otherwise(host: str, base: str, path: str) -> None:
    joined = canonical_url(path.replace("//", "/"), canonical_url(f"https://{host}{base}"))
    assert joined is None or Site.of(f"https://{host}/").holds(joined)


@given(st.text(max_size=60), st.none() | st.just("https://shop.example/a/"))
def test_no_text_breaks_the_reading_of_an_address(raw: str, base: str | None) -> None:
    found = canonical_url(raw, base)
    assert found is None or found.startswith(("http://", "https://"))


def test_a_site_is_its_host_with_and_without_www_on_both_schemes() -> None:
    site = Site.of("https://www.shop.example/")
    assert site.holds("http://shop.example/a")
    assert site.holds("https://www.shop.example/a")
    assert not site.holds("https://blog.shop.example/")
    assert not site.holds("https://shop.example:8443/")
    assert not site.holds("https://notshop.example/")
    assert not site.holds("https://shop.example.evil.example/")


def test_subdomains_belong_to_the_site_when_asked_for() -> None:
    site = Site.of("https://shop.example/", subdomains=True)
    assert site.holds("https://blog.shop.example/")
    assert not site.holds("https://notshop.example/")


def test_endings_tell_pictures_and_scripts_from_pages() -> None:
    assert looks_binary("https://shop.example/a/Photo.JPG?v=1")
    assert looks_asset("https://shop.example/app.js?v=1")
    assert not looks_binary("https://shop.example/jpg")
    assert not looks_asset("https://shop.example/?file=a.js")


PLAIN = st.text(LETTERS + "/.-_~?=&,#:%+ ", max_size=25)


@given(
    st.one_of(
        st.builds(
            "{}:{}{}".format,
            st.sampled_from(["http", "HTTPS", "tel"]),
            st.sampled_from(["//", "", "\\\\"]),
            PLAIN,
        ),
        PLAIN,
        PLAIN.map(lambda path: f"https://shop.example{path}"),
        st.text(max_size=20),
    ),
    st.sampled_from(
        ["https://shop.example/a/b.html?x=1", "https://shop.example/", "https://shop.example/каталог"]
    ),
)
def test_the_short_way_to_an_address_ends_where_the_long_one_does(href: str, base: str) -> None:
    assert Joint(base).resolve(href) == canonical_url(href, base)
