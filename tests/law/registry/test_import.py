"""An export becomes a snapshot: whole and visible, or nothing at all."""

import gzip
import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.law.registry.exports import Holder, Record, exclude, holder, records, write_xlsx, write_xml

from vestnik.kernel.clock import ManualClock
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import Conflict, InvalidInput, NotFound
from vestnik.law.registry.find_products import find_products
from vestnik.law.registry.fold import fold
from vestnik.law.registry.import_registry import import_registry
from vestnik.law.registry.limits import KEEP
from vestnik.law.registry.list_snapshots import list_snapshots
from vestnik.law.registry.model import ExportFormat, Product, SnapshotState
from vestnik.law.registry.tables import registry_products, registry_snapshots

pytestmark = pytest.mark.both_engines
DAYS = [f"2026.09.{day:02} 01:37" for day in range(1, 13)]


class Interrupted(BaseException):
    """What a person's Ctrl-C looks like from inside."""


async def count(core: Core, table: sa.Table) -> int:
    return int(await core.db.read(lambda tx: tx.scalar(sa.select(sa.func.count()).select_from(table))) or 0)


async def only(core: Core, text: str) -> Product:
    """Return the product whose folded name ends with ``text``."""
    found = (await find_products(core, text)).products
    [product] = [one for one in found if fold(one.name).endswith(text)] if len(found) > 1 else found
    return product


async def test_an_export_is_kept_with_its_date_and_hash(core: Core, tmp_path: Path) -> None:
    path = write_xml(tmp_path / "Экспорт.xml", records(2_100, excluded={5, 7}))
    told: list[int] = []
    done = await import_registry(core, str(path), "anna@romashka.example", progress=told.append)
    snapshot = done.snapshot
    assert (done.already, done.newest, done.pruned) == (False, True, 0)
    assert snapshot.generated_at == datetime(2026, 9, 11, 22, 37, tzinfo=UTC)
    assert snapshot.generated_text == "2026.09.12 01:37"
    assert snapshot.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (snapshot.records, snapshot.excluded, snapshot.numbered) == (2_100, 2, True)
    assert (snapshot.file_name, snapshot.bytes) == ("Экспорт.xml", path.stat().st_size)
    assert (snapshot.imported_by, snapshot.imported_at) == ("anna@romashka.example", core.clock.now())
    assert snapshot.format is ExportFormat.XML
    assert dict(snapshot.oddities) == {}
    assert told == sorted(told)
    assert told[-1] == snapshot.bytes
    assert await list_snapshots(core) == [snapshot]
    assert await count(core, registry_products) == 2_100


async def test_everything_known_of_a_record_is_kept(core: Core, tmp_path: Path) -> None:
    one = exclude(
        Record(
            "17",
            "Мессенджер  «Ёлка»\n",
            (holder(1), holder(2)),
            alternatives=("Прежняя ёлка",),
            modules=("Модуль входа",),
            classes=("02.09", "09.01"),
        ),
        "2026-09-01",
    )
    await import_registry(core, str(write_xml(tmp_path / "a.xml", [one])))
    product = await only(core, "елка")
    assert (product.key, product.number, product.name) == ("17", "17", "Мессенджер «Ёлка»")
    assert [(o.name, o.short_name, o.inn, o.ogrn) for o in product.owners] == [
        (o.name, o.short_name, o.inn, o.ogrn) for o in one.owners
    ]
    assert all(owner.inn_right for owner in product.owners)
    assert product.inns == (holder(1).inn, holder(2).inn)
    assert (product.alternatives, product.modules) == (("Прежняя ёлка",), ("Модуль входа",))
    assert product.classes == ("02.09", "09.01")
    assert (product.included_on, product.excluded_on) == (date(2020, 2, 3), date(2026, 9, 1))
    assert (product.excluded, product.exclusion_kind) == (True, "По заявлению правообладателя")
    assert (product.exclusion_number, product.description_link) == (
        "Приказ-образец",
        "https://product.example/",
    )


