"""Kill -9 in the middle: what was accepted is there after the restart, and reached nobody twice."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.depth import depth

from vestnik.entrypoints.cli.demo import free_port
from vestnik_client import Client, Unreachable

CALLERS = 8
DONE = {"delivered", "in_doubt"}


def _run(data: Path, *words: str) -> str:
    environment = {**os.environ, "VESTNIK_DATA": str(data)}
    ran = subprocess.run(
        [sys.executable, "-m", "vestnik", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return ran.stdout


@contextmanager
def _serving(data: Path, port: int, key: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "VESTNIK_DATA": str(data)}
    server = subprocess.Popen(
        [sys.executable, "-m", "vestnik", "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with Client(f"http://127.0.0.1:{port}", key, retries=0) as client:
            for _ in range(600):
                try:
                    client.report_call("+79000000001", in_progress=False)
                    break
                except Unreachable:
                    time.sleep(0.1)
        yield server
    finally:
        server.kill()
        server.wait(30)


def _post_until_dead(port: int, key: str, numbers: Iterator[int], accepted: dict[str, str]) -> None:
    with Client(f"http://127.0.0.1:{port}", key, retries=0) as client:
        for number in numbers:
            try:
                answer = client.send(
                    channel="cabinet",
                    to="client-17",
                    purpose="service",
                    text=f"сообщение {number}",
                    idempotency_key=f"crash-{number}",
                )
            except Unreachable:
                return
            accepted[answer.id] = f"crash-{number}"


@pytest.mark.timeout(900)
def test_nothing_accepted_is_lost_and_nothing_arrives_twice_over_a_kill(tmp_path: Path):
    data, port = tmp_path / "data", free_port()
    _run(data, "workspace", "add", "fair", "--name", "Ярмарка-Пример")
    created = _run(data, "key", "create", "site", "--workspace", "fair")
    key = next(word for word in created.split() if word.startswith("vk_live_"))
    accepted: dict[str, str] = {}
    for _kill in range(depth(2, 10)):
        with _serving(data, port, key) as server:
            before = len(accepted)
            numbers = iter(range(len(accepted) * 10, 10**9))
            lock = threading.Lock()

            def shared(numbers: Iterator[int] = numbers, lock: threading.Lock = lock) -> Iterator[int]:
                while True:
                    with lock:
                        yield next(numbers)

            callers = [
                threading.Thread(target=_post_until_dead, args=(port, key, shared(), accepted))
                for _ in range(CALLERS)
            ]
            for caller in callers:
                caller.start()
            while len(accepted) - before < depth(150, 600):
                time.sleep(0.01)
            server.send_signal(signal.SIGKILL)
            for caller in callers:
                caller.join(60)
    with _serving(data, port, key), Client(f"http://127.0.0.1:{port}", key) as client:
        states = _settled(client, accepted)
        assert set(states.values()) <= DONE
        assert len(states) == len(accepted)
        again = client.send(
            channel="cabinet",
            to="client-17",
            purpose="service",
            text=f"сообщение {next(iter(accepted.values())).removeprefix('crash-')}",
            idempotency_key=next(iter(accepted.values())),
        )
        assert again.repeated
    _run(data, "ledger", "verify")  # leaves with a code of its own when a leaf does not agree


def _settled(client: Client, accepted: dict[str, str]) -> dict[str, str]:
    states: dict[str, str] = {}
    until = time.monotonic() + 120
    for message_id in accepted:
        while time.monotonic() < until:
            told = client.message(message_id)
            states[message_id] = told.state
            assert told.receipts.count("delivered") <= 1
            assert len(told.attempts) <= 1
            if told.state in DONE:
                break
            time.sleep(0.05)
    return states
