"""The demo's line: audit, fix, audit again, send, be refused, hold a code, verify; each proves itself."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vestnik import __version__
from vestnik.app import SmtpSandbox, Vestnik, site_sandbox
from vestnik.audit.contact_points import group
from vestnik.audit.crawl import CrawlOptions, crawl_site
from vestnik.audit.documents import read_document
from vestnik.audit.inspect import Inspector
from vestnik.audit.report.as_html import render_html
from vestnik.audit.report.model import Report
from vestnik.audit.scan import scan_directory
from vestnik.entrypoints.cli.demo_company import Tenant
from vestnik.fix.apply import apply
from vestnik.fix.model import Options
from vestnik.fix.plan import plan
from vestnik.fix.targets import parse_target
from vestnik.law.signatures import load
from vestnik.ledger.verify import verify
from vestnik.notify.calls import GRACE
from vestnik_client import Client, Message

_CRAWL: Final = CrawlOptions(rate_per_s=1000, concurrency=8, allow_private=True)
"""Our own site on our own machine: no politeness needed."""
_PATIENCE_S: Final = 30.0
REPORT: Final = "report.html"
_PHONE: Final = "+79000000077"
_OPEN: Final = frozenset({"accepted", "sending"})


class StepFailed(Exception):  # noqa: N818 — read as a sentence
    """A step did not show what it must show; the message says what was seen instead."""


@dataclass(slots=True)
class Stage:
    """What the steps stand on."""

    vestnik: Vestnik
    url: str
    """Where the API answers."""
    box: SmtpSandbox
    marketplace: Tenant
    shop: Tenant
    folder: Path
    """Where the demo leaves the fixed copy and the report."""
    report: Report | None = None


def steps(stage: Stage) -> list[tuple[str, Callable[[], Awaitable[str]]]]:
    """Return the line: a title and the step, which answers one sentence about what it saw."""
    return [
        ("Проверка сайта по HTTP", lambda: audit_site(stage)),
        ("Отчёт", lambda: write_report(stage)),
        ("Исправление копии", lambda: fix_copy(stage)),
        ("Повторная проверка", lambda: audit_again(stage)),
        ("Сервисное сообщение: почта и кабинет", lambda: send_service(stage)),
        ("То же через Telegram", lambda: try_telegram(stage)),
        ("Реклама через Telegram", lambda: try_advertising(stage)),
        ("Код во время звонка", lambda: hold_code(stage)),
        ("Журнал", lambda: verify_ledgers(stage)),
    ]


async def audit_site(stage: Stage) -> str:
    """Crawl the marketplace's site as a visitor would meet it."""
    clock, pack = stage.vestnik.clock, stage.vestnik.pack
    began = clock.now()
    async with site_sandbox(stage.marketplace.company.folder / "site") as site:
        found = await crawl_site(site.url, stage.vestnik.http, _CRAWL)
    names = {platform.id: platform.name for platform in pack.platforms.values()}
    points = tuple(group(found.findings))
    stage.report = Report(found, points, began, clock.now(), __version__, pack.version, names)
    _demand(stage.report.actionable > 0, "на сайте-примере ничего не найдено")
    _demand(not found.incomplete, f"прочитано не всё: {found.troubles}")
    return f"{found.files} файлов, {stage.report.actionable} мест, {len(points)} точек контакта"


async def write_report(stage: Stage) -> str:
    """Write the self-contained page."""
    if stage.report is None:
        raise StepFailed("нет проверки, о которой писать")
    page = render_html(stage.report)
    (stage.folder / REPORT).write_text(page, encoding="utf-8")
    return f"одна страница без внешних ссылок на ресурсы, {len(page.encode()) // 1024} КБ"


async def fix_copy(stage: Stage) -> str:
    """Close what was found, in a copy of the site, the letters and the pictures."""
    source, copy = stage.marketplace.company.folder, stage.folder / "fixed"
    shutil.copytree(source, copy, dirs_exist_ok=False)
    signatures = load()
    inspector = Inspector(signatures)
    scanned = scan_directory(copy, inspector=inspector)
    before = [finding for finding in scanned.findings if finding.actionable]
    paths = {finding.place.path for finding in before}
    documents = {path: read_document(path, (copy / path).read_bytes()) for path in paths}
    targets = tuple(parse_target(raw, signatures) for raw in stage.marketplace.company.targets)
    proposed = plan(before, documents, Options(signatures, targets))
    result = apply(copy, proposed, documents, inspector.inspect, include_unsafe=True, allow_dirty=True)
    refused = [f"{file.path}: {file.reason}" for file in result.files if file.outcome != "fixed"]
    _demand(not refused, f"не исправлено: {refused}")
    return f"{len(result.files)} файлов, {sum(file.fixed for file in result.files)} мест закрыто"


async def audit_again(stage: Stage) -> str:
    """Nothing is left: neither in the files nor on the site they make."""
    copy = stage.folder / "fixed"
    left = [finding for finding in scan_directory(copy).findings if finding.actionable]
    _demand(
        not left, f"в файлах осталось: {[f'{one.place.path}:{one.place.line} {one.rule}' for one in left]}"
    )
    async with site_sandbox(copy / "site") as site:
        seen = await crawl_site(site.url, stage.vestnik.http, _CRAWL)
    live = [finding for finding in seen.findings if finding.actionable]
    _demand(not live, f"на сайте осталось: {[f'{one.place.path} {one.rule}' for one in live]}")
    return f"{seen.files} файлов сайта и все письма: чисто"


