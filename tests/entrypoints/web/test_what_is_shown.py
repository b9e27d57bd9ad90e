"""What pages may show, to whom, and what is written down about it."""

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from tests.entrypoints.web.conftest import (
    Browser,
    add_audit,
    add_excluded_match,
    add_finding,
    add_message,
    paths_of,
)

from vestnik.access.model import Principal, Workspace
from vestnik.access.users import list_users
from vestnik.access.views import list_views
from vestnik.app import Vestnik
from vestnik.entrypoints.web.headers import CONTENT_SECURITY_POLICY

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'
SAMPLES = {"norm_id": "41fz-15-1", "platform_id": "max", "channel": "email"}


async def _samples(vestnik: Vestnik, workspace_id: str) -> dict[str, str]:
    message_id = await add_message(vestnik, workspace_id)
    return SAMPLES | await add_audit(vestnik, workspace_id) | {"message_id": message_id}


async def test_every_page_opens_without_inline_scripts_or_styles(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, tmp_path: Path
) -> None:
    registry = await add_excluded_match(vestnik, workspace.id, tmp_path)
    for path in paths_of(await _samples(vestnik, workspace.id) | registry):
        answer = await owner.get(path)
        assert answer.status_code in {200, 303}, (path, answer.status_code)
        if "content-disposition" in answer.headers or answer.headers.get("content-type", "").startswith(
            "image/"
        ):
            continue
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", answer.text), (
            path
        )
        assert "http://" not in re.sub(
            r"https?://www\.w3\.org|http://127", "", answer.text.partition("<main")[0]
        )


async def test_every_answer_carries_the_security_headers(
    owner: Browser, stranger: Browser, server: Starlette
) -> None:
    for path in ("/login", "/", "/nowhere", "/audits", "/static/manifest.json", "/healthz", "/docs"):
        answer = await stranger.get(path)
        assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY, path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert (await owner.get("/audits")).headers["cache-control"] == "no-store"


async def test_hashed_files_are_kept_for_ever_and_the_rest_is_asked_for_again(stranger: Browser) -> None:
    page = (await stranger.get("/login")).text
    style = re.search(r'href="(/static/console-[0-9a-f]{12}\.css)"', page)
    assert style
    assert "immutable" in (await stranger.get(style[1])).headers["cache-control"]
    assert (await stranger.get("/static/manifest.json")).headers["cache-control"] == "no-cache"


