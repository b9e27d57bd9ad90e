"""Products are found by words and INN; two snapshots tell what changed between them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.law.registry.exports import COLUMNS, Record, exclude, holder, records, write_xlsx, write_xml

from vestnik.kernel.core import Core
from vestnik.kernel.errors import InvalidInput, NotFound
from vestnik.law.registry.compare_snapshots import compare_snapshots
from vestnik.law.registry.find_products import find_products
from vestnik.law.registry.import_registry import import_registry
from vestnik.law.registry.model import ChangeKind

pytestmark = pytest.mark.both_engines
OLD, NEW = "2026.09.01 01:00", "2026.09.12 01:37"


def named(number: int, name: str, owner: int = 1) -> Record:
    return Record(str(number), name, (holder(owner),))


async def test_words_of_name_and_owner_are_found_in_any_order_and_case(core: Core, tmp_path: Path) -> None:
    given = [
        named(1, "Ёлка Мессенджер"),
        named(2, "Ёлка"),
        replace(named(3, "Сосна"), modules=("Чат ёлки",), alternatives=("Кедр 100%",)),
        exclude(named(4, "Ёлка"), "2026-09-01"),
        named(5, "Пихта", owner=77),
    ]
    await import_registry(core, str(write_xml(tmp_path / "a.xml", given)))

    async def keys(text: str = "", inn: str = "", **more) -> list[str]:
        return [one.key for one in (await find_products(core, text, inn, **more)).products]

    assert await keys("ЁЛКА") == ["2", "4", "1"]
    assert await keys("елка", include_excluded=False) == ["2", "1"]
    assert await keys("мессенджер елка") == ["1"]
    assert await keys("ёлки") == ["3"]
    assert await keys("100%") == ["3"]
    assert await keys("%") == ["3"]
    assert await keys("_") == []
    assert await keys("вымысел 77") == ["5"]
    assert await keys(inn=holder(77).inn) == ["5"]
    assert await keys(inn=holder(77).inn[1:]) == ["5"]
    assert await keys("пихта", holder(1).inn) == []


async def test_pages_follow_each_other_without_gaps(core: Core, tmp_path: Path) -> None:
    await import_registry(core, str(write_xml(tmp_path / "a.xml", records(25))))
    seen: list[str] = []
    while True:
        page = await find_products(core, "образец", limit=10, offset=len(seen))
        seen += [one.key for one in page.products]
        if not page.more:
            break
    assert sorted(seen, key=int) == [str(number) for number in range(1, 26)]


@pytest.mark.parametrize(
    ("text", "inn"),
    [("", ""), ("  ", ""), ("я" * 201, ""), ("а б в г д е ё ж з и й", ""), ("", "12a4567890")],
)
async def test_what_cannot_be_looked_for_is_refused(core: Core, tmp_path: Path, text: str, inn: str) -> None:
    await import_registry(core, str(write_xml(tmp_path / "a.xml", records(1))))
    with pytest.raises(InvalidInput):
        await find_products(core, text, inn)


async def test_before_any_import_there_is_nothing_to_look_in(core: Core) -> None:
    with pytest.raises(NotFound):
        await find_products(core, "образец")
    for snapshot in ("nonsense", core.ids.new()):
        with pytest.raises(NotFound):
            await find_products(core, "образец", snapshot_id=snapshot)


async def two(core: Core, tmp_path: Path, old: list[Record], new: list[Record]) -> tuple[str, str]:
    older = await import_registry(core, str(write_xml(tmp_path / "old.xml", old, OLD)), allow_fewer=True)
    newer = await import_registry(core, str(write_xml(tmp_path / "new.xml", new, NEW)), allow_fewer=True)
    return older.snapshot.id, newer.snapshot.id


async def test_every_kind_of_change_is_seen(core: Core, tmp_path: Path) -> None:
    same = named(1, "Та же")
    old = [
        same,
        named(2, "Пропавшая"),
        named(3, "Исключаемая"),
        exclude(named(4, "Возвращаемая"), "2026-08-01"),
        named(5, "Перекупаемая", owner=5),
        named(6, "Прежнее имя"),
        named(7, "Другая подпись"),
    ]
    renamed_owner = replace(holder(1), short_name="ООО «Новая вывеска»")
    new = [
        same,
        exclude(named(3, "Исключаемая"), "2026-09-10"),
        named(4, "Возвращаемая"),
        named(5, "Перекупаемая", owner=6),
        named(6, "Новое имя"),
        Record("7", "Другая  подпись", (renamed_owner,)),
        named(8, "Новая"),
    ]
    older, newer = await two(core, tmp_path, old, new)
    found = await compare_snapshots(core, older, newer, watch=["3", "2"])
    assert found.by_number
    assert {kind: [one.key for one in found.changes[kind]] for kind in ChangeKind} == {
        ChangeKind.ADDED: ["8"],
        ChangeKind.GONE: ["2"],
        ChangeKind.EXCLUDED: ["3"],
        ChangeKind.RESTORED: ["4"],
        ChangeKind.OWNER: ["5"],
        ChangeKind.RENAMED: ["6"],
    }
    assert found.changes[ChangeKind.EXCLUDED][0].on == date(2026, 9, 10)
    [bought] = found.changes[ChangeKind.OWNER]
    assert (holder(5).inn in bought.before, holder(6).inn in bought.after) == (True, True)
    [renamed] = found.changes[ChangeKind.RENAMED]
    assert (renamed.before, renamed.after) == ("Прежнее имя", "Новое имя")
    assert [(one.kind, one.key) for one in found.watched] == [
        (ChangeKind.GONE, "2"),
        (ChangeKind.EXCLUDED, "3"),
    ]


async def test_long_lists_are_cut_and_counted(core: Core, tmp_path: Path) -> None:
    given = list(records(50))
    older, newer = await two(core, tmp_path, given, [exclude(one, "2026-09-10") for one in given])
    found = await compare_snapshots(core, older, newer, limit=3, watch=["49"])
    assert found.totals[ChangeKind.EXCLUDED] == 50
    assert len(found.changes[ChangeKind.EXCLUDED]) == 3
    assert [one.key for one in found.watched] == ["49"]


async def test_the_same_snapshot_differs_in_nothing(core: Core, tmp_path: Path) -> None:
    older, _newer = await two(core, tmp_path, list(records(60)), list(records(60)))
    assert not any((await compare_snapshots(core, older, older)).totals.values())


async def test_an_xml_and_a_sheet_of_the_same_day_agree(core: Core, tmp_path: Path) -> None:
    given = list(records(120, excluded={3}))
    xml = (await import_registry(core, str(write_xml(tmp_path / "a.xml", given)))).snapshot.id
    sheet = (await import_registry(core, str(write_xlsx(tmp_path / "a.xlsx", given)))).snapshot.id
    assert not any((await compare_snapshots(core, xml, sheet)).totals.values())


async def test_a_sheet_without_numbers_is_compared_by_name_and_inn(core: Core, tmp_path: Path) -> None:
    given = list(records(120))
    given += [replace(given[0], number="999")]  # the same name and owner under another number
    xml = (await import_registry(core, str(write_xml(tmp_path / "a.xml", given)))).snapshot.id
    given[5] = exclude(given[5], "2026-09-10")
    path = write_xlsx(tmp_path / "a.xlsx", given[1:], columns=COLUMNS[1:])
    sheet = (await import_registry(core, str(path))).snapshot.id
    found = await compare_snapshots(core, xml, sheet)
    assert not found.by_number
    assert found.totals == dict.fromkeys(ChangeKind, 0) | {ChangeKind.GONE: 1, ChangeKind.EXCLUDED: 1}
