"""A person says which record a platform is; every new snapshot says how that record stands."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.law.registry.exports import COLUMNS, Record, exclude, holder, records, write_xlsx, write_xml

from vestnik.access.model import Principal, Role
from vestnik.kernel.core import Core, Tx
from vestnik.kernel.errors import InvalidInput, NotAllowed, NotFound
from vestnik.law.model import Pack
from vestnik.law.policy.question import RecordState
from vestnik.law.registry.import_registry import import_registry
from vestnik.law.registry.match_platform import match_platform
from vestnik.law.registry.matches_of import matches_of
from vestnik.law.registry.registry_warnings import registry_warnings
from vestnik.law.registry.states import newest_snapshot_in, registry_states_in
from vestnik.law.registry.suggest_products import suggest_products
from vestnik.law.registry.unmatch_platform import unmatch_platform
from vestnik.ledger.store import entries_between
from vestnik.ledger.verify import verify

pytestmark = pytest.mark.both_engines
DAYS = [f"2026.09.{day:02} 01:37" for day in range(1, 13)]
OURS = "7"


@pytest.fixture
def owner(workspace_id: str, core: Core) -> Principal:
    return replace(
        Principal.local(workspace_id), user_id=core.ids.new(), label="olga@shop.example", role=Role.OWNER
    )


@pytest.fixture
async def first(core: Core, tmp_path: Path) -> str:
    """Import the first snapshot and return its id."""
    return (await import_registry(core, str(write_xml(tmp_path / "0.xml", records(20), DAYS[0])))).snapshot.id


async def import_next(core: Core, tmp_path: Path, given: list[Record], day: int = 1) -> None:
    await import_registry(core, str(write_xml(tmp_path / f"{day}.xml", given, DAYS[day])))


async def entries(core: Core, workspace_id: str) -> list[tuple[str, bytes]]:
    found = await core.db.read(lambda tx: entries_between(tx, workspace_id, 0, 50))
    return [(entry.kind, entry.leaf) for entry in found]


async def test_a_match_is_kept_with_its_author_and_stands_in_the_ledger(
    core: Core, owner: Principal, pack: Pack, first: str
) -> None:
    match = await match_platform(core, owner, pack, "max", OURS, "Сверили с договором")
    assert (match.platform_id, match.number, match.owner_inns) == ("max", OURS, (holder(7).inn,))
    assert (match.snapshot_id, match.matched_at) == (first, core.clock.now())
    [view] = await matches_of(core, owner)
    assert view.match == match
    assert (view.state.kind, view.state.snapshot_id) == (RecordState.LISTED, first)
    [(kind, leaf)] = await entries(core, owner.workspace_id)
    snapshot = await core.db.read(newest_snapshot_in)
    assert kind == "law.registry_match"
    assert snapshot is not None
    assert snapshot.sha256.encode() in leaf
    assert b"olga" not in leaf
    assert "договором".encode() not in leaf
    assert (await verify(core, owner.workspace_id)).ok


async def test_a_second_match_replaces_the_first_and_unmatching_ends_it(
    core: Core, owner: Principal, pack: Pack, first: str
) -> None:
    await match_platform(core, owner, pack, "max", OURS)
    await match_platform(core, owner, pack, "max", "8")
    assert [view.match.number for view in await matches_of(core, owner)] == ["8"]
    await unmatch_platform(core, owner, "max")
    assert await matches_of(core, owner) == []
    with pytest.raises(NotFound):
        await unmatch_platform(core, owner, "max")
    assert [kind for kind, _ in await entries(core, owner.workspace_id)] == [
        "law.registry_match",
        "law.registry_match",
        "law.registry_unmatch",
    ]


async def test_the_newest_snapshot_says_how_the_record_stands(
    core: Core, owner: Principal, pack: Pack, first: str, tmp_path: Path
) -> None:
    await match_platform(core, owner, pack, "max", OURS)
    given = list(records(20))
    bought = [replace(one, owners=(holder(500),)) if one.number == OURS else one for one in given]
    gone = [one for one in given if one.number != OURS]
    struck = [exclude(one, "2026-09-03") if one.number == OURS else one for one in bought]
    wanted = [RecordState.OWNER_CHANGED, RecordState.MISSING, RecordState.EXCLUDED, RecordState.LISTED]
    for day, (exported, kind) in enumerate(zip([bought, gone, struck, given], wanted, strict=True), 1):
        await import_next(core, tmp_path, exported, day)
        [view] = await matches_of(core, owner)
        assert view.state.kind is kind
        assert view.state.since == (date(2026, 9, 3) if kind is RecordState.EXCLUDED else None)
        warned = await registry_warnings(core, owner.workspace_id)
        assert [one.state.kind for one in warned] == ([] if kind is RecordState.LISTED else [kind])


async def test_a_sheet_without_numbers_still_finds_the_record(
    core: Core, owner: Principal, pack: Pack, first: str, tmp_path: Path
) -> None:
    await match_platform(core, owner, pack, "max", OURS)
    struck = [exclude(one, "2026-09-03") if one.number == OURS else one for one in records(20)]
    await import_registry(core, str(write_xlsx(tmp_path / "a.xlsx", struck, columns=COLUMNS[1:])))
    [view] = await matches_of(core, owner)
    assert view.state.kind is RecordState.EXCLUDED


async def test_a_record_without_a_number_can_be_matched_and_found_again(
    core: Core, owner: Principal, pack: Pack, tmp_path: Path
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", records(20), columns=COLUMNS[1:])
    snapshot = (await import_registry(core, str(path))).snapshot
    [best] = [one for one in await suggest_all(core, snapshot.id) if one.name.endswith("«Образец 7»")]
    match = await match_platform(core, owner, pack, "max", best.key)
    assert (match.number, match.key[0]) == ("", "~")
    path = write_xml(tmp_path / "b.xml", records(20), "2026.11.24 10:00")
    assert (await import_registry(core, str(path))).newest
    [view] = await matches_of(core, owner)
    assert view.state.kind is RecordState.LISTED


async def suggest_all(core: Core, snapshot_id: str):
    from vestnik.law.registry.find_products import find_products

    return (await find_products(core, "образец", snapshot_id=snapshot_id, limit=100)).products


async def test_the_gates_question_is_one_query(core: Core, owner: Principal, pack: Pack, first: str) -> None:
    await match_platform(core, owner, pack, "max", OURS)
    await match_platform(core, owner, pack, "express", "8")

    def ask(tx: Tx) -> tuple[list[str], int]:
        statements: list[str] = []
        sa.event.listen(tx, "before_cursor_execute", lambda *args: statements.append(args[2]))
        states = registry_states_in(tx, owner.workspace_id)
        return sorted(states), sum(statement.startswith("SELECT") for statement in statements)

    assert await core.db.read(ask) == (["express", "max"], 1)


async def test_nobody_matched_means_no_states(core: Core, workspace_id: str) -> None:
    assert await core.db.read(lambda tx: registry_states_in(tx, workspace_id)) == {}
    assert await core.db.read(newest_snapshot_in) is None


async def test_another_workspace_sees_nothing_of_it(
    core: Core, owner: Principal, pack: Pack, first: str, other_workspace_id: str
) -> None:
    await match_platform(core, owner, pack, "max", OURS)
    stranger = replace(owner, workspace_id=other_workspace_id)
    assert await matches_of(core, stranger) == []
    assert await registry_warnings(core, other_workspace_id) == []
    with pytest.raises(NotFound):
        await unmatch_platform(core, stranger, "max")
    assert len(await matches_of(core, owner)) == 1


async def test_only_those_who_speak_for_the_company_match(
    core: Core, owner: Principal, pack: Pack, first: str
) -> None:
    for role in (Role.MARKETER, Role.OPERATOR, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            await match_platform(core, replace(owner, role=role), pack, "max", OURS)
        with pytest.raises(NotAllowed):
            await unmatch_platform(core, replace(owner, role=role), "max")
    await match_platform(core, replace(owner, role=Role.COMPLIANCE), pack, "max", OURS)
    assert len(await matches_of(core, replace(owner, role=Role.AUDITOR))) == 1


async def test_what_cannot_be_matched_is_refused(
    core: Core, owner: Principal, pack: Pack, first: str
) -> None:
    for platform, number, error in [
        ("pigeon", OURS, NotFound),
        ("max", "404", NotFound),
        ("max", "", NotFound),
        ("telegram", OURS, InvalidInput),
    ]:
        with pytest.raises(error):
            await match_platform(core, owner, pack, platform, number)
    with pytest.raises(InvalidInput):
        await match_platform(core, owner, pack, "max", OURS, "д" * 2_001)
    with pytest.raises(NotFound):
        await match_platform(core, owner, pack, "max", OURS, snapshot_id=core.ids.new())
    assert await entries(core, owner.workspace_id) == []


async def test_candidates_are_ranked_by_owner_and_name_and_nothing_is_matched(
    core: Core, owner: Principal, pack: Pack, tmp_path: Path
) -> None:
    platform = pack.platforms["express"]
    assert platform.owner is not None
    theirs = replace(holder(3), short_name=platform.owner, name="")
    given = [
        Record("1", f"Приставка {platform.name} и прочее", (holder(1),)),
        Record("2", platform.name.upper(), (holder(2),)),
        Record("3", "Совсем другое", (theirs,)),
        Record("4", f"Система «{platform.name}»", (theirs,)),
        Record("5", "Суперэкспресс", (holder(5),)),
        Record("6", f"{platform.name}о", (holder(6),)),
        exclude(Record("7", platform.name, (holder(7),)), "2026-09-01"),
    ]
    await import_registry(core, str(write_xml(tmp_path / "a.xml", given)))
    found = await suggest_products(core, pack, "express")
    assert [one.product.key for one in found] == ["4", "3", "2", "7", "1"]
    assert [(one.name_fits, one.owner_fits) for one in found[:3]] == [
        (True, True),
        (False, True),
        (True, False),
    ]
    assert await matches_of(core, owner) == []
    with pytest.raises(NotFound):
        await suggest_products(core, pack, "pigeon")
