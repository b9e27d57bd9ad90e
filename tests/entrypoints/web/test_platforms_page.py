"""The platforms side by side, the company's choice with its reason, and the third step on the overview."""

from pathlib import Path

import pytest
from tests.entrypoints.web.conftest import PASSWORD, Browser
from tests.entrypoints.web.law_words import Element, parse
from tests.law.registry.exports import records, write_xml

from vestnik.access.model import Principal, Role, Workspace
from vestnik.access.users import create_user
from vestnik.app import Vestnik
from vestnik.law.answer_who_we_are import answer_who_we_are
from vestnik.law.choices.choices_of import choices_of
from vestnik.law.choices.choose_platform import choose_platform
from vestnik.law.choices.count_reach import count_reach
from vestnik.law.choices.save_reach import save_reach
from vestnik.law.model import Purpose
from vestnik.law.registry.import_registry import import_registry
from vestnik.law.registry.match_platform import match_platform
from vestnik.law.registry.model import SUPPORTING

PAGE = "/law/platforms"
MAX = f"{PAGE}/max"
REASON = "Там уже наши покупатели <и бот>"
LIST = b"email;phone;max\nanna@shop.example;+79000000001;\nvera@shop.example;;1\noleg@shop.example;;\n"


def _text(element: Element) -> str:
    return " ".join(element.text.split())


def _rows(page: str) -> dict[str, str]:
    """Return the words of each platform's row, in the order of the page."""
    return {
        one.attributes["data-platform"]: _text(one)
        for one in parse(page).all()
        if one.tag == "tr" and "data-platform" in one.attributes
    }


def _compared(page: str) -> list[str]:
    """Return the platforms of the comparison, without those folded below."""
    (block,) = [one for one in parse(page).all() if one.attributes.get("id") == "platform-rows"]
    return [one.attributes["data-platform"] for one in block.all() if "data-platform" in one.attributes]


def _error_of(page: str, field: str) -> str:
    (found,) = [one for one in parse(page).all() if one.attributes.get("id") == f"{field}-error"]
    return _text(found)


async def _import(vestnik: Vestnik, folder: Path, day: int, excluded: tuple[int, ...] = ()) -> None:
    path = write_xml(folder / f"{day}.xml", records(20, excluded), f"2026.09.{day:02} 01:37")
    await import_registry(vestnik.core, str(path))


async def test_the_comparison_tells_each_platforms_state_and_why_the_others_are_not_offered(
    owner: Browser, vestnik: Vestnik
) -> None:
    page = (await owner.get(PAGE)).text
    rows, compared, pack = _rows(page), _compared(page), vestnik.pack
    assert set(rows) == set(pack.platforms)
    assert set(compared) == {one.id for one in pack.platforms.values() if one.rank is not None}
    assert all(pack.platforms[one].owner or "владеете вы" in rows[one] for one in compared)
    for words in ("Работает", "Коммуникационная платформа", "независимые обзоры согласны", "1 сент. 2025"):
        assert words in rows["max"]
    assert "Реестр не загружен" in rows["max"]
    assert "не касается" in rows["email"]
    assert "Нужно: адрес почты" in rows["email"]
    assert "Сервис закрыт 27.02.2026" in rows["tamtam"]
    assert "ФАС считает рекламу там незаконной. подтверждение: независимые обзоры" in rows["instagram_direct"]
    assert "Работает" not in rows["discord"] + rows["squadus"]
    assert page.count(str(SUPPORTING)) == 1