async def send_service(stage: Stage) -> str:
    """One message to a real SMTP server, one to the cabinet; both get their receipts."""
    key = stage.marketplace.operator_key
    letter = await _send(
        stage,
        key,
        "email",
        "anna@client.example",
        "service",
        "Заказ № 17 собран.",
        subject="Ваш заказ собран",
    )
    _demand(letter.state == "sent", f"письмо: {letter.state} {letter.attempts}")
    (taken,) = await stage.box.wait_for(1)
    parsed = taken.parse()
    _demand("собран" in str(parsed["Subject"]), f"тема письма: {parsed['Subject']}")
    cabinet = await _send(stage, key, "cabinet", "client-17", "service", "Заказ № 17 собран.")
    _demand(cabinet.state == "delivered", f"кабинет: {cabinet.state}")
    receipts = "; ".join(", ".join(told.receipts) for told in (letter, cabinet))
    return f"письмо принял {stage.box.host}:{stage.box.port}; квитанции: {receipts}"


async def try_telegram(stage: Stage) -> str:
    """The marketplace is refused by the norm it accepted; the shop is warned, and told there is no road."""
    text = "Заказ № 17 собран."
    refused = await _send(stage, stage.marketplace.operator_key, "telegram", "@client", "service", text)
    _demand(refused.state == "denied", f"площадке: {refused.state}")
    reason = _reason(refused, "41fz-15-1")
    warned = await _send(stage, stage.shop.operator_key, "telegram", "@client", "service", text)
    decision = warned.raw["decisions"][-1]
    _demand(decision["verdict"] == "permit" and bool(decision["warnings"]), f"лавке: {decision}")
    return (
        f"площадке отказано: {reason['citation']} ({reason['status']}); "
        f"лавке закон разрешает, предупреждений {len(decision['warnings'])}, но такого канала в Вестнике нет"
    )


async def try_advertising(stage: Stage) -> str:
    """An advertisement there is refused to both, by a confirmed norm."""
    cited = set()
    for tenant in (stage.marketplace, stage.shop):
        told = await _send(
            stage, tenant.marketer_key, "telegram", "@client", "advertising", "Скидки на самовары"
        )
        _demand(told.state == "denied", f"{tenant.company.name}: {told.state}")
        reason = _reason(told, "38fz-5-10.7")
        _demand(reason["status"] == "confirmed", f"статус нормы: {reason['status']}")
        cited.add(f"{reason['citation']} ({reason['status']})")
    return f"отказано обеим: {', '.join(cited)}"


async def hold_code(stage: Stage) -> str:
    """A code waits while its person is in a call: our own rule of safety, not law."""
    with _client(stage, stage.marketplace.operator_key) as client:
        await asyncio.to_thread(client.report_call, _PHONE, in_progress=True)
        held = await _send(
            stage,
            stage.marketplace.operator_key,
            "cabinet",
            "client-17",
            "code",
            "Код: 481 516",
            phone=_PHONE,
        )
        _demand(held.state == "held", f"код: {held.state}")
        reason = held.raw["decisions"][-1]["reasons"][0]
        _demand(reason["basis"] == "product_rule" and not reason["citation"], f"основание: {reason}")
        ended = await asyncio.to_thread(client.report_call, _PHONE, in_progress=False)
        _demand(ended.released == 1, f"освобождено кодов: {ended.released}")
        told = await _until(client, held.id, _OPEN | {"held"}, GRACE.total_seconds() + _PATIENCE_S)
    _demand(told.state == "delivered", f"после звонка: {told.state}")
    return f"удержан (правило продукта), доставлен через {GRACE.seconds} с после звонка"


async def verify_ledgers(stage: Stage) -> str:
    """Every leaf of both companies' ledgers is hashed again."""
    sizes = []
    for tenant in (stage.marketplace, stage.shop):
        seen = await verify(stage.vestnik.core, tenant.workspace_id)
        _demand(seen.ok and seen.size > 0, f"{tenant.company.name}: {seen.sentence}")
        sizes.append(f"{tenant.company.name} — {seen.size}")
    return f"записи сходятся: {', '.join(sizes)}"


async def _send(
    stage: Stage, key: str, channel: str, to: str, purpose: str, text: str, **more: Any
) -> Message:
    with _client(stage, key) as client:
        accepted = await asyncio.to_thread(
            lambda: client.send(channel=channel, to=to, purpose=purpose, text=text, **more)
        )
        return await _until(client, accepted.id, _OPEN, _PATIENCE_S)


def _client(stage: Stage, key: str) -> Client:
    return Client(stage.url, key)


async def _until(client: Client, message_id: str, waiting: frozenset[str], patience_s: float) -> Message:
    """Ask for a message's story until it leaves the states of ``waiting``."""
    async with asyncio.timeout(patience_s):
        while True:
            told = await asyncio.to_thread(client.message, message_id)
            if told.state not in waiting:
                return told
            await asyncio.sleep(0.05)


def _reason(told: Message, norm: str) -> dict[str, Any]:
    for reason in told.raw["decisions"][-1]["reasons"]:
        if reason["norm"] == norm:
            return dict(reason)
    raise StepFailed(f"среди оснований нет {norm}: {told.raw['decisions']}")


def _demand(truth: bool, otherwise: str) -> None:
    if not truth:
        raise StepFailed(otherwise)
