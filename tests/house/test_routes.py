"""Every HTTP route names its guard, and the guard is there: nobody unknown gets past it."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.staticfiles import StaticFiles
from tests.house.tree import none

from vestnik.access.model import Permission
from vestnik.app import Vestnik, opened
from vestnik.config import load
from vestnik.entrypoints.guards import PUBLIC, Guard, Open, guard, guard_of
from vestnik.entrypoints.server import create_server
from vestnik.entrypoints.web.console import console_pages

OPEN_TO_ALL = {
    "GET /openapi.json",
    "GET /docs",
    "GET /healthz",
    "GET /login",
    "POST /login",
    "POST /preferences",
    "GET /r",
    "POST /r",
    "GET /r/report",
    "MOUNT /static",
}
"""What needs no guard. A new line here is a decision; the reason stands where the route is made."""

KNOWN_ID = "0192f3c4-0000-7000-8000-000000000001"


@dataclass(frozen=True, slots=True)
class Way:
    """One method at one address, and the guard it names."""

    method: str
    path: str
    need: Permission | Open | str | None

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_open(self) -> bool:
        return str(self.need) == Open.PUBLIC.value


def _ways(routes: Iterable[BaseRoute], before: str = "") -> Iterator[Way]:
    pages = {(page.method, page.path): page.guard for page in console_pages()}
    for route in routes:
        if isinstance(route, Mount) and not isinstance(route.app, StaticFiles):
            yield from _ways(route.routes or [], before + route.path)
        elif isinstance(route, Mount):
            yield Way("MOUNT", before + route.path, Open.PUBLIC)
        elif isinstance(route, Route):
            for method in sorted((route.methods or {"GET"}) - {"HEAD"}):
                named = guard_of(route.endpoint)
                need = named.need if isinstance(named, Guard) else pages.get((method, route.path))
                yield Way(method, before + route.path, need)
        elif isinstance(included := getattr(route, "original_router", None), Router):
            # FastAPI keeps a router that was included as one entry.
            yield from _ways(included.routes, before + route.include_context.prefix)  # type: ignore[attr-defined]
        else:
            yield Way("?", f"{before}{getattr(route, 'path', route)}", None)


@pytest.fixture
async def vestnik(tmp_path: Path) -> AsyncIterator[Vestnik]:
    async with opened(load({"VESTNIK_DATA": str(tmp_path)})) as vestnik:
        yield vestnik


async def test_every_route_names_its_guard(vestnik: Vestnik) -> None:
    ways = list(_ways(create_server(vestnik, work=False).routes))
    assert len(ways) > 20
    none([way.name for way in ways if way.need is None])


async def test_only_what_is_listed_is_open_to_all(vestnik: Vestnik) -> None:
    open_ways = {way.name for way in _ways(create_server(vestnik, work=False).routes) if way.is_open}
    none(sorted(open_ways - OPEN_TO_ALL))


async def test_every_guard_turns_away_who_is_not_known(vestnik: Vestnik) -> None:
    server = create_server(vestnik, work=False)
    transport = httpx2.ASGITransport(app=server)
    passed = []
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for way in _ways(server.routes):
            if way.is_open:
                continue
            answer = await client.request(way.method, re.sub(r"\{[^}]+\}", KNOWN_ID, way.path))
            to_login = answer.status_code == 303 and answer.headers["location"].startswith("/login")
            if answer.status_code not in {401, 403} and not to_login:
                passed.append(f"{way.name}: {answer.status_code}")
    none(passed)


async def test_a_route_without_a_guard_is_seen() -> None:
    @guard(PUBLIC, "for the test")
    async def named(request: Request) -> Response:
        return Response()

    async def unnamed(request: Request) -> Response:
        return Response()

    inner = Starlette(routes=[Route("/named", named), Route("/unnamed", unnamed, methods=["POST"])])
    ways = list(_ways([Mount("/in", inner), Route("/unnamed", unnamed)]))
    assert [way.name for way in ways if way.need is None] == ["POST /in/unnamed", "GET /unnamed"]
    assert [way.name for way in ways if way.is_open] == ["GET /in/named"]
    with pytest.raises(ValueError, match="say why"):
        guard(PUBLIC)
