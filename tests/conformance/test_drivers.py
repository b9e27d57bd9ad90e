"""One suite that every driver passes; a new driver needs a stand here, or the first test fails."""

import logging
import tomllib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any, Final, cast

import pytest

from vestnik.channels import DRIVERS, DriverDeps, make_driver
from vestnik.kernel.address import Address, AddressKind
from vestnik.kernel.clock import ManualClock
from vestnik.kernel.errors import InvalidInput, NotFound, Unavailable, VestnikError
from vestnik.kernel.text import N_
from vestnik.law.decide import decide
from vestnik.law.model import Purpose
from vestnik.law.pack import load_pack
from vestnik.law.permit import Denial, Permit
from vestnik.law.policy.question import Organisation, Question
from vestnik.notify.driver import Driver, Outbound, SendError, Sent
from vestnik.notify.model import Content
from vestnik.sandbox.smtp import Mode, SmtpSandbox

NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET: Final = "hunter2-never-shown"
EVENTS: Final = frozenset({"sent", "delivered", "read", "failed"})


class Shelf:
    """An inbox in memory that can be told to fail."""

    def __init__(self) -> None:
        self.kept: dict[str, Content] = {}
        self.failure: VestnikError | None = None

    async def deliver(self, workspace_id: str, person: str, message_id: str, content: Content) -> str:
        if self.failure is not None:
            raise self.failure
        self.kept.setdefault(message_id, content)
        return message_id


@dataclass
class Stand:
    """A driver with a real or in-memory other side, and three ways for that side to behave."""

    driver: Driver
    to: Address
    refuse_for_good: Callable[[], None]
    refuse_for_now: Callable[[], None]
    arrived: Callable[[], int]


@asynccontextmanager
async def email_stand() -> AsyncIterator[Stand]:
    async with SmtpSandbox(users={"shop": SECRET}) as box:
        driver = make_driver("email", GOOD["email"] | {"port": str(box.port)}, deps())
        try:
            yield Stand(
                driver,
                Address(AddressKind.EMAIL, "anna@mail.example"),
                lambda: setattr(box, "mode", Mode.REFUSE_RECIPIENT),
                lambda: setattr(box, "mode", Mode.THROTTLE),
                lambda: len(box.messages),
            )
        finally:
            await driver.close()


@asynccontextmanager
async def cabinet_stand() -> AsyncIterator[Stand]:
    shelf = Shelf()
    driver = make_driver("cabinet", GOOD["cabinet"], deps(shelf))
    yield Stand(
        driver,
        Address(AddressKind.PERSON, "client-7"),
        lambda: setattr(shelf, "failure", NotFound(N_("Такого человека нет."))),
        lambda: setattr(shelf, "failure", Unavailable(N_("База не отвечает."))),
        lambda: len(shelf.kept),
    )


STANDS: Final[Mapping[str, Callable[[], AbstractAsyncContextManager[Stand]]]] = MappingProxyType(
    {"email": email_stand, "cabinet": cabinet_stand}
)
GOOD: Final[Mapping[str, dict[str, str]]] = MappingProxyType(
    {
        "email": {
            "host": "127.0.0.1",
            "security": "none",
            "username": "shop",
            "password": SECRET,
            "from_address": "news@shop.example",
        },
        "cabinet": {},
    }
)


def deps(shelf: Shelf | None = None) -> DriverDeps:
    return DriverDeps(ManualClock(NOW), shelf or Shelf())


@pytest.fixture(scope="module")
def permit_for() -> Callable[[str], Permit]:
    pack = load_pack()

    def permit(platform: str) -> Permit:
        verdict = decide(pack, Question(Organisation(frozenset()), platform, Purpose.SERVICE, NOW))
        assert isinstance(verdict, Permit)
        return verdict

    return permit


@pytest.fixture(params=sorted(DRIVERS))
async def stand(request: pytest.FixtureRequest) -> AsyncIterator[Stand]:
    async with STANDS[request.param]() as ready:
        yield ready


def outbound(stand: Stand, number: int = 1, content: Content | None = None) -> Outbound:
    body = content or Content("Ваш заказ собран.")
    return Outbound("w-1", f"019ab000-{number:04d}", f"a-{number}", stand.to, body)


PermitFor = Callable[[str], Permit]


def test_every_driver_has_a_stand_in_this_suite():
    assert set(STANDS) == set(GOOD) == set(DRIVERS)


