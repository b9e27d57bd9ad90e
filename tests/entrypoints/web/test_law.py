"""The lawyer's pages: norms found and judged, who we are and what follows, a question that answers live."""

import re
from datetime import date
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.entrypoints.web.conftest import Browser
from tests.entrypoints.web.law_words import Element, parse

from vestnik.access.model import Principal, Workspace
from vestnik.app import Vestnik
from vestnik.entrypoints.web.labels import LABELS
from vestnik.entrypoints.web.site import make_site
from vestnik.law.accept_norm import accept_norm
from vestnik.law.answer_who_we_are import answer_who_we_are
from vestnik.law.organisation_of import organisation_of
from vestnik.ledger.store import head_of

SECRET = "Приходите-за-заказом-семнадцать"


async def _covered(vestnik: Vestnik, workspace: Workspace, *accepted: str) -> None:
    local = Principal.local(workspace.id)
    await answer_who_we_are(vestnik.core, local, vestnik.pack, ["GOODS_AGGREGATOR"])
    for norm in accepted:
        await accept_norm(vestnik.core, local, vestnik.pack, norm)


def _verdict(page: str) -> str:
    (found,) = [one for one in parse(page).all() if one.attributes.get("class") == "verdict"]
    return " ".join(found.text.split())


def _shown(page: str, what: str) -> list[Element]:
    return [one for one in parse(page).all() if one.attributes.get("class", "").startswith(what)]


