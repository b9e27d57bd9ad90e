"""The gate: what the law room says is what happens, at the moment of dispatch."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import new_workspace
from tests.notify.conftest import Hub

from vestnik.access.model import Principal
from vestnik.kernel.errors import InvalidInput, NotFound
from vestnik.kernel.phone import parse_phone
from vestnik.kernel.text import N_
from vestnik.law.accept_norm import accept_norm
from vestnik.law.answer_who_we_are import answer_who_we_are
from vestnik.law.model import Pack
from vestnik.notify.calls import report_call
from vestnik.notify.messages import message_story
from vestnik.notify.model import MessageState
from vestnik.notify.replay import replay

pytestmark = pytest.mark.both_engines
PHONE = parse_phone("+79000000001")


async def _answer(hub: Hub, *subjects: str) -> None:
    await answer_who_we_are(hub.core, hub.principal, hub.pack, frozenset(subjects), "проверка для испытаний")


async def test_a_covered_company_that_accepted_the_norm_is_refused_a_foreign_messenger(hub: Hub):
    await _answer(hub, "GOODS_AGGREGATOR")
    await accept_norm(hub.core, hub.principal, hub.pack, "41fz-15-1", "решение владельца")
    accepted = await hub.send(channel="telegram", to="@client")
    await hub.dispatcher.settle()
    story = await message_story(hub.core, hub.principal, accepted.id)
    assert story.message.state is MessageState.DENIED
    (reason,) = [r for r in story.decisions[0].answer["reasons"] if r["norm"] == "41fz-15-1"]
    assert (reason["basis"], reason["status"]) == ("norm", "secondary")
    assert story.attempts == ()


async def test_a_shop_no_norm_covers_is_warned_and_told_that_there_is_no_road(hub: Hub):
    await _answer(hub, "OTHER_BUSINESS")
    accepted = await hub.send(channel="telegram", to="@client")
    await hub.dispatcher.settle()
    story = await message_story(hub.core, hub.principal, accepted.id)
    assert story.decisions[0].verdict == "permit"
    assert story.decisions[0].answer["warnings"]
    assert story.message.state is MessageState.FAILED
    assert story.attempts[0].kind == "no_driver"


async def test_advertising_in_a_foreign_messenger_is_refused_to_everybody(hub: Hub):
    await _answer(hub, "OTHER_BUSINESS")
    accepted = await hub.send(channel="telegram", to="@client", purpose="advertising")
    await hub.dispatcher.settle()
    story = await message_story(hub.core, hub.principal, accepted.id)
    assert story.message.state is MessageState.DENIED
    assert "38fz-5-10.7" in [r["norm"] for r in story.decisions[0].answer["reasons"]]


async def test_a_code_waits_for_the_end_of_the_call_as_a_rule_of_the_product(hub: Hub, clock):
    await report_call(hub.core, hub.principal, PHONE, in_progress=True)
    accepted = await hub.send(purpose="code", text="123456", phone=PHONE.e164)
    await hub.dispatcher.settle()
    story = await message_story(hub.core, hub.principal, accepted.id)
    assert (story.message.state, story.message.waits_for) == (MessageState.HELD, "call_end")
    (reason,) = story.decisions[0].answer["reasons"]
    assert (reason["basis"], reason["citation"]) == ("product_rule", None)
    assert hub.email.seen == []

    clock.advance(timedelta(minutes=2))
    assert await report_call(hub.core, hub.principal, PHONE, in_progress=False) == 1
    await hub.dispatcher.settle()
    assert hub.email.seen == []  # the grace after a hang-up
    clock.advance(timedelta(seconds=16))
    await hub.dispatcher.settle()
    assert [outbound.content.text for outbound in hub.email.seen] == ["123456"]


async def test_a_held_code_expires_instead_of_arriving_late(hub: Hub, clock):
    await report_call(hub.core, hub.principal, PHONE, in_progress=True)
    accepted = await hub.send(purpose="code", text="123456", phone=PHONE.e164)
    await hub.dispatcher.settle()
    clock.advance(timedelta(minutes=11))
    await hub.dispatcher.settle()
    story = await message_story(hub.core, hub.principal, accepted.id)
    assert story.message.state is MessageState.EXPIRED
    assert hub.email.seen == []


async def test_a_call_holds_codes_only_and_only_this_persons(hub: Hub):
    await report_call(hub.core, hub.principal, PHONE, in_progress=True)
    await hub.send(purpose="service", phone=PHONE.e164)
    await hub.send(purpose="code", text="1", phone="+79000000002")
    await hub.send(purpose="code", text="2")
    await hub.dispatcher.settle()
    assert len(hub.email.seen) == 3


async def test_one_companys_call_does_not_hold_anothers_code(hub: Hub):
    stranger = Principal.local(await new_workspace(hub.core))
    await report_call(hub.core, stranger, PHONE, in_progress=True)
    await hub.send(purpose="code", text="123456", phone=PHONE.e164)
    await hub.dispatcher.settle()
    assert len(hub.email.seen) == 1


async def test_an_older_report_never_overrides_a_newer_one(hub: Hub, clock):
    began = clock.now()
    clock.advance(timedelta(minutes=1))
    await report_call(hub.core, hub.principal, PHONE, in_progress=False, at=clock.now())
    await report_call(hub.core, hub.principal, PHONE, in_progress=True, at=began)
    clock.advance(timedelta(minutes=1))
    await hub.send(purpose="code", text="123456", phone=PHONE.e164)
    await hub.dispatcher.settle()
    assert len(hub.email.seen) == 1


async def test_a_call_from_the_future_is_refused(hub: Hub, clock):
    with pytest.raises(InvalidInput) as caught:
        await report_call(
            hub.core, hub.principal, PHONE, in_progress=True, at=clock.now() + timedelta(hours=1)
        )
    assert caught.value.field == "at"


async def test_a_foreign_messenger_waits_for_who_we_are(hub: Hub):
    accepted = await hub.send(channel="whatsapp", to="+79000000001")
    await hub.dispatcher.settle()
    story = await message_story(hub.core, hub.principal, accepted.id)
    assert story.message.state is MessageState.DENIED
    assert story.decisions[0].answer["missing"] == ["organisation"]


async def test_a_message_nothing_can_be_decided_about_is_set_aside_and_the_queue_goes_on(hub: Hub):
    hub.catalogue.platforms = hub.catalogue.platforms | {"left_the_pack"}
    stuck = await hub.send(channel="left_the_pack", to="@client")
    await hub.send(text="следующее")
    await hub.dispatcher.settle()
    story = await message_story(hub.core, hub.principal, stuck.id)
    assert story.message.state is MessageState.FAILED
    assert story.attempts[0].kind == "undecided"
    assert "left_the_pack" in (story.attempts[0].detail or "")
    assert [outbound.content.text for outbound in hub.email.seen] == ["следующее"]


async def test_a_text_that_invites_where_the_company_may_not_write_is_refused(hub: Hub):
    await _answer(hub, "GOODS_AGGREGATOR")
    await accept_norm(hub.core, hub.principal, hub.pack, "41fz-15-1", "решение владельца")
    accepted = await hub.send(text="Заказ собран. Пишите нам в вотсап: https://wa.me/79000000001")
    await hub.dispatcher.settle()
    story = await message_story(hub.core, hub.principal, accepted.id)
    assert story.message.state is MessageState.DENIED
    (reason,) = story.decisions[0].answer["reasons"]
    assert (reason["basis"], reason["norm"]) == ("product_rule", None)
    assert "WhatsApp" in reason["text"]


async def test_a_text_that_says_we_left_goes_out(hub: Hub):
    await _answer(hub, "GOODS_AGGREGATOR")
    await accept_norm(hub.core, hub.principal, hub.pack, "41fz-15-1", "решение владельца")
    accepted = await hub.send(text="Мы больше не пишем в WhatsApp: теперь мы в MAX.")
    await hub.dispatcher.settle()
    story = await message_story(hub.core, hub.principal, accepted.id)
    assert story.message.state is MessageState.SENT


async def test_a_decision_keeps_its_question_but_not_the_words(hub: Hub):
    accepted = await hub.send(text="Пароль от шкафчика: синий слон")
    await hub.dispatcher.settle()
    story = await message_story(hub.core, hub.principal, accepted.id)
    answer = story.decisions[0].answer
    assert (answer["question"]["channel"], answer["question"]["purpose"]) == ("email", "service")
    assert answer["question"]["invites"] == []
    assert "слон" not in str(answer)


async def test_a_decision_is_asked_again_under_the_pack_of_its_day(hub: Hub):
    await _answer(hub, "GOODS_AGGREGATOR")
    accepted = await hub.send(channel="telegram", to="@client")
    await hub.dispatcher.settle()
    later = replace(hub.pack, version="later", rules=())

    async def that_day(sha256: str) -> Pack:
        assert sha256 == hub.pack.sha256
        return hub.pack

    async def another_day(_sha256: str) -> Pack:
        return later

    async def lost(_sha256: str) -> Pack:
        raise NotFound(N_("Такого набора нет."))

    (same,) = await replay(hub.core, hub.principal, accepted.id, that_day)
    assert same.same
    (other,) = await replay(hub.core, hub.principal, accepted.id, another_day)
    assert not other.same
    assert other.again is not None
    (gone,) = await replay(hub.core, hub.principal, accepted.id, lost)
    assert (gone.same, gone.again, str(gone.why)) == (False, None, "Такого набора нет.")
