"""Signing in, staying in, being thrown out."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from tests.access.people import PASSWORD, as_member, person

from vestnik.access.authenticate import by_session, visit_of
from vestnik.access.model import Principal, Role
from vestnik.access.passwords import hashing_pool
from vestnik.access.sessions import list_sessions, revoke_session
from vestnik.access.sign_in import sign_in
from vestnik.access.sign_out import sign_out
from vestnik.access.tables import sessions, users
from vestnik.access.users import change_role, disable_user, set_password
from vestnik.kernel.core import Core
from vestnik.kernel.errors import NotAllowed, NotFound, NotSignedIn

pytestmark = pytest.mark.both_engines
EMAIL = "anna@romashka.example"


async def enter(core: Core, password: str = PASSWORD, email: str = EMAIL, **more):
    return await sign_in(core, email, password, "192.0.2.7", "Firefox", **more)


async def test_the_right_password_opens_a_session_with_the_role(core: Core, workspace_id: str) -> None:
    member = await person(core, workspace_id, Role.COMPLIANCE)
    with hashing_pool() as pool:
        signed = await enter(core, email="  Anna@Romashka.example ", pool=pool)
    assert signed.user == member.user
    assert [(one.workspace_id, one.role) for one in signed.memberships] == [(workspace_id, Role.COMPLIANCE)]
    asker = await by_session(core, signed.token)
    assert asker == as_member(workspace_id, member)
    assert (await visit_of(core, signed.token)).session.csrf == signed.session.csrf


async def test_a_wrong_password_and_an_unknown_or_disabled_person_sound_alike(
    core: Core, workspace_id: str
) -> None:
    await person(core, workspace_id)
    other = await person(core, workspace_id, Role.OPERATOR, "boris@romashka.example")
    await disable_user(core, Principal.local(workspace_id), other.user.id)
    answers = set()
    for email, password in (
        (EMAIL, "wrong password"),
        ("nobody@romashka.example", PASSWORD),
        ("boris@romashka.example", PASSWORD),
        (EMAIL, "x" * 100_000),
        (EMAIL, "\ud800"),
        ("", ""),
    ):
        with pytest.raises(NotSignedIn) as caught:
            await enter(core, password, email)
        answers.add(str(caught.value))
    assert len(answers) == 1


async def test_neither_token_nor_password_is_stored_in_clear(core: Core, workspace_id: str) -> None:
    await person(core, workspace_id)
    signed = await enter(core)
    rows = await core.db.read(lambda tx: [*tx.execute(sa.select(sessions)), *tx.execute(sa.select(users))])
    stored = repr(
        [tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row) for row in rows]
    )
    assert signed.token not in stored
    assert PASSWORD not in stored
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in stored


async def test_every_sign_in_gives_a_new_token_and_ends_the_one_it_replaces(
    core: Core, workspace_id: str
) -> None:
    await person(core, workspace_id)
    first = await enter(core)
    second = await enter(core)
    third = await enter(core, previous_token=first.token)
    assert len({first.token, second.token, third.token}) == 3
    await by_session(core, second.token)
    with pytest.raises(NotSignedIn):
        await by_session(core, first.token)


async def test_signing_out_ends_the_session_at_once(core: Core, workspace_id: str) -> None:
    await person(core, workspace_id)
    signed = await enter(core)
    await sign_out(core, signed.token)
    with pytest.raises(NotSignedIn):
        await by_session(core, signed.token)
    await sign_out(core, signed.token)
    await sign_out(core, "unknown")


@pytest.mark.parametrize("token", ["", "unknown", "x" * 10_000, "\ud800"])
async def test_a_token_that_was_never_given_is_refused(core: Core, workspace_id: str, token: str) -> None:
    with pytest.raises(NotSignedIn):
        await by_session(core, token)


async def test_thirty_idle_minutes_end_a_session(core: Core, workspace_id: str) -> None:
    await person(core, workspace_id)
    signed = await enter(core)
    for _ in range(3):
        core.clock.advance(timedelta(minutes=29))
        await by_session(core, signed.token)
    core.clock.advance(timedelta(minutes=30))
    with pytest.raises(NotSignedIn):
        await by_session(core, signed.token)


async def test_twelve_hours_end_a_session_however_busy(core: Core, workspace_id: str) -> None:
    await person(core, workspace_id)
    signed = await enter(core)
    for _ in range(28):
        core.clock.advance(timedelta(minutes=25))
        await by_session(core, signed.token)
    core.clock.advance(timedelta(minutes=20))
    with pytest.raises(NotSignedIn):
        await by_session(core, signed.token)


async def test_own_sessions_are_listed_and_ended_from_afar(core: Core, workspace_id: str) -> None:
    anna = as_member(workspace_id, await person(core, workspace_id))
    boris = as_member(workspace_id, await person(core, workspace_id, Role.OWNER, "boris@romashka.example"))
    first = await enter(core)
    core.clock.advance(timedelta(minutes=1))
    second = await enter(core)
    assert [one.id for one in await list_sessions(core, anna)] == [second.session.id, first.session.id]
    assert await list_sessions(core, boris) == []
    for stranger, session_id in ((boris, first.session.id), (anna, core.ids.new()), (anna, "no id")):
        with pytest.raises(NotFound):
            await revoke_session(core, stranger, session_id)
    await revoke_session(core, anna, first.session.id)
    with pytest.raises(NotSignedIn):
        await by_session(core, first.token)
    await by_session(core, second.token)
    with pytest.raises(NotAllowed):
        await list_sessions(core, Principal.local(workspace_id))


async def test_a_person_keeps_twenty_sessions_at_most(core: Core, workspace_id: str) -> None:
    anna = as_member(workspace_id, await person(core, workspace_id))
    first = await enter(core)
    for _ in range(20):
        core.clock.advance(timedelta(seconds=1))
        await enter(core)
    assert len(await list_sessions(core, anna)) == 20
    with pytest.raises(NotSignedIn):
        await by_session(core, first.token)


async def test_another_role_password_or_a_closed_account_ends_all_sessions(
    core: Core, workspace_id: str
) -> None:
    await person(core, workspace_id, Role.OWNER, "boss@romashka.example")
    anna = await person(core, workspace_id, Role.OPERATOR)
    local = Principal.local(workspace_id)
    for change in (
        lambda: change_role(core, local, anna.user.id, Role.MARKETER),
        lambda: set_password(core, local, anna.user.id, PASSWORD),
        lambda: disable_user(core, local, anna.user.id),
    ):
        signed = await enter(core)
        await by_session(core, signed.token)
        await change()
        with pytest.raises(NotSignedIn):
            await by_session(core, signed.token)
    with pytest.raises(NotSignedIn):
        await enter(core)


async def test_a_workspace_the_person_does_not_belong_to_is_not_found(
    core: Core, workspace_id: str, other_workspace_id: str
) -> None:
    await person(core, workspace_id)
    signed = await enter(core)
    assert (await by_session(core, signed.token, workspace_id)).workspace_id == workspace_id
    for stranger in (other_workspace_id, core.ids.new(), "no id"):
        with pytest.raises(NotFound):
            await by_session(core, signed.token, stranger)
    core.clock.advance(timedelta(seconds=1))
    await person(core, other_workspace_id, Role.AUDITOR)
    assert (await by_session(core, signed.token, other_workspace_id)).role is Role.AUDITOR
    assert (await by_session(core, signed.token)).workspace_id == workspace_id
