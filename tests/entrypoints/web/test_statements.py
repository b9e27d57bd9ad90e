"""No page shows an article, an act or a sum without its status, its source and its date beside it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from tests.entrypoints.web.conftest import (
    Browser,
    add_audit,
    add_excluded_match,
    add_finding,
    add_message,
    paths_of,
)
from tests.entrypoints.web.law_words import LAW_WORDS, bare_words, parse

from vestnik.access.model import Principal, Workspace
from vestnik.app import Vestnik
from vestnik.audit.contact_points import group
from vestnik.audit.inspect import Inspector
from vestnik.audit.report.as_html import render_html
from vestnik.audit.report.model import Report
from vestnik.audit.scan import scan_directory
from vestnik.entrypoints.web.labels import PURPOSES
from vestnik.kernel.phone import parse_phone
from vestnik.law.accept_norm import accept_norm
from vestnik.law.answer_who_we_are import answer_who_we_are
from vestnik.law.choices.choose_platform import choose_platform
from vestnik.law.choices.count_reach import count_reach
from vestnik.law.choices.save_reach import save_reach
from vestnik.law.signatures import load as load_signatures
from vestnik.notify.calls import report_call

NOTE = "Юрист: ст. 15 41-ФЗ нас не касается, штраф 700 тыс. рублей не грозит"
SEEN = "https://t.me/example?text=Сапоги за 500 руб."
TYPED = (NOTE, SEEN)
PHONE = "+79000000001"
ENOUGH = 100
"""A crawl that saw fewer addresses has lost its way."""


async def _fill(vestnik: Vestnik, workspace_id: str, folder: Path) -> dict[str, str]:
    """Answer, accept, audit and send, so that every kind of page has something to say about law."""
    local = Principal.local(workspace_id)
    await answer_who_we_are(vestnik.core, local, vestnik.pack, ["OTHER_BUSINESS"], NOTE)
    everything = [
        code for code, one in vestnik.pack.subjects.items() if not one.anyone and code != "OTHER_BUSINESS"
    ]
    await answer_who_we_are(vestnik.core, local, vestnik.pack, everything, NOTE)
    await accept_norm(vestnik.core, local, vestnik.pack, "41fz-15-1", NOTE)
    await choose_platform(vestnik.core, local, vestnik.pack, "max", reason=NOTE)
    counted = count_reach(vestnik.pack, [b"email;phone\nanna@shop.example;+79000000001\n"])
    await save_reach(vestnik.core, local, counted, "Покупатели осени")
    await report_call(vestnik.core, local, parse_phone(PHONE), in_progress=True)
    ids = [
        await add_message(vestnik, workspace_id),
        await add_message(vestnik, workspace_id, channel="telegram"),
        await add_message(vestnik, workspace_id, channel="telegram", purpose="advertising"),
        await add_message(vestnik, workspace_id, purpose="code", phone=PHONE),
    ]
    await vestnik.dispatcher.settle()
    registry = await add_excluded_match(vestnik, workspace_id, folder)
    await add_finding(vestnik, workspace_id, matched=SEEN)
    names = {
        "norm_id": "41fz-15-1",
        "channel": "email",
        "platform_id": "max",
        "message_id": ids[1],
    }
    return registry | names | await add_audit(vestnik, workspace_id)


def _links(page: str, path: str) -> Iterator[str]:
    for element in parse(page).all():
        href = element.attributes.get("href", "")
        if element.tag == "a" and href and "://" not in href:
            url = urlsplit(urljoin(path, href))
            yield f"{url.path}?{url.query}" if url.query else url.path


async def _crawl(owner: Browser, samples: dict[str, str]) -> tuple[list[str], list[str]]:
    """Visit every page there is and whatever they lead to; return the addresses seen and what stood bare."""
    waiting = paths_of(samples)
    seen, bare = [], []
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/static/", "/openapi")):
            continue
        seen.append(path)
        answer = await owner.get(path)
        assert answer.status_code in {200, 303}, (path, answer.status_code)
        if answer.status_code == 303:
            waiting.append(answer.headers["location"])
            continue
        if "content-disposition" in answer.headers:
            continue  # a file to take away; what reports say of law is tested below
        bare += [f"{path}: {text}" for text in bare_words(answer.text, TYPED)]
        waiting += _links(answer.text, path)
    return seen, bare


@pytest.mark.timeout(180)
@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_page_says_how_well_each_statement_of_law_is_known(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, tmp_path: Path, language: str
) -> None:
    samples = await _fill(vestnik, workspace.id, tmp_path)
    await owner.post("/preferences", language=language, next="/")
    seen, bare = await _crawl(owner, samples)
    assert len(seen) > ENOUGH
    assert {f"/law/norms/{norm}" for norm in vestnik.pack.norms} <= set(seen)
    assert {f"/law/platforms/{platform}" for platform in vestnik.pack.platforms} <= set(seen)
    assert {
        "/law/registry",
        "/law/registry/compare",
        "/law/registry/records/7",
        "/law/registry/match/max",
    } <= set(seen)
    assert bare == []


async def test_the_crawl_sees_denied_held_and_permitted_messages_and_a_finding(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, tmp_path: Path
) -> None:
    """What the crawl proves is worth something only while there is law on the pages it reads."""
    samples = await _fill(vestnik, workspace.id, tmp_path)
    states = re.findall(r'tone-\w+">.*?</svg>([^<]+)</span>', (await owner.get("/messages")).text)
    assert {"Запрещено", "Удержано"} <= set(states)
    for path in (
        "/law",
        "/law/who",
        "/settings/norms",
        "/setup/norms",
        "/setup/who",
        f"/messages/{samples['message_id']}",
        f"/audits/{samples['audit_id']}/findings/{samples['finding_id']}",
        "/search?q=41-ФЗ",
        "/law/platforms",
        "/law/platforms/max",
    ):
        assert LAW_WORDS.search(parse((await owner.get(path)).text).text), path


async def test_every_answer_to_a_question_says_how_well_it_is_known(
    owner: Browser, vestnik: Vestnik, workspace: Workspace, tmp_path: Path
) -> None:
    await _fill(vestnik, workspace.id, tmp_path)
    for platform in vestnik.pack.platforms:
        for purpose in PURPOSES:
            answer = await owner.fill_in("/law/ask", platform=platform, purpose=purpose)
            assert answer.status_code == 200
            assert bare_words(answer.text) == [], (platform, purpose)


async def test_a_refusal_that_names_a_norm_shows_its_evidence_too(owner: Browser) -> None:
    path = "/law/norms/38fz-18-1"
    await owner.get(path)
    answer = await owner.post(path, norm="38fz-18-1")
    assert answer.status_code == 422
    assert LAW_WORDS.search(answer.text)
    assert bare_words(answer.text) == []


def test_the_audits_report_for_people_names_no_law_without_its_evidence(tmp_path: Path) -> None:
    site = '<p><a href="https://wa.me/79000000001">WhatsApp</a> <a href="https://t.me/example">Канал</a></p>'
    (tmp_path / "index.html").write_text(site, encoding="utf-8")
    found = scan_directory(tmp_path, inspector=Inspector(load_signatures()))
    now = datetime(2026, 10, 1, tzinfo=UTC)
    page = render_html(Report(found, tuple(group(found.findings)), now, now, "1", "2026.10.1"))
    assert page.count('class="finding') == len(found.places) > 0
    assert bare_words(page) == []


MARKED = (
    '<p data-statement="x">ст. 15 41-ФЗ <b data-status="secondary">по обзорам</b> '
    '<a data-source="https://a.example">a.example</a>{date}</p>'
)
DATE = '<i data-date="2025-06-01">с 1 июня 2025</i>'


@pytest.mark.parametrize(
    "page",
    [
        "<p>ст. 15 41-ФЗ</p>",
        "<p>Штраф 30–50 тыс. рублей</p>",
        "<p>до 1 млн</p>",
        "<p>100 ₽</p>",
        "<p>КоАП</p>",
        "<p>распоряжение от 12.07.2025 № 1880-р</p>",
        "<p>art. 15 of 41-FZ</p>",
        "<title>41-ФЗ, ст. 15 ч. 1</title>",
        '<a title="ч. 10.7">норма</a>',
        '<img alt="41-ФЗ">',
        '<input placeholder="например, п. 1.1">',
        '<button aria-label="Открыть 41-ФЗ">…</button>',
        MARKED.format(date=""),
        MARKED.format(date='<i data-date="">с 1 июня</i>'),
        MARKED.format(date='<i data-date="2025-06-01"></i>'),
        f"<p data-statement=''>ст. 15 {DATE}</p>",
        f"<div data-statement='y'><p data-statement='x'>ст. 15</p>{MARKED.format(date=DATE)}</div>",
        MARKED.format(date=DATE) + "<p>и ст. 16</p>",
    ],
)
def test_a_statement_without_its_evidence_is_seen(page: str) -> None:
    assert bare_words(page)


@pytest.mark.parametrize(
    "page",
    [
        MARKED.format(date=DATE),
        "<p>Запись журнала № 17, сообщений 1 400, 12 ч., 90 % ответов</p>",
        "<script>ст. 15 41-ФЗ</script>",
        f"<blockquote>{NOTE}</blockquote>",
        "<p>24 нояб. 2026, 03:26</p>",
    ],
)
def test_a_complete_statement_and_plain_numbers_are_no_finding(page: str) -> None:
    assert bare_words(page, TYPED) == []
