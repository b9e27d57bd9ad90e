"""Audits in the console: starting, repeating, filtering, comparing, sharing, stopping, erasing."""

import re
from collections.abc import AsyncIterator

import httpx2
import pytest
from starlette.applications import Starlette
from tests.audit import runs as audits
from tests.entrypoints.web.conftest import ORIGIN, Browser, add_audit

from vestnik.access.model import Principal, Workspace
from vestnik.access.views import list_views
from vestnik.app import Vestnik
from vestnik.audit.model import AuditResult
from vestnik.audit.runs.browse import list_audits
from vestnik.audit.runs.model import RunState
from vestnik.audit.runs.schedules.plan import list_schedules
from vestnik.audit.runs.shares.share import list_shares, share_report
from vestnik.entrypoints.web.attempts import LIMIT


@pytest.fixture
def local(workspace: Workspace) -> Principal:
    return Principal.local(workspace.id, "anna@fair.example")


@pytest.fixture
async def guest(server: Starlette) -> AsyncIterator[Browser]:
    """Somebody without an account, in a browser of their own."""
    transport = httpx2.ASGITransport(app=server, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield Browser(client)


async def test_an_audit_is_started_with_what_was_chosen_and_repeats(
    owner: Browser, vestnik: Vestnik, local: Principal
) -> None:
    await owner.get("/audits/new")
    answer = await owner.post(
        "/audits",
        target="shop.example",
        max_pages="50",
        rate_per_s="2,5",
        render="yes",
        every="week",
        weekday="5",
        hour="4",
    )
    assert answer.status_code == 303
    run = (await list_audits(vestnik.core, local))[0]
    options = run.options
    assert (options.max_pages, options.rate_per_s, options.render) == (50, 2.5, True)
    assert not options.page_checks
    planned = (await list_schedules(vestnik.core, local))[0]
    assert (planned.rhythm.every, planned.rhythm.day, planned.rhythm.hour) == ("week", 5, 4)
    page = (await owner.get("/audits/schedules")).text
    assert "https://shop.example/" in page
    assert "пятница" in page
    await owner.post(f"/audits/schedules/{planned.id}", do="pause")
    assert "На паузе" in (await owner.get("/audits/schedules")).text
    await owner.post(f"/audits/schedules/{planned.id}", do="delete")
    assert "Расписаний ещё нет" in (await owner.get("/audits/schedules")).text


async def test_a_wrong_rhythm_is_said_beside_the_form(owner: Browser) -> None:
    await owner.get("/audits/new")
    answer = await owner.post("/audits", target="shop.example", every="hourly")
    assert answer.status_code == 422
    assert "как часто" in answer.text


async def test_the_first_screen_tells_channels_since_when_and_what_next(
    owner: Browser, vestnik: Vestnik, local: Principal
) -> None:
    first = await audits.finished(
        vestnik.core, local, AuditResult(audits.SITE, findings=[audits.link()], read={audits.SITE})
    )
    text = (await owner.get(f"/audits/{first}")).text
    for word in ("Telegram", "https://t.me/fair_example", "Открыт", "Заменить ссылку", "мест: 1"):
        assert word in text
    second = await audits.finished(vestnik.core, local, AuditResult(audits.SITE, read={audits.SITE}))
    later = (await owner.get(f"/audits/{second}")).text
    assert "Закрытые каналы" in later
    assert "https://t.me/fair_example" in later
    assert "Это не последний аудит сайта" in (await owner.get(f"/audits/{first}")).text


async def test_filters_stand_in_the_address_and_each_can_be_taken_off(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    audit_id = (await add_audit(vestnik, workspace.id))["audit_id"]
    path = f"/audits/{audit_id}/findings"
    whole = (await owner.get(path)).text
    assert whole.count("data-row") == 2
    assert (await owner.get(f"{path}?parts=yes")).text.count("data-row") == 3
    kept = (await owner.get(f"{path}?carrier=link&text=about")).text
    assert kept.count("data-row") == 1
    assert f'href="{path}?text=about"' in kept
    assert f'href="{path}?carrier=link"' in kept
    points = (await owner.get(f"/audits/{audit_id}")).text
    found = re.search(rf'href="({path}\?point=[0-9a-f]{{16}})"', points)
    assert found
    assert (await owner.get(found[1])).text.count("data-row") == 2
    assert "t.me" not in found[1]
    part = await owner.get(f"{path}?severity=low", hx_request_type="partial")
    assert "<html" not in part.text
    assert "По этим условиям ничего нет" in part.text


async def test_observed_and_inferred_stand_apart(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    audit_id = (await add_audit(vestnik, workspace.id))["audit_id"]
    page = (await owner.get(f"/audits/{audit_id}/signals")).text
    seen, _, guessed = page.partition("Что это может значить")
    assert "рядом нет согласия" in seen
    assert "Возможно, согласие" in guessed
    assert "По этим условиям" in (await owner.get(f"/audits/{audit_id}/signals?claim=supplied")).text
    forms = (await owner.get(f"/audits/{audit_id}/forms")).text
    assert "count.example" in forms
    assert "телефон" in forms


async def test_a_picture_is_sent_as_a_picture_and_only_to_its_company(
    owner: Browser, stranger: Browser, vestnik: Vestnik, workspace: Workspace, other_workspace: Workspace
) -> None:
    ours = (await add_audit(vestnik, workspace.id))["audit_id"]
    theirs = (await add_audit(vestnik, other_workspace.id))["audit_id"]
    answer = await owner.get(f"/audits/{ours}/shots/{audits.SHA}")
    assert (answer.content, answer.headers["content-type"]) == (audits.PICTURE, "image/png")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await owner.get(f"/audits/{theirs}/shots/{audits.SHA}")).status_code == 404
    assert (await stranger.get(f"/audits/{ours}/shots/{audits.SHA}")).status_code == 303


async def test_a_comparison_that_cannot_be_made_says_why(
    owner: Browser, vestnik: Vestnik, local: Principal
) -> None:
    first = await audits.finished(vestnik.core, local, audits.everything())
    second = await audits.finished(vestnik.core, local, AuditResult(audits.SITE))
    other = await audits.finished(vestnik.core, local, AuditResult("https://other.example/"))
    assert "Не найден" in (await owner.get(f"/audits/{second}/changes?with={first}")).text
    assert "одного сайта" in (await owner.get(f"/audits/{second}/changes?with={other}")).text
    assert "<svg" in (await owner.get(f"/audits/{second}/changes")).text


async def test_a_report_is_downloaded_in_every_form_and_recorded(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, local: Principal
) -> None:
    audit_id = (await add_audit(vestnik, workspace.id))["audit_id"]
    forms = re.findall(r"/report\.(\w+)\"", (await owner.get(f"/audits/{audit_id}/report")).text)
    assert {"html", "pdf", "xlsx", "json"} <= set(forms)
    forms.remove("pdf")  # printed by a browser, which not every machine has
    for form in forms:
        answer = await owner.get(f"/audits/{audit_id}/report.{form}")
        assert answer.status_code == 200, form
        assert f'.{form}"' in answer.headers["content-disposition"]
        assert len(answer.content) > 100
    views = await list_views(vestnik.core, local, kind="report")
    assert {view.action for view in views} == {"export"}
    assert len(views) == len(forms)
    assert (await owner.get(f"/audits/{audit_id}/report.exe")).status_code == 422


async def test_a_shared_report_opens_without_an_account_and_no_address_holds_the_token(
    owner: Browser, guest: Browser, vestnik: Vestnik, workspace: Workspace, local: Principal
) -> None:
    audit_id = (await add_audit(vestnik, workspace.id))["audit_id"]
    await owner.get(f"/audits/{audit_id}/report")
    made = await owner.post(f"/audits/{audit_id}/report", note="Юрист", days="7")
    link = re.search(r'value="(https?://[^"]+/r#[\w-]+)"', made.text)
    assert link
    token = link[1].partition("#")[2]
    assert token not in (await owner.get(f"/audits/{audit_id}/report")).text

    await guest.get("/r")
    answer = await guest.post("/r", token=link[1])
    assert (answer.status_code, answer.headers["location"]) == (303, "/r/report")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "Secure" in cookie
    page = await guest.get("/r/report")
    assert page.status_code == 200
    assert "https://t.me/fair_example" in page.text
    assert token not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "sandbox" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert (await guest.get(f"/audits/{audit_id}")).status_code == 303
    share = (await list_shares(vestnik.core, local, audit_id))[0]
    assert (share.note, share.views) == ("Юрист", 1)

    await owner.get(f"/audits/{audit_id}/report")
    await owner.post(f"/audits/{audit_id}/shares/{share.id}/end")
    gone = await guest.get("/r/report")
    assert gone.status_code == 404
    assert "Такого отчёта нет" in gone.text


async def test_wrong_links_all_answer_alike_and_not_for_ever(
    guest: Browser, vestnik: Vestnik, workspace: Workspace, local: Principal
) -> None:
    audit_id = (await add_audit(vestnik, workspace.id))["audit_id"]
    share, token = await share_report(vestnik.core, local, audit_id)
    await guest.get("/r")
    wrong = [await guest.post("/r", token=text) for text in ("", "x", token.swapcase(), token[::-1], "#")]
    assert {answer.status_code for answer in wrong} == {404}
    secret = re.compile(r'name="csrf" value="[^"]+"')
    assert len({secret.sub("", answer.text) for answer in wrong}) == 1
    for _ in range(LIMIT - len(wrong)):
        await guest.post("/r", token="x")
    late = await guest.post("/r", token=token)
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) > 0
    assert share.views == 0


async def test_who_may_only_look_neither_shares_nor_stops(
    auditor: Browser, owner: Browser, vestnik: Vestnik, workspace: Workspace, local: Principal
) -> None:
    audit_id = (await add_audit(vestnik, workspace.id))["audit_id"]
    page = (await auditor.get(f"/audits/{audit_id}")).text
    assert f"/audits/{audit_id}/erase" not in page
    assert (await auditor.post(f"/audits/{audit_id}/erase")).status_code == 403
    assert (await auditor.post(f"/audits/{audit_id}/stop")).status_code == 403
    assert (await auditor.get(f"/audits/{audit_id}/report.json")).status_code == 200
    await owner.get(f"/audits/{audit_id}")
    assert (await owner.post(f"/audits/{audit_id}/erase")).status_code == 303
    assert (await owner.get(f"/audits/{audit_id}")).status_code == 404


async def test_a_waiting_audit_is_stopped_from_its_page(
    owner: Browser, vestnik: Vestnik, local: Principal
) -> None:
    await owner.get("/audits/new")
    path = (await owner.post("/audits", target="shop.example")).headers["location"].partition("?")[0]
    assert f"{path}/stop" in (await owner.get(path)).text
    await owner.post(f"{path}/stop")
    run = (await list_audits(vestnik.core, local))[0]
    assert run.state is RunState.FAILED
    assert "остановили" in (await owner.get(path)).text
