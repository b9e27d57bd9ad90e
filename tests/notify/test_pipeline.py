"""From accepted to delivered: what is promised about a message on its way."""

import asyncio
from datetime import timedelta

import pytest
from tests.conftest import new_workspace
from tests.notify.conftest import Hub

from vestnik.access.model import Principal, Role
from vestnik.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from vestnik.ledger.verify import verify
from vestnik.notify.dispatch import Dispatcher
from vestnik.notify.driver import SendError, Sent
from vestnik.notify.messages import count_messages, list_messages, message_story, reveal
from vestnik.notify.model import MessageState
from vestnik.notify.recover import recover

pytestmark = pytest.mark.both_engines


async def state(hub: Hub, message_id: str) -> MessageState:
    return (await message_story(hub.core, hub.principal, message_id)).message.state


async def test_a_message_is_sent_once_and_its_story_tells_everything(hub: Hub):
    accepted = await hub.send(text="Ваш заказ 17 собран")
    await hub.dispatcher.settle()
    await hub.dispatcher.settle()
    assert [outbound.content.text for outbound in hub.email.seen] == ["Ваш заказ 17 собран"]
    assert hub.email.seen[0].to.value == "anna@example.ru"
    story = await message_story(hub.core, hub.principal, accepted.id)
    assert story.message.state is MessageState.SENT
    assert story.message.to_masked == "a•••@example.ru"
    assert [decided.verdict for decided in story.decisions] == ["permit"]
    assert [(attempt.outcome, attempt.reference) for attempt in story.attempts] == [("accepted", "ref-1")]
    assert [receipt.event for receipt in story.receipts] == ["sent"]
    assert (await verify(hub.core, hub.workspace_id)).ok


async def test_what_happens_together_is_written_together(hub: Hub, caplog: pytest.LogCaptureFixture):
    await asyncio.gather(*(hub.send(text=f"сообщение {n}") for n in range(60)))
    before = hub.core.db.commits
    await hub.dispatcher.settle()
    assert hub.core.db.commits - before < 30
    assert "failed together" not in caplog.text
    assert (await count_messages(hub.core, hub.principal))[MessageState.SENT] == 60


async def test_a_repeated_key_returns_the_first_answer_and_sends_once(hub: Hub):
    first = await hub.send("order-17")
    again = await asyncio.gather(*(hub.send("order-17") for _ in range(5)))
    await hub.dispatcher.settle()
    late = await hub.send("order-17")
    assert {answer.id for answer in again} == {first.id}
    assert all(answer.repeated for answer in again)
    assert (late.id, late.state) == (first.id, MessageState.SENT)
    assert len(hub.email.seen) == 1


async def test_simultaneous_requests_with_one_key_make_one_message(hub: Hub):
    answers = await asyncio.gather(*(hub.send("same") for _ in range(20)))
    assert len({answer.id for answer in answers}) == 1
    assert sum(not answer.repeated for answer in answers) == 1


async def test_a_key_with_another_body_is_a_conflict(hub: Hub):
    await hub.send("order-17")
    with pytest.raises(Conflict) as caught:
        await hub.send("order-17", text="Другой текст")
    assert caught.value.field == "Idempotency-Key"


async def test_keys_of_two_workspaces_do_not_meet(hub: Hub):
    other = await new_workspace(hub.core)
    first = await hub.send("order-17")
    second = await hub.send("order-17", principal=Principal.local(other), text="Другая компания")
    assert first.id != second.id


async def test_another_workspaces_message_is_not_found(hub: Hub):
    accepted = await hub.send()
    stranger = Principal.local(await new_workspace(hub.core))
    with pytest.raises(NotFound):
        await message_story(hub.core, stranger, accepted.id)
    with pytest.raises(NotFound):
        await reveal(hub.core, stranger, accepted.id)
    assert await list_messages(hub.core, stranger) == []


async def test_a_permanent_refusal_fails_the_message_and_keeps_the_reason(hub: Hub):
    hub.email.answers = [SendError("address", "нет такого ящика", permanent=True)]
    accepted = await hub.send()
    await hub.dispatcher.settle()
    story = await message_story(hub.core, hub.principal, accepted.id)
    assert story.message.state is MessageState.FAILED
    assert (story.attempts[0].kind, story.attempts[0].detail) == ("address", "нет такого ящика")


async def test_a_temporary_refusal_is_tried_again_later_not_at_once(hub: Hub, clock):
    hub.email.answers = [SendError("throttled", "позже", permanent=False, retry_after_s=90)]
    accepted = await hub.send()
    await hub.dispatcher.settle()
    assert await state(hub, accepted.id) is MessageState.ACCEPTED
    clock.advance(timedelta(seconds=89))
    await hub.dispatcher.settle()
    assert len(hub.email.seen) == 1
    clock.advance(timedelta(seconds=2))
    await hub.dispatcher.settle()
    assert await state(hub, accepted.id) is MessageState.SENT
    assert len(hub.email.seen) == 2


async def test_after_the_last_try_a_message_fails_instead_of_circling(hub: Hub, clock):
    hub.email.answers = [SendError("unreachable", "нет связи", permanent=False) for _ in range(50)]
    accepted = await hub.send()
    for _ in range(60):
        await hub.dispatcher.settle()
        clock.advance(timedelta(hours=2))
    assert await state(hub, accepted.id) is MessageState.FAILED
    assert len(hub.email.seen) == 8


