"""Whatever comes in by a described route, the server answers as described, and never breaks."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance
from tests.depth import SOAK
from tests.entrypoints.api.conftest import key_for

from vestnik.access.workspaces import create_workspace
from vestnik.app import Vestnik
from vestnik.config import load
from vestnik.entrypoints.cli.demo import free_port
from vestnik.entrypoints.cli.serve import make_uvicorn


class _Running:
    """The real server in a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self.key = ""
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(30)

    async def _run(self) -> None:
        vestnik = Vestnik(load({"VESTNIK_DATA": str(self._folder)}))
        await vestnik.start()
        workspace = await create_workspace(vestnik.core, "fair", "Ярмарка-Пример")
        self.key = await key_for(vestnik, workspace.id)
        self._server = make_uvicorn(vestnik, "127.0.0.1", self.port)
        serving = asyncio.create_task(self._server.serve())
        while not self._server.started:
            await asyncio.sleep(0.02)
        self._ready.set()
        await serving
        await vestnik.stop()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Running]:
    with _Running(tmp_path_factory.mktemp("data")) as server:
        yield server


def test_any_request_is_answered_as_described(running: _Running):
    """Each described operation, with inputs made from its own description."""
    described = schemathesis.openapi.from_url(f"http://127.0.0.1:{running.port}/openapi.json")
    operations = [result.ok() for result in described.get_all_operations()]
    assert len(operations) >= 10
    for operation in operations:
        _try(operation, running)


def _try(operation: APIOperation, running: _Running) -> None:
    @settings(
        max_examples=300 if SOAK else 12,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=operation.as_strategy())
    def answered(case: schemathesis.Case) -> None:
        case.call_and_validate(
            headers={"Authorization": f"Bearer {running.key}"},
            base_url=f"http://127.0.0.1:{running.port}/v1",
            checks=(not_a_server_error, status_code_conformance, response_schema_conformance),
        )

    answered()
