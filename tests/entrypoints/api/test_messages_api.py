"""What a developer with a key is promised."""

import asyncio

import pytest
from tests.entrypoints.api.conftest import Api, key_for

from vestnik.access.model import Principal, Role, Workspace
from vestnik.access.views import list_views
from vestnik.app import Vestnik

CABINET = {"channel": "cabinet", "to": "client-7", "purpose": "service", "text": "Договор готов"}


async def test_a_message_is_accepted_sent_and_told(api: Api, vestnik: Vestnik):
    answer = await api("POST", "/v1/messages", CABINET, Idempotency_Key="contract-7")
    assert answer.status_code == 202
    accepted = answer.json()
    assert accepted["state"] == "accepted"
    assert accepted["idempotency_key"] == "contract-7"
    await vestnik.dispatcher.settle()
    story = (await api("GET", f"/v1/messages/{accepted['id']}")).json()
    assert story["state"] == "delivered"
    assert story["to"] == "cl•••-7"
    assert story["text"] is None
    assert [receipt["event"] for receipt in story["receipts"]] == ["delivered"]
    assert story["decisions"][0]["verdict"] == "permit"
    cabinet = (await api("POST", "/v1/inbox/query", {"person": "client-7"})).json()
    assert [message["text"] for message in cabinet["messages"]] == ["Договор готов"]
    read = await api("POST", "/v1/inbox/read", {"person": "client-7", "message_id": accepted["id"]})
    assert read.json() == {"state": "read"}
    assert (await api("GET", f"/v1/messages/{accepted['id']}")).json()["state"] == "read"


async def test_a_repeated_key_gets_the_first_answer_and_another_body_a_conflict(api: Api):
    first = await api("POST", "/v1/messages", CABINET, Idempotency_Key="k")
    again = await api("POST", "/v1/messages", CABINET, Idempotency_Key="k")
    other = await api("POST", "/v1/messages", CABINET | {"text": "Другое"}, Idempotency_Key="k")
    assert (first.status_code, again.status_code, other.status_code) == (202, 200, 409)
    assert again.json()["id"] == first.json()["id"]
    assert again.json()["repeated"] is True
    assert other.json()["error"]["field"] == "Idempotency-Key"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**CABINET, "to": 7}, "to"),
        ({key: value for key, value in CABINET.items() if key != "text"}, "text"),
        ({**CABINET, "purpose": "fun"}, "purpose"),
        ({**CABINET, "colour": "red"}, "colour"),
        ({**CABINET, "channel": "pigeon"}, "channel"),
        ({**CABINET, "due_at": "2026-12-01T10:00:00"}, "due_at"),
        ({**CABINET, "expires_at": "2020-12-01T10:00:00+03:00"}, "expires_at"),
        ("{not json", "body"),
        (b"\xff\xfe", "body"),
        ("[]", "body"),
    ],
)
async def test_a_malformed_body_is_answered_with_the_field(api: Api, body: object, field: str):
    answer = await api("POST", "/v1/messages", body)
    assert answer.status_code == 422
    said = answer.json()["error"]
    assert (said["code"], said["field"]) == ("invalid_input", field)
    assert said["message"]


async def test_errors_speak_the_callers_language(api: Api):
    russian = await api("POST", "/v1/messages", CABINET | {"text": " "})
    english = await api("POST", "/v1/messages", CABINET | {"text": " "}, Accept_Language="en")
    assert russian.json()["error"]["message"] == "Текст сообщения пуст."
    assert english.json()["error"]["message"].isascii()


async def test_a_body_over_a_megabyte_is_refused_unread(api: Api):
    answer = await api("POST", "/v1/messages", b"x" * 1_048_577)
    assert answer.status_code == 413


async def test_another_companys_message_answers_404(api: Api, stranger: Api):
    mine = (await api("POST", "/v1/messages", CABINET)).json()["id"]
    for path in (f"/v1/messages/{mine}", f"/v1/messages/{mine}?reveal=true", "/v1/messages/not-an-id"):
        assert (await stranger("GET", path)).status_code == 404
    assert (await stranger("GET", "/v1/messages")).json()["messages"] == []
    read = {"person": "client-7", "message_id": mine}
    assert (await stranger("POST", "/v1/inbox/read", read)).status_code == 404
    assert (await stranger("POST", "/v1/inbox/query", {"person": "client-7"})).json() == {"messages": []}


