"""What ``vestnik audit`` can be told: outputs, limits, lists of pages, git, what is put aside, Ctrl-C."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.entrypoints.cli.test_audit_command import LINK, audit
from typing_extensions import override

from vestnik.entrypoints.cli.audit.options import BY_SUFFIX, Form, Limit

MENTION = "<p>Мы закрыли чат в Telegram</p>"
SHARE = '<a href="https://t.me/share/url?url=https://shop.example/">Поделиться</a>'
VIBER = '<a href="viber://chat?number=%2B79000000077">Написать</a>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    root.mkdir()
    (root / "index.html").write_text(LINK, encoding="utf-8")
    return root


def told(*words: str | Path) -> dict[str, Any]:
    """Run the command and return its JSON."""
    whole = json.loads(audit(*words, "--format", "json").stdout)
    return dict(whole)


class Pages(SimpleHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 — shared by the requests of one test

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the base class's name
        """Say nothing."""

    @override
    def do_GET(self) -> None:
        self.asked.append(self.path)
        super().do_GET()


@pytest.fixture
def url(folder: Path) -> Iterator[str]:
    """Serve the folder on loopback."""
    Pages.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


# Outputs


def test_several_outputs_get_their_forms_by_suffix(folder: Path, tmp_path: Path) -> None:
    beginnings = {
        "r.json": b'{\n  "version": 1',
        "r.html": b"<!doctype html>",
        "r.sarif": b'{\n  "$schema"',
        "r.xml": b"<?xml",
        "r.csv": b"\xef\xbb\xbf",
        "r.md": b"# ",
        "r.xlsx": b"PK",
        "r.txt": "Проверено".encode(),
    }
    words = [word for name in beginnings for word in ("--output", tmp_path / name)]
    result = audit(folder, *words)
    assert (result.exit_code, result.stdout) == (1, "")
    for name, beginning in beginnings.items():
        assert (tmp_path / name).read_bytes().startswith(beginning), name


def test_every_form_has_a_suffix() -> None:
    assert set(BY_SUFFIX.values()) == set(Form)


def test_a_form_that_is_named_wins_over_the_suffix_of_one_output(folder: Path, tmp_path: Path) -> None:
    audit(folder, "--format", "sarif", "--output", tmp_path / "report.json")
    assert "runs" in json.loads((tmp_path / "report.json").read_text())


def test_a_report_that_fails_does_not_cost_the_others(folder: Path, tmp_path: Path) -> None:
    result = audit(folder, "--output", folder / "index.html" / "r.json", "--output", tmp_path / "r.md")
    assert result.exit_code == 2
    assert "Отчёт не записан" in result.stderr
    assert (tmp_path / "r.md").exists()


def test_a_workbook_is_not_printed_on_the_screen(folder: Path) -> None:
    result = audit(folder, "--format", "xlsx")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--output" in result.stderr


def test_a_pdf_without_a_browser_says_what_to_do(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VESTNIK_CHROMIUM", str(tmp_path / "no-such-browser"))
    result = audit(folder, "--output", tmp_path / "r.pdf", "--output", tmp_path / "r.html")
    assert result.exit_code == 2
    assert "apt-get install chromium" in result.stderr
    assert (tmp_path / "r.html").exists()


# Limits


@pytest.mark.parametrize(
    ("limit", "code"),
    [("info", 1), ("low", 1), ("medium", 0), ("high", 0), ("critical", 0), ("never", 0)],
)
def test_the_limit_decides_which_findings_fail(folder: Path, limit: str, code: int) -> None:
    (folder / "index.html").write_text(SHARE, encoding="utf-8")
    assert {row["severity"] for row in told(folder)["findings"]} == {"low"}
    assert audit(folder, "--fail-on", limit).exit_code == code


def test_info_fails_only_when_asked_for(folder: Path) -> None:
    (folder / "index.html").write_text(f"<!-- {LINK} -->", encoding="utf-8")
    assert {row["severity"] for row in told(folder)["findings"]} == {"info"}
    assert audit(folder).exit_code == 0
    assert audit(folder, "--fail-on", "info").exit_code == 1
    assert audit(folder, "--quiet").stdout == ""
    assert "Telegram" in audit(folder, "--fail-on", "info", "--quiet").stdout


def test_never_is_never_even_when_incomplete() -> None:
    assert audit("http://127.0.0.1:1/", "--allow-private").exit_code == 3
    assert audit("http://127.0.0.1:1/", "--allow-private", "--fail-on", "never").exit_code == 0


def test_every_level_is_a_limit() -> None:
    assert [limit.value for limit in Limit] == ["info", "low", "medium", "high", "critical", "never"]


def test_the_least_severity_hides_and_does_not_forgive(folder: Path) -> None:
    (folder / "index.html").write_text(SHARE, encoding="utf-8")
    assert told(folder, "--min-severity", "high")["findings"] == []
    assert audit(folder, "--min-severity", "high").exit_code == 1


def test_findings_are_gathered_as_asked(folder: Path) -> None:
    (folder / "two.html").write_text(VIBER, encoding="utf-8")
    lines = audit(folder, "--group-by", "messenger").stdout.splitlines()
    assert {"Telegram", "Viber"} <= set(lines)
    assert any("two.html:1:10" in line for line in lines)
    page = audit(folder, "--group-by", "messenger", "--format", "html").stdout
    assert '<span class="path">Viber</span>' in page


def test_quiet_says_nothing_about_what_is_clean(folder: Path) -> None:
    assert "t.me/lavka_fiction" in audit(folder, "--quiet").stdout
    (folder / "index.html").write_text("<p>Почта</p>", encoding="utf-8")
    assert audit(folder, "--quiet").stdout == ""


def test_there_is_no_colour_where_nobody_looks(folder: Path) -> None:
    assert "\x1b" not in audit(folder).stdout


# Targets


def test_several_targets_are_one_report(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (folder / "sub").mkdir()
    (folder / "sub" / "two.html").write_text(VIBER, encoding="utf-8")
    whole = told("site/index.html", "site/sub")
    assert [row["path"] for row in whole["findings"]] == ["site/index.html", "site/sub/two.html"]
    assert whole["target"] == "site/index.html, site/sub"
    assert whole["stats"]["files"] == 2


def test_one_file_is_named_by_its_name_and_with_a_root_by_its_way(folder: Path, tmp_path: Path) -> None:
    [plain] = told(folder / "index.html")["findings"]
    assert plain["path"] == "index.html"
    [rooted] = told(folder / "index.html", "--root", tmp_path)["findings"]
    assert rooted["path"] == "site/index.html"


def test_a_baseline_of_the_project_fits_single_files_of_it(folder: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    audit(tmp_path, "--save-baseline", known, "--reason", "ждём новый сайт")
    assert audit(folder / "index.html", "--baseline", known).exit_code == 1
    assert audit(folder / "index.html", "--baseline", known, "--root", tmp_path).exit_code == 0


def test_a_list_of_pages_is_read_and_nothing_they_lead_to(url: str, folder: Path, tmp_path: Path) -> None:
    (folder / "index.html").write_text('<a href="next.html">дальше</a>', encoding="utf-8")
    (folder / "next.html").write_text(LINK, encoding="utf-8")
    (folder / "three.html").write_text(VIBER, encoding="utf-8")
    pages = tmp_path / "pages.txt"
    pages.write_text(f"# главные\n{url}\n\n{url}three.html\n", encoding="utf-8")
    whole = told("--urls", pages, "--allow-private", "--rate", "50")
    assert [row["url"] for row in whole["findings"]] == [f"{url}three.html"]
    assert whole["stats"]["pages"] == 2
    assert "/next.html" not in Pages.asked
    assert whole["incomplete"] == []


def test_a_sitemap_that_is_named_is_read(url: str, folder: Path) -> None:
    (folder / "index.html").write_text("<p>x</p>", encoding="utf-8")
    (folder / "alone.html").write_text(VIBER, encoding="utf-8")
    (folder / "map.xml").write_text(
        f"<urlset><url><loc>{url}alone.html</loc></url></urlset>", encoding="utf-8"
    )
    words = (url, "--allow-private", "--rate", "50")
    assert told(*words)["findings"] == []
    [found] = told(*words, "--sitemap", f"{url}map.xml")["findings"]
    assert found["url"] == f"{url}alone.html"


def git(where: Path, *words: str) -> None:
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PATH": os.environ["PATH"]}
    who = ("-c", "user.name=Anna", "-c", "user.email=anna@lavka.example")
    subprocess.run(["git", *who, *words], cwd=where, env=plain, check=True, capture_output=True)


def test_a_folder_is_read_as_it_was_at_a_ref(folder: Path) -> None:
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "one")
    git(folder, "tag", "one")
    (folder / "index.html").write_text("<p>Почта</p>", encoding="utf-8")
    before = sorted(path.name for path in folder.iterdir())
    assert audit(folder).exit_code == 0
    whole = told(folder, "--git-ref", "one")
    assert [row["path"] for row in whole["findings"]] == ["index.html"]
    assert whole["target"] == f"{folder}@one"
    assert told(folder / "index.html", "--git-ref", "one")["stats"]["files"] == 1
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ([".", "--git-ref", "no-such-branch"], "нет коммита «no-such-branch»"),
        (["https://shop.example/", "--git-ref", "main"], "У сайта нет веток git"),
        ([".", "--sitemap", "https://shop.example/map.xml"], "Карта сайта нужна сайту"),
        (["https://shop.example/", "--sitemap", "map.xml"], "--sitemap"),
        (["--urls", "/no/such/list"], "Список адресов /no/such/list не читается"),
        ([".", "--who", "NOBODY"], "Кода «NOBODY» в наборе правил нет"),
        ([".", "--until", "soon", "--save-baseline", "x", "--reason", "y"], "Неверное значение --until"),
        ([".", "--render", "sometimes"], "Неверное значение --render"),
        ([""], "Нет такого файла"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(words: list[str], line: str) -> None:
    result = audit(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert line in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("body", ["", "# nothing\n", "shop.example\n", "https://anna:secret@shop.example/\n"])
def test_a_list_without_pages_is_refused_and_not_repeated(tmp_path: Path, body: str) -> None:
    pages = tmp_path / "pages.txt"
    pages.write_text(body, encoding="utf-8")
    result = audit("--urls", pages)
    assert result.exit_code == 2
    assert str(pages) in result.stderr
    assert "secret" not in result.stderr


# What is put aside


def test_a_baseline_tells_who_closes_it_and_until_when(folder: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    words = ("--reason", "ждём новый сайт", "--owner", "Отдел рекламы", "--until", "2999-12-31")
    audit(folder, "--save-baseline", known, *words)
    [entry] = json.loads(known.read_text(encoding="utf-8"))["accepted"]
    assert (entry["owner"], entry["expires"]) == ("Отдел рекламы", "2999-12-31")
    assert entry["added"]
    again = audit(folder, "--baseline", known)
    assert again.exit_code == 0
    assert "Закроют: Отдел рекламы — 1." in again.stdout
    [aside] = told(folder, "--baseline", known)["suppressed"]
    assert (aside["reason"], aside["owner"]) == ("ждём новый сайт", "Отдел рекламы")


def test_a_baseline_and_a_report_inside_the_folder_are_not_found_themselves(folder: Path) -> None:
    known, report = folder / "known.json", folder / "report.html"
    words = ("--baseline", known, "--output", report)
    audit(folder, "--save-baseline", known, "--reason", "потом")
    assert audit(folder, *words).exit_code == 0
    report.write_text(LINK, encoding="utf-8")
    assert audit(folder, *words).exit_code == 0
    (folder / "other.html").write_text(LINK, encoding="utf-8")
    assert audit(folder, *words).exit_code == 1


def test_what_ran_out_counts_again_and_is_said(folder: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    audit(folder, "--save-baseline", known, "--reason", "до осени", "--until", "2020-01-01")
    again = audit(folder, "--baseline", known)
    assert again.exit_code == 1
    assert "Срок отложенного прошёл, снова считается: 1 место." in again.stdout
    assert [entry["reason"] for entry in told(folder, "--baseline", known)["expired"]] == ["до осени"]


def test_saving_again_keeps_the_reasons_that_stand(folder: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    audit(folder, "--save-baseline", known, "--reason", "первая")
    (folder / "two.html").write_text(VIBER, encoding="utf-8")
    audit(folder, "--baseline", known, "--save-baseline", known, "--reason", "вторая")
    rows = json.loads(known.read_text(encoding="utf-8"))["accepted"]
    assert {row["path"]: row["reason"] for row in rows} == {"index.html": "первая", "two.html": "вторая"}


def test_a_baseline_outlives_lines_that_move(folder: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    audit(folder, "--save-baseline", known, "--reason", "потом")
    (folder / "index.html").write_text("\n\n<h1>Новое</h1>\n" * 20 + LINK, encoding="utf-8")
    assert audit(folder, "--baseline", known).exit_code == 0
