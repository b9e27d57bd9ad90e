"""``vestnik user``, ``workspace``, ``key`` and ``ledger`` on a real database."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.entrypoints.cli.installation import Installation
from typer.testing import Result

from vestnik.access.authenticate import by_api_key
from vestnik.access.sign_in import sign_in
from vestnik.kernel.clock import ManualClock
from vestnik.ledger.tables import ledger_entries

PASSWORD = "четыре слова о погоде"
EMAIL = "anna@romashka.example"


@pytest.fixture
def vestnik(tmp_path: Path, clock: ManualClock) -> Installation:
    made = Installation(tmp_path, clock)
    made.run("workspace", "add", "romashka", "--name", "ООО «Ромашка»", says="romashka")
    return made


@pytest.fixture
def password_file(tmp_path: Path) -> str:
    path = tmp_path / "password"
    path.write_text(f"{PASSWORD}\n", encoding="utf-8")
    return str(path)


def add(vestnik: Installation, password_file: str, email: str = EMAIL, role: str = "owner") -> Result:
    words = ("user", "add", email, "--name", "Анна", "--role", role, "--password-file", password_file)
    return vestnik.run(*words, says=email)


def test_a_person_added_from_a_file_can_sign_in(vestnik: Installation, password_file: str) -> None:
    result = add(vestnik, password_file)
    assert PASSWORD not in result.output
    vestnik.run("user", "list", says=EMAIL)
    assert vestnik.do(lambda core: sign_in(core, EMAIL, PASSWORD, "192.0.2.7", "")).user.email == EMAIL


def test_a_password_is_asked_for_twice_and_not_shown(vestnik: Installation) -> None:
    words = ("user", "add", EMAIL, "--name", "Анна", "--role", "operator")
    result = vestnik.run(*words, typed=f"{PASSWORD}\n{PASSWORD}\n", says="operator")
    assert PASSWORD not in result.output
    from_stdin = ("user", "add", "boris@romashka.example", "--name", "Борис", "--role", "auditor")
    vestnik.run(*from_stdin, "--password-file", "-", typed=f"{PASSWORD}\n", says="auditor")


def test_a_password_cannot_be_an_argument(vestnik: Installation) -> None:
    vestnik.run("user", "add", EMAIL, "--name", "Анна", "--role", "owner", "--password", PASSWORD, code=2)


def test_role_password_and_closing_from_the_command_line(
    vestnik: Installation, password_file: str, tmp_path: Path
) -> None:
    add(vestnik, password_file)
    add(vestnik, password_file, "boris@romashka.example", "operator")
    vestnik.run("user", "role", "Boris@romashka.example", "auditor", says="auditor")
    (tmp_path / "other").write_text("совсем другой пароль", encoding="utf-8")
    vestnik.run("user", "password", EMAIL, "--password-file", str(tmp_path / "other"), says="сменён")
    vestnik.do(lambda core: sign_in(core, EMAIL, "совсем другой пароль", "192.0.2.7", ""))
    vestnik.run("user", "disable", "boris@romashka.example", says="закрыт")
    vestnik.run("user", "list", says="23.11.2026")
    vestnik.run("user", "disable", EMAIL, says="последний владелец", code=1)
    vestnik.run(
        "user", "role", "nobody@romashka.example", "auditor", says="Такого человека здесь нет", code=1
    )


@pytest.mark.parametrize(
    ("content", "says", "code"),
    [
        (None, "не читается", 2),
        (b"", "пусто", 2),
        (b"\xff\xfe", "не читается", 2),
        (b"12345678", "подбирают", 1),
    ],
)
def test_a_password_file_that_does_not_serve_is_named(
    vestnik: Installation, tmp_path: Path, content: bytes | None, says: str, code: int
) -> None:
    path = tmp_path / "bad"
    if content is not None:
        path.write_bytes(content)
    words = ("user", "add", EMAIL, "--name", "Анна", "--role", "owner", "--password-file", str(path))
    vestnik.run(*words, says=says, code=code)


def test_with_several_workspaces_one_must_be_named(vestnik: Installation) -> None:
    vestnik.run("workspace", "add", "vasilek", "--name", "Василёк [bold]")
    vestnik.run("workspace", "list", says="Василёк [bold]")
    vestnik.run("user", "list", says="назовите одно", code=1)
    vestnik.run("user", "list", "--workspace", "vasilek")
    vestnik.run("user", "list", "--workspace", "nothing", says="нет", code=1)


def test_without_a_workspace_the_way_to_one_is_shown(tmp_path: Path, clock: ManualClock) -> None:
    empty = Installation(tmp_path, clock)
    empty.run("user", "list", says="vestnik workspace add", code=1)
    empty.run("ledger", "verify", says="проверять нечего")


def test_a_key_is_printed_once_and_listed_without_its_secret(vestnik: Installation) -> None:
    secret = vestnik.run("key", "create", "Магазин", "--days", "30").stdout.strip()
    test = vestnik.run("key", "create", "Проба", "--test").stdout.strip()
    assert secret.startswith("vk_live_")
    assert test.startswith("vk_test_")
    asker = vestnik.do(lambda core: by_api_key(core, secret))
    listed = vestnik.run("key", "list", says="Магазин").output
    assert secret not in listed
    assert secret[:14] in listed
    vestnik.run("key", "revoke", asker.api_key_id or "", says="отозван")
    vestnik.run("key", "revoke", "nothing", says="Такого ключа нет", code=1)
    vestnik.run("key", "create", "x", "--role", "owner", says="не может быть владельцем", code=1)


def test_the_ledger_is_verified_read_and_signed(vestnik: Installation, tmp_path: Path) -> None:
    vestnik.run("key", "create", "Магазин")
    vestnik.run("ledger", "verify", says="Журнал цел: 1 записей; контрольная точка ещё не подписана.")
    note = vestnik.run("ledger", "checkpoint").stdout
    kept = tmp_path / "checkpoint"
    kept.write_bytes(note.encode())
    vestnik.run("key", "create", "Склад")
    vestnik.run("ledger", "show", says="access.api_key_created")
    assert "\n" not in vestnik.run("ledger", "show", "--from", "1", "--limit", "1").output.strip()
    words = ("ledger", "verify", "--workspace", "romashka", "--published", str(kept))
    vestnik.run(*words, says="✓ romashka: Журнал цел: 2 записей, подписано 1.")
    vestnik.run("ledger", "verify", "--published", str(kept), says="--workspace", code=2)
    vestnik.run(*words[:-1], str(tmp_path / "missing"), says="не читается", code=2)


def test_a_changed_ledger_gives_exit_code_one(vestnik: Installation) -> None:
    vestnik.run("key", "create", "Магазин")
    forged = sa.update(ledger_entries).values(leaf=b"{}")
    vestnik.do(lambda core: core.db.write(lambda tx: tx.execute(forged)))
    vestnik.run("ledger", "verify", says="✗ romashka: Запись 0 изменена", code=1)
