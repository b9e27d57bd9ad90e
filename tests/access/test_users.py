"""People of a workspace, and who may change them."""

import json

import pytest
from tests.access.people import PASSWORD, as_member, person

from vestnik.access.model import Principal, Role
from vestnik.access.passwords import is_outdated, password_fits
from vestnik.access.sign_in import sign_in
from vestnik.access.users import (
    change_role,
    create_user,
    disable_user,
    list_users,
    set_language,
    set_password,
)
from vestnik.access.workspaces import create_workspace, get_workspace, list_workspaces
from vestnik.kernel.core import Core
from vestnik.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, NotSignedIn
from vestnik.ledger import store as ledger

pytestmark = pytest.mark.both_engines
EMAIL = "anna@romashka.example"


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short77", "короче 8"),
        ("QWERTY123", "подбирают первым"),
        ("Йцукенгш", "подбирают первым"),
        ("abababababab", "подбирают первым"),
        (EMAIL, "повторяет"),
        ("д" * 600, "длиннее 1024"),
    ],
)
async def test_a_password_that_is_tried_first_is_refused(
    core: Core, workspace_id: str, password: str, says: str
) -> None:
    with pytest.raises(InvalidInput, match=says) as caught:
        await create_user(core, Principal.local(workspace_id), EMAIL, "Анна", Role.OWNER, password)
    assert caught.value.field == "password"


