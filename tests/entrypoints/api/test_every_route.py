"""Every described route of the API: closed to whoever has no key, and blind to other companies."""

import re

import httpx2
from tests.audit import runs as audits
from tests.entrypoints.api.conftest import Api, key_for

from vestnik.access.model import Principal, Role, Workspace
from vestnik.app import Vestnik
from vestnik.entrypoints.api.build import create_api, describe

SOME_ID = "01890000-0000-7000-8000-000000000000"


def _operations(vestnik: Vestnik) -> list[tuple[str, str, dict]]:
    paths = describe(create_api(vestnik))["paths"]
    found = [
        (method.upper(), path, said) for path, methods in paths.items() for method, said in methods.items()
    ]
    assert len(found) >= 10
    return found


async def test_every_route_is_closed_without_a_key(vestnik: Vestnik, nobody: Api):
    for method, path, _ in _operations(vestnik):
        url = "/v1" + re.sub(r"\{[^}]+\}", SOME_ID, path)
        answer = await nobody(method, url, {} if method == "POST" else None)
        assert answer.status_code == 401, f"{method} {path}"


async def test_every_route_is_described_with_our_own_errors(vestnik: Vestnik):
    for method, path, said in _operations(vestnik):
        fault = said["responses"]["422"]["content"]["application/json"]["schema"]["$ref"]
        assert fault == "#/components/schemas/Fault", f"{method} {path}"


async def test_another_companys_ids_answer_404_everywhere(
    vestnik: Vestnik, workspace: Workspace, client: httpx2.AsyncClient, stranger: Api
):
    sender = Api(client, await key_for(vestnik, workspace.id, Role.MARKETER))
    api = Api(client, await key_for(vestnik, workspace.id, Role.COMPLIANCE))
    sent = {"channel": "cabinet", "to": "client-7", "purpose": "service", "text": "x"}
    message = (await sender("POST", "/v1/messages", sent)).json()["id"]
    audit = await audits.finished(vestnik.core, Principal.local(workspace.id), audits.everything())
    ids = {"message_id": message, "audit_id": audit}
    asked = 0
    for method, path, _ in _operations(vestnik):
        if method != "GET" or "{" not in path:
            continue
        asked += 1
        assert (await api("GET", "/v1" + path.format(**ids))).status_code == 200, path
        assert (await stranger("GET", "/v1" + path.format(**ids))).status_code == 404, path
    assert asked >= 3


async def test_the_description_is_served_without_a_key(nobody: Api):
    answer = await nobody("GET", "/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")
    assert "/messages" in answer.json()["paths"]


async def test_an_unknown_address_answers_in_the_same_shape(api: Api):
    answer = await api("GET", "/v1/nothing")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    assert (await api("DELETE", "/v1/messages")).status_code == 405
