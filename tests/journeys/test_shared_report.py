"""A link to a report, opened by somebody without an account in a browser of their own."""

import re

import pytest
from playwright.sync_api import expect
from tests.audit import runs as audits
from tests.journeys.console import Chromium, RunningConsole

from vestnik.access.model import Principal
from vestnik.app import Vestnik
from vestnik.audit.runs.shares.share import share_report

pytestmark = pytest.mark.timeout(120)


def test_a_link_opens_the_report_and_leaves_no_trace_in_addresses(
    console: RunningConsole, chromium: Chromium
) -> None:
    local = Principal.local(console.workspace_id)

    async def share(vestnik: Vestnik) -> str:
        audit_id = await audits.finished(vestnik.core, local, audits.everything())
        return (await share_report(vestnik.core, local, audit_id))[1]

    token = console.do(share)
    page = chromium.visit(console)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer')}"))
    page.goto(f"/r#{token}")
    page.wait_for_url("**/r/report")
    expect(page.get_by_text("https://t.me/fair_example").first).to_be_visible()
    assert not any(token in one for one in asked)
    page.goto("/audits")
    expect(page).to_have_url(re.compile("/login"))
    page.goto(f"/r#{token.swapcase()}")
    expect(page.get_by_text("Такого отчёта нет")).to_be_visible()
    assert "#" not in page.url
