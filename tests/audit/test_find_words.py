"""Messengers named in words: offers are found, mentions stay notes."""

import pytest
from tests.audit.finding import find, loud, one, rules

from vestnik.audit.model import Role, Severity


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("<p>Пишите нам в Ватсап!</p>", "TX-RU-001"),
        ("<p>Напишите нам в WhatsApp, и мы ответим</p>", "TX-RU-001"),
        ("<p>Свяжитесь с нами через Телеграм</p>", "TX-RU-001"),
        ("<p>Подписывайтесь на наш телеграм-канал</p>", "TX-RU-001"),
        ("<p>По вопросам обращайтесь в Вайбере</p>", "TX-RU-001"),
        ("<p>Отправьте фото в вотсапп</p>", "TX-RU-001"),
        ("<p>+7 (900) 000-00-01 (WhatsApp)</p>", "TX-PH-001"),
        ("<p>Viber: 8 900 000 00 01</p>", "TX-PH-001"),
        ("<li><span>WhatsApp</span> <b>+7 900 000-00-01</b></li>", "TX-PH-001"),
        ("<p>Telegram: @some_shop</p>", "TX-HD-001"),
        ("<p>Наш бот в Телеграм — @some_shop_bot</p>", "TX-HD-001"),
        ("<p>Skype: shop.name</p>", "TX-HD-001"),
        ('<img alt="Напишите нам в Telegram" src="/a.png">', "TX-RU-001"),
    ],
)
def test_an_offer_in_words_is_found(source, rule) -> None:
    item = one(source)
    assert (item.rule, item.role, item.severity) == (rule, Role.CONTACT, Severity.HIGH)


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("toast('Не удалось. Напишите нам в WhatsApp')", "a.js"),
        ("return <p>Напишите нам в WhatsApp</p>", "A.tsx"),
        ("<?php $m = 'Напишите нам в WhatsApp';", "a.php"),
        ("Напишите нам в WhatsApp\n", "a.md"),
        ('{"text": "Напишите нам в WhatsApp"}', "ru.json"),
    ],
)
def test_offers_are_found_in_every_kind_of_file(source, path) -> None:
    assert rules(source, path) == ["TX-RU-001"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r", "utf-16", "utf-8-sig"])
def test_russian_spellings_are_found_in_every_encoding(encoding) -> None:
    source = "<p>Здравствуйте! Если что-то непонятно, пишите нам в Ватсап, а не на почту</p>"
    found = find(source.encode(encoding))
    assert [item.rule for item in found] == ["TX-RU-001"]
    assert found[0].matched == "Ватсап"


def test_a_handle_and_a_phone_give_a_target() -> None:
    assert one("<p>Telegram: @Some_Shop</p>").target == "https://t.me/some_shop"
    assert one("<p>WhatsApp: 8 (900) 000-00-01</p>").target == "https://wa.me/79000000001"


def test_consents_and_fields_that_name_a_messenger_are_medium() -> None:
    consent = one("<label><input type='checkbox'> Даю согласие на получение сообщений в WhatsApp</label>")
    assert (consent.rule, consent.severity) == ("CN-002", Severity.MEDIUM)
    field = one('<input name="contact" placeholder="Ваш ник в Telegram">')
    assert (field.rule, field.severity) == ("DA-003", Severity.MEDIUM)


def test_keys_with_an_account_are_contacts() -> None:
    assert one('{"whatsapp": "+79000000001"}', "a.json").target == "https://wa.me/79000000001"
    assert one("viber_phone: '+7 900 000-00-01'\n", "a.yml").rule == "DA-001"
    assert one("<?php return ['telegram' => '@some_shop'];", "a.php").target == "https://t.me/some_shop"
    assert not loud('{"telegram": "Телеграм", "whatsapp": true, "viber": "viber.svg"}', "a.json")


def test_addresses_in_data_are_contacts() -> None:
    for source, path in (
        ('{"telegram-full": {"url": "tg://resolve?domain=some_shop"}}', "a.json"),
        ("url: https://t.me/some_shop\n", "a.yml"),
        (
            "<?php $l = [['tg', 'Telegram', 'https://t.me/some_shop'], ['max', 'MAX', 'https://max.ru/x']];",
            "a.php",
        ),
        ("return 301 https://t.me/some_shop;", "site.conf"),
        ("INSERT INTO t VALUES ('<a href=\\\"https://t.me/some_shop\\\">x</a>');", "dump.sql"),
    ):
        assert [item.target for item in loud(source, path)] == ["https://t.me/some_shop"], source


def test_machines_are_told_addresses_too() -> None:
    source = '<script type="application/ld+json">{"sameAs": ["https://t.me/some_shop", "https://vk.com/shop"]}</script>'
    assert rules(source) == ["MT-001"]
    policy = one("<meta http-equiv='Content-Security-Policy' content='frame-src https://oauth.telegram.org'>")
    assert (policy.rule, policy.severity) == ("NET-001", Severity.LOW)


def test_share_buttons_are_low() -> None:
    found = find('<div class="ya-share2" data-services="vkontakte,odnoklassniki,telegram,whatsapp"></div>')
    assert [(item.rule, item.platform, item.severity) for item in found] == [
        ("SHR-002", "telegram", Severity.LOW),
        ("SHR-002", "whatsapp", Severity.LOW),
    ]
    assert one('<a href="https://t.me/share/url?url=x">x</a>').rule == "SHR-001"
    assert "SHR-003" in rules("import { TelegramShareButton } from 'react-share'", "a.tsx")


def test_applications_declare_what_they_open() -> None:
    manifest = '<queries><package android:name="com.whatsapp"/></queries>'
    assert rules(manifest, "AndroidManifest.xml") == ["AND-001"]
    plist = "<key>LSApplicationQueriesSchemes</key><array><string>whatsapp</string></array>"
    assert rules(plist, "Info.plist") == ["IOS-001"]
    assert loud("val h = WhatsAppOtpHandler()", "Otp.kt")[0].rule == "AND-002"


@pytest.mark.parametrize(
    "source",
    [
        "<p>Если мы не отвечаем, напишите в WhatsApp</p>",
        "<p>Вместо звонка напишите нам в WhatsApp</p>",
        "<p>Не дозвонились? Пишите в WhatsApp!</p>",
        "<p>Вступайте в наш закрытый канал в WhatsApp</p>",
    ],
)
def test_a_negation_elsewhere_does_not_hide_an_offer(source) -> None:
    assert rules(source) == ["TX-RU-001"]


def test_of_two_messengers_only_the_offered_one_counts() -> None:
    found = loud("<p>Из-за блокировки WhatsApp, пишите нам в Telegram</p>")
    assert [item.platform for item in found] == ["telegram"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ('<span><i class="icon-skype"></i>shop.support</span>', "skype:shop.support"),
        ('<p><i class="fa fa-whatsapp"></i> +7 903 111-22-94</p>', "https://wa.me/79031112294"),
        (
            '<div><p><img src="viber.png"></p><p><a href="tel:+79031112294">8 903 111-22-94</a></p></div>',
            "viber://chat?number=+79031112294",
        ),
    ],
)
def test_an_icon_beside_an_account_is_an_offer(source, target) -> None:
    [item] = loud(source)
    assert (item.rule, item.role, item.target) == ("IC-001", Role.CONTACT, target)


def test_an_icon_far_from_a_number_is_a_note() -> None:
    assert not loud(f'<div><i class="fa fa-whatsapp"></i><p>{"слово " * 30}</p><p>+7 903 111-22-94</p></div>')


def test_words_for_search_engines_offer_nothing() -> None:
    assert not loud('<meta name="keywords" content="написать, Viber, WhatsApp, связаться">')


def test_a_call_that_orders_a_thing_about_a_messenger_is_no_offer() -> None:
    assert not loud("<p>Закажите разработку бота для Telegram и WhatsApp под ключ</p>")
    assert loud("<p>Закажите доставку в WhatsApp или Telegram</p>")


def test_a_handler_that_shares_is_a_share_button() -> None:
    [item] = loud('<a onclick="og_share(\'whatsapp\')" title="Whatsapp">x</a>')
    assert (item.role, item.severity) == (Role.SHARE, Severity.LOW)
