"""«Можно ли?» in a real browser: the answer follows the form, the address holds all but the text."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.console import Chromium, RunningConsole, sign_in

from vestnik.access.model import Principal
from vestnik.app import Vestnik
from vestnik.law.answer_who_we_are import answer_who_we_are

pytestmark = pytest.mark.timeout(120)

TEXT = "Заказ-семнадцать-собран"


@pytest.fixture(scope="module", autouse=True)
def _answered(console: RunningConsole) -> None:
    local = Principal.local(console.workspace_id)

    async def answer(vestnik: Vestnik) -> None:
        await answer_who_we_are(vestnik.core, local, vestnik.pack, ["GOODS_AGGREGATOR"])

    console.do(answer)


def _verdict(page: Page, word: str) -> None:
    expect(page.locator("#answer .verdict")).to_have_text(re.compile(rf"^\s*{word}\s*$"))


def test_the_answer_follows_the_form_and_the_address_holds_all_but_the_text(
    console: RunningConsole, chromium: Chromium
) -> None:
    page = chromium.visit(console, viewport={"width": 1440, "height": 900})
    sign_in(page)
    page.goto("/law/ask")
    page.get_by_label("Площадка").select_option("telegram")
    _verdict(page, "Решает владелец")
    page.get_by_label("Площадка").select_option("email")
    page.get_by_label("Цель", exact=True).select_option("advertising")
    _verdict(page, "Нельзя")
    page.get_by_label("Текст сообщения").fill(TEXT)
    page.get_by_label("есть, докажем").check()
    _verdict(page, "Можно")
    expect(page.get_by_label("Текст сообщения")).to_have_value(TEXT)
    expect(page).to_have_url(re.compile("platform=email&purpose=advertising.*&consent=yes"))
    assert TEXT not in page.url
    page.reload()
    _verdict(page, "Можно")
    expect(page.get_by_label("Текст сообщения")).to_have_value("")
    assert chromium.complaints == []


def test_a_missing_fact_leads_to_its_field_and_a_wrong_value_is_said_beside_it(
    console: RunningConsole, chromium: Chromium
) -> None:
    page = chromium.visit(console)
    sign_in(page)
    page.goto("/law/ask?platform=sms&purpose=advertising")
    page.get_by_role("link", name=re.compile("договор с оператором")).click()
    expect(page.locator("#contract input").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("link", name=re.compile("договор с оператором"))).to_have_count(0)
    page.get_by_text("Время и настройки компании").click()
    page.get_by_label("Не больше сообщений").fill("много")
    expect(page.locator("#cap_limit-slot")).to_contain_text("Целое число")
    expect(page.locator("#answer")).to_contain_text("Вопрос не прочитан")
    page.get_by_label("Не больше сообщений").fill("3")
    expect(page.locator("#cap_limit-slot")).to_be_empty()
    _verdict(page, "Нельзя")
    assert chromium.complaints == []


def test_without_scripts_a_button_asks(console: RunningConsole, chromium: Chromium) -> None:
    page = chromium.visit(console, java_script_enabled=False, viewport={"width": 390, "height": 844})
    sign_in(page)
    page.goto("/law/ask")
    page.get_by_label("Площадка").select_option("telegram")
    page.get_by_label("Текст сообщения").fill(TEXT)
    page.get_by_role("button", name="Спросить").click()
    _verdict(page, "Решает владелец")
    expect(page.get_by_label("Текст сообщения")).to_have_value(TEXT)
    assert TEXT not in page.url
    page.get_by_role("link", name="Ссылка на этот вопрос").click()
    _verdict(page, "Решает владелец")
