"""The company says who it is and which norms may forbid; every answer stays, with its author."""

from dataclasses import replace
from datetime import timedelta

import pytest

from vestnik.access.model import Principal, Role
from vestnik.kernel.clock import ManualClock
from vestnik.kernel.core import Core
from vestnik.kernel.errors import InvalidInput, NotAllowed, NotFound
from vestnik.law.accept_norm import accept_norm
from vestnik.law.answer_who_we_are import answer_who_we_are
from vestnik.law.model import Pack
from vestnik.law.organisation_of import organisation_of
from vestnik.law.policy.question import Organisation
from vestnik.law.profile_of import profile_of
from vestnik.law.revoke_norm import revoke_norm
from vestnik.ledger.store import entries_between
from vestnik.ledger.verify import verify

pytestmark = pytest.mark.both_engines
BAN = "41fz-15-1"


@pytest.fixture
def owner(workspace_id: str, core: Core) -> Principal:
    return replace(
        Principal.local(workspace_id), user_id=core.ids.new(), label="olga@shop.example", role=Role.OWNER
    )


async def kinds(core: Core, workspace_id: str) -> list[str]:
    entries = await core.db.read(lambda tx: entries_between(tx, workspace_id, 0, 50))
    return [entry.kind for entry in entries]


async def test_before_any_answer_nobody_knows_who_we_are(core: Core, workspace_id: str) -> None:
    assert await organisation_of(core, workspace_id) == Organisation(None)


async def test_the_newest_answer_counts_and_the_earlier_stay(
    core: Core, owner: Principal, pack: Pack, clock: ManualClock
) -> None:
    await answer_who_we_are(core, owner, pack, ["OTHER_BUSINESS"], "Мы небольшой магазин.")
    clock.advance(timedelta(days=1))
    await answer_who_we_are(core, owner, pack, ["GOODS_AGGREGATOR", "NPS_SUBJECT"])
    organisation = await organisation_of(core, owner.workspace_id)
    assert organisation.subjects == {"GOODS_AGGREGATOR", "NPS_SUBJECT"}
    profile = await profile_of(core, owner, pack)
    assert [sorted(answer.subjects) for answer in profile.history] == [
        ["GOODS_AGGREGATOR", "NPS_SUBJECT"],
        ["OTHER_BUSINESS"],
    ]
    assert profile.answer is not None
    assert profile.answer.answered_by.label == "olga@shop.example"
    assert profile.answer.answered_at == clock.now()
    assert profile.answer.pack_version == pack.version


async def test_answers_of_the_same_moment_are_told_apart(core: Core, owner: Principal, pack: Pack) -> None:
    for code in ("CREDIT_ORG", "NFO", "CBR"):
        await answer_who_we_are(core, owner, pack, [code])
    assert (await organisation_of(core, owner.workspace_id)).subjects == {"CBR"}


async def test_what_is_decided_stands_in_the_ledger_without_names(
    core: Core, owner: Principal, pack: Pack
) -> None:
    await answer_who_we_are(core, owner, pack, ["GOODS_AGGREGATOR"], "Иван Петров решил")
    await accept_norm(core, owner, pack, BAN, "Согласна")
    await revoke_norm(core, owner, BAN)
    assert await kinds(core, owner.workspace_id) == [
        "law.who_we_are",
        "law.norm_accepted",
        "law.norm_revoked",
    ]
    entries = await core.db.read(lambda tx: entries_between(tx, owner.workspace_id, 0, 50))
    leaves = b"".join(entry.leaf for entry in entries).decode()
    assert BAN in leaves
    assert pack.sha256 in leaves
    assert "olga" not in leaves
    assert "Петров" not in leaves
    assert (await verify(core, owner.workspace_id)).ok