async def test_revealing_a_message_is_written_to_the_view_log(
    api: Api, vestnik: Vestnik, workspace: Workspace
):
    mine = (await api("POST", "/v1/messages", CABINET)).json()["id"]
    told = (await api("GET", f"/v1/messages/{mine}?reveal=true")).json()
    assert (told["to"], told["text"]) == ("client-7", "Договор готов")
    seen = await list_views(vestnik.core, Principal.local(workspace.id))
    assert [(view.kind, view.object_id) for view in seen] == [("message", mine)]


async def test_pages_of_messages_follow_each_other(api: Api):
    ids = [(await api("POST", "/v1/messages", CABINET)).json()["id"] for _ in range(5)]
    first = (await api("GET", "/v1/messages?limit=2")).json()
    second = (await api("GET", f"/v1/messages?limit=2&before={first['next']}")).json()
    assert [m["id"] for m in first["messages"] + second["messages"]] == ids[::-1][:4]
    assert (await api("GET", "/v1/messages?limit=1000")).json()["error"]["field"] == "limit"


async def test_a_code_is_held_by_a_call_and_released_by_its_end(api: Api, vestnik: Vestnik):
    call = {"phone": "+7 900 000-00-01", "state": "in_progress"}
    assert (await api("POST", "/v1/calls", call)).json() == {"state": "in_progress", "released": 0}
    code = CABINET | {"purpose": "code", "text": "123456", "phone": "+79000000001"}
    sent = (await api("POST", "/v1/messages", code)).json()["id"]
    await vestnik.dispatcher.settle()
    assert (await api("GET", f"/v1/messages/{sent}")).json()["waits_for"] == "call_end"
    ended = await api("POST", "/v1/calls", call | {"state": "ended"})
    assert ended.json() == {"state": "ended", "released": 1}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"phone": "+79000000001", "state": "ringing"}, "state"),
        ({"phone": "nonsense", "state": "ended"}, "phone"),
        ({"phone": "+79000000001", "state": "ended", "at": "2026-01-01T00:00:00"}, "at"),
        ({"state": "ended"}, "phone"),
    ],
)
async def test_a_malformed_call_report_names_its_field(api: Api, body: dict[str, str], field: str):
    answer = await api("POST", "/v1/calls", body)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)


async def test_an_auditors_key_can_look_but_not_send(api: Api, vestnik: Vestnik, workspace: Workspace):
    auditor = Api(api.client, await key_for(vestnik, workspace.id, Role.AUDITOR))
    assert (await auditor("GET", "/v1/messages")).status_code == 200
    assert (await auditor("POST", "/v1/messages", CABINET)).status_code == 403
    assert (
        await auditor("POST", "/v1/calls", {"phone": "+79000000001", "state": "ended"})
    ).status_code == 403


async def test_without_a_key_or_with_a_wrong_one_nothing_answers(nobody: Api):
    for key in (None, "vk_live_wrong", "vk_live_" + "a" * 43, "жжж"):
        anonymous = Api(nobody.client, key) if key != "жжж" else Api(nobody.client, None)
        answer = await anonymous("GET", "/v1/messages")
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "not_signed_in"


async def test_a_test_key_reaches_nobody(api: Api, vestnik: Vestnik, workspace: Workspace):
    tester = Api(api.client, await key_for(vestnik, workspace.id, live=False))
    sent = (await tester("POST", "/v1/messages", CABINET)).json()["id"]
    await vestnik.dispatcher.settle()
    story = (await tester("GET", f"/v1/messages/{sent}")).json()
    assert (story["live"], story["attempts"][0]["outcome"]) == (False, "simulated")
    cabinet = await api("POST", "/v1/inbox/query", {"person": "client-7"})
    assert cabinet.json() == {"messages": []}


async def test_many_at_once_are_all_accepted_and_all_delivered(api: Api, vestnik: Vestnik):
    answers = await asyncio.gather(
        *(api("POST", "/v1/messages", CABINET | {"text": f"{n}"}) for n in range(100))
    )
    assert {answer.status_code for answer in answers} == {202}
    await vestnik.dispatcher.settle()
    first = (await api("GET", "/v1/messages?state=delivered&limit=100")).json()
    assert len(first["messages"]) == 100
