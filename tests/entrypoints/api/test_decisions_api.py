"""``POST /v1/decisions``: the law room answers, and nothing is sent."""

from tests.entrypoints.api.conftest import Api

from vestnik.access.model import Principal, Workspace
from vestnik.app import Vestnik
from vestnik.law.accept_norm import accept_norm
from vestnik.law.answer_who_we_are import answer_who_we_are

NOW = "2026-11-23T10:00:00Z"
BAN = "41fz-15-1"


async def test_a_question_is_answered_with_its_grounds(api: Api):
    asked = {"channel": "telegram", "purpose": "advertising", "at": NOW, "recipient": {"consents": []}}
    answer = await api("POST", "/v1/decisions", asked)
    assert answer.status_code == 200
    told = answer.json()
    assert told["verdict"] == "deny"
    reason = next(one for one in told["reasons"] if one["norm"] == "38fz-5-10.7")
    assert (reason["status"], reason["basis"]) == ("confirmed", "norm")
    assert reason["source"].startswith("https://")
    assert told["pack"]["version"]
    assert told["trace"]


async def test_who_asks_is_the_workspace_unless_the_question_says_otherwise(
    api: Api, vestnik: Vestnik, workspace: Workspace
):
    owner = Principal.local(workspace.id)
    await answer_who_we_are(vestnik.core, owner, vestnik.pack, ["CREDIT_ORG"])
    await accept_norm(vestnik.core, owner, vestnik.pack, BAN)
    own = {"channel": "telegram", "purpose": "service"}
    told = (await api("POST", "/v1/decisions", own)).json()
    assert (told["verdict"], told["reasons"][0]["norm"]) == ("deny", BAN)
    other = own | {"organisation": {"subjects": ["OTHER_BUSINESS"]}}
    assert (await api("POST", "/v1/decisions", other)).json()["verdict"] == "permit"


async def test_asking_sends_nothing(api: Api):
    await api("POST", "/v1/decisions", {"channel": "email", "purpose": "service", "at": NOW})
    assert (await api("GET", "/v1/messages")).json()["messages"] == []


async def test_a_field_that_cannot_be_used_is_named(api: Api):
    asked_wrongly = (
        ({"channel": "pigeon"}, "channel"),
        ({"purpose": "gossip"}, "purpose"),
        ({"at": "2026-11-23T10:00:00"}, "at"),
        ({"call": {"state": "ringing"}}, "call.state"),
        (
            {"channel": "email", "purpose": "service", "recipient": {"time_zone": "../etc"}},
            "recipient.time_zone",
        ),
        (
            {"channel": "email", "purpose": "service", "organisation": {"subjects": ["X"]}},
            "organisation.subjects",
        ),
        ({"colour": "red"}, "colour"),
    )
    for wrong, field in asked_wrongly:
        asked = {"channel": "email", "purpose": "service"} | wrong
        answer = await api("POST", "/v1/decisions", asked)
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, field), asked