@pytest.mark.parametrize(
    ("subjects", "note", "field"),
    [
        ([], "", "subjects"),
        (["BAKERY"], "", "subjects"),
        (["ANY_ADVERTISER"], "", "subjects"),
        (["OTHER_BUSINESS", "CREDIT_ORG"], "и так и так", "subjects"),
        (["OTHER_BUSINESS"], "  ", "note"),
        (["CREDIT_ORG"], "д" * 2001, "note"),
    ],
)
async def test_an_answer_that_says_nothing_is_refused(
    core: Core, owner: Principal, pack: Pack, subjects: list[str], note: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await answer_who_we_are(core, owner, pack, subjects, note)
    assert caught.value.field == field
    assert await organisation_of(core, owner.workspace_id) == Organisation(None)


async def test_an_accepted_norm_may_forbid_until_it_is_taken_back(
    core: Core, owner: Principal, pack: Pack, clock: ManualClock
) -> None:
    accepted = await accept_norm(core, owner, pack, BAN, "Читали обзор юриста.")
    assert (await organisation_of(core, owner.workspace_id)).accepted_norms == {BAN}
    clock.advance(timedelta(hours=1))
    again = await accept_norm(core, owner, pack, BAN)
    assert again == accepted
    assert await kinds(core, owner.workspace_id) == ["law.norm_accepted"]
    await revoke_norm(core, owner, BAN)
    assert (await organisation_of(core, owner.workspace_id)).accepted_norms == frozenset()
    with pytest.raises(NotFound):
        await revoke_norm(core, owner, BAN)
    await accept_norm(core, owner, pack, BAN)
    assert (await organisation_of(core, owner.workspace_id)).accepted_norms == {BAN}


async def test_only_secondary_norms_wait_for_an_owner(core: Core, owner: Principal, pack: Pack) -> None:
    for norm_id in ("38fz-18-1", "41fz-15-scope-citizen", "koap-13-11-2", "152fz-21-withdraw"):
        with pytest.raises(InvalidInput):
            await accept_norm(core, owner, pack, norm_id)
    with pytest.raises(NotFound):
        await accept_norm(core, owner, pack, "41fz-99")
    with pytest.raises(InvalidInput):
        await accept_norm(core, owner, pack, BAN, "д" * 2001)


async def test_the_profile_names_what_waits_for_the_owner(core: Core, owner: Principal, pack: Pack) -> None:
    assert (await profile_of(core, owner, pack)).undecided == ()
    await answer_who_we_are(core, owner, pack, ["CREDIT_ORG"])
    await accept_norm(core, owner, pack, BAN)
    profile = await profile_of(core, owner, pack)
    assert [norm.id for norm in profile.undecided] == ["149fz-10-8"]
    assert [(item.acceptance.norm_id, item.norm) for item in profile.accepted] == [(BAN, pack.norms[BAN])]


async def test_an_acceptance_outlives_the_norm_in_a_newer_pack(
    core: Core, owner: Principal, pack: Pack
) -> None:
    await accept_norm(core, owner, pack, BAN)
    newer = replace(pack, norms={norm_id: norm for norm_id, norm in pack.norms.items() if norm_id != BAN})
    profile = await profile_of(core, owner, newer)
    assert profile.accepted[0].norm is None


@pytest.mark.parametrize("role", [Role.MARKETER, Role.OPERATOR, Role.AUDITOR])
async def test_only_owner_and_compliance_speak_for_the_company(
    core: Core, owner: Principal, pack: Pack, role: Role
) -> None:
    other = replace(owner, role=role)
    for act in (
        answer_who_we_are(core, other, pack, ["CBR"]),
        accept_norm(core, other, pack, BAN),
        revoke_norm(core, other, BAN),
    ):
        with pytest.raises(NotAllowed):
            await act
    await answer_who_we_are(core, replace(owner, role=Role.COMPLIANCE), pack, ["CBR"])
    assert (await profile_of(core, other, pack)).answer is not None


async def test_another_workspace_sees_nothing_of_it(
    core: Core, owner: Principal, pack: Pack, other_workspace_id: str
) -> None:
    await answer_who_we_are(core, owner, pack, ["CBR"])
    await accept_norm(core, owner, pack, BAN)
    assert await organisation_of(core, other_workspace_id) == Organisation(None)
    stranger = replace(owner, workspace_id=other_workspace_id)
    assert (await profile_of(core, stranger, pack)).history == ()
    with pytest.raises(NotFound):
        await revoke_norm(core, stranger, BAN)
    assert (await organisation_of(core, owner.workspace_id)).accepted_norms == {BAN}
