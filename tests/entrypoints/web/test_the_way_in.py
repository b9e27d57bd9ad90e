"""Signing in, staying in, leaving; and forms that came from elsewhere."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from starlette.applications import Starlette
from tests.entrypoints.web.conftest import PASSWORD, Browser

from vestnik.access.model import Principal, Role, Workspace
from vestnik.access.users import create_user
from vestnik.app import Vestnik, opened
from vestnik.config import load
from vestnik.entrypoints.server import create_server


async def test_signing_in_gives_a_cookie_that_scripts_and_other_sites_cannot_have(
    owner: Browser, stranger: Browser
) -> None:
    answer = await stranger.sign_in("anna@fair.example")
    assert answer.status_code == 303
    (cookie,) = [line for line in answer.headers.get_list("set-cookie") if line.startswith("__Host-vestnik=")]
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= attributes
    assert not any(part.startswith("domain") for part in attributes)


async def test_the_session_is_a_new_one_at_every_sign_in(owner: Browser) -> None:
    before = owner.client.cookies["__Host-vestnik"]
    await owner.post("/logout")
    await owner.sign_in("anna@fair.example")
    assert owner.client.cookies["__Host-vestnik"] != before


async def test_a_wrong_password_and_an_unknown_person_look_the_same(
    owner: Browser, stranger: Browser
) -> None:
    wrong = await stranger.sign_in("anna@fair.example", "not this one")
    unknown = await stranger.sign_in("nobody@fair.example", "not this one")
    assert wrong.status_code == unknown.status_code == 401
    assert "Адрес или пароль не подходят" in wrong.text
    assert wrong.text.replace("anna@fair", "") == unknown.text.replace("nobody@fair", "")


async def test_a_password_never_comes_back_in_a_page(owner: Browser, stranger: Browser) -> None:
    answer = await stranger.sign_in("anna@fair.example", "a-mistyped-secret")
    assert "a-mistyped-secret" not in answer.text


async def test_too_many_tries_are_answered_with_429_and_a_time_to_come_back(
    owner: Browser, stranger: Browser
) -> None:
    for _ in range(10):
        await stranger.sign_in("anna@fair.example", "not this one")
    answer = await stranger.sign_in("anna@fair.example")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


async def test_who_is_not_known_goes_to_the_login_and_comes_back(owner: Browser, stranger: Browser) -> None:
    answer = await stranger.get("/messages?state=held")
    assert answer.status_code == 303
    wanted = parse_qs(urlsplit(answer.headers["location"]).query)["next"][0]
    assert wanted == "/messages?state=held"
    await stranger.get(answer.headers["location"])
    back = await stranger.post("/login", email="anna@fair.example", password=PASSWORD, next=wanted)
    assert back.headers["location"] == wanted


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""]
)
async def test_the_way_back_never_leads_to_another_site(
    owner: Browser, stranger: Browser, where: str
) -> None:
    await stranger.get("/login")
    answer = await stranger.post("/login", email="anna@fair.example", password=PASSWORD, next=where)
    assert answer.headers["location"] == "/setup"


async def test_signing_out_ends_the_session_on_the_server(owner: Browser) -> None:
    token = owner.client.cookies["__Host-vestnik"]
    await owner.post("/logout")
    owner.client.cookies.set("__Host-vestnik", token, domain="localhost", path="/")
    assert (await owner.get("/audits")).headers["location"].startswith("/login")


async def test_a_polling_piece_of_a_page_gets_401_when_the_session_is_over(stranger: Browser) -> None:
    answer = await stranger.get("/audits", hx_request="true", hx_request_type="partial")
    assert answer.status_code == 401


@pytest.mark.parametrize("secret", ["", "guess", "ё"])
async def test_a_form_without_its_secret_is_refused(owner: Browser, secret: str) -> None:
    answer = await owner.post("/settings/keys", secret=secret, name="stolen")
    assert answer.status_code == 403
    assert "stolen" not in (await owner.get("/settings/keys")).text


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
async def test_a_form_from_another_site_is_refused_even_with_the_secret(
    owner: Browser, headers: dict[str, str]
) -> None:
    answer = await owner.client.post("/logout", data={"csrf": owner.secret}, headers=headers)
    assert answer.status_code == 403


async def test_the_login_form_itself_needs_the_secret_of_its_cookie(
    owner: Browser, stranger: Browser
) -> None:
    await stranger.get("/login")
    stranger.client.cookies.clear()
    answer = await stranger.post("/login", email="anna@fair.example", password=PASSWORD)
    assert answer.status_code == 403


async def test_a_form_larger_than_the_limit_is_refused(owner: Browser) -> None:
    answer = await owner.post("/settings/keys", name="x" * 70_000)
    assert answer.status_code == 422


async def test_a_plain_http_address_says_that_the_cookie_needs_https(server: Starlette) -> None:
    transport = httpx2.ASGITransport(app=server)
    async with httpx2.AsyncClient(transport=transport, base_url="http://office.example") as client:
        assert "Откройте консоль по https" in (await client.get("/login")).text
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8420") as client:
        assert "Откройте консоль по https" not in (await client.get("/login")).text


async def test_behind_a_proxy_that_ends_tls_the_public_address_counts(tmp_path: Path) -> None:
    settings = load({"VESTNIK_DATA": str(tmp_path / "data"), "VESTNIK_PUBLIC_URL": "https://v.example"})
    async with opened(settings) as vestnik:
        transport = httpx2.ASGITransport(app=create_server(vestnik, work=False))
        async with httpx2.AsyncClient(transport=transport, base_url="http://v.example") as client:
            answer = await client.get("/login")
            assert "Откройте консоль по https" not in answer.text
            assert "__Host-vestnik-form" in answer.headers["set-cookie"]
        async with httpx2.AsyncClient(transport=transport, base_url="http://10.0.0.5") as client:
            assert "Откройте консоль по https" in (await client.get("/login")).text


async def test_only_who_could_answer_for_the_company_is_led_to_the_set_up(
    owner: Browser, auditor: Browser, stranger: Browser
) -> None:
    assert (await stranger.sign_in("anna@fair.example")).headers["location"] == "/setup"
    await stranger.post("/logout")
    assert (await stranger.sign_in("vera@fair.example")).headers["location"] == "/"


async def test_a_changed_password_ends_every_session(owner: Browser, stranger: Browser) -> None:
    await stranger.sign_in("anna@fair.example")
    await owner.get("/settings/me")
    answer = await owner.post("/settings/me/password", current=PASSWORD, password="совсем другая фраза")
    assert answer.headers["location"].startswith("/login")
    assert (await stranger.get("/audits")).status_code == 303


async def test_a_session_can_be_ended_from_afar(owner: Browser, stranger: Browser, vestnik: Vestnik) -> None:
    await stranger.sign_in("anna@fair.example")
    page = await owner.get("/settings/me")
    other = page.text.split("/settings/me/sessions/")[1].split("/")[0]
    await owner.post(f"/settings/me/sessions/{other}/end")
    assert (await stranger.get("/audits")).status_code == 303
    assert (await owner.get("/audits")).status_code == 200


async def test_a_person_of_two_companies_goes_from_one_to_the_other(
    owner: Browser, vestnik: Vestnik, other_workspace: Workspace
) -> None:
    local = Principal.local(other_workspace.id)
    await create_user(vestnik.core, local, "anna@fair.example", "Анна Вымышленная", Role.AUDITOR, PASSWORD)
    assert 'class="workspace">Ярмарка' in (await owner.get("/audits")).text
    assert (await owner.post("/workspace", workspace=other_workspace.id)).status_code == 303
    page = (await owner.get("/audits")).text
    assert 'class="workspace">Лавка' in page
    assert "/audits/new" not in page  # an auditor there, an owner here
