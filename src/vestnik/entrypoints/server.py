"""One server: the API at ``/v1``, the console at ``/``, and the background work beside them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from vestnik.app import Vestnik
from vestnik.entrypoints.api.build import create_api, describe
from vestnik.entrypoints.guards import PUBLIC, guard
from vestnik.entrypoints.limits import BodyLimit
from vestnik.entrypoints.web.console import console_pages, create_console
from vestnik.entrypoints.worker.audits import keep_schedules, run_audits
from vestnik.entrypoints.worker.checkpoints import sign_checkpoints
from vestnik.entrypoints.worker.recovery import keep_recovering

_PAUSE_S: Final = 1.0
_log = logging.getLogger(__name__)


def create_server(vestnik: Vestnik, *, work: bool = True) -> Starlette:
    """Return the ASGI application over a started ``vestnik``; with ``work`` it also dispatches and audits."""
    api = create_api(vestnik)
    described = describe(api)

    @guard(PUBLIC, "the description holds no data")
    async def openapi(request: Request) -> Response:
        del request
        return JSONResponse(described)

    @asynccontextmanager
    async def lifespan(server: Starlette) -> AsyncIterator[None]:
        del server
        if not work:
            yield
            return
        await vestnik.begin_work()
        jobs = [
            asyncio.create_task(_kept_alive(vestnik.dispatcher.run), name="dispatcher"),
            asyncio.create_task(_kept_alive(lambda: run_audits(vestnik)), name="audits"),
            asyncio.create_task(_kept_alive(lambda: keep_schedules(vestnik)), name="schedules"),
            asyncio.create_task(_kept_alive(lambda: keep_recovering(vestnik)), name="recovery"),
            asyncio.create_task(_kept_alive(lambda: sign_checkpoints(vestnik)), name="checkpoints"),
        ]
        try:
            yield
        finally:
            for job in jobs:
                job.cancel()
            for job in jobs:
                with suppress(asyncio.CancelledError):
                    await job

    return Starlette(
        routes=[
            Mount("/v1", api),
            Route("/openapi.json", openapi),
            Mount("/", create_console(vestnik).app()),
        ],
        middleware=[Middleware(BodyLimit, spared=[page.path for page in console_pages() if page.takes_file])],
        lifespan=lifespan,
    )


async def _kept_alive(job: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a job that should never end; when it breaks, say so and begin it again."""
    while True:
        try:
            await job()
        except Exception:  # noqa: BLE001 — logged; the job must go on
            _log.exception("a background job broke and begins again")
        await asyncio.sleep(_PAUSE_S)
