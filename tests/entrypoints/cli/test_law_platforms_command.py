"""``vestnik law platforms``, ``reach``, ``compare``, ``choose``, ``choices`` on the command line."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
import typer
from tests.entrypoints.cli.installation import Installation
from tests.law.packs.folders import archive, copied, versioned, with_platform
from typer.testing import CliRunner, Result

from vestnik.backends.sqlite import writing_engine
from vestnik.entrypoints.cli.law import commands as law
from vestnik.kernel.clock import ManualClock
from vestnik.law.choices.tables import platform_choices
from vestnik.law.pack import load_pack
from vestnik.law.packs.install_pack import install_pack

LIST = """Имя;Почта;Телефон;MAX;Telegram
Анна;anna@example.ru;+79000000001;да;да
Борис;b@example.ru;;;да
Вера;не почта;89000000002;;
Глеб;g@example.ru;;;;лишнее
"""


class Vestnik(Installation):
    """An installation whose rows a test may forge."""

    def forge(self, change: sa.Update) -> None:
        writer = writing_engine(self.path)
        with writer.begin() as connection:
            connection.execute(change)
        writer.dispose()

    def law(self, *words: str, says: str = "", code: int = 0, columns: int = 200) -> Result:
        return self.run("law", *words, says=says, code=code, columns=columns)


@pytest.fixture
def vestnik(tmp_path: Path, clock: ManualClock) -> Vestnik:
    made = Vestnik(tmp_path, clock)
    CliRunner().invoke(made.app, ["workspace", "add", "romashka", "--name", "ООО «Ромашка»"])
    return made


@pytest.fixture
def people(tmp_path: Path) -> str:
    path = tmp_path / "clients.csv"
    path.write_text(LIST, encoding="windows-1251")
    return str(path)


def bare() -> typer.Typer:
    """Return the command line where no installation can be opened."""
    app = typer.Typer()
    law.register(app, lambda: pytest.fail("the pack alone must do"))
    return app


def ask(*words: str, columns: int = 200) -> Result:
    env = {"COLUMNS": f"{columns}", "NO_COLOR": "1"}
    return CliRunner().invoke(bare(), ["law", "platforms", *words], env=env)


@pytest.mark.parametrize("columns", [100, 200])
def test_platforms_need_no_installation_and_fit_the_terminal(columns: int) -> None:
    result = ask(columns=columns)
    assert result.exit_code == 0
    assert all(len(line) <= columns for line in result.output.splitlines())
    assert all(platform_id in result.output for platform_id in load_pack().platforms)
    assert "сам запустил бота" in result.output.replace("\n", " ")
    assert ("одноразовый код" in result.output) == (columns == 200)


def test_one_platform_is_told_whole_with_its_evidence() -> None:
    output = ask("max").output
    for words in ("01.09.2025 (S2)", "модерация до 48 часов", "реестр не загружен", "https://dev.max.ru (P)"):
        assert words in output
    assert "TrueConf" not in output
    assert "Сервис закрыт 27.02.2026" in ask("tamtam").output
    assert "не известно" in ask("r7").output
    assert "не известно" not in ask("email").output
    everything = ask("--long", "--kind", "russian").output
    assert "TrueConf Server от версии 5.5" in everything
    assert "WhatsApp" not in everything


def test_platforms_as_json_for_programs() -> None:
    only = json.loads(ask("--kind", "own_road", "--json").stdout)
    assert {row["kind"] for row in only} == {"own_road"}
    (one,) = json.loads(ask("vk_notify", "--json").stdout)
    assert (one["effort"], one["reached_by"], one["receipts_evidence"]) == ("high", "phone", "S1")


def test_an_unknown_platform_names_the_list() -> None:
    result = ask("pigeon")
    assert result.exit_code == 2
    assert "vestnik law platforms" in result.output


def test_people_are_counted_and_compared(vestnik: Vestnik, people: str) -> None:
    vestnik.law("compare", says="vestnik law reach")
    output = vestnik.law("reach", people, "--name", "Клиенты").output
    for words in ("66.7%", "возможно, 2", "Почта → email", "Людей в списке: 3", "email 1", "1, первые: 5"):
        assert words in output
    assert "anna" not in output
    by = {row["platform"]: row for row in json.loads(vestnik.law("compare", "--json").stdout)}
    assert (by["email"]["reached"], by["max"]["reached"], by["telegram"]["reached"]) == (2, 1, 2)
    assert by["email"]["people"] == 3
    table = vestnik.law("compare", columns=100, says="66.7%").output
    assert all(len(line) <= 100 for line in table.splitlines())
    assert table.index("email") < table.index("max\n".strip())


def test_a_list_without_a_name_takes_the_files(vestnik: Vestnik, people: str) -> None:
    vestnik.law("reach", people, says="clients.csv")
    saved = json.loads(vestnik.law("reach", people, "--json").stdout)
    assert (saved["name"], saved["people"], saved["unreadable_lines"]) == ("clients.csv", 3, [5])
    assert saved["encoding"] == "windows-1251"


def test_a_list_that_does_not_serve_is_named(vestnik: Vestnik, tmp_path: Path) -> None:
    vestnik.law("reach", str(tmp_path / "missing.csv"), says="не читается", code=2)
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04")
    vestnik.law("reach", str(tmp_path / "book.xlsx"), says="Excel", code=1)
    vestnik.law("reach", str(tmp_path), says="не читается", code=2)


def test_a_choice_is_recorded_shown_and_ended(vestnik: Vestnik) -> None:
    vestnik.law("choices", says="Ничего не выбрано")
    vestnik.law("choose", "max", "--reason", "Клиенты [уже] там", "--purpose", "code", says="Выбрана: MAX")
    listed = vestnik.law("choices", says="Клиенты [уже] там").output
    assert "одноразовый код" in listed
    assert "23.11.2026" in listed
    assert "✓ max" in vestnik.law("compare").output
    vestnik.law("choose", "max", "--reason", "ещё раз", says="уже выбрана", code=1)
    vestnik.law("unchoose", "max", "--reason", "Передумали", says="завершён")
    vestnik.law("unchoose", "max", "--reason", "Передумали", says="не выбрана", code=1)
    (one,) = json.loads(vestnik.law("choices", "--json").stdout)
    assert (one["platform"], one["purposes"], one["end_reason"]) == ("max", ["code"], "Передумали")
    assert "✓ max" not in vestnik.law("compare").output


def test_a_choice_that_needs_a_second_look_is_named(vestnik: Vestnik) -> None:
    vestnik.law("choose", "max", "--reason", "Клиенты там")
    assert "! max" not in vestnik.law("compare").output
    vestnik.forge(sa.update(platform_choices).values(pack_version="2025.1"))
    vestnik.law("compare", says="! max: Выбрана по прежнему набору правил, 2025.1")


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        (("telegram", "--reason", "привыкли"), "иностранному лицу", 1),
        (("tamtam", "--reason", "привыкли"), "закрыта 27.02.2026", 1),
        (("pigeon", "--reason", "красиво"), "«pigeon» в наборе правил нет", 1),
        (("max", "--reason", " "), "с причиной", 1),
        (("sms", "--reason", "да", "--purpose", "chat_reply"), "не предлагается: chat_reply", 1),
        (("sms", "--reason", "да", "--purpose", "gossip"), "mass_call", 2),
        (("max",), "--reason", 2),
    ],
)
def test_a_choice_that_cannot_be_made_says_why(vestnik: Vestnik, words, says: str, code: int) -> None:
    vestnik.law("choose", *words, says=says, code=code)
    vestnik.law("choices", says="Ничего не выбрано")


def test_platforms_of_ours_are_the_comparison(vestnik: Vestnik) -> None:
    assert vestnik.law("platforms", "--ours").output == vestnik.law("compare").output


def test_a_platform_of_the_pack_in_use_is_counted_chosen_and_told(vestnik: Vestnik, tmp_path: Path) -> None:
    pack = archive(with_platform(versioned(copied(tmp_path / "pack"), "2026.12.1"), "pigeon", "Голубь"))
    vestnik.do(lambda core: install_pack(core, load_pack(), pack, "olga"))
    (tmp_path / "clients.csv").write_text("Телефон;Голубь\n+79000000001;да\n")
    vestnik.law("reach", str(tmp_path / "clients.csv"), says="Голубь")
    vestnik.law("choose", "pigeon", "--reason", "Долетит", says="Выбрана: Голубь")
    vestnik.law("choices", says="Голубь")
    assert "✓ pigeon" in vestnik.law("compare").output
