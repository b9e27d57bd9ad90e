"""Settings: where they come from, and what a wrong one says."""

import base64
from pathlib import Path

import pytest

from vestnik.config import SETTINGS, load
from vestnik.kernel.errors import CannotStart


def test_nothing_set_gives_one_process_on_sqlite_for_this_machine_alone(tmp_path: Path):
    config = load({"VESTNIK_DATA": str(tmp_path)})
    assert (config.is_sqlite, config.host, config.allow_private) == (True, "127.0.0.1", False)
    assert config.public_url == "http://127.0.0.1:8420"


def test_the_environment_goes_before_the_file(tmp_path: Path):
    file = tmp_path / "vestnik.toml"
    file.write_text('port = 9000\nlanguage = "en"\nallow_private = true\n')
    config = load({"VESTNIK_PORT": "9001"}, file)
    assert (config.port, config.language, config.allow_private) == (9001, "en", True)


def test_a_secret_may_come_from_a_file(tmp_path: Path):
    secret = tmp_path / "db"
    secret.write_text("postgresql://u:p@localhost/v\n")
    assert load({"VESTNIK_DATABASE_FILE": str(secret)}).database == "postgresql://u:p@localhost/v"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "many"),
        ("port", "70000"),
        ("language", "fr"),
        ("log_level", "LOUD"),
        ("database", "mysql://x"),
        ("public_url", "example.ru"),
        ("allow_private", "maybe"),
        ("host", " "),
    ],
)
def test_a_wrong_value_names_itself_where_it_came_from_and_what_is_allowed(name: str, value: str):
    with pytest.raises(CannotStart) as caught:
        load({f"VESTNIK_{name.upper()}": value})
    said = str(caught.value)
    assert caught.value.field == name
    assert f"VESTNIK_{name.upper()}" in said
    assert str(SETTINGS[name].allowed) in said


def test_a_wrong_secret_is_not_repeated():
    with pytest.raises(CannotStart) as caught:
        load({"VESTNIK_ROOT_KEY": "c2VjcmV0"})
    assert "c2VjcmV0" not in str(caught.value)


def test_a_root_key_is_32_bytes_of_base64():
    assert load({"VESTNIK_ROOT_KEY": base64.b64encode(b"k" * 32).decode()}).root_key == b"k" * 32


@pytest.mark.parametrize("environment", [{"VESTNIK_PROT": "1"}, {"VESTNIK_CONFIG": "/nowhere.toml"}])
def test_a_misspelt_setting_or_a_missing_file_stops_the_start(environment: dict[str, str]):
    with pytest.raises(CannotStart):
        load(environment)


def test_an_unknown_name_in_the_file_stops_the_start(tmp_path: Path):
    file = tmp_path / "vestnik.toml"
    file.write_text("colour = 1\n")
    with pytest.raises(CannotStart, match="colour"):
        load({}, file)
