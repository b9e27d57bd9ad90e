"""The demo companies: fictional, readable, full of messengers before a fix and free of them after."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from vestnik.audit.inspect import Inspector
from vestnik.audit.scan import scan_directory
from vestnik.entrypoints.cli.fix import register
from vestnik.law.pack import load_pack

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
MARKETPLACE = EXAMPLES / "marketplace"
LAWFUL = re.compile(r'href="(?:tel:|mailto:|https://vk\.(?:me|com)/|https://max\.ru/)')
BRANDS = re.compile(r"whatsapp|telegram|viber|skype|ватсап|вайбер|телеграм", re.IGNORECASE)
COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)


def fix(folder: Path, *words: str) -> Result:
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)
    return CliRunner().invoke(app, ["fix", str(folder), *words], env={"COLUMNS": "200", "NO_COLOR": "1"})


def channels(company: Path) -> list[str]:
    """Return the company's own targets as options of the command line."""
    told = tomllib.loads((company / "company.toml").read_text())["channels"]
    return [
        word
        for kind in ("max", "vk", "email", "phone")
        if kind in told
        for word in ("--to", f"{kind}={told[kind]}")
    ]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MARKETPLACE, tmp_path / "marketplace"))


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the marketplace after ``vestnik fix --write`` with its own channels."""
    folder = Path(shutil.copytree(MARKETPLACE, tmp_path_factory.mktemp("fixed") / "marketplace"))
    result = fix(folder, "--write", "--yes", "--quiet", *channels(folder))
    assert result.exit_code == 0, result.output
    return folder


def text(page: Path) -> str:
    return page.read_bytes().decode("cp1251" if page.name == "pickup.html" else "utf-8")


@pytest.mark.parametrize("name", ["marketplace", "shop"])
def test_a_company_says_who_it_is_in_words_the_pack_knows(name: str) -> None:
    company = tomllib.loads((EXAMPLES / name / "company.toml").read_text())
    pack = load_pack()
    assert company["domain"].endswith(".example")
    assert set(company["subjects"]) <= {subject.code for subject in pack.subjects.values()}
    for accepted in company["accepted_norms"]:
        assert accepted["id"] in pack.norms
        assert accepted["by"]
        assert accepted["on"]


def test_every_telephone_is_fictional() -> None:
    for path in EXAMPLES.rglob("*"):
        if path.is_file() and path.suffix != ".png":
            for number in re.findall(r"(?:\+7|%2B7|\b7)9\d{9}\b", text(path)):
                assert re.search(r"79000000\d\d\d\Z", number), (path.name, number)


def test_both_companies_have_something_to_close() -> None:
    marketplace = scan_directory(MARKETPLACE, None, None, Inspector())
    shop = scan_directory(EXAMPLES / "shop", None, None, Inspector())
    assert {finding.platform for finding in marketplace.findings} >= {
        "whatsapp",
        "telegram",
        "viber",
        "skype",
    }
    assert len([finding for finding in marketplace.findings if finding.actionable]) > 50
    assert len([finding for finding in shop.findings if finding.actionable]) > 1


def test_after_a_fix_the_marketplace_has_nothing_left(fixed: Path) -> None:
    after = scan_directory(fixed, None, None, Inspector())
    assert [finding for finding in after.findings if finding.actionable] == []


def test_every_page_keeps_a_lawful_contact_and_no_word_of_a_messenger(fixed: Path) -> None:
    for page in [*fixed.glob("site/*.html"), *fixed.glob("letters/*.html")]:
        shown = COMMENTS.sub("", text(page))
        assert LAWFUL.search(shown), page.name
        assert not BRANDS.search(shown), (page.name, BRANDS.findall(shown))


def test_the_words_over_every_new_link_agree_with_its_address(fixed: Path) -> None:
    agrees = {
        "https://max.ru/": re.compile(r"MAX|max\.ru"),
        "https://vk.": re.compile(r"ВКонтакте|vk\.me"),
        "mailto:": re.compile(r"почт|Почта|@|Узнать"),
        "tel:": re.compile(r"\+7 900|Позвонить|по телефону"),
    }
    seen = 0
    for page in fixed.glob("site/*.html"):
        for address, words in re.findall(r'<a\b[^<>]*href="([^"]*)"[^<>]*>(.*?)</a>', text(page), re.DOTALL):
            for start, pattern in agrees.items():
                if address.startswith(start) and "share" not in address:
                    assert pattern.search(words), (page.name, address, words)
                    seen += 1
    assert seen > 30


def test_a_fix_keeps_encodings_and_line_endings(fixed: Path) -> None:
    help_page = (fixed / "site/help.html").read_bytes()
    assert help_page.count(b"\n") == help_page.count(b"\r\n") > 0
    assert "Пункты выдачи" in (fixed / "site/pickup.html").read_bytes().decode("cp1251")


def test_a_second_fix_changes_nothing(fixed: Path) -> None:
    before = {path: path.read_bytes() for path in fixed.rglob("*") if path.is_file()}
    assert fix(fixed, "--write", "--yes", *channels(fixed)).exit_code == 0
    assert {path: path.read_bytes() for path in fixed.rglob("*") if path.is_file()} == before


def test_without_targets_only_what_needs_a_person_is_left(copy: Path) -> None:
    result = fix(copy, "--write", "--yes", "--quiet")
    assert result.exit_code == 1
    assert "Осталось закрыть: 3" in result.output


def test_no_link_of_the_site_is_broken() -> None:
    for folder in (MARKETPLACE / "site", EXAMPLES / "shop/site"):
        for page in folder.glob("*.html"):
            for address in re.findall(r'(?:href|src)="([^":#]+)(?:#[^"]*)?"', COMMENTS.sub("", text(page))):
                assert (folder / address).is_file(), (page.name, address)
