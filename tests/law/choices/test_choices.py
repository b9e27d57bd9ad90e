"""Counts and choices of a company: recorded with their authors, in the ledger, and nobody else's business."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from vestnik.access.model import Principal, Role
from vestnik.kernel.clock import ManualClock
from vestnik.kernel.core import Core
from vestnik.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from vestnik.law.choices.choices_of import choices_of
from vestnik.law.choices.choose_platform import choose_platform
from vestnik.law.choices.count_reach import count_reach
from vestnik.law.choices.end_choice import end_choice
from vestnik.law.choices.model import Counted
from vestnik.law.choices.reach_of import reach_of
from vestnik.law.choices.save_reach import save_reach
from vestnik.law.choices.tables import reach_counts
from vestnik.law.model import Pack, Purpose
from vestnik.ledger.store import entries_between
from vestnik.ledger.verify import verify

pytestmark = pytest.mark.both_engines
LIST = "имя;email;телефон;max\nАнна;anna@example.ru;+79000000001;да\nБорис;b@example.ru;;лишнее;1\nВера;;;\n"
REASON = "Половина клиентов уже там, ответила Ольга Петрова."


@pytest.fixture
def owner(workspace_id: str, core: Core) -> Principal:
    return replace(Principal.local(workspace_id), user_id=core.ids.new(), label="olga@shop.example")


@pytest.fixture
def counted(pack: Pack) -> Counted:
    return count_reach(pack, [LIST.encode()])


async def ledger(core: Core, workspace_id: str) -> list[dict[str, object]]:
    entries = await core.db.read(lambda tx: entries_between(tx, workspace_id, 0, 50))
    return [json.loads(entry.leaf) for entry in entries]


async def test_before_anything_nothing_is_counted_or_chosen(core: Core, owner: Principal) -> None:
    assert await reach_of(core, owner) is None
    assert await choices_of(core, owner) == []


async def test_the_newest_count_counts_and_is_read_as_it_was_written(
    core: Core, owner: Principal, counted: Counted, clock: ManualClock
) -> None:
    await save_reach(core, owner, counted, "Клиенты за 2025 год")
    clock.advance(timedelta(days=1))
    saved = await save_reach(core, owner, replace(counted, people=7), " Клиенты за 2026 год ")
    assert await reach_of(core, owner) == saved
    assert (saved.name, saved.counted.people, saved.counted_at) == ("Клиенты за 2026 год", 7, clock.now())
    assert saved.counted_by.label == "olga@shop.example"
    assert saved.counted.unreadable_lines == (3,)


async def test_no_address_reaches_the_database(core: Core, owner: Principal, counted: Counted) -> None:
    await save_reach(core, owner, counted, "Клиенты")
    row = await core.db.read(lambda tx: tx.execute(sa.select(reach_counts)).one())
    said = f"{row} {await ledger(core, owner.workspace_id)}"
    assert counted.sha256 in said
    assert not any(word in said for word in ("anna", "Анна", "7900000", "example.ru"))


@pytest.mark.parametrize("name", ["", "  ", "я" * 201, "две\nстроки"])
async def test_a_list_needs_a_name(core: Core, owner: Principal, counted: Counted, name: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        await save_reach(core, owner, counted, name)
    assert caught.value.field == "name"
    assert await reach_of(core, owner) is None


async def test_a_choice_keeps_its_reason_its_pack_and_what_the_registry_said(
    core: Core, owner: Principal, pack: Pack, clock: ManualClock
) -> None:
    registry = {"state": "запись есть", "as_of": "2026-11-01"}
    made = await choose_platform(
        core, owner, pack, "max", reason=f" {REASON} ", purposes=[Purpose.CODE], registry=registry
    )
    assert await choices_of(core, owner) == [made]
    assert (made.platform_id, made.reason, made.purposes) == ("max", REASON, {Purpose.CODE})
    assert (made.registry, made.pack_version, made.chosen_at) == (registry, pack.version, clock.now())
    assert made.chosen_by.label == "olga@shop.example"
    without = await choose_platform(core, owner, pack, "email", reason="Адреса есть у всех.")
    assert (without.registry, without.purposes) == (None, frozenset())
    assert await choices_of(core, owner) == [without, made]


async def test_what_is_decided_stands_in_the_ledger_without_names(
    core: Core, owner: Principal, pack: Pack, counted: Counted
) -> None:
    await save_reach(core, owner, counted, "Список Ольги")
    registry = {"state": "запись есть"}
    await choose_platform(core, owner, pack, "max", reason=REASON, registry=registry)
    await end_choice(core, owner, "max", reason="Ольга Петрова передумала")
    counting, choosing, ending = await ledger(core, owner.workspace_id)
    assert [entry["kind"] for entry in (counting, choosing, ending)] == [
        "law.reach_counted",
        "law.platform_chosen",
        "law.platform_choice_ended",
    ]
    assert counting["people"] == 2
    assert (choosing["platform"], choosing["registry"], choosing["pack_sha256"]) == (
        "max",
        registry,
        pack.sha256,
    )
    assert choosing["by_user"] == owner.user_id
    assert ending["choice"] == choosing["choice"]
    said = json.dumps([counting, choosing, ending], ensure_ascii=False)
    assert "Ольг" not in said
    assert "olga" not in said
    assert (await verify(core, owner.workspace_id)).ok


@pytest.mark.parametrize(
    ("platform", "says"),
    [("telegram", "иностранному лицу"), ("signal", "иностранному лицу"), ("tamtam", "закрыта 27.02.2026")],
)
async def test_foreign_and_closed_platforms_cannot_be_chosen(
    core: Core, owner: Principal, pack: Pack, platform: str, says: str
) -> None:
    with pytest.raises(InvalidInput, match=says) as caught:
        await choose_platform(core, owner, pack, platform, reason=REASON)
    assert caught.value.field == "platform"
    assert caught.value.hint is not None
    assert await choices_of(core, owner) == []
    assert await ledger(core, owner.workspace_id) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"reason": "д" * 2001}, "reason"),
        ({"purposes": [Purpose.SERVICE, Purpose.MASS_CALL]}, "purposes"),
        ({"registry": {"text": "д" * 8001}}, "registry"),
    ],
)
async def test_a_choice_that_says_nothing_or_too_much_is_refused(
    core: Core, owner: Principal, pack: Pack, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await choose_platform(core, owner, pack, "max", **{"reason": REASON, **changes})
    assert caught.value.field == field
    assert await choices_of(core, owner) == []


async def test_an_unknown_platform_is_an_error(core: Core, owner: Principal, pack: Pack) -> None:
    with pytest.raises(NotFound, match="pigeon") as caught:
        await choose_platform(core, owner, pack, "pigeon", reason=REASON)
    assert caught.value.field == "platform_id"
    assert "vestnik law platforms" in str(caught.value.hint)


async def test_an_ended_choice_stays_and_may_be_made_again(
    core: Core, owner: Principal, pack: Pack, clock: ManualClock
) -> None:
    first = await choose_platform(core, owner, pack, "max", reason=REASON)
    with pytest.raises(Conflict):
        await choose_platform(core, owner, pack, "max", reason="Ещё раз.")
    clock.advance(timedelta(hours=1))
    with pytest.raises(InvalidInput):
        await end_choice(core, owner, "max", reason="")
    await end_choice(core, owner, "max", reason="Бот не прошёл модерацию.")
    with pytest.raises(NotFound):
        await end_choice(core, owner, "max", reason="Ещё раз.")
    again = await choose_platform(core, owner, pack, "max", reason="Прошёл.")
    newest, oldest = await choices_of(core, owner)
    assert newest == again
    assert oldest == replace(
        first, ended_at=clock.now(), ended_by=first.chosen_by, end_reason="Бот не прошёл модерацию."
    )


@pytest.mark.parametrize("role", [Role.MARKETER, Role.OPERATOR, Role.AUDITOR])
async def test_only_owner_and_compliance_choose(
    core: Core, owner: Principal, pack: Pack, counted: Counted, role: Role
) -> None:
    other = replace(owner, role=role)
    for act in (
        save_reach(core, other, counted, "Клиенты"),
        choose_platform(core, other, pack, "max", reason=REASON),
        end_choice(core, other, "max", reason=REASON),
    ):
        with pytest.raises(NotAllowed):
            await act
    await choose_platform(core, replace(owner, role=Role.COMPLIANCE), pack, "max", reason=REASON)
    assert len(await choices_of(core, other)) == 1
    assert await reach_of(core, other) is None
    nobody = replace(owner, permissions=frozenset())
    for look in (choices_of(core, nobody), reach_of(core, nobody)):
        with pytest.raises(NotAllowed):
            await look


async def test_another_workspace_sees_nothing_of_it(
    core: Core, owner: Principal, pack: Pack, counted: Counted, other_workspace_id: str
) -> None:
    await save_reach(core, owner, counted, "Клиенты")
    await choose_platform(core, owner, pack, "max", reason=REASON)
    stranger = replace(owner, workspace_id=other_workspace_id)
    assert await reach_of(core, stranger) is None
    assert await choices_of(core, stranger) == []
    with pytest.raises(NotFound):
        await end_choice(core, stranger, "max", reason=REASON)
    await choose_platform(core, stranger, pack, "max", reason=REASON)
    await end_choice(core, stranger, "max", reason=REASON)
    assert [choice.ended_at for choice in await choices_of(core, owner)] == [None]