async def test_what_does_not_read_as_it_should_is_kept_and_counted(core: Core, tmp_path: Path) -> None:
    [base] = records(1)
    odd = [
        base,
        replace(base, name="Второй под тем же номером"),
        replace(base, number="2", name="Чужой", owners=(Holder("A", "A", "0100000012"),)),
        replace(base, number="3", name="Ничей", owners=()),
        replace(base, number="4", name="Когда-то", included_on="позавчера", excluded="возможно"),
        replace(base, number="5", name=""),
    ]
    done = await import_registry(core, str(write_xml(tmp_path / "a.xml", odd)))
    assert dict(done.snapshot.oddities) == {
        "nameless": 1,
        "no_inn": 1,
        "repeated_number": 1,
        "unread_date": 1,
        "unread_flag": 1,
        "wrong_inn": 1,
    }
    wrong = await only(core, "чужой")
    assert (wrong.owners[0].inn, wrong.owners[0].inn_right) == ("0100000012", False)
    assert (await only(core, "второй под")).key == "1#2"
    assert not (await only(core, "когда-то")).excluded


@pytest.mark.parametrize(
    ("flag", "day", "excluded"),
    [
        ("true", "", True),
        ("1", "", True),
        ("Да", "", True),
        ("", "2026-09-01", True),
        ("?", "2026-09-01", True),
        ("", "", False),
        ("0", "", False),
        ("Нет", "", False),
        ("false", "2026-09-01", False),
    ],
)
async def test_the_flag_is_believed_before_the_date(
    core: Core, tmp_path: Path, flag: str, day: str, excluded: bool
) -> None:
    [base] = records(1)
    path = write_xml(tmp_path / "a.xml", [replace(base, excluded=flag, excluded_on=day)])
    assert (await import_registry(core, str(path))).snapshot.excluded == excluded


async def test_the_same_file_is_not_imported_twice(core: Core, tmp_path: Path, clock: ManualClock) -> None:
    path = write_xml(tmp_path / "a.xml", records(10))
    first = await import_registry(core, str(path))
    clock.advance(timedelta(days=1))
    second = await import_registry(core, str(path))
    assert (second.already, second.snapshot, second.newest) == (True, first.snapshot, True)
    assert await count(core, registry_products) == 10


REFUSED = {
    "cut off": lambda text: text[:-400],
    "not well-formed": lambda text: text.replace("</item>", "</itme>", 1),
    "malformed late": lambda text: text + "<more/>",
    "a bomb": lambda text: text.replace("?>", '?><!DOCTYPE r [<!ENTITY a "b">]>', 1),
    "a date to come": lambda text: text.replace("2026.09.12", "2031.09.12"),
    "no date": lambda text: text.replace("2026.09.12", "вчера".encode("ascii", "xmlcharrefreplace").decode()),
    "other names of elements": lambda text: text.replace("<name>", "<title>").replace("</name>", "</title>"),
}


@pytest.mark.parametrize("spoil", REFUSED.values(), ids=REFUSED)
async def test_nothing_of_a_refused_import_stays(core: Core, tmp_path: Path, spoil) -> None:
    path = write_xml(tmp_path / "a.xml", records(1_100))
    path.write_text(spoil(path.read_text()))
    with pytest.raises(InvalidInput) as caught:
        await import_registry(core, str(path))
    assert caught.value.field is not None
    assert caught.value.hint is not None
    assert await list_snapshots(core) == []
    assert await count(core, registry_snapshots) == 0
    assert await count(core, registry_products) == 0


async def test_an_interrupted_import_leaves_nothing(core: Core, tmp_path: Path) -> None:
    path = write_xml(tmp_path / "a.xml", records(2_100))
    seen: list[int] = []

    def interrupt(done: int) -> None:
        seen.append(done)
        if done > 1_000_000:
            raise Interrupted

    with pytest.raises(Interrupted):
        await import_registry(core, str(path), progress=interrupt)
    assert len(seen) > 1
    assert await count(core, registry_snapshots) == 0
    assert (await import_registry(core, str(path))).snapshot.records == 2_100


async def test_a_killed_import_is_invisible_and_goes_at_the_next(core: Core, tmp_path: Path) -> None:
    path = str(write_xml(tmp_path / "a.xml", records(1_200)))
    await import_registry(core, path)

    def as_if_killed(tx: Tx) -> None:
        tx.execute(sa.update(registry_snapshots).values(state="loading"))

    await core.db.write(as_if_killed)
    assert await list_snapshots(core) == []
    with pytest.raises(NotFound):
        await find_products(core, "образец")
    done = await import_registry(core, path)
    assert not done.already
    assert await count(core, registry_snapshots) == 1
    assert await count(core, registry_products) == 1_200


