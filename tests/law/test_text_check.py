"""The text check sees an invitation to a foreign messenger and leaves alone what only speaks of one."""

import codecs
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.depth import depth
from tests.law.test_signatures import ADDRESSES, STRANGERS

from vestnik.law.signatures import LinkRole, load
from vestnik.law.text_check import READ, Invitation, InvitationKind, invitations
from vestnik.law.text_check.invited import invited

SIGNATURES = load()
NO_MESSENGERS = {"zoom", "several"}
_ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|n|\\)")
INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad")


def _corpus() -> list[tuple[str, str]]:
    rows = []
    for line in (Path(__file__).parent / "invitations.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            want, _, text = line.partition("\t")
            rows.append((want, _ESCAPE.sub(lambda m: codecs.decode(m[0], "unicode-escape"), text)))
    return rows


CORPUS = _corpus()
INVITING = [text for want, text in CORPUS if want != "-"]
INNOCENT = [text for want, text in CORPUS if want == "-"]


def _listed(words: str) -> list[str]:
    return words.split("|")


def _check(text: str) -> tuple[Invitation, ...]:
    return invitations(SIGNATURES, text)


def _platforms(text: str) -> list[str]:
    return [found.platform for found in _check(text)]


def _one(text: str) -> Invitation:
    (found,) = _check(text)
    return found


@pytest.mark.parametrize(("want", "text"), CORPUS, ids=[text[:60] for _, text in CORPUS])
def test_a_sentence_invites_where_its_label_says(want: str, text: str) -> None:
    assert ",".join(_platforms(text)) == want.replace("-", "")


def test_the_corpus_is_large_enough_on_both_sides() -> None:
    assert len(INVITING) >= 150
    assert len(INNOCENT) >= 150
    assert len({text for _, text in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize(
    ("text", "spelling", "kind"),
    [
        ("Акции: https://t.me/some_shop.", "https://t.me/some_shop", InvitationKind.LINK),
        ("Скидки t . me / shop_sale тут", "t . me / shop_sale", InvitationKind.LINK),
        ("Вопросы? Телеграм: @some_shop, Анна", "Телеграм: @some_shop", InvitationKind.HANDLE),
        ("Звоните: WhatsApp +7 900 000-00-01", "WhatsApp +7 900 000-00-01", InvitationKind.PHRASE),
        ("Добрый день! Напишите нам в вотсап.", "Напишите нам в вотсап", InvitationKind.PHRASE),
    ],
)
def test_an_invitation_shows_the_words_that_make_it(text: str, spelling: str, kind: InvitationKind) -> None:
    found = _one(text)
    assert (found.spelling, found.kind) == (spelling, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Пишите в wh4tsapp",
        "Пишите в т-е-л-е-г-р-а-м",
        "Пишите в \u0422\u0435l\u0435g\u0433\u0430m",
        "Пишите в вай\u200bбер",
        "Пишите в вот\u00adсап",
        "Пишите в вотсаааап",
        "Пишите в \uff54\uff45\uff4c\uff45\uff47\uff52\uff41\uff4d",
        "Скидки: t[.]me/shop_sale",
        "Скидки: тме/shop_sale",
    ],
)
def test_a_disguise_is_called_one(text: str) -> None:
    assert _one(text).disguised


@pytest.mark.parametrize(
    "text",
    [
        "Пишите в WhatsApp",
        "ПИШИТЕ В ВОТСАП",
        "Пишите в What's App",
        "Ждём вас в ваи\u0306бере",
        "Пишите в WhatsAppе",
        "Скидки: https://t.me/shop_sale",
    ],
)
def test_a_plain_spelling_is_no_disguise(text: str) -> None:
    assert not _one(text).disguised


def test_every_sure_spelling_of_the_signatures_is_understood_after_a_call() -> None:
    missed = [
        word
        for word, platform in SIGNATURES.words.items()
        if _platforms(f"Пишите нам в {word}, ответим быстро") != [platform]
    ]
    assert missed == []


def test_addresses_the_audit_calls_contacts_are_links_here_too() -> None:
    checked = 0
    for address, *_ in ADDRESSES:
        match = SIGNATURES.classify_url(address)
        assert match is not None
        if match.role is LinkRole.CONTACT and match.platform not in NO_MESSENGERS and "\\" not in address:
            found = [(one.platform, one.kind) for one in _check(f"Адрес для вас: {address} и всё.")]
            assert found == [(match.platform, InvitationKind.LINK)], address
            checked += 1
    assert checked > 40


def test_addresses_that_are_nobodys_for_the_audit_invite_nobody() -> None:
    assert [address for address in STRANGERS if _check(f"Адрес {address} и всё.")] == []


def test_two_calls_to_one_messenger_in_a_sentence_are_one_invitation() -> None:
    assert len(_check("Пишите в WhatsApp, наш WhatsApp работает всегда")) == 1
    assert len(_check("Наш телеграм: https://t.me/some_shop")) == 1


def test_the_limit_keeps_the_first_places() -> None:
    text = "Пишите в WhatsApp. Пишите в телеграм. Ждём в вайбере."
    assert [one.platform for one in invitations(SIGNATURES, text, limit=2)] == ["whatsapp", "telegram"]
    assert invitations(SIGNATURES, text, limit=0) == ()


def test_only_the_beginning_of_a_huge_text_is_read() -> None:
    filler = "слово " * (READ // 6)
    assert len(_check(f"Пишите в WhatsApp. {filler}")) == 1
    assert _check(f"{filler}......... Пишите в WhatsApp.") == ()


@pytest.mark.parametrize("text", INVITING)
def test_an_unrelated_sentence_after_it_hides_nothing(text: str) -> None:
    alone = _check(text)
    for more in (". Спасибо за покупку!", "\nЗаказ 15 готов к выдаче.", "! Хорошего дня."):
        assert _check(text + more)[: len(alone)] == alone


@pytest.mark.parametrize("text", INVITING)
def test_a_polite_beginning_hides_nothing(text: str) -> None:
    assert _platforms(f"Здравствуйте, Анна!\n\n{text}") == _platforms(text)


@given(text=st.sampled_from(INVITING), data=st.data())
def test_invisible_characters_hide_nothing(text: str, data: st.DataObject) -> None:
    found = _check(text)[0]
    places = data.draw(st.sets(st.integers(found.start, found.end), max_size=12))
    hidden = "".join(
        (data.draw(st.sampled_from(INVISIBLE)) if place in places else "") + char
        for place, char in enumerate(text + " ")
    )
    assert found.platform in _platforms(hidden)


_PIECES = st.sampled_from(
    _listed(
        "WhatsApp|телегр@м|т е л е|@shop_bot|+7 900 000-00-01|t.me/x_shop|t . me / a1b|не|пишите|в|\u200b"
        "|\u0301|«|»|.|,|\n|🔥|İ|ﬁ|мошенники|из|: "
    )
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=4)), max_size=40), st.sampled_from(["", " "]))
@example(["\u200b" * 90, "W\u200bh\u200ba\u200bt\u200bsApp", " +79000000001"], "")
def test_places_lie_in_the_text_in_order_and_say_what_stands_there(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    found = _check(text)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert one.spelling == text[one.start : one.end]
        assert len(one.spelling) <= 80
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert _check(text) == found


COMMON = _listed(
    "мы|вы|наш|ваш|заказ|клиент|врач|банк|карта|срок|завтра|сегодня|новый|хороший|большой|дом|город|улица|время|у"
    "|пишите|звоните|приходите|ждём|ответим|отправьте|в|на|из|с|по|и|или|не|но|если|когда|готов|доставлен|оплата"
    "|рецепт|анализы|сигнал|линия|телеграмма|группа|канал|чат|сайт|почта|телефон|MAX|VK|номер|приём|лабораторный"
    "|теле|вай|вот|дело|век|сила|ещё|уже|можно|нужно|товар|магазин|покупка|служба|поддержка|работа|скидка"
)
_MARKS = st.sampled_from([" ", ", ", ". ", "? ", " — "])


@given(st.lists(st.tuples(st.sampled_from(COMMON), _MARKS), max_size=60))
def test_common_words_in_any_order_invite_nobody(words: list[tuple[str, str]]) -> None:
    text = "".join(word + mark for word, mark in words)
    assert _check(text) == ()


HOSTILE = _listed(
    "а|в |t. |t.me |WhatsApp, |пишите в WhatsApp |не |@|a@a.|т.е.л.|://|tg:| . |[.]|@shop_x |- |8 9"
    "|WhatsApp +79000000001 |«мошенники |\u200b|https://a.b/|https://a.b/x://tg://|т е л е г р а |%2f|a-"
    "|wa . me / |t.me/x |WhatsApp: a_b |нет WhatsApp (не |hxxp : |https://|whatsapp.com |в WhatsApp из "
    "|WhatsApp @|Вибер Вибер |(((WhatsApp"
)


HEAVY = _listed("t.me |т е л е г р а |в WhatsApp из |https://a.b/|8 9|\u200b|(((WhatsApp|a@a.")
"""Those that cost the most, or did; the others are for the soak."""


@pytest.mark.timeout(300)
def test_hostile_texts_of_full_length_come_to_an_end() -> None:
    for piece in depth(HEAVY, HOSTILE):
        text = "@shop_x https://a.b/?" + piece * (READ // len(piece))
        for one in _check(text):
            assert one.spelling == text[one.start : one.end]


def test_padding_hides_no_invitation_from_the_policy() -> None:
    padding = "Спасибо за заказ, хорошего дня! " * (READ // 16)
    assert invited(SIGNATURES, padding) == frozenset()
    for before in (0, READ - 20, READ, len(padding) - 1):
        text = f"{padding[:before]} Пишите нам в вотсап: https://wa.me/79000000001 {padding[before:]}"
        assert invited(SIGNATURES, text) == {"whatsapp"}


def test_many_places_of_one_platform_hide_no_other() -> None:
    text = (
        "Пишите в вотсап: https://wa.me/79000000001. " * 40
        + "Пишите в вайбер: viber://chat?number=79000000001"
    )
    assert invited(SIGNATURES, text) == {"whatsapp", "viber"}
