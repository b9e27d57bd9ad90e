"""Addresses and names that a plain search does not see."""

import pytest
from tests.audit.finding import find, inspector, loud

from vestnik.audit.model import Role, Severity
from vestnik.audit.prefilter import Prefilter


def _entities(text: str) -> str:
    return "".join(f"&#{ord(char)};" for char in text)


def _hex(text: str) -> str:
    return "".join(f"\\x{ord(char):02x}" for char in text)


def _unicode(text: str) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in text)


def _letters(text: str, tag: str = "span") -> str:
    return "".join(f'<{tag} class="c{number}">{char}</{tag}>' for number, char in enumerate(text))


SOURCES = [
    ("a.html", f'<a href="{_entities("https://t.me/lavka_fiction")}">x</a>', "https://t.me/lavka_fiction"),
    ("a.html", f'<a href="https://{_entities("wa.me")}/79031112294">x</a>', "https://wa.me/79031112294"),
    ("a.js", f"open('{_hex('https://wa.me/79031112294')}')", "https://wa.me/79031112294"),
    ("a.js", f"open('{_unicode('https://wa.me/')}79031112294')", "https://wa.me/79031112294"),
    (
        "a.html",
        f"<p>Пишите нам в {_letters('Телеграм')}: +7 903 111-22-94</p>",
        "https://t.me/+79031112294",
    ),
    ("a.html", f"<p>Write us: {_letters('Telegram', 'b')} @lavka_fiction</p>", "https://t.me/lavka_fiction"),
]


@pytest.mark.parametrize(("path", "source", "target"), SOURCES)
def test_a_hidden_address_is_found_and_read(path, source, target) -> None:
    [item] = loud(source, path)
    assert (item.target, item.role, item.severity) == (target, Role.CONTACT, Severity.HIGH)


@pytest.mark.parametrize(("path", "source", "target"), SOURCES)
def test_both_engines_see_the_same_hidden_places(path, source, target) -> None:
    portable = Prefilter(inspector().signatures, hyperscan=False)
    assert portable.hits(source.encode()) == inspector().prefilter.hits(source.encode()) != []


@pytest.mark.parametrize(
    "source",
    [
        f"<p>{_entities('https://shop.example/chat')}</p>",
        f"<p>Пишите нам в {_letters('Магазин')}</p>",
        "<script>var list = ['\\x68\\x65\\x6c\\x6c\\x6f\\x20\\x77\\x6f'];</script>",
    ],
)
def test_what_is_hidden_for_another_reason_is_nothing(source) -> None:
    assert find(source) == []


def test_a_long_run_of_references_leaves_room_for_other_places() -> None:
    assert len(inspector().prefilter.hits(_entities("a" * 5_000).encode())) <= 1_250
