"""«Реестр»: what was imported, search, a record, a platform's match and its state, and what changed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest
from starlette.applications import Starlette
from tests.entrypoints.web.conftest import ORIGIN, PASSWORD, Browser, add_excluded_match, import_export
from tests.law.registry.exports import Record, exclude, holder, records

from vestnik.access.model import Principal, Role, Workspace
from vestnik.access.users import create_user
from vestnik.app import Vestnik
from vestnik.law.registry.match_platform import MAX_NOTE
from vestnik.law.registry.matches_of import matches_of
from vestnik.ledger.store import entries_between

OURS = "7"
NAME = "Образец 7»"
RECORD = f"/law/registry/records/{OURS}"
MATCH = "/law/registry/match/max"
ODD = ("а/б", "a?b=c&d", "50%25", "с пробелом #2", "../вверх", '<b>"жирный"</b>')


@pytest.fixture
async def neighbour(
    server: Starlette, vestnik: Vestnik, other_workspace: Workspace
) -> AsyncIterator[Browser]:
    local = Principal.local(other_workspace.id)
    await create_user(vestnik.core, local, "boris@shop.example", "Борис Мнимый", Role.OWNER, PASSWORD)
    transport = httpx2.ASGITransport(app=server, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        browser = Browser(client)
        await browser.sign_in("boris@shop.example")
        yield browser


async def matched(vestnik: Vestnik, workspace: Workspace) -> dict[str, str]:
    views = await matches_of(vestnik.core, Principal.local(workspace.id))
    return {view.match.platform_id: view.match.key for view in views}


async def test_before_any_import_the_page_teaches_where_the_export_is_taken(owner: Browser) -> None:
    page = (await owner.get("/law/registry")).text
    assert "reestr.digital.gov.ru" in page
    assert "vestnik law registry import FILE" in page
    assert "довод в пользу" in page
    assert "Сравнивать пока не с чем" in (await owner.get("/law/registry/compare")).text
    assert (await owner.get(MATCH)).headers["location"] == "/law/registry"
    assert (await owner.get(RECORD)).status_code == 404


async def test_the_page_says_which_export_it_speaks_of(
    owner: Browser, vestnik: Vestnik, tmp_path: Path
) -> None:
    first = await import_export(vestnik, tmp_path, records(20), 1)
    nameless = [replace(one, name="") if one.number == "3" else one for one in records(30, {4, 5})]
    newest = await import_export(vestnik, tmp_path, nameless, 2)
    page = (await owner.get("/law/registry")).text
    assert f'title="{newest.sha256}"' in page
    assert f'title="{first.sha256}"' in page
    assert "Прежние выгрузки: 1" in page
    assert "1 без наименования" in page
    assert "2 сент. 2026, 01:37" in page
    for platform in vestnik.pack.platforms.values():
        if platform.kind == "russian":
            assert f"/law/registry/match/{platform.id}" in page


@pytest.mark.parametrize("asked", ["образец 7", "«Вымысел 7»", holder(7).inn, OURS])
async def test_a_record_is_found_by_its_name_owner_inn_and_number(
    owner: Browser, vestnik: Vestnik, tmp_path: Path, asked: str
) -> None:
    await import_export(vestnik, tmp_path, records(9))
    page = (await owner.get(f"/law/registry?text={quote(asked)}")).text
    assert f'href="{RECORD}"' in page
    assert 'href="/law/registry/records/2"' not in page


async def test_what_is_found_comes_in_pages_and_in_pieces(
    owner: Browser, vestnik: Vestnik, tmp_path: Path
) -> None:
    await import_export(vestnik, tmp_path, records(60, {60}))
    first = (await owner.get("/law/registry?text=вымысел")).text
    assert first.count("<tr data-row>") == 50
    assert "offset=50" in first
    rest = (await owner.get("/law/registry?text=вымысел&offset=50", hx_request_type="partial")).text
    assert "<main" not in rest
    assert rest.count("<tr data-row>") == 10
    assert "Исключена" in rest
    assert "offset=100" not in rest
    standing = (await owner.get("/law/registry?text=вымысел&offset=50&standing=yes")).text
    assert standing.count("<tr data-row>") == 9
    assert "Ничего не найдено" in (await owner.get("/law/registry?text=нетакого")).text


async def test_a_search_that_cannot_be_made_is_refused_beside_its_field(
    owner: Browser, vestnik: Vestnik, tmp_path: Path
) -> None:
    await import_export(vestnik, tmp_path, records(3))
    answer = await owner.get(f"/law/registry?text={'а ' * 11}")
    assert answer.status_code == 422
    assert 'id="text-error"' in answer.text
    assert 'aria-describedby="text-error"' in answer.text
    for nonsense in ("offset=-1", "offset=x", "offset=999999999", "standing=%00"):
        assert (await owner.get(f"/law/registry?text=образец&{nonsense}")).status_code == 200


async def test_a_record_is_shown_whole_and_its_links_lead_only_to_the_web(
    owner: Browser, vestnik: Vestnik, tmp_path: Path
) -> None:
    given = [replace(one, link="javascript:alert(1)") if one.number == "8" else one for one in records(25)]
    await import_export(vestnik, tmp_path, [exclude(one, "2026-09-01") for one in given])
    page = (await owner.get("/law/registry/records/25")).text
    for words in ("Образец 25", holder(25).name, holder(25).inn, holder(25).ogrn, "Модуль входа 25", "02.09"):
        assert words in page
    assert "Исключена 1 сент. 2026" in page
    assert "По заявлению правообладателя" in page
    assert 'href="https://product.example/25"' in page
    assert 'href="javascript' not in (await owner.get("/law/registry/records/8")).text
    assert (await owner.get("/law/registry/records/999")).status_code == 404


@pytest.mark.parametrize("number", ODD)
async def test_a_key_with_odd_characters_leads_to_its_record_and_can_be_matched(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, tmp_path: Path, number: str
) -> None:
    await import_export(vestnik, tmp_path, [replace(one, number=number) for one in records(1)])
    path = f"/law/registry/records/{quote(number, safe='')}"
    assert f'href="{path}"' in (await owner.get("/law/registry?text=образец")).text
    page = (await owner.get(path)).text
    assert f'action="{path}"' in page
    assert "<b>" not in page
    answer = await owner.post(path, platform_id="max", note="")
    assert answer.headers["location"] == f"{MATCH}?done=record-matched"
    assert await matched(vestnik, workspace) == {"max": number}
    assert (await owner.get(MATCH)).status_code == 200


async def test_a_record_without_a_number_is_matched_by_its_own_key(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, tmp_path: Path
) -> None:
    await import_export(vestnik, tmp_path, [replace(one, number="") for one in records(1)])
    found = (await owner.get("/law/registry?text=образец")).text
    path = found.partition('data-open href="')[2].partition('"')[0]
    await owner.get(path)
    assert (await owner.post(path, platform_id="max")).status_code == 303
    assert "Запись есть" in (await owner.get("/law/registry")).text
    assert f'href="{path}"' in (await owner.get(MATCH)).text


async def test_a_match_is_confirmed_stays_in_the_ledger_and_is_taken_back(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, tmp_path: Path
) -> None:
    newest = await import_export(vestnik, tmp_path, records(20))
    page = (await owner.get(RECORD)).text
    assert "останутся в журнале" in page
    answer = await owner.post(RECORD, platform_id="max", note="Сверили с договором", snapshot=newest.id)
    assert answer.status_code == 303
    page = (await owner.get(answer.headers["location"])).text
    assert "Сопоставление записано в журнал." in page
    assert NAME in page
    assert "Сверили с договором" in page
    assert "Анна Вымышленная" in page or "anna@fair.example" in page
    # A form that asks first is sent by a script without its button, so the decision is a field of its own.
    assert '<input type="hidden" name="decision" value="unmatch">' in page
    assert (await owner.post(MATCH, decision="unmatch")).status_code == 303
    assert await matched(vestnik, workspace) == {}
    entries = await vestnik.core.db.read(lambda tx: entries_between(tx, workspace.id, 0, 50))
    kinds = [entry.kind for entry in entries if entry.kind.startswith("law.registry")]
    assert kinds == ["law.registry_match", "law.registry_unmatch"]
    assert (await owner.post(MATCH, decision="unmatch")).status_code == 404


async def test_candidates_are_suggested_and_one_is_confirmed(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, tmp_path: Path
) -> None:
    name = vestnik.pack.platforms["max"].name
    given = [replace(one, name=f"Мессенджер {name}") if one.number == OURS else one for one in records(20)]
    newest = await import_export(vestnik, tmp_path, given)
    page = (await owner.get(MATCH)).text
    assert f'name="number" value="{OURS}"' in page
    assert "совпало название" in page
    answer = await owner.post(MATCH, number=OURS, snapshot=newest.id, note="")
    assert answer.headers["location"] == f"{MATCH}?done=record-matched"
    assert await matched(vestnik, workspace) == {"max": OURS}
    assert "Выбрана" in (await owner.get(MATCH)).text
    assert "Похожих записей нет" in (await owner.get("/law/registry/match/vk")).text


@pytest.mark.parametrize(
    ("path", "form", "error"),
    [
        (RECORD, {"platform_id": "telegram"}, "platform_id-error"),
        (RECORD, {"platform_id": ""}, "platform_id-error"),
        (RECORD, {"platform_id": "max", "note": "я" * (MAX_NOTE + 1)}, "note-error"),
        (MATCH, {"number": OURS, "note": "я" * (MAX_NOTE + 1)}, "note-error"),
    ],
)
async def test_what_is_wrong_with_a_match_is_said_beside_the_field(
    owner: Browser,
    vestnik: Vestnik,
    workspace: Workspace,
    tmp_path: Path,
    path: str,
    form: dict[str, str],
    error: str,
) -> None:
    name = vestnik.pack.platforms["max"].name
    await import_export(vestnik, tmp_path, [replace(one, name=name) for one in records(8)])
    await owner.get(path)
    answer = await owner.post(path, **form)
    assert answer.status_code == 422
    assert f'id="{error}"' in answer.text
    assert await matched(vestnik, workspace) == {}


async def test_a_newer_export_that_excludes_our_record_warns_on_top(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, tmp_path: Path
) -> None:
    await add_excluded_match(vestnik, workspace.id, tmp_path)
    page = (await owner.get("/law/registry")).text
    warning = page.index("проверьте запись реестра")
    assert warning < page.index("Найти запись")
    assert "запись исключена с 02.09.2026" in page[warning:]
    await import_export(vestnik, tmp_path, [one for one in records(21) if one.number != OURS], 3)
    page = (await owner.get("/law/registry")).text
    assert "записи больше нет" in page
    assert f'href="{RECORD}"' not in page
    sold = [replace(one, owners=(holder(500),)) if one.number == OURS else one for one in records(21)]
    await import_export(vestnik, tmp_path, sold, 4)
    assert "у записи другой правообладатель" in (await owner.get(MATCH)).text
    await import_export(vestnik, tmp_path, records(22), 5)
    assert "проверьте запись реестра" not in (await owner.get("/law/registry")).text


def _later() -> list[Record]:
    given = [exclude(one, "2026-09-02") if one.number == OURS else one for one in records(22)]
    return [replace(one, owners=(holder(500),)) if one.number == "8" else one for one in given[1:]]


async def test_two_exports_are_compared_with_our_platforms_first(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, tmp_path: Path
) -> None:
    first = await import_export(vestnik, tmp_path, records(20), 1)
    await owner.get(RECORD)
    await owner.post(RECORD, platform_id="max")
    second = await import_export(vestnik, tmp_path, _later(), 2)
    third = await import_export(vestnik, tmp_path, [*_later(), *records(1)], 3)
    page = (await owner.get(f"/law/registry/compare?older={first.id}&newer={second.id}")).text
    assert "1 сент. 2026 · " in page
    watched, lists = page.split('<div class="figure-row')
    assert NAME in watched
    assert "Образец 8»" not in watched
    for kind in ("excluded", "owner", "gone", "added"):
        assert f'<details class="card fold" id="{kind}"' in lists
    assert 'id="renamed"' not in lists
    assert f'/law/registry/records/1?snapshot={first.id}"' in lists
    assert holder(500).short_name in lists
    assert (await owner.get(f"/law/registry/records/1?snapshot={first.id}")).status_code == 200
    swapped = (await owner.get(f"/law/registry/compare?older={second.id}&newer={first.id}")).text
    assert swapped.split('<div class="figure-row')[1] == lists
    newest = (await owner.get("/law/registry/compare?older=nonsense")).text
    assert f'/law/registry/records/1?snapshot={third.id}"' in newest
    assert "Без изменений" in newest
    same = await owner.get(f"/law/registry/compare?older={first.id}&newer={first.id}")
    assert same.status_code == 422
    assert 'id="older-error"' in same.text


async def test_who_may_not_answer_for_the_company_sees_no_button_and_is_refused(
    auditor: Browser, vestnik: Vestnik, workspace: Workspace, tmp_path: Path
) -> None:
    await add_excluded_match(vestnik, workspace.id, tmp_path)
    for path in (RECORD, MATCH):
        page = await auditor.get(path)
        assert page.status_code == 200
        assert f'action="{path}"' not in page.text
        assert "Сопоставляет владелец или комплаенс." in page.text
        for form in ({"platform_id": "max", "number": OURS}, {"decision": "unmatch"}):
            assert (await auditor.post(path, **form)).status_code == 403
    assert await matched(vestnik, workspace) == {"max": OURS}


async def test_matches_of_another_company_are_neither_seen_nor_taken_back(
    neighbour: Browser, vestnik: Vestnik, workspace: Workspace, other_workspace: Workspace, tmp_path: Path
) -> None:
    await add_excluded_match(vestnik, workspace.id, tmp_path)
    for path in ("/law/registry", MATCH, RECORD, "/law/registry/compare"):
        page = (await neighbour.get(path)).text
        assert "проверьте запись реестра" not in page
        assert "Сопоставлена с площадкой" not in page
    assert (await neighbour.post(MATCH, decision="unmatch")).status_code == 404
    assert (await neighbour.post(MATCH, number="8")).status_code == 303
    assert await matched(vestnik, workspace) == {"max": OURS}
    assert await matched(vestnik, other_workspace) == {"max": "8"}
