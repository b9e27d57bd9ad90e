"""A pytest plugin: the network ends at this machine, Hypothesis goes as deep as asked, a run may be sliced.

Connections are watched at two places, because uvloop connects without telling Python: an audit hook sees
every socket of the interpreter, and uvloop's own methods are wrapped. Both refuse with ``NetworkRefused``,
which is no ``OSError``, so that code that handles an unreachable host cannot swallow it.
"""

import functools
import ipaddress
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvloop
from hypothesis import HealthCheck, settings

from tests.depth import SOAK

_RESERVED_ZONES = (".invalid", ".example", ".test")
"""Names that no resolver knows (RFC 2606, RFC 6761): answered here without asking one."""


class NetworkRefused(RuntimeError):  # noqa: N818 — named as the reader of a failing test would name it
    """A test reached for something beyond this machine."""


def _is_here(host: object) -> bool:
    """Tell whether ``host`` is this machine, without asking a resolver."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host)
    if name in {"", "localhost"} or name == socket.gethostname():
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _is_number(host: object) -> bool:
    try:
        ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return True


def check_connect(host: object) -> None:
    """Refuse a connection or a datagram to anything but this machine."""
    if _is_here(host):
        return
    if str(host).endswith(_RESERVED_ZONES):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    raise NetworkRefused(f"a test tried to reach {host!r}; only this machine is allowed")


def check_lookup(host: object) -> None:
    """Refuse to ask a resolver about a name; numbers need none."""
    if not _is_number(host):
        check_connect(host)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        sock, address = arguments
        if sock.family in {socket.AF_INET, socket.AF_INET6} and isinstance(address, tuple):
            check_connect(address[0])
    elif event in {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}:
        check_lookup(arguments[0])


def _guard_connection(
    inner: Callable[..., Awaitable[Any]],
) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(inner)
    async def create_connection(
        self: uvloop.Loop, factory: Any, host: Any = None, port: Any = None, **options: Any
    ) -> Any:
        check_connect(host)
        return await inner(self, factory, host, port, **options)

    return create_connection


def _guard_datagrams(
    inner: Callable[..., Awaitable[Any]],
) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(inner)
    async def create_datagram_endpoint(
        self: uvloop.Loop, factory: Any, local_addr: Any = None, remote_addr: Any = None, **options: Any
    ) -> Any:
        if remote_addr is not None:
            check_connect(remote_addr[0])
        elif local_addr is None and options.get("sock") is None:
            raise NetworkRefused("an unbound datagram socket could write anywhere; bind it to 127.0.0.1")
        elif local_addr is not None and not ipaddress.ip_address(local_addr[0]).is_loopback:
            raise NetworkRefused(f"bind to 127.0.0.1, not {local_addr[0]!r}")
        return await inner(self, factory, local_addr=local_addr, remote_addr=remote_addr, **options)

    return create_datagram_endpoint


def _guard_lookup(inner: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(inner)
    async def getaddrinfo(self: uvloop.Loop, host: Any, port: Any, **options: Any) -> Any:
        check_lookup(host)
        return await inner(self, host, port, **options)

    return getaddrinfo


_GUARDED = {
    "create_connection": _guard_connection,
    "create_datagram_endpoint": _guard_datagrams,
    "getaddrinfo": _guard_lookup,
}


def close_the_network() -> None:
    """Put up both guards; they stay for the life of the process."""
    sys.addaudithook(_watch)
    for name, guard in _GUARDED.items():
        setattr(uvloop.Loop, name, guard(getattr(uvloop.Loop, name)))


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("vestnik")
    group.addoption("--slice", default=None, metavar="K/N", help="run the K-th of N parts of the test files")
    group.addoption(
        "--budget", default=None, type=float, metavar="SECONDS", help="start no further test after that long"
    )


class Budget:
    """Starts no further test once the run's time is spent, and says how many were left."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.started = time.monotonic()
        self.finished = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self) -> bool | None:
        return True if time.monotonic() - self.started > self.seconds else None

    def pytest_runtest_logfinish(self) -> None:
        self.finished += 1

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        terminalreporter.write_line(f"time budget {self.seconds:g} s: {self.finished} tests were run")


def pytest_configure(config: pytest.Config) -> None:
    settings.register_profile("test", max_examples=40, deadline=None)
    settings.register_profile(
        "soak", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("soak" if SOAK else "test")
    close_the_network()
    seconds = config.getoption("--budget")
    if seconds is not None:
        config.pluginmanager.register(Budget(seconds))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    part = config.getoption("--slice")
    if part is None:
        return
    wanted, _, parts = part.partition("/")
    files = sorted({_file(item) for item in items})
    mine = {name for place, name in enumerate(files) if place % int(parts) == int(wanted) % int(parts)}
    config.hook.pytest_deselected(items=[item for item in items if _file(item) not in mine])
    items[:] = [item for item in items if _file(item) in mine]


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]