async def test_own_people_are_counted_or_the_page_tells_how_to_count_them(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    page = (await owner.get(PAGE)).text
    assert "vestnik law reach FILE" in page
    assert "не считали" in _rows(page)["email"]
    counted = count_reach(vestnik.pack, [LIST])
    await save_reach(vestnik.core, Principal.local(workspace.id), counted, "Покупатели осени")
    page = (await owner.get(PAGE)).text
    rows = _rows(page)
    assert "Покупатели осени" in page
    assert "vestnik law reach FILE" not in page
    assert "100 % 3 из 3" in rows["email"]
    assert "33 % 1 из 3" in rows["sms"]
    assert "возможно, 1" in rows["vk_notify"]
    assert "%" not in rows["vk_notify"]
    assert "в списке не указано" in rows["cabinet"]
    assert _compared(page)[0] == "email"


@pytest.mark.parametrize("purpose", list(Purpose))
async def test_a_purpose_leaves_the_platforms_that_carry_it(
    owner: Browser, vestnik: Vestnik, purpose: Purpose
) -> None:
    path = f"{PAGE}?purpose={purpose.value}"
    part = (await owner.get(path, hx_request="true", hx_request_type="partial")).text
    assert "<html" not in part
    wanted = {one.id for one in vestnik.pack.platforms.values() if one.rank and purpose in one.carries}
    assert set(_compared(part)) == set(_compared((await owner.get(path)).text)) == wanted


async def test_a_made_up_purpose_filters_nothing(owner: Browser) -> None:
    assert _compared((await owner.get(f"{PAGE}?purpose=x")).text) == _compared((await owner.get(PAGE)).text)


async def test_a_choice_is_kept_with_its_reason_and_may_be_ended_with_another(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, tmp_path: Path
) -> None:
    local = Principal.local(workspace.id)
    await _import(vestnik, tmp_path, 1)
    await match_platform(vestnik.core, local, vestnik.pack, "max", "7", "Сверили с договором")
    await owner.get(MAX)
    answer = await owner.post(MAX, decision="choose", reason=REASON, purposes=["code", "service"])
    assert answer.headers["location"] == f"{MAX}?done=platform-chosen"
    [choice] = await choices_of(vestnik.core, local)
    assert (choice.reason, choice.purposes) == (REASON, {Purpose.CODE, Purpose.SERVICE})
    assert choice.registry is not None
    assert (choice.registry["state"], choice.registry["record"]) == ("listed", "7")
    for page in ((await owner.get(PAGE)).text, (await owner.get(MAX)).text):
        assert REASON in _text(parse(page))
        assert "anna@fair.example" in page
        assert "Код подтверждения, Сервисное" in _text(parse(page))

    answer = await owner.post(MAX, decision="end", reason="Бота не одобрили")
    assert answer.headers["location"] == f"{MAX}?done=choice-ended"
    page = _text(parse((await owner.get(MAX)).text))
    assert "Бота не одобрили" in page
    assert REASON in page
    assert REASON not in _text(parse((await owner.get(PAGE)).text))


@pytest.mark.parametrize(
    ("platform", "form", "status", "field"),
    [
        ("max", {"reason": " ", "purposes": "code"}, 422, "reason"),
        ("max", {"reason": "я" * 2001}, 422, "reason"),
        ("vk", {"reason": REASON, "purposes": "code"}, 422, "purposes"),
        ("max", {"reason": REASON, "purposes": "nonsense"}, 422, "purposes"),
        ("telegram", {"reason": REASON}, 422, "platform"),
        ("tamtam", {"reason": REASON}, 422, "platform"),
        ("max", {"reason": REASON, "decision": "end"}, 409, ""),
        ("nowhere", {"reason": REASON}, 404, ""),
    ],
)
async def test_what_cannot_be_chosen_is_refused_beside_its_field(
    owner: Browser,
    vestnik: Vestnik,
    workspace: Workspace,
    platform: str,
    form: dict[str, str],
    status: int,
    field: str,
) -> None:
    await owner.get(MAX)
    answer = await owner.post(f"{PAGE}/{platform}", **form)
    assert answer.status_code == status
    assert not field or _error_of(answer.text, field)
    assert await choices_of(vestnik.core, Principal.local(workspace.id)) == []


async def test_a_refused_form_keeps_what_was_typed(owner: Browser) -> None:
    await owner.get(f"{PAGE}/vk")
    page = (await owner.post(f"{PAGE}/vk", reason=REASON, purposes=["code", "service"])).text
    typed = [one for one in parse(page).all() if one.attributes.get("name") in {"reason", "purposes"}]
    assert any(one.tag == "textarea" and _text(one) == REASON for one in typed)
    assert [one.attributes["value"] for one in typed if "checked" in one.attributes] == ["service"]


async def test_who_chooses_what_a_colleague_has_just_chosen_sees_the_standing_choice(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    await owner.get(MAX)
    await choose_platform(
        vestnik.core, Principal.local(workspace.id), vestnik.pack, "max", reason="Раньше вас"
    )
    answer = await owner.post(MAX, decision="choose", reason=REASON)
    assert answer.status_code == 409
    assert "уже выбрана" in answer.text
    assert "Раньше вас" in answer.text


async def test_an_auditor_reads_the_choice_but_has_no_form_and_is_refused(
    auditor: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    local = Principal.local(workspace.id)
    await choose_platform(vestnik.core, local, vestnik.pack, "max", reason=REASON)
    for path in (MAX, f"{PAGE}/email"):
        page = (await auditor.get(path)).text
        assert 'name="reason"' not in page
        assert (await auditor.post(path, decision="choose", reason="Хочу")).status_code == 403
        assert (await auditor.post(path, decision="end", reason="Хочу")).status_code == 403
    assert REASON in _text(parse((await auditor.get(MAX)).text))
    [choice] = await choices_of(vestnik.core, local)
    assert choice.ended_at is None


async def test_another_companys_choice_and_people_are_invisible(
    owner: Browser, vestnik: Vestnik, other_workspace: Workspace
) -> None:
    others = Principal.local(other_workspace.id)
    await create_user(vestnik.core, others, "olga@shop.example", "Ольга", Role.OWNER, PASSWORD)
    await choose_platform(vestnik.core, others, vestnik.pack, "max", reason="Чужая причина")
    await save_reach(vestnik.core, others, count_reach(vestnik.pack, [LIST]), "Чужой список")
    for path in (PAGE, MAX, "/"):
        page = (await owner.get(path)).text
        assert "Чуж" not in page
        assert "Выбрана" not in page
    await owner.get(MAX)
    assert (await owner.post(MAX, decision="end", reason="Чужое")).status_code == 409
    [choice] = await choices_of(vestnik.core, others)
    assert choice.ended_at is None


async def test_the_overviews_third_step_knows_the_choice_and_the_registry(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, tmp_path: Path
) -> None:
    local = Principal.local(workspace.id)

    async def overview() -> tuple[str, str]:
        page = parse((await owner.get("/")).text)
        (step,) = [one for one in page.all() if one.tag == "li" and "Ввести свою площадку" in one.text]
        return _text(step), _text(page)

    step, page = await overview()
    assert "Площадка ещё не выбрана" in step
    assert "Выбрать площадку" not in page  # who we are comes first
    await answer_who_we_are(vestnik.core, local, vestnik.pack, ["GOODS_AGGREGATOR"])
    assert "Выбрать площадку" in (await overview())[1]

    await _import(vestnik, tmp_path, 1)
    await match_platform(vestnik.core, local, vestnik.pack, "max", "7", "")
    await choose_platform(vestnik.core, local, vestnik.pack, "max", reason=REASON)
    step, page = await overview()
    assert "Выбрано: MAX. Каналов" in step
    assert "Выбрать площадку" not in page
    assert "Проверить запись реестра" not in page

    await _import(vestnik, tmp_path, 2, excluded=(7,))
    step, page = await overview()
    assert "Проверьте запись реестра: MAX" in step
    assert "Есть что делать" in step
    assert "Проверить запись реестра" in page
    assert "Исключена" in _rows((await owner.get(PAGE)).text)["max"]
    assert "запись исключена" in (await owner.get(MAX)).text
