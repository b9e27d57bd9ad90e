"""The quick look lets no text go in which the full look would see a messenger, and lets most texts go."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.depth import depth
from tests.law.test_signatures import ADDRESSES
from tests.law.test_text_check import COMMON, CORPUS, HOSTILE, INVISIBLE

from vestnik.law.signatures import load
from vestnik.law.text_check.fold import CYRILLIC_CLASS, LATIN, LATIN_CLASS, clean
from vestnik.law.text_check.layout import lay_out
from vestnik.law.text_check.links import find_links
from vestnik.law.text_check.model import LINKED
from vestnik.law.text_check.naming import names_of
from vestnik.law.text_check.prefilter import glance, may_invite

SIGNATURES = load()
NAMES = names_of(SIGNATURES)
SPELLINGS = sorted({*(name for name, (platform, _) in NAMES.exact.items() if platform), *NAMES.spaced})
HOSTS = sorted(SIGNATURES.by_host)
SCHEMES = sorted((*SIGNATURES.by_scheme, "intent"))
LOOKALIKES: dict[str, list[str]] = {}
for _fold in (LATIN, LATIN_CLASS, CYRILLIC_CLASS):
    for _code, _to in _fold.items():
        LOOKALIKES.setdefault(_to if isinstance(_to, str) else chr(_to), []).append(chr(_code))


def _holds(text: str) -> tuple[bool, bool]:
    """What the full look finds: names in words, addresses."""
    cleaned = clean(text)
    links = find_links(SIGNATURES, cleaned)
    leads = any(link.platform for link in links)
    layout = lay_out(NAMES, cleaned, links)
    named = layout is not None and any(
        name.platform and layout.words[name.first].text != LINKED for name in layout.names
    )
    return named, leads


def _is_seen(text: str) -> None:
    named, leads = _holds(text)
    seen = glance(SIGNATURES, clean(text))
    assert seen.names >= named
    assert seen.addresses >= leads


@pytest.mark.parametrize("text", [text for _, text in CORPUS])
def test_whatever_the_corpus_holds_is_seen(text: str) -> None:
    _is_seen(text)


def test_every_spelling_and_every_address_of_the_signatures_is_seen() -> None:
    missed = [word for word in SPELLINGS if not may_invite(SIGNATURES, clean(f"Да, {word} — нет"))]
    for address, *_ in ADDRESSES:
        _is_seen(f"Адрес для вас: {address} и всё.")
    assert missed == []


GAPS = st.sampled_from(
    [
        *" -._|@$€*/(\n",
        "",
        "  ",
        "\u00a0",
        " | ",
        "@ ",
        " @",
        "@@",
        " 🔥 ",
        "🔥",
        "\u2011",
        "é",
        "ө",
        " — ",
        *INVISIBLE,
    ]
)
DOTS = st.sampled_from(
    [
        *".,·•∙。",
        " . ",
        "[.]",
        "{,}",
        "(точка)",
        " точка ",
        " тчк ",
        " dot ",
        "[ dot ]",
        "   [   .   ]   ",
        "&#46;",
        "%2e",
        "&period;",
        " \xa0.\t",
        "<.>",
    ]
)
BEFORE = st.sampled_from(
    [
        "",
        "https://",
        "hxxp : / / ",
        "//",
        "https:\\\\",
        "https://user@",
        "%2f",
        "www.",
        "x.",
        "а",
        "shop.ru\\x@",
        "https://a.b/?to=https://",
        "https://a.b/go#x@",
        "a.b%2fx@",
        "https://a.b/?u=https%3a%2f%2f",
        "a.b#&commat;",
        "https://a.b/x?u=http://https://",
        "https://a.b/хtg://",
    ]
)
AFTER = st.sampled_from(
    ["", "/", " / ", "\\", "%2f", " слэш ", " slash ", "?", "#", ":443/", "&sol;", ".", ", ", "а", "-", "🔥"]
)
TAILS = st.sampled_from(["shop_bot", "79000000001", "+79000000001", "joinchat/ab1", "?phone=79000000001", ""])
RESTS = st.sampled_from(
    [
        "//resolve?domain=shop_bot",
        "//chat?number=79000000001",
        "//send?phone=79000000001",
        "shop?chat",
        "shop_live",
        " / / add?number=79000000001",
        "\\\\open?service=iMessage",
        "&#111;pen?service=imessage",
        "%2f%2fresolve",
        "//send?phone=7#Intent;scheme=whatsapp;end",
        "open?service=iMessage",
        "+79000000001",
    ]
)
PROSE = st.lists(
    st.sampled_from(
        [*COMMON, "a@b.ru", "https://a.b/c?d=1&e=2", "8 900", "+7 900 000-00-01", "@", "|", "Signal", "LINE"]
    ),
    max_size=4,
)


@st.composite
def _letters(draw: st.DrawFn, word: str, often: int) -> str:
    """Return a word in look-alikes, repeated letters, capitals."""
    drawn = []
    for char in word:
        ways = [char] * often + [*LOOKALIKES.get(char, ()), char.upper(), char * 2, char * 3]
        drawn.append(draw(st.sampled_from([*ways, "vv"] if char == "w" else ways)))
    return "".join(drawn)


@st.composite
def _disguised_names(draw: st.DrawFn) -> str:
    letters = draw(_letters(draw(st.sampled_from(SPELLINGS)), often=draw(st.sampled_from([3, 30]))))
    gap = draw(GAPS)
    rare = st.one_of(st.just(gap), GAPS)
    where = draw(st.sampled_from(["all", "some", "none"]))
    if where == "none":
        return letters
    spread = [char + (draw(rare) if where == "all" or draw(st.booleans()) else "") for char in letters]
    return "".join(spread) + draw(st.sampled_from(["", "", "е", "ом", "vv", "ый"]))


@st.composite
def _disguised_addresses(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["host", "host", "scheme", "no dot"]))
    if kind == "scheme":
        scheme = draw(_letters(draw(st.sampled_from(SCHEMES)), often=30))
        return scheme + draw(st.sampled_from([":", " :", "  : ", "%3a"])) + draw(RESTS)
    if kind == "no dot":
        host = draw(_letters(draw(st.sampled_from(["tme", "wame", "t me", "wa  me", "t\u00a0me"])), often=30))
    else:
        labels = draw(st.sampled_from(HOSTS)).split(".")
        host = draw(_letters(labels[0], often=30))
        for label in labels[1:]:
            host += draw(DOTS) + draw(_letters(label, often=30))
    return draw(BEFORE) + host + draw(AFTER) + draw(TAILS)


@given(_disguised_names(), PROSE, PROSE, st.sampled_from([" ", "", "-", "\u00a0"]))
@settings(max_examples=depth(400, 40_000))
@example("т@е@ л е г р а м", [], [], " ")
@example("vvatsapp", ["v"], [], " ")
@example("whatsappе", [], [], " ")
@example("wapp" + "е", [], [], " ")
@example("те ле гр am", ["коллега"], [], " ")
def test_a_disguised_name_in_prose_is_seen(core: str, before: list[str], after: list[str], glue: str) -> None:
    _is_seen(glue.join([*before, core, *after]))


@given(_disguised_addresses(), PROSE, PROSE, st.sampled_from([" ", "", "\n"]))
@settings(max_examples=depth(400, 40_000))
@example("https://a.b/?to=https://&#116;.me/shop", [], [], " ")
@example("shop.ru#x@t.me/shop", [], [], " ")
@example("https://a.b/?u=https%3a%2f%2ft%2eme%2fshop", [], [], " ")
@example("t.me🔥меня", [], [], " ")
def test_a_disguised_address_in_prose_is_seen(
    core: str, before: list[str], after: list[str], glue: str
) -> None:
    _is_seen(glue.join([*before, core, *after]))


_ALPHABET = "телграмwhatspviber.@$|€/:%2f3a#&;\\? \n\u00a0_-[]()тгtgwme,·•\u200bүα🔥0134789ёйпбсцвоук"


@given(st.text(_ALPHABET, max_size=40))
@settings(max_examples=depth(400, 40_000))
def test_a_mixture_of_the_characters_involved_is_seen(text: str) -> None:
    _is_seen(text)


@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=8))
def test_a_mixture_of_hostile_pieces_is_seen(pieces: list[str]) -> None:
    _is_seen("".join(pieces))


@given(st.text(st.characters(codec="utf-8"), max_size=30), st.sampled_from(["\u00a0", "«", "й", "İ", "ﬁ"]))
def test_taking_disguises_off_does_not_depend_on_what_stands_around(text: str, more: str) -> None:
    whole = clean(f"{more}{text}\u200b{more}")
    apart = [clean(f"{char}\u200b") for char in f"{more}{text}\u200b{more}"]
    assert whole.text == "".join(one.text for one in apart)
    assert whole.lower == "".join(one.lower for one in apart)
    assert list(whole.places) == [place for place, one in enumerate(apart) for _ in one.text]


def test_a_look_alike_that_the_code_page_lacks_is_not_taken_for_a_sign() -> None:
    lacking = {char for ways in LOOKALIKES.values() for char in ways if not char.encode("cp1251", "ignore")}
    assert {"α", "ԁ", "ѵ"} <= lacking
    assert [char for char in lacking if not may_invite(SIGNATURES, clean(f"{char} и прочее"))] == []


ORDINARY = (Path(__file__).parent / "ordinary.txt").read_text(encoding="utf-8").splitlines()


def test_nine_ordinary_messages_of_ten_are_let_go_at_once() -> None:
    assert [text for text in ORDINARY if any(_holds(text))] == []
    stopped = [text for text in ORDINARY if may_invite(SIGNATURES, clean(text))]
    assert len(ORDINARY) >= 30
    assert len(stopped) * 10 <= len(ORDINARY), stopped


def test_a_long_letter_of_ordinary_messages_is_let_go_too() -> None:
    harmless = [text for text in ORDINARY if not may_invite(SIGNATURES, clean(text))]
    assert not may_invite(SIGNATURES, clean("\r\n\r\n".join(harmless)))
