"""The network guard refuses what leaves this machine, on every road there is."""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import uvloop
from tests.guards import NetworkRefused

FAR = "198.51.100.7"
"""A documentation address (RFC 5737): nobody answers there."""

LOOPS = [
    pytest.param(asyncio.SelectorEventLoop, id="asyncio"),
    pytest.param(uvloop.new_event_loop, id="uvloop"),
]


async def _connect_by_number() -> None:
    await asyncio.get_running_loop().create_connection(asyncio.Protocol, FAR, 80)


async def _connect_by_name() -> None:
    await asyncio.get_running_loop().create_connection(asyncio.Protocol, "pypi.org", 443)


async def _look_up() -> None:
    await asyncio.get_running_loop().getaddrinfo("pypi.org", 443)


async def _connect_a_socket() -> None:
    with socket.socket() as sock:
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, (FAR, 80))


async def _send_a_datagram() -> None:
    await asyncio.get_running_loop().create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=(FAR, 53))


@pytest.mark.parametrize("loop_factory", LOOPS)
@pytest.mark.parametrize(
    "road",
    [_connect_by_number, _connect_by_name, _look_up, _connect_a_socket, _send_a_datagram],
)
def test_no_road_of_an_event_loop_leaves_this_machine(
    loop_factory: Callable[[], asyncio.AbstractEventLoop], road: Callable[[], Coroutine[Any, Any, None]]
) -> None:
    with asyncio.Runner(loop_factory=loop_factory) as runner, pytest.raises(NetworkRefused):
        runner.run(road())


def test_a_plain_socket_does_not_leave_this_machine() -> None:
    with socket.socket() as sock, pytest.raises(NetworkRefused):
        sock.connect((FAR, 80))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock, pytest.raises(NetworkRefused):
        sock.sendto(b"x", (FAR, 53))
    with pytest.raises(NetworkRefused):
        socket.gethostbyname("pypi.org")


@pytest.mark.parametrize("loop_factory", LOOPS)
def test_this_machine_can_be_reached(loop_factory: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def talk() -> bytes:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.readexactly(2))
            writer.close()
            await writer.wait_closed()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            reader, writer = await asyncio.open_connection("localhost", port)
            writer.write(b"ok")
            reply = await reader.readexactly(2)
            writer.close()
            await writer.wait_closed()
        return reply

    with asyncio.Runner(loop_factory=loop_factory) as runner:
        assert runner.run(talk()) == b"ok"


@pytest.mark.parametrize("loop_factory", LOOPS)
def test_a_reserved_name_is_unknown_without_asking_a_resolver(
    loop_factory: Callable[[], asyncio.AbstractEventLoop],
) -> None:
    async def connect() -> None:
        await asyncio.open_connection("shop.example", 80)

    with asyncio.Runner(loop_factory=loop_factory) as runner, pytest.raises(socket.gaierror):
        runner.run(connect())
