"""``vestnik law registry``: what a person sees from the first import to a platform that was struck off."""

import asyncio
from pathlib import Path

import pytest
from tests.entrypoints.cli.installation import Installation
from tests.law.packs.folders import archive, copied, versioned, with_platform
from tests.law.registry.exports import Record, exclude, holder, records, write_xlsx, write_xml

from vestnik.access.workspaces import create_workspace
from vestnik.kernel.clock import ManualClock
from vestnik.law.pack import load_pack
from vestnik.law.packs.install_pack import install_pack

SUPPORTING = "закон спрашивает, кому принадлежит система"


class Registry(Installation):
    """An installation asked about its registry alone."""

    def ask(self, *words: str, code: int = 0) -> str:
        return self.run("law", "registry", *words, code=code).output


@pytest.fixture
def there(tmp_path: Path, clock: ManualClock) -> Registry:
    installation = Registry(tmp_path, clock)

    async def make() -> None:
        async with installation.open_core() as core:
            await create_workspace(core, "romashka", "Ромашка")

    asyncio.run(make())
    return installation


@pytest.fixture
def export(tmp_path: Path) -> str:
    return str(write_xml(tmp_path / "first.xml", records(30), "2026.09.01 01:00"))


def test_an_import_says_what_it_read_and_a_second_that_it_knows_it(there: Registry, export: str) -> None:
    assert "Загрузите" in there.ask("list")
    said = there.ask("import", export)
    assert "01.09.2026 01:00" in said
    assert "записей 30" in said
    assert "уже загружен" in there.ask("import", export)
    assert "first.xml" in there.ask("list")


def test_products_are_shown_with_the_warning_that_they_are_supporting_evidence(
    there: Registry, export: str
) -> None:
    there.ask("import", export)
    said = there.ask("find", "образец 17")
    assert "«Образец 17»" in said
    assert holder(17).inn in said
    assert SUPPORTING in said
    assert "«Образец 17»" in there.ask("find", "--inn", holder(17).inn)
    assert "ничего не найдено" in there.ask("find", "нетничего")
    assert "Назовите" in there.ask("find", code=1)


def test_a_platform_that_was_struck_off_is_told_at_import_and_by_diff(
    there: Registry, export: str, tmp_path: Path
) -> None:
    there.ask("import", export)
    assert "Похожих записей нет" in there.ask("suggest", "max")
    assert SUPPORTING in there.ask("match", "max", "7", "--note", "договор")
    assert "в реестре" in there.ask("matches")
    struck = [exclude(one, "2026-09-10") if one.number == "7" else one for one in records(31)]
    said = there.ask("import", str(write_xml(tmp_path / "second.xml", struck)))
    assert "romashka: max" in said
    assert "исключена 10.09.2026" in said
    assert SUPPORTING in said
    said = there.ask("diff", code=1)
    assert "Появились: 1" in said
    assert "Исключены: 1" in said
    assert "Касается ваших площадок" in said
    there.ask("unmatch", "max")
    assert "Касается" not in there.ask("diff")
    assert "Ни одна" in there.ask("matches")


def test_candidates_are_shown_with_what_fits(there: Registry, tmp_path: Path) -> None:
    given = [Record("5", "MAX", (holder(1),))]
    there.ask("import", str(write_xml(tmp_path / "a.xml", given)))
    said = there.ask("suggest", "max")
    assert "название" in said
    assert "registry match max" in said
    assert SUPPORTING in said


def test_a_sheet_without_a_date_says_so(there: Registry, tmp_path: Path) -> None:
    said = there.ask("import", str(write_xlsx(tmp_path / "a.xlsx", records(3))))
    assert "нет даты" in said


def test_what_goes_wrong_is_said_with_the_way_to_mend_it(there: Registry, tmp_path: Path) -> None:
    page = tmp_path / "page.xml"
    page.write_text("<html>403</html>")
    assert "браузером" in there.ask("import", str(page), code=1)
    assert "не читается" in there.ask("import", str(tmp_path / "nowhere.xml"), code=2)
    assert "нужны две" in there.ask("diff", code=1)
    assert "ещё не загружена" in there.ask("find", "образец", code=1)


def test_what_the_export_says_is_never_markup(there: Registry, tmp_path: Path) -> None:
    given = [Record("1", "[red]Образец[/red] [/]", (holder(1),))]
    there.ask("import", str(write_xml(tmp_path / "a.xml", given)))
    assert "[red]Образец[/red] [/]" in there.ask("find", "образец")


def test_a_platform_of_the_pack_in_use_is_suggested_and_matched(there: Registry, tmp_path: Path) -> None:
    pack = archive(with_platform(versioned(copied(tmp_path / "pack"), "2026.12.1"), "pigeon", "Голубь"))
    there.do(lambda core: install_pack(core, load_pack(), pack, "olga"))
    there.ask("import", str(write_xml(tmp_path / "a.xml", [Record("5", "Голубь", (holder(1),))])))
    assert "название" in there.ask("suggest", "pigeon")
    there.ask("match", "pigeon", "5", "--note", "договор")
    assert "pigeon" in there.ask("matches")