@pytest.mark.parametrize(
    ("email", "name", "field"),
    [("anna", "Анна", "email"), (EMAIL, " ", "name"), (EMAIL, "x" * 201, "name"), (EMAIL, "a\nb", "name")],
)
async def test_what_a_person_cannot_be_called_is_refused(
    core: Core, workspace_id: str, email: str, name: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await create_user(core, Principal.local(workspace_id), email, name, Role.OWNER, PASSWORD)
    assert caught.value.field == field


async def test_people_are_listed_with_their_roles(core: Core, workspace_id: str) -> None:
    await person(core, workspace_id, Role.OWNER)
    await person(core, workspace_id, Role.AUDITOR, "Boris@Romashka.example")
    found = await list_users(core, Principal.local(workspace_id))
    assert [(one.user.email, one.role) for one in found] == [
        (EMAIL, Role.OWNER),
        ("boris@romashka.example", Role.AUDITOR),
    ]
    with pytest.raises(Conflict, match=EMAIL):
        await person(core, workspace_id)


async def test_only_who_may_manage_people_does(core: Core, workspace_id: str) -> None:
    owner = await person(core, workspace_id)
    compliance = as_member(
        workspace_id, await person(core, workspace_id, Role.COMPLIANCE, "boris@romashka.example")
    )
    operator = as_member(
        workspace_id, await person(core, workspace_id, Role.OPERATOR, "olga@romashka.example")
    )
    user_id = owner.user.id
    for act in (
        create_user(core, compliance, "new@romashka.example", "Новый", Role.OWNER, PASSWORD),
        change_role(core, compliance, user_id, Role.AUDITOR),
        disable_user(core, compliance, user_id),
        set_password(core, compliance, user_id, PASSWORD),
        list_users(core, operator),
    ):
        with pytest.raises(NotAllowed):
            await act
    assert len(await list_users(core, compliance)) == 3


async def test_people_of_another_workspace_are_not_found(
    core: Core, workspace_id: str, other_workspace_id: str
) -> None:
    stranger = await person(core, other_workspace_id, Role.OPERATOR)
    owner = as_member(workspace_id, await person(core, workspace_id, Role.OWNER, "owner@romashka.example"))
    for user_id in (stranger.user.id, core.ids.new(), "no id"):
        for act in (
            change_role(core, owner, user_id, Role.AUDITOR),
            disable_user(core, owner, user_id),
            set_password(core, owner, user_id, PASSWORD),
        ):
            with pytest.raises(NotFound):
                await act
    assert [one.user.email for one in await list_users(core, owner)] == ["owner@romashka.example"]


async def test_an_owner_cannot_take_over_a_person_of_two_workspaces(
    core: Core, workspace_id: str, other_workspace_id: str
) -> None:
    shared = await person(core, workspace_id, Role.OPERATOR)
    owner = as_member(
        other_workspace_id, await person(core, other_workspace_id, Role.OWNER, "owner@romashka.example")
    )
    with pytest.raises(Conflict):
        await create_user(core, owner, EMAIL, "Анна", Role.OPERATOR, "another password")
    again = await create_user(
        core, Principal.local(other_workspace_id), EMAIL, "Иная", Role.OPERATOR, "another password"
    )
    assert again.user == shared.user
    with pytest.raises(NotAllowed):
        await set_password(core, owner, shared.user.id, "another password")
    with pytest.raises(NotAllowed):
        await disable_user(core, owner, shared.user.id)
    with pytest.raises(NotSignedIn):
        await sign_in(core, EMAIL, "another password", "192.0.2.7", "")
    signed = await sign_in(core, EMAIL, PASSWORD, "192.0.2.7", "")
    assert len(signed.memberships) == 2


async def test_the_last_owner_stays(core: Core, workspace_id: str) -> None:
    local = Principal.local(workspace_id)
    anna = await person(core, workspace_id)
    for act in (
        change_role(core, local, anna.user.id, Role.AUDITOR),
        disable_user(core, local, anna.user.id),
    ):
        with pytest.raises(Conflict, match="последний владелец"):
            await act
    boris = await person(core, workspace_id, Role.OWNER, "boris@romashka.example")
    await change_role(core, local, anna.user.id, Role.AUDITOR)
    with pytest.raises(Conflict):
        await disable_user(core, local, boris.user.id)


async def test_a_person_changes_the_own_password_by_showing_the_present_one(
    core: Core, workspace_id: str
) -> None:
    member = await person(core, workspace_id, Role.OPERATOR)
    anna = as_member(workspace_id, member)
    with pytest.raises(InvalidInput, match="Текущий пароль"):
        await set_password(core, anna, member.user.id, "another password", current="wrong one")
    with pytest.raises(InvalidInput, match="Текущий пароль"):
        await set_password(core, anna, member.user.id, "another password")
    await set_password(core, anna, member.user.id, "another password", current=PASSWORD)
    assert (await sign_in(core, EMAIL, "another password", "192.0.2.7", "")).token


async def test_a_letter_typed_in_two_ways_is_one_password(core: Core, workspace_id: str) -> None:
    composed, decomposed = "чай и йогурт", "чаи\u0306 и и\u0306огурт"
    await create_user(core, Principal.local(workspace_id), EMAIL, "Анна", Role.OWNER, composed)
    assert (await sign_in(core, EMAIL, decomposed, "192.0.2.7", "")).token


async def test_comparing_with_nobody_costs_the_same_hash() -> None:
    from vestnik.access import passwords

    assert not is_outdated(passwords._NOBODY)
    assert not await password_fits("anything", None)


async def test_a_chosen_language_stays(core: Core, workspace_id: str) -> None:
    anna = as_member(workspace_id, await person(core, workspace_id))
    await set_language(core, anna, "en")
    assert (await list_users(core, anna))[0].user.language == "en"
    with pytest.raises(InvalidInput):
        await set_language(core, anna, "fr")
    with pytest.raises(NotAllowed):
        await set_language(core, Principal.local(workspace_id), "en")


async def test_roles_given_and_changed_stand_in_the_ledger_without_names(
    core: Core, workspace_id: str
) -> None:
    local = Principal.local(workspace_id)
    boss = as_member(workspace_id, await person(core, workspace_id, Role.OWNER, "boss@romashka.example"))
    anna = await person(core, workspace_id, Role.OPERATOR)
    await change_role(core, boss, anna.user.id, Role.AUDITOR)
    await change_role(core, boss, anna.user.id, Role.AUDITOR)
    await disable_user(core, local, anna.user.id)
    await disable_user(core, local, anna.user.id)
    rows = await core.db.read(lambda tx: ledger.entries_between(tx, workspace_id, 1, 10))
    leaves = [json.loads(row.leaf) for row in rows]
    assert [(leaf["kind"], leaf.get("role"), leaf["by"]) for leaf in leaves] == [
        ("access.role_given", "operator", "local"),
        ("access.role_changed", "auditor", boss.user_id),
        ("access.user_disabled", None, "local"),
    ]
    assert all(b"romashka" not in row.leaf for row in rows)


async def test_workspaces_are_made_and_found_by_id_or_slug(core: Core) -> None:
    made = await create_workspace(core, "vasilek-shop", " ООО «Василёк» ")
    assert made.name == "ООО «Василёк»"
    assert await get_workspace(core, made.id) == await get_workspace(core, "vasilek-shop") == made
    assert made in await list_workspaces(core)
    with pytest.raises(Conflict, match="vasilek-shop"):
        await create_workspace(core, "vasilek-shop", "Другой")
    for stranger in ("nothing", core.ids.new()):
        with pytest.raises(NotFound):
            await get_workspace(core, stranger)


@pytest.mark.parametrize("slug", ["", "Shop", "a--b", "-a", "a b", "x" * 65, "магазин", "a\n"])
async def test_a_slug_that_would_not_fit_an_address_is_refused(core: Core, slug: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        await create_workspace(core, slug, "Магазин")
    assert caught.value.field == "slug"
