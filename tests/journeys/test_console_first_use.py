"""The first quarter of an hour with the console, in a real browser against a real server."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.console import Chromium, RunningConsole, sign_in

from vestnik.access.model import Principal
from vestnik.access.views import list_views

pytestmark = pytest.mark.timeout(240)


def test_from_the_login_to_a_finding_and_a_messages_story(
    console: RunningConsole, chromium: Chromium
) -> None:
    page = chromium.visit(console, viewport={"width": 1440, "height": 900})
    sign_in(page)
    _answer_who_we_are(page)
    _accept_a_norm(page)
    _audit(page, console.site_url)
    finding_id = _open_a_finding(page)
    message_id = _follow_a_message(page, console)
    _find_and_switch(page, message_id)
    views = console.do(lambda vestnik: list_views(vestnik.core, Principal.local(console.workspace_id)))
    assert {(view.kind, view.object_id) for view in views} >= {
        ("finding", finding_id),
        ("message", message_id),
    }
    assert chromium.complaints == []


def _answer_who_we_are(page: Page) -> None:
    """A newcomer is led into the wizard; the answer is kept and leads on."""
    expect(page).to_have_url(re.compile("/setup/who$"))
    page.get_by_role("button", name="Сохранить и продолжить").click()
    expect(page.get_by_text("Не выбрано ни одного ответа")).to_be_visible()
    page.get_by_text("Вы владелец агрегатора информации о товарах").click()
    page.get_by_role("button", name="Сохранить и продолжить").click()


def _accept_a_norm(page: Page) -> None:
    expect(page).to_have_url(re.compile("/setup/norms"))
    expect(page.get_by_text("По обзорам, сверьте с текстом").first).to_be_visible()
    page.get_by_role("button", name="Принять: пусть запрещает").first.click()
    expect(page.get_by_text("Уже приняты")).to_be_visible()
    page.get_by_role("link", name="Дальше: первый аудит").click()


def _audit(page: Page, site_url: str) -> None:
    page.get_by_label("Адрес сайта").fill("ftp://shop.example")
    page.get_by_role("button", name="Запустить аудит").click()
    expect(page.get_by_text("Это не адрес сайта")).to_be_visible()
    page.get_by_label("Адрес сайта").fill(site_url)
    page.get_by_role("button", name="Запустить аудит").click()
    expect(page).to_have_url(re.compile("/audits/[0-9a-f-]{36}"))
    expect(page.get_by_text("Закончен").first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", name="Куда зовут клиентов")).to_be_visible()
    expect(page.get_by_role("cell", name="Viber")).to_be_visible()


def _open_a_finding(page: Page) -> str:
    """Filters narrow the list without leaving the page; a row opens by the keyboard."""
    page.get_by_role("link", name=re.compile("^Находки")).click()
    expect(page.get_by_role("cell", name="Viber", exact=True)).to_be_visible()
    page.get_by_label("Площадка").select_option("telegram")
    expect(page.get_by_role("cell", name="Viber", exact=True)).to_have_count(0)
    expect(page).to_have_url(re.compile("platform=telegram"))
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Доказательство")).to_be_visible()
    expect(page.locator("mark")).to_have_text(re.compile("t.me/fair_example_channel"))
    expect(page.get_by_text("41-ФЗ, ст. 15 ч. 1").first).to_be_visible()
    expect(page.get_by_text("Как исправить")).to_be_visible()
    return page.url.rpartition("/")[2]


def _follow_a_message(page: Page, console: RunningConsole) -> str:
    message_id = console.send(text="Заказ № 17 собран")
    denied = console.send(channel="telegram", to="client-1002")
    page.keyboard.press("g")
    page.keyboard.press("m")
    expect(page).to_have_url(re.compile("/messages$"))
    page.goto(f"/messages/{message_id}")
    for _ in range(40):
        if page.get_by_text("Попытка: провайдер принял").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(page.get_by_role("heading", name="Решение: можно")).to_be_visible()
    expect(page.get_by_text("Запись журнала №").first).to_be_visible()
    page.get_by_role("button", name="Показать", exact=True).click()
    expect(page.get_by_text("Заказ № 17 собран")).to_be_visible()
    page.goto(f"/messages/{denied}")
    expect(page.get_by_role("heading", name="Решение: нельзя")).to_be_visible()
    return message_id


def _find_and_switch(page: Page, message_id: str) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type(message_id)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(message_id))
    page.get_by_label("Язык и оформление").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="Messages").first).to_be_visible()
    page.get_by_label("Language and appearance").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.get_by_label("Language and appearance").click()
    page.get_by_role("button", name="Русский").click()
    expect(page.get_by_role("link", name="Сообщения").first).to_be_visible()


def test_a_dangerous_step_asks_first_and_cancel_changes_nothing(
    console: RunningConsole, chromium: Chromium
) -> None:
    page = chromium.visit(console)
    sign_in(page)
    page.goto("/settings/keys")
    page.get_by_label("Название").fill("Магазин")
    page.get_by_role("button", name="Создать ключ").click()
    expect(page.get_by_label("Секрет ключа")).to_have_value(re.compile("^vk_test_"))
    page.goto("/settings/keys")
    page.get_by_role("button", name="Отозвать").click()
    page.get_by_role("button", name="Отмена").click()
    expect(page.get_by_role("button", name="Отозвать")).to_be_visible()
    page.get_by_role("button", name="Отозвать").click()
    page.get_by_role("button", name="Да, выполнить").click()
    expect(page.get_by_text("Ключ отозван")).to_be_visible()
    assert chromium.complaints == []


def test_without_scripts_the_console_still_works(console: RunningConsole, chromium: Chromium) -> None:
    page = chromium.visit(console, java_script_enabled=False, viewport={"width": 390, "height": 844})
    sign_in(page)
    page.get_by_role("link", name="Закон", exact=True).click()
    expect(page.get_by_role("heading", name="Закон")).to_be_visible()
    page.get_by_label("Слово или номер").fill("41-ФЗ")
    page.get_by_role("button", name="Показать").click()
    expect(page.get_by_text("41-ФЗ, ст. 15 ч. 1").first).to_be_visible()