async def test_norms_are_found_by_words_status_kind_act_and_by_whether_they_concern_us(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    await _covered(vestnik, workspace)
    norms = vestnik.pack.norms.values()

    async def ids(query: str) -> set[str]:
        page = await owner.get(f"/law?{query}", hx_request="true", hx_request_type="partial")
        assert "<html" not in page.text
        return set(re.findall(r'<tr data-row data-statement="([^"]+)"', page.text))

    assert await ids("") == set(vestnik.pack.norms)
    assert await ids("status=unverified") == {norm.id for norm in norms if norm.status == "unverified"}
    assert await ids("kind=penalty") == {norm.id for norm in norms if norm.kind == "penalty"}
    assert await ids("act=38-ФЗ") == {norm.id for norm in norms if norm.act == "38-ФЗ"}
    assert await ids("text=ГРАЖДАНАМИ+мессенджеры") == {"41fz-15-1"}
    ours, others = await ids("ours=yes"), await ids("ours=no")
    assert "41fz-15-1" in ours
    assert "mkd-max-chats" in others
    assert ours | others == set(vestnik.pack.norms)
    assert await ids("status=nonsense") == set(vestnik.pack.norms)
    page = (await owner.get("/law")).text
    assert vestnik.pack.version in page
    assert vestnik.pack.sha256 in page


async def test_a_norms_page_tells_who_decided_about_it_and_lets_the_owner_take_it_back(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    await _covered(vestnik, workspace)
    path = "/law/norms/41fz-15-1"
    assert "Ждёт решения владельца" in (await owner.get(path)).text
    answer = await owner.post(path, norm="41fz-15-1", note="Заключение юриста № 4")
    assert answer.headers["location"] == f"{path}?done=norm-accepted"
    page = (await owner.get(path)).text
    assert "Принята вашей компанией" in page
    assert "anna@fair.example" in page
    assert "Заключение юриста № 4" in page
    await owner.post(path, norm="41fz-15-1", decision="revoke")
    organisation = await organisation_of(vestnik.core, workspace.id)
    assert organisation.accepted_norms == frozenset()


async def test_unconfirmed_sums_are_marked_before_they_are_read(owner: Browser) -> None:
    page = (await owner.get("/law/norms/38fz-5-10.7")).text
    (penalty,) = _shown(page, "statement penalty")
    assert "doubtful" in penalty.attributes["class"]
    words = " ".join(penalty.text.split())
    assert words.index("не ссылайтесь") < words.index("1 млн")


async def test_figures_of_a_norm_are_shown_each_with_its_own_evidence(vestnik: Vestnik) -> None:
    norm = SimpleNamespace(
        sums=[
            SimpleNamespace(
                who="entities",
                least=1_000_000,
                most=3_000_000,
                unit="RUB",
                evidence="S2",
                note="повторно",
                people_from=1000,
                people_to=None,
            ),
            SimpleNamespace(
                who="unstated",
                least=None,
                most=3,
                unit="percent_of_revenue",
                evidence="S1",
                note=None,
                people_from=None,
                people_to=None,
            ),
        ],
        terms=[SimpleNamespace(number=10, unit="working_days", what="на ответ", evidence="S2")],
        dates=[SimpleNamespace(on=date(2023, 3, 1), what="публикация", evidence="S1")],
    )
    template = make_site(vestnik).environments["ru"].get_template("parts/figures.html")
    words = " ".join(parse(template.make_module({"labels": LABELS}).figures(norm)).text.split())
    assert "юридическим лицам 1 000 000 – 3 000 000 ₽ повторно от 1 000 человек" in words
    assert "кому, источник не говорит до 3 % выручки один обзор (S1)" in words
    assert "10 рабочих дн. на ответ независимые обзоры согласны (S2)" in words
    assert "1 марта 2023 публикация один обзор (S1)" in words


async def test_what_follows_from_who_we_are_is_sorted_by_what_it_does(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    await _covered(vestnik, workspace)

    async def group(title: str) -> set[str]:
        page = parse((await owner.get("/law/who")).text)
        (card,) = [
            one
            for one in page.all()
            if one.tag in {"section", "details"}
            and any(part.tag == "h2" and part.text.strip() == title for part in one.all())
        ]
        return {one.attributes["data-statement"] for one in card.all() if "data-statement" in one.attributes}

    assert "41fz-15-1" in await group("Ждут решения владельца")
    assert "38fz-18-1" in await group("Запрещают")
    assert "fas-410-24" in await group("Только предупреждают")
    assert "mkd-max-chats" in await group("Называют других")
    await owner.post("/law/who/decide", norm="41fz-15-1")
    assert "41fz-15-1" in await group("Запрещают")


async def test_not_covered_is_a_conclusion_with_its_reason_author_and_history(owner: Browser) -> None:
    await owner.get("/law/who")
    assert (await owner.post("/law/who", subjects="OTHER_BUSINESS")).status_code == 422
    answer = await owner.post("/law/who", subjects="OTHER_BUSINESS", note="Мы продаём сапоги")
    assert answer.headers["location"] == "/law/who?done=saved"
    page = (await owner.get("/law/who")).text
    assert "Вывод: прямой запрет на иностранные мессенджеры нас не касается" in page
    assert page.count("Мы продаём сапоги") >= 2
    assert "anna@fair.example" in page


async def test_who_may_not_decide_sees_no_button_and_is_refused(
    auditor: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    await _covered(vestnik, workspace)
    for path in ("/law/who", "/law/norms/41fz-15-1", "/settings/norms", "/settings/company", "/setup/norms"):
        page = await auditor.get(path)
        assert page.status_code == 200
        assert "Принять: пусть запрещает" not in page.text, path
        assert "Сохранить новый ответ" not in page.text
    for path in ("/law/who/decide", "/law/norms/41fz-15-1", "/law/who"):
        assert (await auditor.post(path, norm="41fz-15-1")).status_code == 403
    answer = await auditor.fill_in("/law/ask", platform="telegram", purpose="service")
    assert _verdict(answer.text) == "Решает владелец"
    assert "Кто решает и что известно" in answer.text


async def test_the_answer_changes_with_every_fact(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    await _covered(vestnik, workspace, "41fz-15-1")

    async def verdict(**facts: str | list[str]) -> str:
        answer = await owner.fill_in("/law/ask", **facts)
        assert answer.status_code == 200, answer.text
        assert "<html" not in answer.text
        return _verdict(answer.text)

    assert await verdict(platform="telegram", purpose="service") == "Нельзя"
    assert await verdict(platform="telegram", purpose="service", recipient="organisation") != "Нельзя"
    assert await verdict(platform="telegram", purpose="service", at="2025-05-31T12:00") != "Нельзя"
    other = {"who": "other", "subjects": ["CREDIT_ORG"]}
    assert await verdict(platform="telegram", purpose="service", **other) == "Решает владелец"
    other["accepted"] = ["41fz-15-1"]
    assert await verdict(platform="telegram", purpose="service", **other) == "Нельзя"
    assert await verdict(platform="telegram", purpose="service", who="nobody") == "Нельзя"
    ads = {"platform": "email", "purpose": "advertising"}
    assert await verdict(**ads) == "Нельзя"
    assert await verdict(**ads, consent="no") == "Нельзя"
    assert await verdict(**ads, consent="unproven") == "Нельзя"
    assert await verdict(**ads, consent="yes") == "Можно"
    quiet = {"quiet_from": "21:00", "quiet_to": "09:00", "time_zone": "Asia/Omsk"}
    assert await verdict(**ads, consent="yes", **quiet, at="2026-10-01T20:00") == "Подождать"
    assert await verdict(**ads, consent="yes", **quiet, at="2026-10-01T12:00") == "Можно"
    capped = {"cap_limit": "2", "cap_hours": "24"}
    assert await verdict(**ads, consent="yes", **capped, earlier="2") == "Подождать"
    assert await verdict(**ads, consent="yes", **capped, earlier="1") == "Можно"
    code = {"platform": "sms", "purpose": "code"}
    assert await verdict(**code, call="active") == "Подождать"
    assert await verdict(**code, call="idle") == "Можно"
    assert await verdict(**code, call="active", free_codes="yes") == "Можно"
    voice = {"platform": "voice", "purpose": "advertising", "consent": "yes"}
    assert await verdict(**voice, automated="yes") == "Нельзя"
    assert await verdict(**voice, automated="no") == "Можно"
    sms = {"platform": "sms", "purpose": "advertising", "consent": "yes"}
    assert await verdict(**sms, contract="no") == "Нельзя"
    assert await verdict(**sms, contract="yes", opt_out="yes") == "Нельзя"
    assert await verdict(**sms, contract="yes", opt_out="no") == "Можно"


async def test_an_answer_names_what_is_missing_what_to_take_instead_and_every_rule(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    await _covered(vestnik, workspace)
    page = (await owner.fill_in("/law/ask", platform="sms", purpose="advertising")).text
    asked = [one.attributes["href"] for one in parse(page).all() if "data-field" in one.attributes]
    assert asked == ["#consent", "#contract"]
    form = (await owner.get("/law/ask")).text
    assert all(f'id="{field.removeprefix("#")}"' in form for field in asked)
    page = (await owner.fill_in("/law/ask", platform="telegram", purpose="service")).text
    links = [one for one in parse(page).all() if one.tag == "a"]
    chips = [one.attributes["href"] for one in links if one.attributes.get("class") == "chip"]
    ranks = [vestnik.pack.platforms[urlsplit(chip).query[9:].partition("&")[0]].rank or 0 for chip in chips]
    assert len(ranks) > 1
    assert ranks == sorted(ranks)
    assert any(one.attributes["href"] == "/law/norms/41fz-15-1#decide" for one in links)
    (trace,) = _shown(page, "trace")
    assert trace.text.count(":") >= len(vestnik.pack.rules)


async def test_only_a_norm_is_ever_shown_as_law(owner: Browser) -> None:
    answer = await owner.fill_in("/law/ask", platform="sms", purpose="code", call="active")
    (reason,) = _shown(answer.text, "reason")
    assert "Правило Вестника, не закон" in reason.text
    assert "Норма закона" not in reason.text
    assert "data-statement" not in reason.attributes
    assert "Уйдёт после конца разговора" in answer.text


async def test_a_question_stands_in_the_address_and_its_text_never_does(owner: Browser) -> None:
    asked = {"platform": "email", "purpose": "advertising", "consent": "yes", "text": SECRET}
    live = await owner.fill_in("/law/ask", **asked)
    whole = await owner.post("/law/ask", **asked)
    address = live.headers["hx-replace-url"]
    query = parse_qs(urlsplit(address).query)
    assert query == {"platform": ["email"], "purpose": ["advertising"], "consent": ["yes"]}
    for answer in (live, whole):
        assert answer.status_code == 200
        addresses = re.findall(r'(?:href|action|src|hx-\w+)="([^"]*)"', answer.text)
        assert addresses
        assert not any(SECRET in one or "text=" in one.partition("?")[2] for one in addresses)
        assert all(SECRET not in value for value in answer.headers.values())
    assert SECRET in whole.text  # it comes back into its field
    assert _verdict((await owner.get(address)).text) == "Можно"
    assert SECRET not in (await owner.get(f"{address}&text={SECRET}")).text


async def test_asking_writes_nothing_down(owner: Browser, vestnik: Vestnik, workspace: Workspace) -> None:
    before = await vestnik.core.db.read(lambda tx: head_of(tx, workspace.id))
    await owner.fill_in("/law/ask", platform="telegram", purpose="service", text=SECRET)
    assert await vestnik.core.db.read(lambda tx: head_of(tx, workspace.id)) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("platform", "pigeon"),
        ("purpose", "gossip"),
        ("at", "вчера"),
        ("at", "0001-01-01T00:00"),
        ("at", "9999-12-31T23:59"),
        ("at", "2026-10-01T12:30+99:99"),
        ("call_ended", "12:30"),
        ("quiet_from", "21:00"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../etc/passwd"),
        ("cap_limit", "много"),
        ("cap_limit", "0"),
        ("earlier", "-1"),
        ("recipient", "alien"),
        ("call", "maybe"),
        ("registry", "lost"),
        ("initiated_by", "nobody"),
    ],
)
async def test_what_cannot_be_read_is_said_beside_its_field(owner: Browser, field: str, value: str) -> None:
    asked = {"platform": "telegram", "purpose": "service"} | {field: value}
    for answer in (await owner.fill_in("/law/ask", **asked), await owner.post("/law/ask", **asked)):
        assert answer.status_code == 422
        beside = "quiet_to" if field == "quiet_from" else field
        assert f'id="{beside}-error"' in answer.text
        assert "Вопрос не прочитан" in answer.text


async def test_codes_and_norms_a_company_cannot_have_are_refused_by_name(owner: Browser) -> None:
    for name in ("subjects", "accepted"):
        answer = await owner.post(
            "/law/ask", platform="telegram", purpose="service", who="other", **{name: "INVENTED"}
        )
        assert answer.status_code == 422
        assert f'id="{name}-error"' in answer.text


async def test_the_operators_contract_is_told_with_the_answer_and_taken_back_by_silence(
    owner: Browser, vestnik: Vestnik, workspace: Workspace
) -> None:
    for said, heard in (("yes", True), ("no", False), ("", None)):
        await owner.post("/law/who", subjects="CREDIT_ORG", operator_contract=said)
        organisation = await organisation_of(vestnik.core, workspace.id)
        assert organisation.operator_contract is heard
    page = (await owner.get("/law/who")).text
    assert "Договор с операторами есть" in page
    assert "Договора с операторами нет" in page