async def test_a_later_import_takes_the_place_of_one_at_work(core: Core, tmp_path: Path) -> None:
    path = str(write_xml(tmp_path / "a.xml", records(2_100)))
    abandoned: list[str] = []

    async def overtake() -> None:
        await core.db.write(lambda tx: tx.execute(sa.update(registry_snapshots).values(state="abandoned")))

    original = core.db.write

    class Slow:
        """The same database, on which somebody else's import begins after our first batch."""

        dialect, read, submit = core.db.dialect, core.db.read, core.db.submit

        async def write(self, work):
            result = await original(work)
            if result is True and not abandoned:
                abandoned.append("now")
                await overtake()
            return result

    with pytest.raises(Conflict):
        await import_registry(replace(core, db=Slow()), path)
    assert abandoned
    assert await count(core, registry_snapshots) == 0
    assert await count(core, registry_products) == 0


async def test_a_much_smaller_export_is_refused_unless_allowed(core: Core, tmp_path: Path) -> None:
    await import_registry(core, str(write_xml(tmp_path / "a.xml", records(100), DAYS[0])))
    filtered = str(write_xml(tmp_path / "b.xml", records(49), DAYS[1]))
    with pytest.raises(InvalidInput, match="49"):
        await import_registry(core, filtered)
    assert len(await list_snapshots(core)) == 1
    assert (await import_registry(core, filtered, allow_fewer=True)).newest


async def test_old_snapshots_stay_as_rows_without_products(core: Core, tmp_path: Path) -> None:
    ids = []
    for number, day in enumerate(DAYS[: KEEP + 2]):
        done = await import_registry(core, str(write_xml(tmp_path / f"{number}.xml", records(20), day)))
        ids.append(done.snapshot.id)
        assert done.pruned == (1 if number >= KEEP else 0)
    listed = await list_snapshots(core)
    assert [one.id for one in listed] == ids[::-1]
    assert [one.state for one in listed] == [SnapshotState.COMPLETE] * KEEP + [SnapshotState.PRUNED] * 2
    assert await count(core, registry_products) == 20 * KEEP
    with pytest.raises(InvalidInput):
        await find_products(core, "образец", snapshot_id=ids[0])


async def test_the_newest_is_the_one_made_last_not_the_one_imported_last(core: Core, tmp_path: Path) -> None:
    newer = await import_registry(core, str(write_xml(tmp_path / "b.xml", records(20), DAYS[5])))
    older = await import_registry(core, str(write_xml(tmp_path / "a.xml", records(20), DAYS[2])))
    assert not older.newest
    assert (await find_products(core, "образец")).snapshot.id == newer.snapshot.id


async def test_a_sheet_is_imported_like_the_xml(core: Core, tmp_path: Path) -> None:
    given = list(records(2_100, excluded={5}))
    await import_registry(core, str(write_xml(tmp_path / "a.xml", given, DAYS[0])))
    from_xml = await only(core, "«образец 50»")
    done = await import_registry(core, str(write_xlsx(tmp_path / "Экспорт Реестра.xlsx", given)))
    assert done.snapshot.format is ExportFormat.XLSX
    assert (done.snapshot.records, done.snapshot.excluded, done.snapshot.numbered) == (2_100, 1, True)
    assert (done.snapshot.generated_at, done.snapshot.as_of) == (None, core.clock.now())
    from_sheet = await only(core, "«образец 50»")
    assert (from_sheet.key, from_sheet.name, from_sheet.inns) == (from_xml.key, from_xml.name, from_xml.inns)
    assert from_sheet.pair_key == from_xml.pair_key
    assert (await only(core, "«образец 5»")).excluded_on == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("core_date", "believed"),
    [
        ("2026-10-01T08:00:00Z", True),
        ("2006-09-16T00:00:00Z", False),
        ("2031-01-01T00:00:00Z", False),
        ("", False),
    ],
)
async def test_a_sheets_own_date_is_believed_when_it_can_be(
    core: Core, tmp_path: Path, core_date: str, believed: bool
) -> None:
    done = await import_registry(core, str(write_xlsx(tmp_path / "a.xlsx", records(3), core=core_date)))
    made = datetime(2026, 10, 1, 8, tzinfo=UTC) if believed else None
    assert done.snapshot.generated_at == made


async def test_a_packed_file_is_known_by_the_hash_of_what_was_downloaded(core: Core, tmp_path: Path) -> None:
    plain = write_xml(tmp_path / "a.xml", records(10))
    packed = tmp_path / "a.xml.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    done = await import_registry(core, str(packed))
    assert done.snapshot.sha256 == hashlib.sha256(packed.read_bytes()).hexdigest()
    assert done.snapshot.records == 10