async def test_words_of_people_and_sites_are_never_html(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    audit_id, finding_id = await add_finding(vestnik, workspace.id, matched=EVIL)
    message_id = await add_message(vestnik, workspace.id, text=EVIL)
    await owner.get("/settings/keys")
    await owner.post("/settings/keys", name=EVIL, role="operator", mode="test")
    pages = [
        await owner.get(f"/audits/{audit_id}/findings/{finding_id}"),
        await owner.get("/settings/keys"),
        await owner.get(f"/search?q={EVIL}"),
        await owner.get(f"/audits/{audit_id}/findings?text={EVIL}"),
        await owner.post(f"/messages/{message_id}"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "&lt;script&gt;alert" in page.text


async def test_another_workspaces_things_answer_404(
    owner: Browser, vestnik: Vestnik, other_workspace: Workspace, workspace: Workspace
) -> None:
    theirs = await _samples(vestnik, other_workspace.id)
    ours = await _samples(vestnik, workspace.id)
    for path in (
        f"/audits/{theirs['audit_id']}",
        f"/audits/{theirs['audit_id']}/progress",
        f"/audits/{theirs['audit_id']}/findings/{theirs['finding_id']}",
        f"/audits/{ours['audit_id']}/findings/{theirs['finding_id']}",
        f"/messages/{theirs['message_id']}",
        "/audits/not-an-id",
        "/messages/not-an-id",
        "/settings/channels/nothing",
        "/law/norms/nothing",
    ):
        answer = await owner.get(path)
        assert answer.status_code == 404, path
        assert "<h1>" in answer.text
    assert (await owner.post(f"/messages/{theirs['message_id']}")).status_code == 404
    assert (await owner.post("/workspace", workspace=other_workspace.id)).status_code == 404
    assert (await owner.post(f"/settings/keys/{theirs['audit_id']}/revoke")).status_code == 404
    assert theirs["message_id"] not in (await owner.get("/messages")).text


async def test_a_look_at_a_message_and_at_evidence_is_written_down(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    samples = await _samples(vestnik, workspace.id)
    await owner.get(f"/messages/{samples['message_id']}")
    await owner.post(f"/messages/{samples['message_id']}")
    await owner.get(f"/audits/{samples['audit_id']}/findings/{samples['finding_id']}")
    views = await list_views(vestnik.core, Principal.local(workspace.id))
    assert [(view.kind, view.object_id, view.label) for view in reversed(views)] == [
        ("message", samples["message_id"], "anna@fair.example"),
        ("message.body", samples["message_id"], "anna@fair.example"),
        ("finding", samples["finding_id"], "anna@fair.example"),
    ]
    assert "Адрес и текст сообщения" in (await owner.get("/settings/views")).text


async def test_an_address_is_masked_until_somebody_asks_for_it(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    message_id = await add_message(vestnik, workspace.id, to="client-777555")
    for path in ("/messages", f"/messages/{message_id}"):
        assert "client-777555" not in (await owner.get(path)).text
    assert "client-777555" in (await owner.post(f"/messages/{message_id}")).text


async def test_a_role_sees_only_what_it_may_do_and_is_refused_the_rest(
    auditor: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    message_id = await add_message(vestnik, workspace.id)
    assert "/audits/new" not in (await auditor.get("/audits")).text
    assert (await auditor.get("/audits/new")).status_code == 403
    for path in (
        "/audits",
        "/settings/keys",
        "/settings/users",
        "/settings/norms",
        f"/messages/{message_id}",
    ):
        assert (await auditor.post(path)).status_code == 403, path
    assert "Добавить человека" not in (await auditor.get("/settings/users")).text


async def test_a_keys_secret_is_shown_once(owner: Browser) -> None:
    await owner.get("/settings/keys")
    made = await owner.post("/settings/keys", name="Магазин", role="operator", mode="live", days="90")
    secret = re.search(r'value="(vk_live_[^"]+)"', made.text)
    assert secret
    again = await owner.get("/settings/keys")
    assert secret[1] not in again.text
    assert "Магазин" in again.text


async def test_a_channels_secret_is_never_given_back_and_an_empty_field_keeps_it(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    await owner.get("/settings/channels/email")
    settings = {"host": "127.0.0.1", "port": "2525", "from_address": "shop@fair.example", "enabled": "yes"}
    saved = await owner.post("/settings/channels/email", password="very-secret-word", **settings)
    assert saved.status_code == 303
    page = (await owner.get("/settings/channels/email")).text
    assert "very-secret-word" not in page
    assert "Уже сохранено и не показывается" in page
    await owner.post("/settings/channels/email", password="", **(settings | {"port": "2626"}))
    assert "Уже сохранено и не показывается" in (await owner.get("/settings/channels/email")).text


async def test_a_wrong_setting_is_said_beside_its_field(owner: Browser) -> None:
    await owner.get("/settings/channels/email")
    answer = await owner.post("/settings/channels/email", host="", from_address="")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "Не заполнена настройка" in answer.text


async def test_people_are_added_change_roles_and_are_disabled(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    await owner.get("/settings/users")
    fields = {
        "name": "Борис Придуманный",
        "email": "boris@fair.example",
        "password": "длинная фраза",
        "role": "operator",
    }
    assert (await owner.post("/settings/users", **fields)).status_code == 303
    assert (await owner.post("/settings/users", **fields)).status_code == 422
    members = await list_users(vestnik.core, Principal.local(workspace.id))
    (boris,) = [member for member in members if member.user.email == "boris@fair.example"]
    assert (await owner.post(f"/settings/users/{boris.user.id}/role", role="auditor")).status_code == 303
    assert (await owner.post(f"/settings/users/{boris.user.id}/role", role="emperor")).status_code == 422
    assert (await owner.post(f"/settings/users/{boris.user.id}/disable")).status_code == 303
    assert "Отключён" in (await owner.get("/settings/users")).text


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/logout", 405)])
async def test_errors_are_pages_that_say_what_to_do(owner: Browser, path: str, status: int) -> None:
    answer = await owner.get(path)
    assert answer.status_code == status
    assert "К обзору" in answer.text


async def test_an_unexpected_fault_is_a_page_without_details(
    owner: Browser, vestnik: Vestnik, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vestnik, "pack", None)
    answer = await owner.get("/law")
    assert answer.status_code == 500
    assert "Ошибка на нашей стороне" in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