@pytest.mark.parametrize("channel", sorted(DRIVERS))
def test_a_manifest_describes_a_channel_that_the_law_knows(channel: str):
    manifest = DRIVERS[channel].manifest
    pack = load_pack()

    assert manifest.channel == channel
    assert manifest.title
    assert manifest.platform in pack.platforms
    assert 1 <= manifest.max_text <= 1_000_000
    assert manifest.receipts <= EVENTS
    names = [setting.name for setting in manifest.settings]
    assert len(names) == len(set(names))
    for setting in manifest.settings:
        assert setting.title
        assert not (setting.secret and setting.default), "a secret has no default"
        assert not (setting.required and setting.default), "what has a default need not be given"


@pytest.mark.parametrize("channel", sorted(DRIVERS))
def test_a_driver_folder_holds_its_readme_and_an_honest_quality_card(channel: str):
    root = Path(__file__).resolve().parents[2]
    folder = root / "src" / "vestnik" / "channels" / channel
    assert (folder / "README.md").read_text(encoding="utf-8").startswith(f"# {channel}")
    card = tomllib.loads((folder / "quality.toml").read_text(encoding="utf-8"))

    assert card["channel"] == channel
    assert set(card) == {"channel", "done", "todo", "exempt"}
    for name, reason in (card["done"] | card["todo"] | card["exempt"]).items():
        assert reason.strip(), name
    for proof in card["done"].values():
        if proof.startswith("tests/"):
            assert (root / proof.partition(":")[0]).is_file(), proof


async def test_a_permitted_message_arrives(stand: Stand, permit_for: PermitFor):
    manifest = stand.driver.manifest
    sent = await stand.driver.send(permit_for(manifest.platform), outbound(stand))

    assert isinstance(sent, Sent)
    assert stand.arrived() == 1
    assert SECRET not in repr(sent)


@pytest.mark.parametrize("forged", [None, True, "permit", object(), SimpleNamespace(platform="email")])
async def test_without_a_permit_of_the_law_nothing_is_sent(stand: Stand, forged: object):
    with pytest.raises(TypeError):
        await stand.driver.send(cast("Any", forged), outbound(stand))
    assert stand.arrived() == 0


async def test_a_denial_is_no_permit(stand: Stand):
    question = Question(Organisation(frozenset()), "telegram", Purpose.ADVERTISING, NOW)
    denial = decide(load_pack(), question)
    assert isinstance(denial, Denial)

    with pytest.raises(TypeError):
        await stand.driver.send(cast("Any", denial), outbound(stand))
    assert stand.arrived() == 0


async def test_a_permit_for_another_platform_is_refused(stand: Stand, permit_for: PermitFor):
    other = next(platform for platform in ("cabinet", "email") if platform != stand.driver.manifest.platform)

    with pytest.raises(TypeError):
        await stand.driver.send(permit_for(other), outbound(stand))
    assert stand.arrived() == 0


async def test_a_refusal_for_good_is_typed_as_one(stand: Stand, permit_for: PermitFor):
    stand.refuse_for_good()
    with pytest.raises(SendError) as refusal:
        await stand.driver.send(permit_for(stand.driver.manifest.platform), outbound(stand))

    assert refusal.value.permanent
    assert not refusal.value.in_doubt
    assert refusal.value.kind
    assert refusal.value.detail


async def test_a_refusal_for_now_says_when_to_come_back(stand: Stand, permit_for: PermitFor):
    stand.refuse_for_now()
    with pytest.raises(SendError) as refusal:
        await stand.driver.send(permit_for(stand.driver.manifest.platform), outbound(stand))

    assert not refusal.value.permanent
    assert not refusal.value.in_doubt
    assert refusal.value.retry_after_s is not None
    assert refusal.value.retry_after_s > 0


async def test_the_longest_text_arrives_and_a_longer_one_is_refused_not_cut(
    stand: Stand, permit_for: PermitFor
):
    manifest = stand.driver.manifest
    permit = permit_for(manifest.platform)
    await stand.driver.send(permit, outbound(stand, 1, Content("ы" * manifest.max_text)))

    with pytest.raises(SendError) as refusal:
        await stand.driver.send(permit, outbound(stand, 2, Content("ы" * (manifest.max_text + 1))))
    assert (refusal.value.kind, refusal.value.permanent) == ("content", True)
    assert stand.arrived() == 1


