"""The whole server in the test's own event loop, and clients with keys of two companies."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette

from vestnik.access.api_keys import create_api_key
from vestnik.access.model import Principal, Role, Workspace
from vestnik.access.workspaces import create_workspace
from vestnik.app import Vestnik, opened
from vestnik.config import load
from vestnik.entrypoints.server import create_server


@dataclass
class Api:
    """A client that carries a key."""

    client: httpx2.AsyncClient
    key: str | None

    async def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> httpx2.Response:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.key is not None:
            given["Authorization"] = f"Bearer {self.key}"
        content = body if isinstance(body, bytes | str) or body is None else None
        sent = body if content is None and body is not None else None
        return await self.client.request(method, path, headers=given, json=sent, content=content)


@pytest.fixture
async def vestnik(tmp_path: Path) -> AsyncIterator[Vestnik]:
    async with opened(load({"VESTNIK_DATA": str(tmp_path / "data")})) as started:
        yield started


@pytest.fixture
def server(vestnik: Vestnik) -> Starlette:
    return create_server(vestnik, work=False)


@pytest.fixture
async def client(server: Starlette) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=server, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as opened_client:
        yield opened_client


@pytest.fixture
async def workspace(vestnik: Vestnik) -> Workspace:
    return await create_workspace(vestnik.core, "fair", "Ярмарка-Пример")


async def key_for(
    vestnik: Vestnik, workspace_id: str, role: Role = Role.OPERATOR, *, live: bool = True
) -> str:
    principal = Principal.local(workspace_id)
    _, secret = await create_api_key(vestnik.core, principal, f"{role.value} key", role=role, live=live)
    return secret


@pytest.fixture
async def api(vestnik: Vestnik, client: httpx2.AsyncClient, workspace: Workspace) -> Api:
    return Api(client, await key_for(vestnik, workspace.id))


@pytest.fixture
async def stranger(vestnik: Vestnik, client: httpx2.AsyncClient) -> Api:
    other = await create_workspace(vestnik.core, "shop", "Лавка «Образец»")
    return Api(client, await key_for(vestnik, other.id))


@pytest.fixture
def nobody(client: httpx2.AsyncClient) -> Api:
    return Api(client, None)
