"""What a naive rule reports wrongly, learned from real sites: none of it counts against a company."""

import pytest
from tests.audit.finding import find, loud

from vestnik.audit.model import Severity, State

QUIET = {
    "FP-01 a longer host": (
        '<a href="https://rover-it.me/x">x</a><a href="https://static.site-chat.me/support/x">y</a><a href="https://t.me.evil.example/x">z</a>',
        "a.html",
    ),
    "FP-01 words in a script": ("var words = ['gent.me/x', 'at.me/'];", "a.js"),
    "FP-02 an identifier of Bitrix": ("<? $arResult['strIMessage'] = ''; ?>", "a.php"),
    "FP-02 an interface of a library": ("use Gelf\\IMessagePublisher; $uiMessage = 1;", "a.php"),
    "FP-03 a glyph": ('<i class="glyphicon glyphicon-facetime-video"></i>', "a.html"),
    "FP-04 the toolbar is turned off": (
        '<meta name="SKYPE_TOOLBAR" content="SKYPE_TOOLBAR_PARSER_COMPATIBLE">',
        "a.html",
    ),
    "FP-05 a list of domains": ("aero|skype|travel|xxx", "tlds.txt"),
    "FP-06 a certificate": ("Bogus Skype\n===========\n-----BEGIN CERTIFICATE-----", "cacert.pem"),
    "FP-07 a tariff": (
        "<p>Безлимитный трафик: WhatsApp, Telegram, Viber, Discord, Skype и ICQ</p>",
        "a.html",
    ),
    "FP-08 a product": (
        "<h2>Боты для WhatsApp и Telegram</h2><p>Разрабатываем чат-боты для WhatsApp под ключ</p>",
        "a.html",
    ),
    "FP-09 a post": ('<a href="https://t.me/durov/123">источник</a>', "a.html"),
    "FP-10 negation": ("<p>Мы не принимаем звонки в WhatsApp.</p>", "a.html"),
    "FP-10 negation of writing": ("<p>Мы больше не отвечаем в Telegram, пишите на почту.</p>", "a.html"),
    "FP-11 a block list": ("BLOCKED = ['t.me/', 'wa.me/']", "tests/test_spam.py"),
    "FP-12 an author": ("<?php\n/**\n * @author Ivan https://t.me/ivan_dev\n */\n", "a.php"),
    "FP-12 a package": ('{"\\n# https://ivan.t.me": ""}', "package.json"),
    "FP-13 an example in a field": ('<input placeholder="Пример: https://t.me/ivan_shop">', "a.html"),
    "FP-13 a hint": ("<?php $help = 'Ссылка вида: https://t.me/some_shop';", "a.php"),
    "FP-14 a comment of PHP": ('<?/* <a href="https://wa.me/79000000001">WhatsApp</a> */?>', "a.php"),
    "FP-16 an icon font": (
        ".fa-whatsapp:before{content:'\\f232'} .fa-telegram:before{content:'x'}",
        "css/font-awesome.css",
    ),
    "FP-16 a vendor's demo": (
        '<a href="https://t.me/some_shop">x</a>',
        "bitrix/modules/landing/blocks/1.php",
    ),
    "FP-17 common words": ("<p>The signal was in line; телега стояла, отг тг; zoom in</p>", "a.html"),
    "FP-17 a pseudo class": ("a.skype:before{content:'x'} .skype:hover{}", "a.css"),
    "FP-18 platforms that stay": (
        (
            '<a href="https://vk.com/x">x</a><a href="https://vk.me/x">x</a><a href="https://max.ru/x">x</a>'
            '<div data-services="vkontakte,odnoklassniki"></div>'
        ),
        "a.html",
    ),
    "FP-19 identifiers": ("const telegramUsername = user.telegram_username; let whatsapp_id = 0;", "a.ts"),
    "an empty link of the platform": ('<a href="https://telegram.org/">x</a>', "a.html"),
    "a plain message": ('<a href="sms:+79000000001">x</a>', "a.html"),
    "photos of the same server": ("fetch('https://graph.facebook.com/v19.0/me/photos')", "a.js"),
    "documentation": ("Автор: https://t.me/ivan_dev", "README.md"),
}


@pytest.mark.parametrize("case", QUIET, ids=list(QUIET))
def test_a_false_alarm_is_not_raised(case) -> None:
    source, path = QUIET[case]
    assert [(item.rule, item.matched) for item in loud(source, path)] == []


def test_indian_numbers_are_not_turned_into_russian_ones() -> None:
    """FP-15: ten digits that begin with 7 are no ``+7``."""
    assert find('<a href="https://wa.me/7012345678">x</a>')[0].target == "https://wa.me/7012345678"


def test_a_box_checked_by_a_program_gives_no_verdict_of_its_own() -> None:
    """FP-20: the consent wording is found, nothing is claimed about the tick."""
    source = (
        "<label><input type='checkbox' <?php if ($agree) { ?>checked<?php } ?>>"
        " Согласен на сообщения в WhatsApp</label>"
    )
    assert [(item.rule, item.severity) for item in find(source, "a.php")] == [("CN-002", Severity.MEDIUM)]


@pytest.mark.parametrize(
    "name", ["index.php.bak", "_detail.php.back1.2.21", "footer.html.old", "page.html~", "a.orig"]
)
def test_a_saved_old_copy_is_a_note_in_a_tree_and_a_page_on_a_site(name: str) -> None:
    source = '<a href="https://t.me/some_shop">Телеграм</a>'
    assert not loud(source, f"include/{name}")
    assert {item.state for item in find(source, f"include/{name}")} == {State.DEAD}
    assert loud(source, f"https://shop.example/{name}")