async def test_html_arrives_or_is_refused_but_is_never_dropped(stand: Stand, permit_for: PermitFor):
    manifest = stand.driver.manifest
    content = Content("Ваш заказ собран.", html="<p>Ваш заказ собран.</p>")
    if manifest.html:
        await stand.driver.send(permit_for(manifest.platform), outbound(stand, 1, content))
        assert stand.arrived() == 1
        return
    with pytest.raises(SendError) as refusal:
        await stand.driver.send(permit_for(manifest.platform), outbound(stand, 1, content))
    assert refusal.value.permanent


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
async def test_a_text_that_says_nothing_is_refused_for_good(stand: Stand, permit_for: PermitFor, text: str):
    with pytest.raises(SendError) as refusal:
        await stand.driver.send(permit_for(stand.driver.manifest.platform), outbound(stand, 1, Content(text)))
    assert refusal.value.permanent
    assert stand.arrived() == 0


async def test_an_address_of_another_kind_is_refused_for_good(stand: Stand, permit_for: PermitFor):
    strange = replace(outbound(stand), to=Address(AddressKind.PHONE, "+79000000001"))
    with pytest.raises(SendError) as refusal:
        await stand.driver.send(permit_for(stand.driver.manifest.platform), strange)

    assert (refusal.value.kind, refusal.value.permanent) == ("address", True)
    assert stand.arrived() == 0


async def test_a_check_of_good_settings_finds_nothing_and_sends_nothing(stand: Stand):
    assert list(await stand.driver.check()) == []
    assert stand.arrived() == 0


async def test_closing_twice_is_closing(stand: Stand, permit_for: PermitFor):
    permit = permit_for(stand.driver.manifest.platform)
    await stand.driver.send(permit, outbound(stand))
    await stand.driver.close()
    await stand.driver.close()

    with pytest.raises(SendError) as refusal:
        await stand.driver.send(permit, outbound(stand, 2))
    assert not refusal.value.permanent


async def test_secrets_and_addresses_are_in_no_description_error_or_log(
    stand: Stand, permit_for: PermitFor, caplog: pytest.LogCaptureFixture
):
    permit = permit_for(stand.driver.manifest.platform)
    with (
        caplog.at_level(logging.DEBUG, logger="vestnik"),
        caplog.at_level(logging.DEBUG, logger="aiosmtplib"),
    ):
        await stand.driver.send(permit, outbound(stand))
        stand.refuse_for_good()
        with pytest.raises(SendError) as refusal:
            await stand.driver.send(permit, outbound(stand, 2))
        ours = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.")]
    said = " ".join(
        [repr(stand.driver), str(vars(stand.driver)), *ours, repr(refusal.value), str(refusal.value)]
    )

    assert SECRET not in said
    assert stand.to.value not in " ".join([*ours, repr(refusal.value), str(refusal.value.raw)])


@pytest.mark.parametrize("channel", sorted(DRIVERS))
def test_an_unknown_setting_is_named(channel: str):
    with pytest.raises(InvalidInput) as refusal:
        make_driver(channel, GOOD[channel] | {"colour": SECRET}, deps())

    assert refusal.value.field == "colour"
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize(
    ("channel", "name"),
    [
        (channel, setting.name)
        for channel, registration in sorted(DRIVERS.items())
        for setting in registration.manifest.settings
        if setting.required
    ],
)
@pytest.mark.parametrize("empty", [None, "", "  "])
def test_a_missing_required_setting_is_named(channel: str, name: str, empty: str | None):
    values = {key: value for key, value in GOOD[channel].items() if key != name}
    if empty is not None:
        values[name] = empty
    with pytest.raises(InvalidInput) as refusal:
        make_driver(channel, values, deps())

    assert refusal.value.field == name


@pytest.mark.parametrize(
    ("channel", "name"),
    [
        (channel, setting.name)
        for channel, registration in sorted(DRIVERS.items())
        for setting in registration.manifest.settings
    ],
)
def test_a_setting_of_endless_length_is_named_and_not_repeated(channel: str, name: str):
    with pytest.raises(InvalidInput) as refusal:
        make_driver(channel, GOOD[channel] | {name: SECRET * 20_000}, deps())

    assert refusal.value.field == name
    assert SECRET not in str(refusal.value)


def test_an_unknown_channel_is_an_error_that_lists_the_known_ones():
    with pytest.raises(InvalidInput) as refusal:
        make_driver("pigeon", {}, deps())

    assert refusal.value.field == "channel"
    assert "cabinet, email" in str(refusal.value)
