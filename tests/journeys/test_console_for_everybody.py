"""Pages that everybody can use: axe finds nothing serious, nothing runs off a small screen."""

import time
from typing import Any

import pytest
from tests.audit import runs as audits
from tests.depth import depth
from tests.entrypoints.web.conftest import add_excluded_match
from tests.journeys.console import AXE, Chromium, RunningConsole, sign_in

from vestnik.access.model import Principal
from vestnik.app import Vestnik
from vestnik.audit.runs.browse import list_audits, list_findings
from vestnik.audit.runs.model import RunState
from vestnik.audit.runs.schedules.model import Every, Rhythm
from vestnik.audit.runs.schedules.plan import plan_audit
from vestnik.audit.runs.shares.share import share_report
from vestnik.audit.start import start_audit
from vestnik.law.answer_who_we_are import answer_who_we_are
from vestnik.law.choices.choose_platform import choose_platform
from vestnik.law.choices.count_reach import count_reach
from vestnik.law.choices.save_reach import save_reach

pytestmark = pytest.mark.timeout(280)

PLAIN = (
    "/",
    "/setup/who",
    "/setup/norms",
    "/setup/audit",
    "/audits",
    "/audits/new",
    "/audits/schedules",
    "/r",
    "/messages",
    "/fixes",
    "/law",
    "/law?status=unverified",
    "/law/ask",
    "/law/ask?platform=telegram&purpose=service",
    "/law/ask?platform=sms&purpose=advertising&who=other&subjects=CREDIT_ORG&call=active&at=nonsense",
    "/law/who",
    "/law/norms/41fz-15-1",
    "/law/norms/koap-14.3-ads-blocked",
    "/law/platforms",
    "/law/platforms?purpose=advertising",
    "/law/platforms/max",
    "/law/platforms/email",
    "/law/platforms/reach",
    "/law/platforms/instagram_direct",
    "/law/registry",
    "/law/registry?text=вымысел",
    "/law/registry/records/7",
    "/law/registry/match/max",
    "/law/registry/match/vk",
    "/law/registry/compare",
    "/consents",
    "/chats",
    "/training",
    "/compliance",
    "/settings/company",
    "/settings/norms",
    "/settings/channels",
    "/settings/channels/email",
    "/settings/keys",
    "/settings/users",
    "/settings/views",
    "/settings/me",
    "/search?q=telegram",
    "/nowhere",
)

LOOKS = depth(
    [(1440, "light"), (390, "dark")], [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]
)
"""Both widths and both schemes either way; every pair at full depth."""
AUDIT_PARTS = ("findings", "signals", "forms", "changes", "report", "troubles")


@pytest.fixture(scope="module")
def paths(console: RunningConsole, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Fill the console with an audit, messages and the registry; return what to look at."""
    local = Principal.local(console.workspace_id)

    async def fill(vestnik: Vestnik) -> str:
        await answer_who_we_are(vestnik.core, local, vestnik.pack, ["GOODS_AGGREGATOR"])
        await choose_platform(vestnik.core, local, vestnik.pack, "max", reason="Там уже наши покупатели")
        counted = count_reach(vestnik.pack, [b"email;phone\nanna@shop.example;+79000000001\n"])
        await save_reach(vestnik.core, local, counted, "Покупатели осени")
        await add_excluded_match(vestnik, console.workspace_id, tmp_path_factory.mktemp("registry"))
        await share_report(
            vestnik.core, local, await audits.finished(vestnik.core, local, audits.everything())
        )
        await plan_audit(vestnik.core, local, audits.SITE, audits.OPTIONS, Rhythm(Every.WEEK, 3, 5))
        return await start_audit(vestnik.core, local, console.site_url)

    async def state(vestnik: Vestnik) -> RunState:
        return (await list_audits(vestnik.core, local))[0].state

    audit_id = console.do(fill)
    for _ in range(200):
        if console.do(state) is RunState.DONE:
            break
        time.sleep(0.2)
    page = console.do(lambda vestnik: list_findings(vestnik.core, local, audit_id))
    whole_id = console.do(lambda vestnik: list_audits(vestnik.core, local, target=audits.SITE))[0].id
    whole = console.do(lambda vestnik: list_findings(vestnik.core, local, whole_id))
    delivered, denied = console.send(), console.send(channel="telegram", purpose="advertising")
    return [
        *PLAIN,
        f"/audits/{audit_id}",
        f"/audits/{audit_id}/findings?severity=high&platform=whatsapp",
        f"/audits/{whole_id}",
        *(f"/audits/{whole_id}/{part}" for part in AUDIT_PARTS),
        *(f"/audits/{whole_id}/findings/{item.id}" for item in whole.items[:2]),
        f"/audits/{audit_id}/findings/{page.items[0].id}",
        f"/messages/{delivered}",
        f"/messages/{denied}",
    ]


@pytest.mark.parametrize(("width", "scheme"), LOOKS, ids=[f"{width}-{scheme}" for width, scheme in LOOKS])
def test_axe_finds_nothing_serious_and_nothing_runs_off_the_screen(
    console: RunningConsole, chromium: Chromium, paths: list[str], width: int, scheme: str
) -> None:
    # The policy forbids foreign scripts, axe too; the policy itself is tested elsewhere.
    page = chromium.visit(
        console, viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
    )
    problems = []
    for path in ("/login", *paths):
        if path == "/":
            sign_in(page)
        page.goto(path)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        problems += [
            f"{path}: {one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}"
            for one in found["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append(f"{path}: wider than {width} px")
    assert problems == []
