"""``vestnik send`` and ``vestnik db`` as an administrator meets them."""

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vestnik.entrypoints.cli.main import build

runner = CliRunner()


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VESTNIK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    made = runner.invoke(build(), ["workspace", "add", "fair", "--name", "Ярмарка-Пример"])
    assert made.exit_code == 0, made.output
    return tmp_path


def _send(*words: str) -> tuple[int, str]:
    ran = runner.invoke(build(), ["send", "--workspace", "fair", *words])
    return ran.exit_code, ran.output + (ran.stderr or "")


def test_a_message_is_sent_and_its_fate_is_told(installation: Path):
    code, said = _send("--channel", "cabinet", "--to", "client-7", "--text", "Договор готов")
    assert code == 0, said
    assert "доставлено" in said
    assert "cl•••-7" in said


def test_a_refusal_names_what_is_missing_or_the_norm(installation: Path):
    code, said = _send(
        "--channel", "telegram", "--to", "@client", "--text", "Скидки", "--purpose", "advertising"
    )
    assert code == 1
    assert "отказано" in said
    assert "38-ФЗ" in said


def test_an_unconnected_channel_says_where_to_connect_it(installation: Path):
    code, said = _send("--channel", "email", "--to", "anna@client.example", "--text", "Здравствуйте")
    assert code == 1
    assert "Настройки" in said


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["--channel", "pigeon", "--to", "x", "--text", "y"], "channel"),
        (["--channel", "cabinet", "--to", " ", "--text", "y"], "to"),
        (["--channel", "cabinet", "--to", "x", "--text", " "], "text"),
    ],
)
def test_a_wrong_word_is_named(installation: Path, words: list[str], names: str):
    code, said = _send(*words)
    assert code != 0
    assert names in said
    assert "Traceback" not in said


def test_an_unknown_workspace_is_one_line(installation: Path):
    ran = runner.invoke(
        build(), ["send", "--workspace", "nobody", "--channel", "cabinet", "--to", "x", "--text", "y"]
    )
    assert ran.exit_code == 1
    assert "Traceback" not in ran.output


def test_the_schema_can_be_looked_at_and_upgraded(installation: Path, monkeypatch: pytest.MonkeyPatch):
    assert runner.invoke(build(), ["db", "status"]).exit_code == 0
    monkeypatch.setenv("VESTNIK_DATA", str(installation / "other"))
    behind = runner.invoke(build(), ["db", "status"])
    assert behind.exit_code == 3
    assert "vestnik db upgrade" in behind.output
    assert runner.invoke(build(), ["db", "upgrade"]).exit_code == 0
    assert runner.invoke(build(), ["db", "status"]).exit_code == 0


def test_a_wrong_setting_stops_every_command_with_its_name(
    installation: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("VESTNIK_PORT", "many")
    ran = runner.invoke(build(), ["db", "status"])
    assert ran.exit_code == 2
    assert "VESTNIK_PORT" in ran.output + (ran.stderr or "")


def test_the_version_is_said():
    assert runner.invoke(build(), ["--version"]).output.strip()


def test_a_busy_port_is_said_before_anything_is_set_up(installation: Path):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        for command in (["serve"], ["demo"]):
            ran = runner.invoke(build(), [*command, "--port", str(holder.getsockname()[1])])
            assert ran.exit_code == 2
            assert "--port" in ran.output + (ran.stderr or "")
