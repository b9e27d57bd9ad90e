"""A crawl and a walk tell of pages too: policies are fetched, places agree with findings."""

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from tests.audit.finding import find
from tests.audit.pages.page import NAME_AND_PHONE, SOUND_BOX, form, read
from tests.audit.pages.test_policies import LONG
from tests.audit.site import serving

from vestnik.audit.crawl import CrawlOptions, crawl_site
from vestnik.audit.model import AuditResult, Severity
from vestnik.audit.pages import PageCollector
from vestnik.audit.scan import ScanOptions, scan_directory
from vestnik.backends.http import AioHttp

QUICK = CrawlOptions(rate_per_s=500, retry_pause_s=0.01, request_s=5, allow_private=True)
PAGE = (
    f'<body><form method="post">{NAME_AND_PHONE}{SOUND_BOX}<button>Ок</button></form>'
    f"<footer>{{}}</footer></body>"
)


def docx(text: str) -> bytes:
    """A document of Word with one paragraph a line."""
    rows = "".join(f"<w:p><w:r><w:t>{row}</w:t></w:r></w:p>" for row in text.splitlines())
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w='
        f'"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{rows}</w:body></w:document>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
    return file.getvalue()


@pytest.fixture
async def http() -> AsyncIterator[AioHttp]:
    async with AioHttp() as client:
        yield client


def told(result: AuditResult) -> dict[str, str]:
    """Check → what was observed, of what counts."""
    return {item.check: item.observed for item in result.signals if item.severity > Severity.INFO}


async def test_a_policy_in_a_document_is_fetched_and_read(http: AioHttp) -> None:
    link = '<a href="/files/policy.docx">Политика обработки персональных данных</a>'
    text = "\n".join(row for row in LONG.splitlines() if not row.startswith("Цели"))
    async with serving({"/": PAGE.format(link), "/consent": "x", "/files/policy.docx": docx(text)}) as site:
        result = await crawl_site(site.url, http, QUICK)
    assert "цели обработки" in told(result)["PD-POL-02"]
    assert site.asked.count("/files/policy.docx") == 1


async def test_a_policy_that_is_a_page_is_not_asked_for_twice(http: AioHttp) -> None:
    rows = "".join(f"<p>{row}</p>" for row in (LONG + LONG).splitlines())
    pages = {
        "/": PAGE.format('<a href="/privacy">Политика конфиденциальности</a>'),
        "/privacy": f"<title>Политика конфиденциальности</title>{rows}",
        "/consent": "x",
    }
    async with serving(pages) as site:
        result = await crawl_site(site.url, http, QUICK)
    assert site.asked.count("/privacy") == 1
    assert "PD-POL-02" not in told(result)
    assert [item.consent for item in result.forms] == ["box"]


async def test_a_policy_that_is_gone_is_told(http: AioHttp) -> None:
    pages = {"/": PAGE.format('<a href="/privacy">Политика конфиденциальности</a>'), "/consent": "x"}
    async with serving(pages) as site:
        result = await crawl_site(site.url, http, QUICK)
    assert f"{site.url}/privacy" in told(result)["PD-POL-01"]


@pytest.mark.parametrize("body", [b"PK\x03\x04broken", b"%PDF-1.4 broken", b"\xff\xfe\x00"])
async def test_a_broken_policy_ends_nothing(http: AioHttp, body: bytes) -> None:
    answer = web.Response(body=body, content_type="application/pdf")
    link = '<a href="/policy.pdf">Политика обработки персональных данных</a>'
    async with serving({"/": PAGE.format(link), "/policy.pdf": answer}) as site:
        result = await crawl_site(site.url, http, QUICK)
    assert [item.consent for item in result.forms] == ["box"]
    assert "PD-POL-02" not in told(result)


def test_a_walk_tells_of_pages_when_asked(tmp_path: Path) -> None:
    (tmp_path / "index.php").write_text(f"<form method=post>{NAME_AND_PHONE}<button>Ок</button></form>")
    (tmp_path / "app.py").write_text("x = '<form><input type=tel><button>'")
    assert not scan_directory(tmp_path).signals
    result = scan_directory(tmp_path, ScanOptions(page_checks=True))
    assert {item.place.path for item in result.signals} == {"index.php"}
    assert {item.check for item in result.signals} == {"PD-FORM-01", "PD-POL-01"}
    assert len(result.forms) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_a_file_of_words_alone_is_worth_reading(encoding: str) -> None:
    collector = PageCollector()
    collector.offer("a.html", '<a href="/p">Политика конфиденциальности</a>'.encode(encoding))
    collector.offer("b.html", b"<p>nothing</p>")
    assert collector.linked == ("/p",)


def test_an_address_that_is_a_finding_and_a_signal_is_one_place() -> None:
    page = form(
        NAME_AND_PHONE + SOUND_BOX,
        attributes='action="https://api.telegram.org/bot1/sendMessage" method="post"',
    )
    findings = find(page, "https://shop.example/")
    collector = PageCollector()
    collector.add(read(page))
    signals = [item for item in collector.finish(findings=findings).signals if item.check == "PD-FORM-07"]
    (finding,) = (item for item in findings if item.actionable)
    assert [item.place.path for item in signals] == [finding.place.path]
    assert signals[0].group in {finding.group, finding.fingerprint[:16]}
    assert signals[0].severity is finding.severity is Severity.CRITICAL
