"""``vestnik law registry``: what a person sees from the first import to a platform that was struck off."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import typer
from tests.law.registry.exports import Record, exclude, holder, records, write_xlsx, write_xml
from typer.testing import CliRunner

from vestnik.access.workspaces import create_workspace
from vestnik.backends.memory_bus import MemoryBus
from vestnik.backends.schema import all_tables
from vestnik.backends.sqlite import SqliteDb, writing_engine
from vestnik.entrypoints.cli.law.registry import commands
from vestnik.kernel.clock import ManualClock
from vestnik.kernel.core import Core
from vestnik.kernel.ids import Uuid7Ids
from vestnik.keys.keyring import DbKeyring
from vestnik.keys.signer import Ed25519Signer

SUPPORTING = "закон спрашивает, кому принадлежит система"


class Installation:
    """A command line on a database of its own; each command opens and closes it, as in life."""

    def __init__(self, folder: Path, clock: ManualClock) -> None:
        self.path = folder / "vestnik.db"
        self.clock = clock
        writer = writing_engine(self.path)
        with writer.begin() as connection:
            all_tables().create_all(connection)
        writer.dispose()
        self.app = typer.Typer()
        commands.register(self.app, self.open_core)

    @asynccontextmanager
    async def open_core(self) -> AsyncIterator[Core]:
        db = SqliteDb(self.path)
        await db.start()
        keyring = DbKeyring(b"r" * 32, db, self.clock)
        yield Core(self.clock, Uuid7Ids(), db, MemoryBus(), keyring, Ed25519Signer(b"s" * 32, "vestnik/test"))
        await db.stop()

    def run(self, *words: str, code: int = 0) -> str:
        env = {"COLUMNS": "300", "NO_COLOR": "1"}
        result = CliRunner().invoke(self.app, ["registry", *words], env=env)
        assert result.exit_code == code, (result.output, result.exception)
        return result.output


@pytest.fixture
def there(tmp_path: Path, clock: ManualClock) -> Installation:
    installation = Installation(tmp_path, clock)

    async def make() -> None:
        async with installation.open_core() as core:
            await create_workspace(core, "romashka", "Ромашка")

    asyncio.run(make())
    return installation


@pytest.fixture
def export(tmp_path: Path) -> str:
    return str(write_xml(tmp_path / "first.xml", records(30), "2026.09.01 01:00"))


def test_an_import_says_what_it_read_and_a_second_that_it_knows_it(there: Installation, export: str) -> None:
    assert "Загрузите" in there.run("list")
    said = there.run("import", export)
    assert "01.09.2026 01:00" in said
    assert "записей 30" in said
    assert "уже загружен" in there.run("import", export)
    assert "first.xml" in there.run("list")


def test_products_are_shown_with_the_warning_that_they_are_supporting_evidence(
    there: Installation, export: str
) -> None:
    there.run("import", export)
    said = there.run("find", "образец 17")
    assert "«Образец 17»" in said
    assert holder(17).inn in said
    assert SUPPORTING in said
    assert "«Образец 17»" in there.run("find", "--inn", holder(17).inn)
    assert "ничего не найдено" in there.run("find", "нетничего")
    assert "Назовите" in there.run("find", code=1)


def test_a_platform_that_was_struck_off_is_told_at_import_and_by_diff(
    there: Installation, export: str, tmp_path: Path
) -> None:
    there.run("import", export)
    assert "Похожих записей нет" in there.run("suggest", "max")
    assert SUPPORTING in there.run("match", "max", "7", "--note", "договор")
    assert "в реестре" in there.run("matches")
    struck = [exclude(one, "2026-09-10") if one.number == "7" else one for one in records(31)]
    said = there.run("import", str(write_xml(tmp_path / "second.xml", struck)))
    assert "romashka: max" in said
    assert "исключена 10.09.2026" in said
    assert SUPPORTING in said
    said = there.run("diff", code=1)
    assert "Появились: 1" in said
    assert "Исключены: 1" in said
    assert "Касается ваших площадок" in said
    there.run("unmatch", "max")
    assert "Касается" not in there.run("diff")
    assert "Ни одна" in there.run("matches")


def test_candidates_are_shown_with_what_fits(there: Installation, tmp_path: Path) -> None:
    given = [Record("5", "MAX", (holder(1),))]
    there.run("import", str(write_xml(tmp_path / "a.xml", given)))
    said = there.run("suggest", "max")
    assert "название" in said
    assert "registry match max" in said
    assert SUPPORTING in said


def test_a_sheet_without_a_date_says_so(there: Installation, tmp_path: Path) -> None:
    said = there.run("import", str(write_xlsx(tmp_path / "a.xlsx", records(3))))
    assert "нет даты" in said


def test_what_goes_wrong_is_said_with_the_way_to_mend_it(there: Installation, tmp_path: Path) -> None:
    page = tmp_path / "page.xml"
    page.write_text("<html>403</html>")
    assert "браузером" in there.run("import", str(page), code=1)
    assert "не читается" in there.run("import", str(tmp_path / "nowhere.xml"), code=2)
    assert "нужны две" in there.run("diff", code=1)
    assert "ещё не загружена" in there.run("find", "образец", code=1)


def test_what_the_export_says_is_never_markup(there: Installation, tmp_path: Path) -> None:
    given = [Record("1", "[red]Образец[/red] [/]", (holder(1),))]
    there.run("import", str(write_xml(tmp_path / "a.xml", given)))
    assert "[red]Образец[/red] [/]" in there.run("find", "образец")
