"""Durable accept → law → intent → driver → outcome on SQLite, beside huey's enqueue → run → stored result.

Ours does more work a message: idempotency key, sealed body, ledger entry with its hash tree, the law's
decision with its own ledger entry, an intent before the driver and an outcome after it.
"""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.harness import Bench, Figure, Side, version_of
from vestnik.access.model import Principal
from vestnik.access.tables import workspaces
from vestnik.app import Vestnik, use_uvloop
from vestnik.config import load as load_config
from vestnik.law.permit import Permit
from vestnik.notify.accept import accept
from vestnik.notify.dispatch import Dispatcher
from vestnik.notify.draft import Request
from vestnik.notify.driver import Driver, Manifest, Outbound, Sent, check_outbound

CALLERS = 240
OURS = int(os.environ.get("BENCH_MESSAGES", "6000"))
HUEY_FULL = 400
HUEY_OFF = 3000
TEXT = "x" * 200
DONE = ("sent", "delivered", "read")


@dataclass
class State:
    folder: Path
    round: int = 0

    def fresh(self, name: str) -> Path:
        self.round += 1
        folder = self.folder / f"{name}-{self.round}"
        folder.mkdir()
        return folder


@contextmanager
def opened(folder: Path) -> Iterator[State]:
    use_uvloop()
    yield State(folder)


class Nowhere:
    """A driver that takes everything: what is measured is the road to it."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest

    async def send(self, permit: Permit, outbound: Outbound) -> Sent:
        check_outbound(self.manifest, permit, outbound)
        return Sent(reference=outbound.message_id)

    async def check(self) -> list[str]:
        return []

    async def close(self) -> None:
        return None


class OneDriver:
    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def driver(self, workspace_id: str, channel: str) -> Driver:
        del workspace_id, channel
        return self._driver


def ours(state: State, *, through_cabinet: bool) -> float:
    return asyncio.run(_ours(state.fresh("ours"), through_cabinet=through_cabinet))


async def _ours(folder: Path, *, through_cabinet: bool) -> float:
    vestnik = Vestnik(load_config({"VESTNIK_DATA": str(folder)}))
    await vestnik.start()
    try:
        principal = await _workspace(vestnik)
        dispatcher = vestnik.dispatcher
        if not through_cabinet:
            nowhere = OneDriver(Nowhere(vestnik.manifests["cabinet"]))
            dispatcher = Dispatcher(vestnik.core, vestnik.pack, vestnik.catalogue, nowhere)
        running = asyncio.create_task(dispatcher.run())
        began = time.perf_counter()
        await asyncio.gather(*(_caller(vestnik, principal, number) for number in range(CALLERS)))
        settled = asyncio.create_task(asyncio.to_thread(_wait, folder / "vestnik.db", _settled, OURS))
        await asyncio.wait((running, settled), return_when=asyncio.FIRST_COMPLETED)
        took = time.perf_counter() - began
        if running.done():
            running.result()  # a dispatcher that stops has something to say
        await settled
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    finally:
        await vestnik.stop()
    return OURS / took


async def _workspace(vestnik: Vestnik) -> Principal:
    row = {
        "id": vestnik.core.ids.new(),
        "slug": "bench",
        "name": "Bench",
        "created_at": vestnik.core.clock.now(),
    }
    await vestnik.db.write(lambda tx: tx.execute(sa.insert(workspaces), [row]))
    return Principal.local(row["id"], "bench")


async def _caller(vestnik: Vestnik, principal: Principal, number: int) -> None:
    """Accept messages one at a time; each call returns when its message is on the disk."""
    for turn in range(number, OURS, CALLERS):
        request = Request(channel="cabinet", to=f"client-{turn}", purpose="service", text=TEXT)
        draft = vestnik.catalogue.read_draft(
            request, idempotency_key=f"order-{turn}", now=vestnik.clock.now()
        )
        await accept(vestnik.core, principal, draft)


def _settled(database: sqlite3.Connection) -> int:
    query = f"SELECT count(*) FROM messages WHERE state IN {DONE}"  # noqa: S608 — our own constant
    return int(database.execute(query).fetchone()[0])


def huey(state: State, *, fsync: bool) -> float:
    count = HUEY_FULL if fsync else HUEY_OFF
    folder = state.fresh("huey")
    file = folder / "huey.db"
    environment = {
        **os.environ,
        "BENCH_HUEY_FILE": str(file),
        "BENCH_HUEY_FSYNC": "1" if fsync else "0",
        "PYTHONPATH": str(Path(__file__).parent / "peers"),
    }
    client = _client(file, fsync=fsync)
    with _consumer(environment, folder / "consumer.log"):
        client("warm-up")
        _wait(file, _stored, 1)
        began = time.perf_counter()
        for _ in range(count):
            client(TEXT)
        _wait(file, _stored, count + 1)
        return count / (time.perf_counter() - began)


def _client(file: Path, *, fsync: bool) -> Any:
    """Return the task of a fresh storage; the module reads its settings from the environment."""
    os.environ["BENCH_HUEY_FILE"], os.environ["BENCH_HUEY_FSYNC"] = str(file), "1" if fsync else "0"
    sys.modules.pop("huey_app", None)
    sys.path.insert(0, str(Path(__file__).parent / "peers"))
    try:
        import huey_app
    finally:
        sys.path.pop(0)
    return huey_app.deliver


@contextmanager
def _consumer(environment: dict[str, str], log: Path) -> Iterator[None]:
    """Run huey's own worker: two threads and the shortest pause it knows."""
    command = [sys.executable, "-m", "huey.bin.huey_consumer", "huey_app.huey"]
    command += ["-w", "2", "-k", "thread", "-d", "0.001", "-m", "0.01", "-n"]
    with log.open("wb") as output:
        worker = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        try:
            yield
        finally:
            worker.send_signal(signal.SIGTERM)
            try:
                worker.wait(10)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()


