"""The cabinet driver: storing is delivering, and every refusal has its kind."""

from datetime import UTC, datetime

import pytest

from vestnik.channels.cabinet.driver import CabinetDriver
from vestnik.kernel.address import Address, AddressKind
from vestnik.kernel.errors import NotFound, TooMany, Unavailable, VestnikError
from vestnik.kernel.text import N_
from vestnik.law.decide import decide
from vestnik.law.model import Purpose
from vestnik.law.pack import load_pack
from vestnik.law.permit import Permit
from vestnik.law.policy.question import Organisation, Question
from vestnik.notify.driver import Outbound, SendError
from vestnik.notify.model import Content


@pytest.fixture(scope="module")
def permit() -> Permit:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    verdict = decide(load_pack(), Question(Organisation(frozenset()), "cabinet", Purpose.SERVICE, at))
    assert isinstance(verdict, Permit)
    return verdict


class Shelf:
    """An inbox in memory that can be told to fail."""

    def __init__(self, failure: VestnikError | None = None) -> None:
        self.kept: dict[tuple[str, str, str], Content] = {}
        self.failure = failure

    async def deliver(
        self, workspace_id: str, person_reference: str, message_id: str, content: Content
    ) -> str:
        if self.failure:
            raise self.failure
        self.kept.setdefault((workspace_id, person_reference, message_id), content)
        return f"inbox-{message_id}"


def message(text: str = "Ваш код готов", subject: str | None = "Заказ") -> Outbound:
    return Outbound("w-1", "m-1", "a-1", Address(AddressKind.PERSON, "client-7"), Content(text, subject))


async def test_a_stored_message_is_a_delivered_message(permit: Permit):
    shelf = Shelf()
    sent = await CabinetDriver(shelf).send(permit, message())

    assert sent.delivered
    assert sent.reference == "inbox-m-1"
    assert shelf.kept == {("w-1", "client-7", "m-1"): Content("Ваш код готов", "Заказ")}


async def test_a_message_sent_again_after_a_crash_lies_in_the_inbox_once(permit: Permit):
    shelf = Shelf()
    driver = CabinetDriver(shelf)

    assert await driver.send(permit, message()) == await driver.send(permit, message())
    assert len(shelf.kept) == 1


@pytest.mark.parametrize(
    ("failure", "kind", "permanent"),
    [
        (NotFound(N_("Такого человека нет.")), "address", True),
        (Unavailable(N_("База не отвечает.")), "unreachable", False),
        (TooMany(N_("Очередь полна."), retry_after_s=7), "throttled", False),
    ],
)
async def test_a_failing_store_is_said_by_kind(
    permit: Permit, failure: VestnikError, kind: str, permanent: bool
):
    with pytest.raises(SendError) as refusal:
        await CabinetDriver(Shelf(failure)).send(permit, message())

    assert (refusal.value.kind, refusal.value.permanent, refusal.value.in_doubt) == (kind, permanent, False)
    assert (refusal.value.retry_after_s is None) is permanent


@pytest.mark.parametrize("bad", [message("ноль\x00"), message("т", "тема\x1b"), message("т", "ы" * 501)])
async def test_what_a_page_cannot_show_is_refused(permit: Permit, bad: Outbound):
    with pytest.raises(SendError) as refusal:
        await CabinetDriver(Shelf()).send(permit, bad)

    assert (refusal.value.kind, refusal.value.permanent) == ("content", True)


async def test_a_closed_cabinet_takes_nothing(permit: Permit):
    driver = CabinetDriver(Shelf())
    await driver.close()

    with pytest.raises(SendError) as refusal:
        await driver.send(permit, message())
    assert not refusal.value.permanent
