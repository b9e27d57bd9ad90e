"""Running text stays grammatical, or waits for a person."""

import pytest
from tests.fix.bench import EMAIL, MAX, PHONE, fix


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>+7 926 555-11-22 (WhatsApp, Viber)</p>", "<p>+7 926 555-11-22</p>"),
        ("<p>Тел. <b>+7 926 555-11-22</b> (Ватсап).</p>", "<p>Тел. <b>+7 926 555-11-22</b>.</p>"),
        ("<ul><li>x</li><li>Telegram: @lavka_manager</li></ul>", "<ul><li>x</li></ul>"),
        ("<p>Рады помочь. Пишите нам в WhatsApp. Ждём.</p>", "<p>Рады помочь. Ждём.</p>"),
    ],
)
def test_text_loses_the_messenger_and_nothing_else(before: str, after: str) -> None:
    assert fix(before).text == after


@pytest.mark.parametrize(
    ("before", "to", "after"),
    [
        ("<p>Пишите нам в WhatsApp или Telegram.</p>", MAX, "<p>Пишите нам в MAX.</p>"),
        (
            "<p>Пишите нам в WhatsApp +7 926 555-11-22.</p>",
            EMAIL,
            "<p>Пишите нам по почте hello@shop.example.</p>",
        ),
        ("<p>Пишите нам в WhatsApp +7 926 555-11-22.</p>", MAX, "<p>Пишите нам в MAX (max.ru/shop_bot).</p>"),
        (
            "<ul><li>x</li><li>Telegram: @lavka_manager</li></ul>",
            EMAIL,
            "<ul><li>x</li><li>Почта: hello@shop.example</li></ul>",
        ),
    ],
)
def test_text_is_re_pointed_with_its_preposition(before: str, to: str, after: str) -> None:
    assert fix(before, to).text == after


def test_nobody_is_asked_to_write_by_telephone() -> None:
    before = "<p>Пишите нам в WhatsApp. Ждём.</p>"
    assert fix(before, PHONE).text == "<p>Ждём.</p>"


@pytest.mark.parametrize(
    "before",
    [
        "<p>Пишите нам в Telegram или звоните. Спасибо.</p>",
        "<p>Напишите нам в WhatsApp, если посылка задержалась. Вернём деньги.</p>",
    ],
)
def test_a_sentence_that_carries_more_is_only_proposed_for_removal(before: str) -> None:
    fixed = fix(before)
    assert fixed.text == before
    assert fixed.review[0].edits


def test_a_field_that_asks_for_a_handle_waits_for_a_person() -> None:
    before = '<form><input name="tg" placeholder="Ваш ник в Telegram"></form>'
    fixed = fix(before, MAX)
    assert fixed.text == before
    assert fixed.review


def test_a_line_of_a_plain_letter_goes_with_its_line_ending() -> None:
    before = "Телефон: +7 900 000-00-01\r\nWhatsApp: +7 926 555-11-22\r\nПочта: a@b.example\r\n"
    assert fix(before, path="letter.txt").text == "Телефон: +7 900 000-00-01\r\nПочта: a@b.example\r\n"
    assert fix(before, MAX, path="letter.txt").text == before.replace(
        "WhatsApp: +7 926 555-11-22", "MAX: max.ru/shop_bot"
    )


def test_a_markdown_item_changes_both_halves_of_its_link_or_goes() -> None:
    before = "- [Написать в WhatsApp](https://wa.me/79265551122)\n- [VK](https://vk.me/x)\n"
    assert fix(before, path="a.md").text == "- [VK](https://vk.me/x)\n"
    assert fix(before, MAX, path="a.md").text == (
        "- [Написать в MAX](https://max.ru/shop_bot)\n- [VK](https://vk.me/x)\n"
    )
