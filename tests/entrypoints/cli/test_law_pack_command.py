"""``vestnik law lint``, ``schema`` and ``pack`` on the command line."""

import asyncio
import json
from pathlib import Path

import pytest
import typer
from tests.law.packs.folders import archive, copied, edited, versioned
from typer.testing import CliRunner, Result

from vestnik import config
from vestnik.app import opened
from vestnik.entrypoints.cli.law.commands import register
from vestnik.kernel.errors import CannotStart
from vestnik.law.model import Pack
from vestnik.law.pack import load_pack
from vestnik.law.pack_schema import KINDS, pack_schema
from vestnik.law.packs.remember_pack import remember_pack

NEWER = "2026.12.1"


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VESTNIK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return versioned(copied(tmp_path / "pack"), NEWER)


def run(*words: str | Path) -> Result:
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)
    return CliRunner().invoke(app, ["law", *map(str, words)])


def started_with() -> str:
    """Start the product as a server would and say which pack it works by."""

    async def start() -> str:
        async with opened(config.load()) as vestnik:
            assert vestnik.catalogue.platforms == vestnik.pack.platforms.keys()
            return vestnik.pack.version

    return asyncio.run(start())


def test_lint_prints_file_row_and_what_and_fails(folder: Path) -> None:
    edited(folder, "norms/149fz.toml", "30–50 тыс.", "30–51 тыс.")
    result = run("lint", folder)
    assert result.exit_code == 1
    assert "norms/149fz.toml: norm koap-13-11-2: «30–51 тыс. рублей» без строки в «sums»" in result.output
    assert "ошибок 2, замечаний 0" in result.output


def test_lint_of_the_shipped_pack_runs_its_cases_and_is_clean(pack: Pack) -> None:
    result = run("lint", "--at", "2026-11-23")
    assert result.exit_code == 0
    assert f"примеров {len(pack.cases)}, ошибок 0" in result.output


def test_lint_looks_at_reviews_of_the_day_it_is_told() -> None:
    result = run("lint", "--at", "2027-01-16")
    assert result.exit_code == 1
    assert "norm quiet-hours: пересмотр просрочен: 2027-01-15" in result.output
    assert run("lint", "--at", "soon").exit_code == 2


def test_lint_reads_a_zip_and_tells_a_failing_case(folder: Path, tmp_path: Path) -> None:
    edited(folder, "cases.toml", 'verdict = "deny"', 'verdict = "hold"')
    file = tmp_path / "pack.zip"
    file.write_bytes(archive(folder))
    result = run("lint", file)
    assert result.exit_code == 1
    assert "case bank-to-citizen-whatsapp: ответ «deny», а ждали «hold»" in result.output


def test_a_remark_does_not_fail_lint(folder: Path) -> None:
    text = (folder / "cases.toml").read_text()
    before, _, rest = text.partition('[[case]]\nid = "tamtam-is-closed"')
    (folder / "cases.toml").write_text(before + rest[rest.index("[[case]]") :])
    result = run("lint", folder)
    assert result.exit_code == 0
    assert "rules.toml: rule platform-closed" in result.output
    assert "ошибок 0, замечаний 1" in result.output


@pytest.mark.parametrize("damage", ["missing", "no zip", "bad row"])
def test_lint_of_what_is_no_pack_says_why(folder: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "gone.zip"
    if damage == "no zip":
        path.write_text("это не zip")
    if damage == "bad row":
        path = edited(folder, "rules.toml", 'effect = "deny"', 'effect = "perhaps"')
    result = run("lint", path)
    assert result.exit_code == 1
    assert {"missing": "gone.zip", "no zip": "zip", "bad row": "perhaps"}[damage] in result.output


def test_the_schema_is_printed_whole_or_by_kind() -> None:
    assert json.loads(run("schema").stdout) == pack_schema()
    for kind in KINDS:
        assert json.loads(run("schema", kind).stdout) == pack_schema(kind)
    wrong = run("schema", "recipes")
    assert wrong.exit_code == 2
    assert "purposes" in wrong.output


def test_norms_of_another_pack_can_be_read(folder: Path) -> None:
    edited(folder, "norms/38fz.toml", "Нельзя обзванивать", "Запрещено обзванивать")
    assert "Запрещено обзванивать" in run("norms", "38fz-18-2", "--pack", folder).output
    shown = run("explain", "38fz-18-2", "--pack", folder)
    assert "Запрещено обзванивать" in shown.output
    assert "Запрещено" not in run("explain", "38fz-18-2").output


def test_a_norm_is_explained_with_its_figures() -> None:
    output = run("explain", "koap-13.11-12-15").output
    assert "3 000 000–5 000 000 руб., пострадавших 1 000–10 000 (S2)" in output
    assert "1–3 % выручки, повторно (S2)" in output
    assert "10 раб. дн. — ответить на запрос (S2)" in run("explain", "152fz-20-term").output
    found = json.loads(run("explain", "126fz-44.1-1-calls", "--json").stdout)
    assert found["changes"][0]["evidence"] == "Q"
    assert "mass-call-without-consent" in found["tests"]


def test_a_pack_goes_out_and_back_and_the_server_starts_by_it(
    pack: Pack, folder: Path, tmp_path: Path
) -> None:
    assert started_with() == pack.version
    out = tmp_path / "out.zip"
    assert run("pack", "export", out).exit_code == 0
    assert pack.sha256[:12] in run("pack", "list").output
    again = run("pack", "install", out)
    assert again.exit_code == 0

    installed = run("pack", "install", folder, "--by", "anna@shop.example")
    assert installed.exit_code == 0
    assert "со следующего запуска" in installed.output
    assert started_with() == NEWER
    listed = run("pack", "list").output
    assert "anna@shop.example" in listed
    assert listed.count("в работе") == 1

    assert "Перезапустите сервер" in run("pack", "use", pack.version).output
    assert started_with() == pack.version
    assert "выбран" in run("pack", "list").output
    shown = run("pack", "show", NEWER).output
    assert f"По сравнению с {pack.version}" in shown
    assert "Нормы и правила те же" in shown
    assert "Сравнить не с чем" in run("pack", "show").output
    run("pack", "use", "newest")
    assert started_with() == NEWER


def test_what_cannot_be_installed_or_chosen_says_why(folder: Path, tmp_path: Path) -> None:
    older = versioned(copied(tmp_path / "older"), "2026.1.1")
    refused = run("pack", "install", older)
    assert refused.exit_code == 1
    assert "не новее" in refused.output
    kept = run("pack", "install", older, "--older")
    assert kept.exit_code == 0
    assert "остаётся прежний" in kept.output
    assert run("pack", "install", tmp_path / "gone.zip").exit_code == 1
    unknown = run("pack", "use", "2031.1.1")
    assert unknown.exit_code == 1
    assert "2031.1.1" in unknown.output


def test_a_pack_that_does_not_fit_stops_the_start_and_another_can_still_be_chosen(
    pack: Pack, folder: Path
) -> None:
    later = load_pack(folder)
    edited(folder, "rules.toml", '"to_citizen"', '"to_martian"')

    async def choose_badly() -> None:
        async with opened(config.load()) as vestnik:
            await remember_pack(vestnik.core, later, archive(folder))

    asyncio.run(choose_badly())
    assert run("pack", "use", NEWER).exit_code == 0
    with pytest.raises(CannotStart, match="to_martian"):
        started_with()
    assert run("pack", "use", pack.version).exit_code == 0
    assert started_with() == pack.version
