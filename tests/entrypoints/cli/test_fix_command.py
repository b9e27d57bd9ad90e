"""``vestnik fix`` on the command line."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from vestnik.entrypoints.cli.fix import register

LINK = '<p>Пример</p>\n<a href="https://wa.me/79265551122">Написать в WhatsApp</a>\n'
CODE = 'fetch("https://api.telegram.org/bot" + token + "/sendMessage");\n'


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)
    return app


def run(app: typer.Typer, *words: str, answer: str = "") -> Result:
    return CliRunner().invoke(app, ["fix", *words], input=answer, env={"COLUMNS": "200", "NO_COLOR": "1"})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(LINK)
    return folder


def test_without_write_the_diff_is_shown_and_nothing_changes(app: typer.Typer, site: Path) -> None:
    result = run(app, str(site), "--to", "max=https://max.ru/shop_bot")
    assert result.exit_code == 1
    assert '+<a href="https://max.ru/shop_bot">Написать в MAX</a>' in result.output
    assert (site / "index.html").read_text() == LINK


def test_write_with_yes_closes_everything(app: typer.Typer, site: Path) -> None:
    result = run(app, str(site), "--to", "max=https://max.ru/shop_bot", "--write", "--yes")
    assert result.exit_code == 0
    assert "Закрывать больше нечего" in result.output
    assert "Написать в MAX" in (site / "index.html").read_text()


@pytest.mark.parametrize(("answer", "code", "changed"), [("y\n", 0, True), ("n\n", 1, False), ("", 1, False)])
def test_write_asks_first(app: typer.Typer, site: Path, answer: str, code: int, changed: bool) -> None:
    result = run(app, str(site), "--write", answer=answer)
    assert result.exit_code == code
    assert ((site / "index.html").read_text() != LINK) is changed


def test_a_clean_folder_is_zero(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Почта: a@b.example</p>")
    assert run(app, str(tmp_path)).exit_code == 0


def test_what_needs_a_person_is_named_and_keeps_exit_code_one(app: typer.Typer, site: Path) -> None:
    (site / "send.js").write_text(CODE)
    result = run(app, str(site), "--write", "--yes")
    assert result.exit_code == 1
    assert "Нужен взгляд человека: 1" in result.output
    assert "переведите отправку на свой шлюз" in result.output
    assert (site / "send.js").read_text() == CODE


def test_the_diff_is_saved(app: typer.Typer, site: Path, tmp_path: Path) -> None:
    run(app, str(site), "--diff", str(tmp_path / "fix.diff"), "--quiet")
    assert (tmp_path / "fix.diff").read_text().startswith("--- a/index.html\n+++ b/index.html\n")


def test_only_the_named_rule_is_fixed(app: typer.Typer, site: Path) -> None:
    (site / "b.html").write_text('<p>x</p><a href="https://t.me/lavka_shop_bot">Telegram</a>')
    run(app, str(site), "--only", "TG-LINK-002", "--write", "--yes")
    assert (site / "index.html").read_text() == LINK
    assert (site / "b.html").read_text() == "<p>x</p>"


def test_what_files_hold_cannot_paint_the_terminal(app: typer.Typer, site: Path) -> None:
    (site / "b.html").write_text(
        '<p>[bold red]\x1b[31m</p>\n<a href="https://t.me/lavka_shop_bot">Telegram</a>\n'
    )
    result = run(app, str(site))
    assert "\x1b" not in result.output
    assert "[bold red]" in result.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Назовите папку или файл"),
        (("https://shop.example/",), "нужны его файлы"),
        (("/no/such/folder",), "Нет такого файла"),
        ((".", "--to", "icq=1"), "не разобрана"),
        ((".", "--to", "url=https://t.me/lavka_shop_bot"), "иностранный мессенджер"),
        ((".", "--nonsense"), "Нет такого параметра"),
    ],
)
def test_wrong_usage_is_one_russian_line_and_exit_code_two(
    app: typer.Typer, words: tuple[str, ...], says: str
) -> None:
    result = run(app, *words)
    assert result.exit_code == 2
    assert says in result.output
