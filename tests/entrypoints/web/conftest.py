"""The console in the test's own event loop, and browsers of people of two companies."""

import re
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest
from starlette.applications import Starlette
from tests.audit import runs as audits
from tests.law.registry.exports import Record, exclude, records, write_xml

from vestnik.access.model import Principal, Role, Workspace
from vestnik.access.users import create_user
from vestnik.access.workspaces import create_workspace
from vestnik.app import Vestnik, opened
from vestnik.audit.model import Carrier, ChannelKind, Confidence, Finding, Place, Severity, Span, State
from vestnik.audit.model import Role as PlaceRole
from vestnik.audit.runs import finding_store
from vestnik.audit.runs.browse import list_findings
from vestnik.audit.runs.model import StoredFinding
from vestnik.audit.start import start_audit
from vestnik.config import load
from vestnik.entrypoints.server import create_server
from vestnik.entrypoints.web.console import console_pages
from vestnik.law.registry.import_registry import import_registry
from vestnik.law.registry.match_platform import match_platform
from vestnik.law.registry.model import Snapshot
from vestnik.notify.accept import accept
from vestnik.notify.draft import Request

PASSWORD = "корова пасётся на лугу"
ORIGIN = "https://localhost"
_PARAMETER = re.compile(r"\{(\w+)(?::path)?\}")
_SECRET = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass
class Browser:
    """A client that keeps cookies and fills the secret of forms in, as a page of ours would."""

    client: httpx2.AsyncClient
    secret: str = ""

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        answer = await self.client.get(
            path, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )
        found = _SECRET.search(answer.text)
        self.secret = found[1] if found else self.secret
        return answer

    async def post(self, path: str, *, secret: str | None = None, **form: str | list[str]) -> httpx2.Response:
        data = {"csrf": self.secret if secret is None else secret, **form}
        return await self.client.post(path, data=data, headers={"origin": ORIGIN})

    async def fill_in(self, path: str, **form: str | list[str]) -> httpx2.Response:
        """Send a form as htmx does while it is filled in: a piece of the page comes back."""
        headers = {"origin": ORIGIN, "hx-request": "true", "hx-request-type": "partial"}
        return await self.client.post(path, data={"csrf": self.secret, **form}, headers=headers)

    async def sign_in(self, email: str, password: str = PASSWORD) -> httpx2.Response:
        await self.get("/login")
        answer = await self.post("/login", email=email, password=password, next="/")
        if answer.status_code == 303:
            await self.get("/settings/me")
        return answer


@pytest.fixture
async def vestnik(tmp_path: Path) -> AsyncIterator[Vestnik]:
    async with opened(load({"VESTNIK_DATA": str(tmp_path / "data")})) as started:
        yield started


@pytest.fixture
def server(vestnik: Vestnik) -> Starlette:
    return create_server(vestnik, work=False)


async def _browser(server: Starlette) -> AsyncIterator[Browser]:
    transport = httpx2.ASGITransport(app=server, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield Browser(client)


@pytest.fixture
async def stranger(server: Starlette) -> AsyncIterator[Browser]:
    async for browser in _browser(server):
        yield browser


@pytest.fixture
async def workspace(vestnik: Vestnik) -> Workspace:
    return await create_workspace(vestnik.core, "fair", "Ярмарка «Пример»")


@pytest.fixture
async def other_workspace(vestnik: Vestnik) -> Workspace:
    return await create_workspace(vestnik.core, "shop", "Лавка «Пример»")


@pytest.fixture
async def owner(server: Starlette, vestnik: Vestnik, workspace: Workspace) -> AsyncIterator[Browser]:
    local = Principal.local(workspace.id)
    await create_user(vestnik.core, local, "anna@fair.example", "Анна Вымышленная", Role.OWNER, PASSWORD)
    async for browser in _browser(server):
        await browser.sign_in("anna@fair.example")
        yield browser


@pytest.fixture
async def auditor(server: Starlette, vestnik: Vestnik, workspace: Workspace) -> AsyncIterator[Browser]:
    local = Principal.local(workspace.id)
    await create_user(vestnik.core, local, "vera@fair.example", "Вера Придуманная", Role.AUDITOR, PASSWORD)
    async for browser in _browser(server):
        await browser.sign_in("vera@fair.example")
        yield browser


async def add_message(vestnik: Vestnik, workspace_id: str, text: str = "Заказ собран", **fields: str) -> str:
    """Accept a message for a cabinet and return its id."""
    words = {"channel": "cabinet", "to": "client-1001", "purpose": "service", "text": text} | fields
    now = vestnik.core.clock.now()
    draft = vestnik.catalogue.read_draft(Request(**words), idempotency_key=vestnik.core.ids.new(), now=now)
    return (await accept(vestnik.core, Principal.local(workspace_id), draft)).id


async def add_finding(
    vestnik: Vestnik, workspace_id: str, matched: str = "https://t.me/example"
) -> tuple[str, str]:
    """Queue an audit and store one finding of it; return both ids."""
    audit_id = await start_audit(vestnik.core, Principal.local(workspace_id), "https://shop.example/")
    place = Place("https://shop.example/contacts", 7, 12, Span(90, 110))
    finding = Finding(
        "TG-LINK-001",
        "telegram",
        Carrier.LINK,
        ChannelKind.CHANNEL,
        PlaceRole.CONTACT,
        State.LIVE,
        Severity.HIGH,
        Confidence.HIGH,
        place,
        matched,
        excerpt=f'<a href="{matched}">Канал</a>',
        fingerprint="f" * 64,
    )
    stored = StoredFinding(vestnik.core.ids.new(), audit_id, 1, finding)
    await vestnik.core.db.write(
        lambda tx: finding_store.insert_findings(tx, workspace_id, audit_id, [stored])
    )
    return audit_id, stored.id


async def add_audit(vestnik: Vestnik, workspace_id: str) -> dict[str, str]:
    """Store a finished audit that holds everything an audit can; return parts of addresses."""
    local = Principal.local(workspace_id)
    audit_id = await audits.finished(vestnik.core, local, audits.everything())
    page = await list_findings(vestnik.core, local, audit_id)
    return {
        "audit_id": audit_id,
        "finding_id": page.items[0].id,
        "sha256": audits.SHA,
        "form": "html",
    }


async def import_export(vestnik: Vestnik, folder: Path, given: Iterable[Record], day: int = 1) -> Snapshot:
    """Import an export made on this day of September 2026; about companies that do not exist."""
    file = write_xml(folder / f"export-{day}.xml", given, f"2026.09.{day:02} 01:37")
    return (await import_registry(vestnik.core, str(file))).snapshot


async def add_excluded_match(vestnik: Vestnik, workspace_id: str, folder: Path) -> dict[str, str]:
    """Match a platform, then import an export that excludes its record; return parts of addresses."""
    await import_export(vestnik, folder, records(20), 1)
    await match_platform(vestnik.core, Principal.local(workspace_id), vestnik.pack, "max", "7")
    await import_export(vestnik, folder, (_struck(one) for one in records(21)), 2)
    return {"platform_id": "max", "key": "7"}


def _struck(one: Record) -> Record:
    return exclude(one, "2026-09-02") if one.number == "7" else one


def paths_of(samples: Mapping[str, str]) -> list[str]:
    """Return the address of every page, with samples in the places of its parameters."""
    return [
        _PARAMETER.sub(lambda found: quote(samples[found[1]], safe=""), page.path)
        for page in console_pages()
        if page.method == "GET"
    ]