@pytest.mark.parametrize(
    "lost",
    [
        SendError("lost", "ответ потерян", permanent=False, in_doubt=True),
        RuntimeError("a bug in a driver"),
    ],
)
async def test_when_nobody_knows_the_message_is_in_doubt_and_never_resent(hub: Hub, clock, lost: Exception):
    hub.email.answers = [lost]
    accepted = await hub.send()
    after = await hub.send(text="следующее")
    await hub.dispatcher.settle()
    clock.advance(timedelta(days=1))
    await hub.dispatcher.settle()
    assert await state(hub, accepted.id) is MessageState.IN_DOUBT
    assert await state(hub, after.id) is MessageState.SENT
    assert len(hub.email.seen) == 2


async def test_a_crash_between_intent_and_outcome_is_listed_as_in_doubt(hub: Hub):
    started = asyncio.Event()

    class Hanging:
        manifest = hub.email.manifest

        async def send(self, permit, outbound):
            started.set()
            await asyncio.sleep(3600)

    class Drivers:
        async def driver(self, workspace_id, channel):
            return Hanging()

    dying = Dispatcher(hub.core, hub.pack, hub.catalogue, Drivers())
    accepted = await hub.send()
    await dying.step()
    await started.wait()
    for flight in tuple(dying._flights):
        flight.cancel()
    assert await recover(hub.core) == 0  # another living process may be at it
    assert await recover(hub.core, timedelta(0)) == 1
    await hub.dispatcher.settle()
    story = await message_story(hub.core, hub.principal, accepted.id)
    assert story.message.state is MessageState.IN_DOUBT
    assert [attempt.outcome for attempt in story.attempts] == [None]
    assert hub.email.seen == []


async def test_a_message_in_the_cabinet_is_delivered_then_read(hub: Hub):
    accepted = await hub.send(channel="cabinet", to="client-7", text="Договор готов")
    await hub.dispatcher.settle()
    (lying,) = await hub.inbox.messages(hub.workspace_id, "client-7")
    assert (lying.id, lying.text, lying.read_at) == (accepted.id, "Договор готов", None)
    assert await hub.inbox.messages(hub.workspace_id, "client-8") == []
    assert not await hub.inbox.mark_read(hub.workspace_id, "client-8", accepted.id)
    assert await hub.inbox.mark_read(hub.workspace_id, "client-7", accepted.id)
    assert not await hub.inbox.mark_read(hub.workspace_id, "client-7", accepted.id)
    story = await message_story(hub.core, hub.principal, accepted.id)
    assert story.message.state is MessageState.READ
    assert [receipt.event for receipt in story.receipts] == ["delivered", "read"]


async def test_a_message_leaves_neither_before_its_time_nor_after_its_end(hub: Hub, clock):
    now = clock.now()
    later = await hub.send(due_at=now + timedelta(hours=1))
    short = await hub.send(due_at=now + timedelta(hours=1), expires_at=now + timedelta(hours=2))
    await hub.dispatcher.settle()
    assert hub.email.seen == []
    clock.advance(timedelta(hours=3))
    await hub.dispatcher.settle()
    assert await state(hub, later.id) is MessageState.SENT
    assert await state(hub, short.id) is MessageState.EXPIRED


async def test_a_test_key_goes_the_whole_way_but_reaches_nobody(hub: Hub):
    tester = Principal(
        hub.workspace_id, Role.OWNER, user_id=None, api_key_id=None, live=False, label="test key"
    )
    accepted = await hub.send(principal=tester)
    await hub.dispatcher.settle()
    story = await message_story(hub.core, hub.principal, accepted.id)
    assert story.attempts[0].outcome == "simulated"
    assert hub.email.seen == []


async def test_a_role_without_the_right_cannot_send(hub: Hub):
    auditor = Principal(hub.workspace_id, Role.AUDITOR, user_id=None, api_key_id=None, live=True, label="x")
    with pytest.raises(NotAllowed):
        await hub.send(principal=auditor)


async def test_codes_overtake_what_was_accepted_before_them(hub: Hub):
    for n in range(5):
        await hub.send(text=f"сервисное {n}")
    await hub.send(purpose="code", text="123456")
    await hub.dispatcher.settle()
    assert hub.email.seen[0].content.text == "123456"


async def test_what_is_listed_adds_up(hub: Hub):
    hub.email.answers = [SendError("address", "нет", permanent=True), Sent(None), Sent(None, delivered=True)]
    sent = [await hub.send(text=f"сообщение {n}") for n in range(5)]
    await hub.dispatcher.settle()
    counts = await count_messages(hub.core, hub.principal)
    assert sum(counts.values()) == len(sent)
    first = await list_messages(hub.core, hub.principal, limit=3)
    rest = await list_messages(hub.core, hub.principal, before=first[-1].id)
    assert [row.id for row in (*first, *rest)] == [accepted.id for accepted in reversed(sent)]
    assert len(await list_messages(hub.core, hub.principal, state="failed")) == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"to": "not an address"}, "to"),
        ({"purpose": "fun"}, "purpose"),
        ({"text": "  "}, "text"),
        ({"channel": "cabinet", "to": "x", "html": "<b>x</b>"}, "html"),
        ({"subject": "two\nlines"}, "subject"),
        ({"phone": "12"}, "phone"),
    ],
)
async def test_a_wrong_field_is_named(hub: Hub, fields: dict[str, str], field: str):
    with pytest.raises(InvalidInput) as caught:
        await hub.send(**fields)
    assert caught.value.field == field