def _stored(database: sqlite3.Connection) -> int:
    return int(database.execute("SELECT count(*) FROM kv").fetchone()[0])


def _wait(file: Path, count: Any, wanted: int, limit_s: float = 120.0) -> None:
    """Look from outside until ``wanted`` outcomes are committed."""
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)
    try:
        end = time.perf_counter() + limit_s
        while (got := count(database)) < wanted:
            if time.perf_counter() > end:
                msg = f"{got} of {wanted} came to their end in {limit_s:.0f} s"
                raise RuntimeError(msg)
            time.sleep(0.02)
    finally:
        database.close()


def _missing() -> str | None:
    if version_of("huey") == "absent":
        return "bench dispatch: huey is not installed; `make bench` does it, or: uv sync"
    return None


VESTNIK = version_of("vestnik")
HUEY = version_of("huey")

BENCH = Bench(
    name="dispatch",
    what=f"messages from the first accept to the last committed outcome, {CALLERS} callers at once",
    unit="messages/s",
    sides=(
        Side("vestnik, driver that does nothing", VESTNIK, "D2", partial(ours, through_cabinet=False)),
        Side("vestnik, cabinet", VESTNIK, "D2", partial(ours, through_cabinet=True)),
        Side("huey SQLite fsync=True", HUEY, "D2", partial(huey, fsync=True)),
        Side("huey SQLite fsync=False", HUEY, "D0", partial(huey, fsync=False)),
    ),
    figures=(
        Figure(
            "durable accept → dispatch",
            "vestnik, driver that does nothing",
            "huey SQLite fsync=True",
            floor=2.0,
            aim=12.0,
        ),
        Figure("durable accept → cabinet", "vestnik, cabinet", "huey SQLite fsync=True", floor=1.5, aim=8.0),
        Figure(
            "against huey without durability",
            "vestnik, driver that does nothing",
            "huey SQLite fsync=False",
            floor=None,
        ),
    ),
    open=opened,
    missing=_missing,
    notes=(
        "huey runs its worker in a second process; Vestnik does everything in one.",
        "fsync=False is huey's faster setting: a power cut loses what was accepted.",
    ),
)
