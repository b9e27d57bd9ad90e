"""The client against the real server on a real socket: what one sends the other understands."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from tests.conftest import new_workspace

from vestnik.access.api_keys import create_api_key
from vestnik.access.model import Principal
from vestnik.app import opened
from vestnik.config import load
from vestnik.entrypoints.server import create_server
from vestnik_client import BadKey, Client, Conflict, InvalidRequest, NotFound


@dataclass
class Served:
    url: str
    key: str


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Serve a fresh installation on a port of its own."""
    async with opened(load({"VESTNIK_DATA": str(tmp_path / "data")})) as vestnik:
        owner = Principal.local(await new_workspace(vestnik.core))
        _, secret = await create_api_key(vestnik.core, owner, "shop")
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            settings = uvicorn.Config(create_server(vestnik), log_level="error", lifespan="on", ws="none")
            server = uvicorn.Server(settings)
            running = asyncio.create_task(server.serve(sockets=[listening]))
            while not server.started:
                await asyncio.sleep(0.01)
            yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", secret)
            server.should_exit = True
            await running


async def test_a_message_sent_by_the_client_is_delivered_and_read_back(served: Served):
    def talk() -> None:
        with Client(served.url, served.key) as vestnik:
            words = {"channel": "cabinet", "to": "client-7", "purpose": "service"}
            sent = vestnik.send(**words, text="Ваш заказ собран.", subject="Заказ", idempotency_key="17")
            again = vestnik.send(**words, text="Ваш заказ собран.", subject="Заказ", idempotency_key="17")
            assert (again.id, again.repeated, sent.repeated) == (sent.id, True, False)
            with pytest.raises(Conflict):
                vestnik.send(**words, text="Другое.", idempotency_key="17")

            for _ in range(100):
                message = vestnik.message(sent.id)
                if message.state == "delivered":
                    break
                time.sleep(0.05)
            assert (message.state, message.channel, message.live) == ("delivered", "cabinet", True)
            assert message.receipts == ("delivered",)
            assert message.attempts[0].outcome == "accepted"

    await asyncio.to_thread(talk)


async def test_a_code_waits_for_the_call_that_the_client_reported(served: Served):
    def talk() -> None:
        with Client(served.url, served.key) as vestnik:
            assert vestnik.report_call("+79000000001", in_progress=True).state == "in_progress"
            sent = vestnik.send(
                channel="cabinet", to="client-7", purpose="code", text="Код 1234", phone="+79000000001"
            )
            for _ in range(100):
                message = vestnik.message(sent.id)
                if message.state == "held":
                    break
                time.sleep(0.05)
            assert message.state == "held"
            assert vestnik.report_call("+79000000001", in_progress=False).released == 1

    await asyncio.to_thread(talk)


async def test_refusals_of_the_server_arrive_typed(served: Served):
    def talk() -> None:
        with Client(served.url, served.key) as vestnik:
            with pytest.raises(InvalidRequest) as wrong:
                vestnik.send(channel="pigeon", to="x", purpose="service", text="т")
            assert wrong.value.field == "channel"
            with pytest.raises(NotFound):
                vestnik.message("019ab000-0000-7000-8000-000000000001")
        with Client(served.url, "vk_live_wrong") as stranger, pytest.raises(BadKey):
            stranger.message("019ab000-0000-7000-8000-000000000001")

    await asyncio.to_thread(talk)
