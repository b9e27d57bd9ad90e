import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from vestnik.entrypoints.cli.audit.commands import register

LINK = '<p>Привет</p>\n<a href="https://t.me/lavka_fiction">Написать</a>'


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the base class's name
        """Say nothing."""


def audit(*words: str | Path) -> Result:
    """Run ``vestnik audit``; more than one command, so that the name of ours is said."""
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)
    return CliRunner().invoke(app, ["audit", *map(str, words)], env={"COLUMNS": "120"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    root.mkdir()
    (root / "index.html").write_text(LINK, encoding="utf-8")
    return root


@pytest.fixture
def url(folder: Path) -> Iterator[str]:
    """Serve the folder on loopback from a thread of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_directory_with_a_messenger_ends_with_code_1(folder: Path) -> None:
    result = audit(folder)
    assert result.exit_code == 1
    assert "2:10" in result.stdout
    assert "https://t.me/lavka_fiction" in result.stdout
    assert result.stdout.splitlines()[-1] == "Найдено 1 место с иностранными мессенджерами (1 файл)."


def test_a_single_file_can_be_audited(folder: Path) -> None:
    assert audit(folder / "index.html").exit_code == 1


def test_a_clean_directory_ends_with_code_0(folder: Path) -> None:
    (folder / "index.html").write_text("<p>Пишите на почту</p>", encoding="utf-8")
    result = audit(folder)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "Иностранных мессенджеров не найдено.")


def test_an_incomplete_audit_without_findings_ends_with_code_3() -> None:
    result = audit("http://127.0.0.1:1/", "--allow-private")
    assert result.exit_code == 3
    assert "Проверка неполная" in result.stdout


def test_an_incomplete_audit_with_findings_ends_with_code_1_and_says_incomplete(
    url: str, folder: Path
) -> None:
    (folder / "next.html").write_text("x", encoding="utf-8")
    (folder / "index.html").write_text(f'{LINK}<a href="next.html">1</a>', encoding="utf-8")
    result = audit(url, "--allow-private", "--rate", "50", "--max-pages", "1")
    assert result.exit_code == 1
    assert "Проверка неполная" in result.stdout


def test_a_site_is_audited_over_http(url: str) -> None:
    result = audit(url, "--allow-private", "--rate", "50")
    assert result.exit_code == 1
    assert url in result.stdout


def test_a_site_of_the_inner_network_needs_leave(url: str) -> None:
    result = audit(url)
    assert result.exit_code == 3
    assert "внутреннюю сеть" in result.stdout


def test_json_goes_to_stdout_alone(folder: Path) -> None:
    result = audit(folder, "--format", "json")
    whole = json.loads(result.stdout)
    assert (whole["version"], result.exit_code, result.stderr) == (1, 1, "")
    [finding] = whole["findings"]
    assert (finding["path"], finding["line"], finding["column"]) == ("index.html", 2, 10)
    assert finding["messenger"] == "telegram"
    assert whole["tool"]["pack"]


@pytest.mark.parametrize(
    ("form", "begins"), [("html", "<!doctype html>"), ("json", "{"), ("terminal", "Проверено")]
)
def test_a_report_goes_into_a_file_and_its_name_to_stderr(
    folder: Path, tmp_path: Path, form: str, begins: str
) -> None:
    output = tmp_path / "report"
    result = audit(folder, "--format", form, "--output", output)
    assert (result.exit_code, result.stdout) == (1, "")
    assert str(output) in result.stderr
    assert output.read_text(encoding="utf-8").startswith(begins)


def test_findings_put_aside_are_not_counted_until_new_ones_come(folder: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    assert audit(folder, "--save-baseline", known, "--reason", "ждём новый сайт").exit_code == 1
    again = audit(folder, "--baseline", known)
    assert again.exit_code == 0
    assert "Скрыто по списку известного: 1 место." in again.stdout
    (folder / "new.html").write_text('<a href="viber://chat?number=%2B79161234567">x</a>', encoding="utf-8")
    assert audit(folder, "--baseline", known).exit_code == 1


def test_vendor_files_count_when_asked_for(folder: Path) -> None:
    (folder / "index.html").unlink()
    vendor = folder / "node_modules" / "chat"
    vendor.mkdir(parents=True)
    (vendor / "a.html").write_text(LINK, encoding="utf-8")
    assert audit(folder).exit_code == 0
    assert audit(folder, "--include-vendor").exit_code == 1


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ([], "Что проверить? Назовите сайт, папку или файл"),
        (["/no/such/place"], "Нет такого файла или папки: /no/such/place"),
        (["shop.example"], "https://shop.example"),
        (["ftp://shop.example/"], "Это не адрес сайта. Пример:"),
        (["https://anna:secret@shop.example/"], "без имени и пароля"),
        ([".", "--no-such-option"], "Нет такого параметра: --no-such-option"),
        ([".", "--max-pages", "many"], "Неверное значение --max-pages. Сколько страниц читать: от 1"),
        ([".", "--max-pages", "0"], "Неверное значение --max-pages"),
        ([".", "--rate", "1e9"], "Неверное значение --rate"),
        ([".", "--format", "doc"], "Неверное значение --format. Вид отчёта: terminal, json, html"),
        ([".", "--output"], "Параметру --output нужно значение"),
        ([".", "no/such/place"], "Нет такого файла или папки: no/such/place"),
        ([".", "--output", "report.doc"], "не понять вид отчёта"),
        ([".", "--fail-on", "sometimes"], "Неверное значение --fail-on"),
        ([".", "--baseline", "/no/such/file"], "/no/such/file"),
        ([".", "--save-baseline", "x.json"], "--reason"),
    ],
)
def test_wrong_usage_gets_one_russian_line_and_code_2(words: list[str], line: str) -> None:
    result = audit(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert line in result.stderr
    assert result.stderr.count("\n") == 1
    assert "secret" not in result.stderr


def test_a_report_that_cannot_be_written_says_why(folder: Path) -> None:
    result = audit(folder, "--output", folder / "index.html" / "report")
    assert result.exit_code == 2
    assert "Отчёт не записан" in result.stderr
