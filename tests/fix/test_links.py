"""A link that stays must say where it now leads."""

import pytest
from tests.fix.bench import EMAIL, MAX, PHONE, VK, fix

WA = "https://wa.me/79265551122"
TG = "https://t.me/lavka_shop_bot"


@pytest.mark.parametrize(
    ("label", "to", "href", "words"),
    [
        ("Написать в WhatsApp", MAX, "https://max.ru/shop_bot", "Написать в MAX"),
        ("Написать в WhatsApp", VK, "https://vk.me/shop", "Написать ВКонтакте"),
        ("Написать в Ватсап", EMAIL, "mailto:hello@shop.example", "Написать по почте"),
        ("Написать в WhatsApp", PHONE, "tel:+79000000001", "Позвонить"),
        ("Заказать в WhatsApp", PHONE, "tel:+79000000001", "Заказать по телефону"),
        ("WhatsApp", MAX, "https://max.ru/shop_bot", "MAX"),
        ("+7 926 555-11-22", EMAIL, "mailto:hello@shop.example", "hello@shop.example"),
        ("+7 926 555-11-22", PHONE, "tel:+79000000001", "+7 900 000-00-01"),
        ("Chat on WhatsApp", VK, "https://vk.me/shop", "Message us on VK"),
        ("Telegram @lavka_manager", MAX, "https://max.ru/shop_bot", "MAX"),
        ("WhatsApp +7 926 555-11-22", EMAIL, "mailto:hello@shop.example", "Почта: hello@shop.example"),
        ("Задать вопрос", MAX, "https://max.ru/shop_bot", "Задать вопрос"),
    ],
)
def test_the_words_over_a_link_agree_with_its_new_address(label: str, to: str, href: str, words: str) -> None:
    fixed = fix(f'<p>Текст.</p><a href="{WA}">{label}</a>', to)
    assert fixed.text == f'<p>Текст.</p><a href="{href}">{words}</a>'


def test_title_label_icon_and_brand_class_change_with_the_link() -> None:
    before = (
        f'<p>x</p><a class="btn btn-whatsapp big" href="{WA}" title="WhatsApp" '
        'aria-label="Написать в WhatsApp">'
        '<i class="fab fa-whatsapp"></i> Написать в WhatsApp</a>'
    )
    assert fix(before, MAX).text == (
        '<p>x</p><a class="btn big" href="https://max.ru/shop_bot" title="MAX" aria-label="Написать в MAX">'
        "Написать в MAX</a>"
    )


def test_an_icon_without_words_is_removed_because_it_cannot_be_drawn_anew() -> None:
    before = f'<p>x</p><a class="icon icon-whatsapp" href="{WA}" title="WhatsApp"></a>'
    assert fix(before, MAX).text == "<p>x</p>"


def test_a_picture_of_a_button_becomes_words() -> None:
    before = f'<p>x</p><a href="{WA}"><img src="wa.png" width="150" alt="Написать в WhatsApp"></a>'
    assert fix(before, MAX).text == '<p>x</p><a href="https://max.ru/shop_bot">Написать в MAX</a>'


def test_neighbours_do_not_become_the_same_button_twice() -> None:
    before = f'<div><p>Итого</p><a href="{WA}">WhatsApp</a> <a href="{TG}">Telegram</a></div>'
    assert fix(before, MAX).text == '<div><p>Итого</p><a href="https://max.ru/shop_bot">MAX</a></div>'


def test_neighbours_share_the_targets_in_the_order_given() -> None:
    before = f'<div><p>Итого</p><a href="{WA}">WhatsApp</a> <a href="{TG}">Telegram</a></div>'
    assert fix(before, VK, EMAIL).text == (
        '<div><p>Итого</p><a href="https://vk.me/shop">ВКонтакте</a> '
        '<a href="mailto:hello@shop.example">Почта</a></div>'
    )


def test_a_list_that_already_offers_the_target_only_loses_the_messenger() -> None:
    before = (
        f'<ul><li><a href="https://vk.com/other">ВКонтакте</a></li><li><a href="{WA}">WhatsApp</a></li></ul>'
    )
    assert fix(before, VK).text == '<ul><li><a href="https://vk.com/other">ВКонтакте</a></li></ul>'


def test_names_in_a_sentence_take_the_preposition_they_need() -> None:
    before = f'<p>Пишите нам в <a href="{WA}">WhatsApp</a> или <a href="{TG}">Telegram</a>. Ждём.</p>'
    assert fix(before, MAX, EMAIL).text == (
        '<p>Пишите нам <a href="https://max.ru/shop_bot">в MAX</a> или '
        '<a href="mailto:hello@shop.example">по почте</a>. Ждём.</p>'
    )


def test_the_cell_that_names_the_messenger_is_renamed() -> None:
    row = f'<tr><th>WhatsApp</th><td><a href="{WA}">+7 926 555-11-22</a></td></tr>'
    before = f"<table>{row}<tr><td>a</td></tr></table>"
    after = fix(before, EMAIL).text
    assert '<th>Почта</th><td><a href="mailto:hello@shop.example">hello@shop.example</a></td>' in after


def test_a_handler_in_an_attribute_gets_the_new_address() -> None:
    before = f"<p>x</p><button onclick=\"window.open('{TG}')\">Спросить в Telegram</button>"
    assert fix(before, MAX).text == (
        "<p>x</p><button onclick=\"window.open('https://max.ru/shop_bot')\">Спросить в MAX</button>"
    )


def test_a_channel_or_a_group_is_never_passed_off_as_another_place() -> None:
    before = (
        '<ul><li>x</li><li><a href="https://t.me/+AbCdEfGhIjKlMnOp">Чат покупателей в Telegram</a></li></ul>'
    )
    assert fix(before, MAX).text == "<ul><li>x</li></ul>"


def test_the_messengers_sign_leaves_a_telephone_link_that_stays() -> None:
    before = '<p><a href="tel:+79000000001"><i class="fab fa-whatsapp"></i> +7 900 000-00-01</a></p>'
    assert fix(before).text == '<p><a href="tel:+79000000001">+7 900 000-00-01</a></p>'


def test_a_phone_target_opens_no_new_tab() -> None:
    before = f'<p>x</p><a href="{WA}" target="_blank">Заказать в WhatsApp</a>'
    assert fix(before, PHONE).text == '<p>x</p><a href="tel:+79000000001">Заказать по телефону</a>'


def test_half_a_link_under_a_template_condition_waits_for_a_person() -> None:
    before = '<li>{% if a %}<a href="' + WA + '">{% else %}<a href="/chat">{% endif %}Чат</a></li>'
    fixed = fix(before, MAX)
    assert fixed.text == before
    assert [bool(patch.edits) for patch in fixed.review] == [False]


def test_a_button_that_a_script_drives_waits_for_a_person() -> None:
    before = '<p>x</p><a href="#" id="open-chat">Написать в WhatsApp</a>'
    fixed = fix(before, MAX)
    assert fixed.text == before
    assert fixed.review
