"""A list goes through a real browser and a real server; the page shows what it came to."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.console import Chromium, RunningConsole, sign_in

pytestmark = pytest.mark.timeout(120)

PEOPLE = 150_000


def test_a_list_of_many_megabytes_is_counted_and_a_bad_one_is_answered_on_the_page(
    console: RunningConsole, chromium: Chromium, tmp_path: Path
) -> None:
    rows = (
        f"client{number}@shop.example;{f'+7900{number:07}' if number % 2 else ''}" for number in range(PEOPLE)
    )
    good, bad = tmp_path / "Покупатели.csv", tmp_path / "города.csv"
    good.write_text("\n".join(("Почта;Телефон", *rows)), encoding="utf-8")
    bad.write_text("Город;Улица\nТверь;Мира\n" * 200_000, encoding="utf-8")
    assert good.stat().st_size > 4_000_000
    page = chromium.visit(console)
    sign_in(page)
    page.goto("/law/platforms")
    page.get_by_role("link", name="Посчитать по списку").click()
    page.get_by_label("Список людей, CSV").set_input_files(bad)
    page.get_by_role("button", name="Посчитать").click()
    expect(page.locator("#file-error")).to_contain_text("не нашлось ни одного знакомого столбца")
    page.get_by_label("Список людей, CSV").set_input_files(good)
    page.get_by_role("button", name="Посчитать").click()
    expect(page.get_by_role("status")).to_contain_text("Сохранены только числа", timeout=30_000)
    expect(page.get_by_role("heading", name="Покупатели.csv")).to_be_visible()
    expect(page.get_by_role("row", name="SMS")).to_contain_text("50 %")
    assert chromium.complaints == []
