"""How many tries there are, and for whom."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa
from tests.access.people import PASSWORD, person

from vestnik.access import throttle
from vestnik.access.sign_in import sign_in
from vestnik.access.tables import sign_in_attempts
from vestnik.kernel.core import Core
from vestnik.kernel.errors import NotSignedIn, TooMany

pytestmark = pytest.mark.both_engines
EMAIL = "anna@romashka.example"


async def admit(core: Core, email: str, ip: str) -> None:
    await core.db.write(lambda tx: throttle.admit(tx, core.ids, email, ip, core.clock.now()))


async def use_up(core: Core, email: str, ip: str, times: int) -> None:
    for _ in range(times):
        await admit(core, email, ip)


async def test_tries_that_come_at_once_count_as_well(core: Core, workspace_id: str) -> None:
    await person(core, workspace_id)
    tries = [sign_in(core, EMAIL, "wrong password", "192.0.2.7", "") for _ in range(14)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    kinds = [type(answer) for answer in answers]
    assert kinds.count(NotSignedIn) == throttle.PER_PAIR
    assert kinds.count(TooMany) == 14 - throttle.PER_PAIR


async def test_after_ten_wrong_tries_the_right_password_waits_too(core: Core, workspace_id: str) -> None:
    await person(core, workspace_id)
    await use_up(core, EMAIL, "192.0.2.7", throttle.PER_PAIR)
    with pytest.raises(TooMany, match="15 мин") as caught:
        await sign_in(core, EMAIL, PASSWORD, "192.0.2.7", "")
    assert caught.value.retry_after_s == 900
    assert (await sign_in(core, EMAIL, PASSWORD, "198.51.100.1", "")).token
    core.clock.advance(timedelta(seconds=caught.value.retry_after_s))
    assert (await sign_in(core, EMAIL, PASSWORD, "192.0.2.7", "")).token


async def test_one_account_is_not_tried_from_everywhere(core: Core) -> None:
    for number in range(throttle.PER_ACCOUNT):
        await admit(core, EMAIL, f"192.0.2.{number}")
    with pytest.raises(TooMany):
        await admit(core, EMAIL, "198.51.100.1")
    await admit(core, "boris@romashka.example", "198.51.100.1")


@pytest.mark.parametrize(
    ("first", "same", "another"),
    [
        ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
        ("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1"),
        ("::ffff:192.0.2.7", "192.0.2.7", "::ffff:192.0.2.8"),
        ("", "unix", "192.0.2.1"),
    ],
)
async def test_one_address_does_not_try_every_account(
    core: Core, first: str, same: str, another: str
) -> None:
    for number in range(throttle.PER_ADDRESS):
        await admit(core, f"person{number}@romashka.example", first)
    with pytest.raises(TooMany):
        await admit(core, EMAIL, same)
    await admit(core, EMAIL, another)


async def test_signing_in_forgives_the_account_but_not_the_address(core: Core, workspace_id: str) -> None:
    await person(core, workspace_id)
    await use_up(core, EMAIL, "192.0.2.7", 9)
    await sign_in(core, EMAIL, PASSWORD, "192.0.2.7", "")
    await use_up(core, EMAIL, "192.0.2.7", throttle.PER_PAIR)
    rows = await core.db.read(lambda tx: tx.execute(sa.select(sign_in_attempts.c.bucket)).scalars().all())
    assert sum(bucket.startswith("n") for bucket in rows) == 19
    assert not any("anna" in bucket or bucket == "192" for bucket in rows)


async def test_old_tries_are_cleared_away(core: Core) -> None:
    await use_up(core, EMAIL, "192.0.2.7", 5)
    core.clock.advance(throttle.WINDOW)
    await admit(core, EMAIL, "192.0.2.7")
    count = sa.select(sa.func.count()).select_from(sign_in_attempts)
    assert await core.db.read(lambda tx: tx.execute(count).scalar_one()) == 3
